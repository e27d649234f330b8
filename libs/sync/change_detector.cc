#include "libs/sync/change_detector.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sync {
namespace {

using progress::CompanyUser;
using progress::Detection;
using progress::LaneState;

// Names in the store. "tail": the highest id read.
std::string WatermarkOf(Tail tail) { return absl::StrCat("tail.", ToString(tail)); }

// Digest kind: when a full comparison of the company was asked for last, unix seconds.
constexpr char kAskedInFull[] = "full";

int64_t ValueOf(const std::map<std::string, int64_t>& values, const std::string& name) {
  const auto it = values.find(name);
  return it == values.end() ? 0 : it->second;
}

}  // namespace

absl::StatusOr<DetectionReport> ChangeDetector::Detect(Work work, Deadline deadline) {
  const bool wants_look = work != Work::kTick;
  DetectionReport report;
  absl::Status status;
  while (report.attempts < options_.attempts) {
    ++report.attempts;
    status = Attempt(work, deadline, &report);
    if (!absl::IsAborted(status)) break;
    // Somebody adds candidates faster than a look takes: new ones do not wait for it.
    if (work == Work::kLook) work = Work::kTick;
  }
  CP_RETURN_IF_ERROR(status);
  if (wants_look && !report.looked && !report.stood_by) report.look_pending = true;
  return report;
}

absl::StatusOr<bool> ChangeDetector::MayDetect(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const LaneState state, lane_.ReadLane(deadline));
  return IsOurs(state);
}

absl::Status ChangeDetector::Leave(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const LaneState state, lane_.ReadLane(deadline));
  if (state.detector != options_.owner) return absl::OkStatus();
  Detection idle;
  idle.expected_sequence = state.sequence;
  idle.detected_at = state.detected_at;
  idle.detector = options_.owner;
  return lane_.CommitDetection(idle, deadline).status();
}

absl::Status ChangeDetector::Attempt(Work work, Deadline deadline, DetectionReport* report) {
  ++report->store_calls;
  CP_ASSIGN_OR_RETURN(LaneState state, lane_.ReadLane(deadline));
  report->stood_by = work != Work::kLookOnDemand && !IsOurs(state);
  report->read_at = report->stood_by ? state.fresh_at : absl::ToUnixSeconds(clock_.Now());
  if (report->stood_by) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(const std::unique_ptr<ChangeFeed> feed, open_feed_(deadline));
  CandidateWriter writer(lane_, *feed, options_.limits, state.sequence, deadline, report);
  Pass pass{.state = std::move(state), .feed = feed.get(), .writer = &writer, .report = report, .deadline = deadline};
  if (report->attempts == 1) leaves_ = work == Work::kLookOnDemand && pass.state.detector != options_.owner;
  const absl::Status status = Detect(work, pass);
  if (!status.ok() && leaves_ && pass.stored_at.has_value()) {
    // Nobody waits for a look that has failed. The lane refuses this where another one has taken over since.
    writer.SetRight({.owner = options_.owner, .hold = absl::ZeroDuration()});
    (void)writer.KeepRight(report->read_at);
  }
  return status;
}

absl::Status ChangeDetector::Detect(Work work, Pass& pass) {
  CandidateWriter& writer = *pass.writer;
  ++pass.report->statements;
  CP_ASSIGN_OR_RETURN(pass.heads, pass.feed->Heads(pass.deadline));
  writer.MarkForNextLook(work == Work::kTick);
  const std::string reason = WhyEverything(pass);
  const DetectorRight for_look = RightFor(work, std::max(options_.hold, options_.look_hold));
  const DetectorRight after = RightFor(work, leaves_ ? absl::ZeroDuration() : options_.hold);
  bool looks = work != Work::kTick || !reason.empty();
  writer.SetRight(looks ? for_look : after);
  const absl::Status read = reason.empty() ? ReadTails(pass) : StartAfresh(reason, pass);
  // Whether that failed or not: what asked for a look may have been stored, and is not read again.
  look_pending_ = look_pending_ || writer.wants_look();
  CP_RETURN_IF_ERROR(read);
  if (reason.empty()) {
    const bool may_look = !last_look_.has_value() || clock_.Monotonic() - *last_look_ >= 9 * look_took_;
    looks = looks || (look_pending_ && may_look);
    if (looks) writer.SetRight(for_look);
    CP_RETURN_IF_ERROR(ReadEdges(/*fresh=*/may_call_fresh_ && !look_pending_ && !looks, pass));
  }
  Remember(pass);
  if (looks) CP_RETURN_IF_ERROR(LookAt(after, pass));
  pass.report->look_pending = look_pending_;
  last_sequence_ = writer.sequence();
  return absl::OkStatus();
}

absl::Status ChangeDetector::KeepRight(Pass& pass) {
  if (clock_.Monotonic() - *pass.stored_at < options_.look_hold / 3) return absl::OkStatus();
  pass.stored_at = clock_.Monotonic();
  return pass.writer->KeepRight(pass.report->read_at);
}

bool ChangeDetector::LookIsDue() const {
  return !last_look_.has_value() || clock_.Monotonic() - *last_look_ >= options_.count_interval;
}

// When the lane can not know.

std::string ChangeDetector::WhyEverything(const Pass& pass) const {
  const absl::Time now = absl::FromUnixSeconds(pass.report->read_at);
  for (const auto& [tail, head] : pass.heads) {
    if (!pass.state.watermarks.contains(WatermarkOf(tail))) return "first_start";
  }
  if (pass.state.sequence < last_sequence_) return "store_set_back";
  if (SourceWasSetBack(pass)) return "source_set_back";
  if (ClockWentBack(pass.state, now)) return "clock_set_back";
  if (LaneWasOff(pass.state, now)) return "lane_off";
  return "";
}

// Rows were derived, and edges taken, by a time that has not come yet. Another worker's clock is not ours: once the
// process has a reading of its own, that decides.
bool ChangeDetector::ClockWentBack(const LaneState& state, absl::Time now) const {
  if (!last_pass_.has_value()) return absl::FromUnixSeconds(state.detected_at) > now + options_.clock_tolerance;
  return clock_.Now() - last_pass_time_ < clock_.Monotonic() - *last_pass_ - options_.clock_tolerance;
}

bool ChangeDetector::LaneWasOff(const LaneState& state, absl::Time now) const {
  if (last_pass_.has_value() && clock_.Monotonic() - *last_pass_ <= options_.lane_window) return false;
  return now - absl::FromUnixSeconds(state.detected_at) > options_.lane_window;
}

// The newest rows of a table may have been deleted, of the event log they are not: it is cleaned from the other end.
// Without a log, or when more than the overlap is gone, nothing can tell a deletion from an older state.
bool ChangeDetector::SourceWasSetBack(const Pass& pass) const {
  const bool has_log = pass.heads.contains(Tail::kLog) && ValueOf(pass.state.watermarks, WatermarkOf(Tail::kLog)) > 0;
  for (const auto& [tail, head] : pass.heads) {
    const int64_t missing = ValueOf(pass.state.watermarks, WatermarkOf(tail)) - head;
    if (missing > 0 && (tail == Tail::kLog || !has_log || missing > OverlapOf(tail))) return true;
  }
  return false;
}

// What the process knew was of another state. Rows that the overlaps hold now are compared with everything else.
absl::Status ChangeDetector::StartAfresh(const std::string& reason, Pass& pass) {
  seen_.clear();
  seen_stamps_.clear();
  history_.clear();
  pass.writer->AddEverything(reason);
  for (const auto& [tail, head] : pass.heads) {
    pass.state.watermarks[WatermarkOf(tail)] = pass.moved[WatermarkOf(tail)] = head;
  }
  CP_RETURN_IF_ERROR(ReadTails(pass));
  return Store(pass, {});
}

// Tails and edges.

int64_t ChangeDetector::FloorOf(Tail tail, int64_t watermark) const {
  int64_t floor = watermark - OverlapOf(tail);
  if (!history_.empty())
    floor = std::min(floor, history_.front().heads.contains(tail) ? history_.front().heads.at(tail) : floor);
  return std::max<int64_t>({0, floor, watermark - options_.max_overlap});
}

absl::Status ChangeDetector::ReadTails(Pass& pass) {
  for (const auto& [tail, head] : pass.heads) CP_RETURN_IF_ERROR(ReadTail(tail, head, pass));
  return absl::OkStatus();
}

absl::Status ChangeDetector::ReadTail(Tail tail, int64_t head, Pass& pass) {
  const std::string name = WatermarkOf(tail);
  const std::string found_by(ToString(tail));
  int64_t known = pass.state.watermarks.at(name);
  std::set<int64_t>& seen = seen_[tail];
  if (head < known) {
    // The newest rows are gone; their ids may come again. What went with them, the digests tell.
    seen.erase(seen.upper_bound(head), seen.end());
    pass.writer->Add({.what = Touched::What::kLook}, found_by);
    known = head;
  }
  const int limit = options_.limits.page;
  for (int64_t after = FloorOf(tail, known); after < head;) {
    ++pass.report->statements;
    CP_ASSIGN_OR_RETURN(const std::vector<TailRow> rows, pass.feed->ReadTail(tail, after, head, limit, pass.deadline));
    pass.report->rows += static_cast<int64_t>(rows.size());
    for (const TailRow& row : rows) {
      if (seen.contains(row.id)) continue;
      pass.writer->Add(row.touched, found_by);
      pass.seen.emplace_back(tail, row.id);
    }
    after = rows.size() < static_cast<size_t>(limit) ? head : rows.back().id;
    if (!pass.writer->IsFull()) continue;
    pass.moved[name] = std::max(known, after);
    CP_RETURN_IF_ERROR(Store(pass, {}));
  }
  if (pass.state.watermarks.at(name) != head) pass.moved[name] = head;
  return absl::OkStatus();
}

absl::Status ChangeDetector::ReadEdges(bool fresh, Pass& pass) {
  const int limit = options_.limits.page;
  while (true) {
    ++pass.report->store_calls;
    Detection rest;
    CP_ASSIGN_OR_RETURN(rest.edges_consumed, lane_.DueEdges(pass.report->read_at, limit, pass.deadline));
    for (const CompanyUser& who : rest.edges_consumed) pass.writer->Add(who, kEdge);
    const bool is_last = rest.edges_consumed.size() < static_cast<size_t>(limit);
    if (is_last && fresh) rest.fresh_at = pass.report->read_at;
    CP_RETURN_IF_ERROR(Store(pass, std::move(rest)));
    if (is_last) return absl::OkStatus();
  }
}

absl::Status ChangeDetector::Store(Pass& pass, Detection rest) {
  rest.watermarks = std::exchange(pass.moved, {});
  pass.stored_at = clock_.Monotonic();
  CP_RETURN_IF_ERROR(pass.writer->Store(std::move(rest)));
  for (const auto& [tail, id] : std::exchange(pass.seen, {})) seen_[tail].insert(id);
  return absl::OkStatus();
}

void ChangeDetector::Remember(const Pass& pass) {
  const absl::Duration now = clock_.Monotonic();
  last_pass_ = now;
  last_pass_time_ = clock_.Now();
  history_.push_back({now, pass.heads});
  while (history_.size() > 1 && now - history_[1].at >= options_.overlap_time) history_.pop_front();
  for (auto& [tail, seen] : seen_) {
    const auto head = pass.heads.find(tail);
    if (head != pass.heads.end()) seen.erase(seen.begin(), seen.upper_bound(FloorOf(tail, head->second)));
  }
}

// Daily.

absl::StatusOr<DetectionReport> ChangeDetector::RequestDueFulls(absl::Span<const CompanyId> companies,
                                                                Deadline deadline) {
  DetectionReport report;
  absl::Status status;
  while (report.attempts < options_.attempts) {
    ++report.attempts;
    status = RequestDueFulls(companies, deadline, &report);
    if (!absl::IsAborted(status)) break;
  }
  CP_RETURN_IF_ERROR(status);
  return report;
}

absl::StatusOr<std::map<int64_t, int64_t>> ChangeDetector::AskedInFull(Deadline deadline, DetectionReport* report) {
  std::map<int64_t, int64_t> asked_at;
  for (int64_t after = 0;;) {
    ++report->store_calls;
    CP_ASSIGN_OR_RETURN(const std::vector<progress::Digest> page,
                        lane_.ReadDigests(kAskedInFull, after, options_.limits.page, deadline));
    if (page.empty()) return asked_at;
    after = page.back().id;
    for (const progress::Digest& digest : page) {
      if (!absl::SimpleAtoi(digest.value, &asked_at[digest.id])) asked_at[digest.id] = 0;
    }
  }
}

// The time of the request counts, not of the comparison: what is asked for waits until it is done.
absl::Status ChangeDetector::RequestDueFulls(absl::Span<const CompanyId> companies, Deadline deadline,
                                             DetectionReport* report) {
  CP_ASSIGN_OR_RETURN(const LaneState state, lane_.ReadLane(deadline));
  Detection detection;
  detection.expected_sequence = state.sequence;
  const int64_t now = report->read_at = absl::ToUnixSeconds(clock_.Now());
  // The tick's time: the lane has not been read here.
  detection.detected_at = state.detected_at;
  CP_ASSIGN_OR_RETURN(const auto asked_at, AskedInFull(deadline, report));
  for (const CompanyId company : companies) {
    const auto asked = asked_at.find(company.value());
    const absl::Duration age = absl::Seconds(now - (asked == asked_at.end() ? 0 : asked->second));
    if (age >= -options_.clock_tolerance && age < options_.full_interval) continue;
    detection.candidates.push_back({company, 0, "daily"});
    detection.digests.push_back({kAskedInFull, company.value(), absl::StrCat(now)});
  }
  report->store_calls += 2;
  if (detection.candidates.empty()) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(const int64_t sequence, lane_.CommitDetection(detection, deadline));
  last_sequence_ = std::max(last_sequence_, sequence);
  report->found["daily"] = static_cast<int64_t>(detection.candidates.size());
  return absl::OkStatus();
}

}  // namespace cp::sync
