#include "libs/moodle/feed_harness.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"

namespace cp::moodle {
namespace {

using sync::DigestKind;
using sync::Tail;
using sync::Touched;

constexpr int kPage = 7;  // small, so that paging is always at work

std::string Text(const progress::PairFacts& facts) {
  return absl::StrCat(facts.firstname, "|", facts.lastname, "|", facts.email, "|", facts.username, "|",
                      facts.coursename, "|", facts.completion_enabled ? 1 : 0, "|", facts.timecompleted, "|",
                      facts.timestarted, "|", facts.first_enrolled, "|", facts.activities_done, "/",
                      facts.activities_total, "|", facts.last_activity);
}

void Take(const Touched& touched, absl::string_view detector, Findings* findings) {
  if (touched.what == Touched::What::kNothing) return;
  findings->detectors.emplace(detector);
  switch (touched.what) {
    case Touched::What::kUser:
      findings->users.insert(touched.id);
      break;
    case Touched::What::kCourse:
      findings->courses.insert(touched.id);
      break;
    case Touched::What::kCompany:
      findings->companies.insert(touched.id);
      break;
    default:
      break;  // the digests are compared in any case
  }
}

absl::Status FindInTails(sync::ChangeFeed& feed, const Look& before, Deadline deadline, Findings* findings) {
  CP_ASSIGN_OR_RETURN(const auto heads, feed.Heads(deadline));
  for (const auto& [tail, head] : heads) {
    for (int64_t after = before.heads.at(tail); after < head;) {
      CP_ASSIGN_OR_RETURN(const auto rows, feed.ReadTail(tail, after, head, kPage, deadline));
      for (const sync::TailRow& row : rows) Take(row.touched, ToString(tail), findings);
      after = rows.size() < kPage ? head : rows.back().id;
    }
  }
  return absl::OkStatus();
}

absl::Status FindInStamps(sync::ChangeFeed& feed, int64_t since, Deadline deadline, Findings* findings) {
  for (const sync::Stamp stamp : sync::kStamps) {
    std::vector<sync::StampedRow> rows;
    for (int64_t after = 0; after == 0 || !rows.empty(); after = rows.empty() ? 1 : rows.back().id) {
      CP_ASSIGN_OR_RETURN(rows, feed.ReadStamped(stamp, since, after, kPage, deadline));
      for (const sync::StampedRow& row : rows) Take(row.touched, ToString(stamp), findings);
      if (rows.empty()) break;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<int64_t, sync::DigestRow>> Digests(sync::ChangeFeed& feed, DigestKind kind,
                                                           const std::map<Tail, int64_t>& heads, Deadline deadline) {
  std::map<int64_t, sync::DigestRow> all;
  std::vector<sync::DigestRow> rows;
  int64_t after = 0;
  do {
    CP_ASSIGN_OR_RETURN(rows, feed.ReadDigests(kind, heads, after, kPage, deadline));
    for (const sync::DigestRow& row : rows) all[row.id] = row;
    if (!rows.empty()) after = rows.back().id;
  } while (!rows.empty());
  return all;
}

void Differs(DigestKind kind, int64_t id, Findings* findings) {
  findings->detectors.emplace(ToString(kind));
  if (kind == DigestKind::kSite) findings->site = true;
  if (kind == DigestKind::kCompany) findings->companies.insert(id);
  if (kind == DigestKind::kCourse || kind == DigestKind::kCourseRows) findings->courses.insert(id);
}

absl::Status FindInDigests(sync::ChangeFeed& feed, const Look& before, Deadline deadline, Findings* findings) {
  for (const DigestKind kind : sync::kDigestKinds) {
    CP_ASSIGN_OR_RETURN(const auto now, Digests(feed, kind, before.heads, deadline));
    const auto& known = before.digests.at(kind);
    for (const auto& [id, row] : now) {
      const auto old = known.find(id);
      if (old == known.end() || old->second != row.before) Differs(kind, id, findings);
    }
    for (const auto& [id, value] : known) {
      if (!now.contains(id)) Differs(kind, id, findings);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RowsOfSite> ReadRows(sync::Source& source, int64_t company, int64_t now,
                                    const std::vector<int64_t>& users, size_t page, Deadline deadline,
                                    std::map<int64_t, int64_t>* edges) {
  CP_ASSIGN_OR_RETURN(const auto snapshot,
                      source.OpenSnapshot({.company = CompanyId(company), .now = now, .users = users}, deadline));
  RowsOfSite all;
  std::vector<progress::PairFacts> rows;
  do {
    CP_RETURN_IF_ERROR(snapshot->Next(page, &rows, deadline));
    for (const progress::PairFacts& facts : rows) all[{company, facts.user_id, facts.course_id}] = Text(facts);
    for (const progress::UserEdge& edge : snapshot->TakeEdges()) (*edges)[edge.user_id] = edge.edge_at;
  } while (!rows.empty());
  return all;
}

absl::StatusOr<Look> LookAt(sync::Source& source, int64_t companies, int64_t now, Deadline deadline) {
  Look look;
  for (int64_t company = 1; company <= companies; ++company) {
    CP_ASSIGN_OR_RETURN(RowsOfSite rows, ReadRows(source, company, now, {}, 1000, deadline, &look.edges));
    look.rows.merge(rows);
  }
  CP_ASSIGN_OR_RETURN(const auto feed, source.OpenFeed(deadline));
  CP_ASSIGN_OR_RETURN(look.heads, feed->Heads(deadline));
  for (const DigestKind kind : sync::kDigestKinds) {
    CP_ASSIGN_OR_RETURN(const auto rows, Digests(*feed, kind, look.heads, deadline));
    for (const auto& [id, row] : rows) look.digests[kind][id] = row.now;
    look.digests[kind];
  }
  return look;
}

absl::StatusOr<Findings> Find(sync::Source& source, const Look& before, int64_t since, int64_t now, Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const auto feed, source.OpenFeed(deadline));
  Findings findings;
  CP_RETURN_IF_ERROR(FindInTails(*feed, before, deadline, &findings));
  CP_RETURN_IF_ERROR(FindInStamps(*feed, since, deadline, &findings));
  CP_RETURN_IF_ERROR(FindInDigests(*feed, before, deadline, &findings));
  for (const auto& [user, edge] : before.edges) {
    if (edge > now) continue;
    findings.detectors.insert("edge");
    findings.users.insert(user);
  }
  return findings;
}

std::vector<RowKeyOfSite> ChangedRows(const RowsOfSite& before, const RowsOfSite& after) {
  std::vector<RowKeyOfSite> changed;
  for (const auto& [key, row] : before) {
    const auto now = after.find(key);
    if (now == after.end() || now->second != row) changed.push_back(key);
  }
  for (const auto& [key, row] : after) {
    if (!before.contains(key)) changed.push_back(key);
  }
  return changed;
}

}  // namespace cp::moodle
