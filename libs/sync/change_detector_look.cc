// ChangeDetector's look: rows by their time of change, and digests.
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/sync/change_detector.h"

namespace cp::sync {
namespace {

using progress::Detection;
using progress::Digest;

constexpr int64_t kLastId = std::numeric_limits<int64_t>::max();

// Names in the store. "stamp": the largest time of change read; "look": the heads at the last look.
std::string WatermarkOf(Stamp stamp) { return absl::StrCat("stamp.", ToString(stamp)); }
std::string LookWatermarkOf(Tail tail) { return absl::StrCat("look.", ToString(tail)); }
// 1 when every digest was stored once.
constexpr char kLooked[] = "look";

std::map<Tail, int64_t> HeadsBefore(const std::map<std::string, int64_t>& watermarks) {
  std::map<Tail, int64_t> heads;
  for (const Tail tail : kTails) {
    const auto it = watermarks.find(LookWatermarkOf(tail));
    if (it != watermarks.end()) heads[tail] = it->second;
  }
  return heads;
}

Touched TouchedBy(DigestKind kind, int64_t id) {
  return {.what = kind == DigestKind::kCompany ? Touched::What::kCompany : Touched::What::kCourse, .id = id};
}

}  // namespace

absl::Status ChangeDetector::LookAt(DetectorRight after, Pass& pass) {
  const absl::Duration began = clock_.Monotonic();
  if (!pass.state.watermarks.contains(kLooked)) pass.writer->AddEverything("first_look");
  const bool baseline = pass.writer->has_everything();
  pass.writer->MarkForNextLook(false);
  CP_RETURN_IF_ERROR(LookAgain(baseline, pass));
  for (const Stamp stamp : kStamps) CP_RETURN_IF_ERROR(LookAtStamps(stamp, baseline, pass));
  for (const DigestKind kind : kDigestKinds) CP_RETURN_IF_ERROR(LookAtDigests(kind, baseline, pass));
  for (const auto& [tail, head] : pass.heads) pass.moved[LookWatermarkOf(tail)] = head;
  pass.moved[kLooked] = 1;
  pass.writer->SetRight(std::move(after));
  Detection rest;
  if (may_call_fresh_) rest.fresh_at = pass.report->read_at;
  CP_RETURN_IF_ERROR(Store(pass, std::move(rest)));
  pass.report->looked = true;
  look_pending_ = false;
  last_look_ = clock_.Monotonic();
  look_took_ = *last_look_ - began;
  return absl::OkStatus();
}

absl::Status ChangeDetector::LookAgain(bool baseline, Pass& pass) {
  while (true) {
    ++pass.report->store_calls;
    Detection rest;
    CP_ASSIGN_OR_RETURN(rest.digests, lane_.ReadDigests(kAgain, 0, options_.limits.page, pass.deadline));
    if (rest.digests.empty()) return absl::OkStatus();
    for (Digest& marked : rest.digests) {
      if (!baseline) pass.writer->Add({.what = Touched::What::kUser, .id = marked.id}, kAgain);
      marked.value.clear();
    }
    CP_RETURN_IF_ERROR(Store(pass, std::move(rest)));
  }
}

// A time in the future does not become the watermark, or ordinary changes would be behind it until then.
absl::Status ChangeDetector::LookAtStamps(Stamp stamp, bool baseline, Pass& pass) {
  const std::string name = WatermarkOf(stamp);
  const auto known = pass.state.watermarks.find(name);
  const bool is_known = known != pass.state.watermarks.end() && known->second > 0 && !baseline;
  const int64_t now = pass.report->read_at;
  const int64_t since = is_known ? known->second - absl::ToInt64Seconds(options_.stamp_overlap)
                                 : now - int64_t{3600} * options_.auto_sync_hours;
  const int64_t tolerance = absl::ToInt64Seconds(options_.clock_tolerance);
  int64_t latest = is_known ? known->second : 0;
  const std::map<int64_t, int64_t>& seen = seen_stamps_[stamp];
  std::map<int64_t, int64_t> read;
  const int limit = options_.limits.page;
  for (int64_t after = 0; after < kLastId;) {
    CP_RETURN_IF_ERROR(KeepRight(pass));
    ++pass.report->statements;
    CP_ASSIGN_OR_RETURN(const std::vector<StampedRow> rows,
                        pass.feed->ReadStamped(stamp, since, after, limit, pass.deadline));
    pass.report->rows += static_cast<int64_t>(rows.size());
    for (const StampedRow& row : rows) {
      if (row.time <= now) latest = std::max(latest, row.time);
      // Of this very second another change may still come.
      if (std::abs(row.time - now) > tolerance) read[row.id] = row.time;
      const auto before = seen.find(row.id);
      if (before == seen.end() || before->second != row.time) {
        pass.writer->Add(row.touched, std::string(ToString(stamp)));
      }
    }
    after = rows.size() < static_cast<size_t>(limit) ? kLastId : rows.back().id;
    if (pass.writer->IsFull()) CP_RETURN_IF_ERROR(Store(pass, {}));
  }
  pass.moved[name] = latest;  // 0: not known
  CP_RETURN_IF_ERROR(Store(pass, {}));
  const int64_t next_since = latest - absl::ToInt64Seconds(options_.stamp_overlap);
  std::erase_if(read, [&](const auto& row) { return row.second < next_since; });
  seen_stamps_[stamp] = std::move(read);
  return absl::OkStatus();
}

// What Moodle and the store list is merged page by page of Moodle; the last, empty one stands for what only the store
// has.
absl::Status ChangeDetector::LookAtDigests(DigestKind kind, bool baseline, Pass& pass) {
  const std::map<Tail, int64_t> heads_before = HeadsBefore(pass.state.watermarks);
  const std::string found_by(ToString(kind));
  const auto changed = [&](int64_t id) {
    if (baseline) return;
    if (kind == DigestKind::kSite) {
      pass.writer->AddEverything(found_by);
    } else {
      pass.writer->Add(TouchedBy(kind, id), found_by);
    }
  };
  for (int64_t after = 0; after < kLastId;) {
    CP_RETURN_IF_ERROR(KeepRight(pass));
    ++pass.report->statements;
    CP_ASSIGN_OR_RETURN(const std::vector<DigestRow> rows,
                        pass.feed->ReadDigests(kind, heads_before, after, options_.limits.page, pass.deadline));
    pass.report->rows += static_cast<int64_t>(rows.size());
    const int64_t through = rows.empty() ? kLastId : rows.back().id;
    CP_ASSIGN_OR_RETURN(auto stored, StoredDigests(kind, after, through, pass));
    Detection rest;
    for (const DigestRow& row : rows) {
      const std::string known = stored[row.id];
      stored.erase(row.id);
      if (row.before != known) changed(row.id);
      if (row.now != known) rest.digests.push_back({found_by, row.id, row.now});
    }
    for (const auto& [id, value] : stored) {
      changed(id);
      rest.digests.push_back({found_by, id, ""});
    }
    if (!rest.digests.empty() || pass.writer->IsFull()) CP_RETURN_IF_ERROR(Store(pass, std::move(rest)));
    after = through;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<int64_t, std::string>> ChangeDetector::StoredDigests(DigestKind kind, int64_t after,
                                                                             int64_t through, Pass& pass) {
  std::map<int64_t, std::string> stored;
  while (after < through) {
    ++pass.report->store_calls;
    CP_ASSIGN_OR_RETURN(const std::vector<Digest> page,
                        lane_.ReadDigests(std::string(ToString(kind)), after, options_.limits.page, pass.deadline));
    if (page.empty()) break;
    for (const Digest& digest : page) {
      if (digest.id <= through) stored[digest.id] = digest.value;
    }
    after = page.back().id;
  }
  return stored;
}

}  // namespace cp::sync
