#include "libs/moodle/feed_digests.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/status.h"

namespace cp::moodle {
namespace {

using sync::DigestKind;
using sync::DigestRow;
using sync::Tail;

constexpr int64_t kTheSite = 1;

// With its length, so that no text can look like two.
void Append(absl::string_view value, std::string* to) { absl::StrAppend(to, value.size(), ":", value, ";"); }

// A version stands before it: a digest that is made otherwise differs.
std::string Hash(absl::string_view parts) {
  const XXH128_hash_t hash = XXH3_128bits(parts.data(), parts.size());
  return absl::StrFormat("1:%016x%016x", hash.high64, hash.low64);
}

int64_t HeadOf(const std::map<Tail, int64_t>& heads, Tail tail) {
  const auto head = heads.find(tail);
  return head == heads.end() ? 0 : head->second;
}

}  // namespace

absl::StatusOr<std::vector<DigestRow>> FeedDigests::Read(DigestKind kind, const Heads& heads_before, int64_t after,
                                                         int limit, Deadline deadline) {
  Page page;
  switch (kind) {
    case DigestKind::kCourse: {
      CP_ASSIGN_OR_RETURN(page, Courses(after, limit, deadline));
      break;
    }
    case DigestKind::kCourseRows: {
      CP_ASSIGN_OR_RETURN(page, CourseRows(heads_before, after, limit, deadline));
      break;
    }
    case DigestKind::kCompany: {
      CP_ASSIGN_OR_RETURN(page, Companies(heads_before, after, limit, deadline));
      break;
    }
    case DigestKind::kSite:
      if (after >= kTheSite) break;
      CP_ASSIGN_OR_RETURN(page, Site(heads_before, deadline));
  }
  std::vector<DigestRow> rows;
  rows.reserve(page.size());
  for (const Parts& parts : page) rows.push_back({parts.id, Hash(parts.before), Hash(parts.now)});
  return rows;
}

absl::Status FeedDigests::AddTo(Page* page, absl::string_view name, const std::string& sql, Deadline deadline,
                                absl::FunctionRef<void(const Row&, Parts*)> add) {
  auto at = page->begin();
  return connection_.Query(sql, deadline, [&](const Row& row) {
    const int64_t id = row.Int(0);
    while (at != page->end() && at->id < id) ++at;
    if (at == page->end() || at->id != id) return;
    Append(name, &at->before);
    Append(name, &at->now);
    add(row, &*at);
  });
}

absl::Status FeedDigests::AddColumns(Page* page, absl::string_view name, const std::string& sql, int first, int end,
                                     Deadline deadline) {
  return AddTo(page, name, sql, deadline, [&](const Row& row, Parts* parts) {
    for (int column = first; column < end; ++column) {
      Append(row.Text(column), &parts->before);
      Append(row.Text(column), &parts->now);
    }
  });
}

// An object whose rows all came since has no row of before: as if there were none.
absl::Status FeedDigests::AddSums(Page* page, absl::string_view name, const std::string& sql, int sums,
                                  Deadline deadline) {
  auto at = page->begin();
  return connection_.Query(sql, deadline, [&](const Row& row) {
    while (at != page->end() && at->id < row.Int(0)) ++at;
    if (at == page->end() || at->id != row.Int(0)) return;
    for (std::string* to : {&at->before, &at->now}) {
      const int first = to == &at->before ? 1 : 1 + sums;
      if (row.Int(first) == 0) continue;
      Append(name, to);
      for (int column = first; column < first + sums; ++column) Append(row.Text(column), to);
    }
  });
}

// course.visible is what hiding a category changes, too. cacherev is Moodle's own word for "the activities are other
// ones now"; the sums see what a hand changed without it.
absl::StatusOr<FeedDigests::Page> FeedDigests::Courses(int64_t after, int limit, Deadline deadline) {
  Page page;
  CP_RETURN_IF_ERROR(connection_.Query(statements_.CourseStates(after, limit), deadline, [&](const Row& row) {
    Parts& parts = page.emplace_back();
    parts.id = row.Int(0);
    for (int column = 1; column < 6; ++column) Append(row.Text(column), &parts.now);
    parts.before = parts.now;
  }));
  if (page.empty()) return page;
  const IdRange range = {after, page.back().id};
  CP_RETURN_IF_ERROR(AddColumns(&page, "activities", statements_.CourseActivities(range), 1, 5, deadline));
  CP_RETURN_IF_ERROR(AddColumns(&page, "disabled", statements_.DisabledInstances(range), 1, 2, deadline));
  CP_RETURN_IF_ERROR(AddColumns(&page, "override", statements_.CourseOverrides(range), 1, 3, deadline));
  if (!schema_.iomad) return page;
  CP_RETURN_IF_ERROR(AddColumns(&page, "shared", statements_.OpenShared(range), 1, 1, deadline));
  return page;
}

absl::StatusOr<FeedDigests::Page> FeedDigests::CourseRows(const Heads& heads, int64_t after, int limit,
                                                          Deadline deadline) {
  Page page;
  CP_RETURN_IF_ERROR(connection_.Query(statements_.CourseIds(after, limit), deadline,
                                       [&](const Row& row) { page.emplace_back().id = row.Int(0); }));
  if (page.empty()) return page;
  const IdRange range = {after, page.back().id};
  const auto head = [&](Tail tail) { return HeadOf(heads, tail); };
  CP_RETURN_IF_ERROR(
      AddSums(&page, "enrolments", statements_.EnrolmentCounts(range, head(Tail::kEnrolments)), 1, deadline));
  CP_RETURN_IF_ERROR(
      AddSums(&page, "roles", statements_.RoleAssignmentCounts(range, head(Tail::kRoleAssignments)), 1, deadline));
  CP_RETURN_IF_ERROR(AddCompletions(&page, range, head(Tail::kCourseCompletions), deadline));
  CP_RETURN_IF_ERROR(AddSums(
      &page, "states", statements_.ActivityCompletionCounts(range, head(Tail::kActivityCompletions)), 1, deadline));
  return page;
}

// With a log, an event tells of each completion; the times would only derive a whole course again at the look after it.
absl::Status FeedDigests::AddCompletions(Page* page, IdRange courses, int64_t head, Deadline deadline) {
  if (schema_.log) return AddSums(page, "completions", statements_.CourseCompletionCounts(courses, head), 1, deadline);
  return AddSums(page, "completion_times", statements_.CourseCompletionTimes(courses, head),
                 Statements::kCompletionSums, deadline);
}

// Plain Moodle has one company, and stamps and logs every change of its users.
absl::StatusOr<FeedDigests::Page> FeedDigests::Companies(const Heads& heads, int64_t after, int limit,
                                                         Deadline deadline) {
  Page page;
  if (!schema_.iomad) {
    if (after < 1) page.emplace_back().id = 1;
    return page;
  }
  CP_RETURN_IF_ERROR(connection_.Query(statements_.CompanyStates(after, limit), deadline, [&](const Row& row) {
    Parts& parts = page.emplace_back();
    parts.id = row.Int(0);
    for (int column = 1; column < 4; ++column) Append(row.Text(column), &parts.now);
    parts.before = parts.now;
  }));
  if (page.empty()) return page;
  const IdRange range = {after, page.back().id};
  CP_RETURN_IF_ERROR(AddSums(&page, "members", statements_.MemberSums(range, HeadOf(heads, Tail::kCompanyUsers)),
                             Statements::kMemberSums, deadline));
  CP_RETURN_IF_ERROR(AddColumns(&page, "courses", statements_.CompanyCourseSums(range), 1, 4, deadline));
  return page;
}

absl::StatusOr<FeedDigests::Page> FeedDigests::Site(const Heads& heads, Deadline deadline) {
  Page page(1);
  Parts& site = page.front();
  site.id = kTheSite;
  const auto add = [&](const std::string& sql, absl::string_view name, int columns) {
    return connection_.Query(sql, deadline, [&, name, columns](const Row& row) {
      Append(name, &site.now);
      for (int column = 0; column < columns; ++column) Append(row.Text(column), &site.now);
    });
  };
  CP_RETURN_IF_ERROR(add(statements_.Config(), "config", 2));
  CP_RETURN_IF_ERROR(add(statements_.SiteCapabilityDefinitions(), "capability", 3));
  CP_RETURN_IF_ERROR(add(statements_.DisabledModules(), "module", 1));
  site.before = site.now;
  const std::string roles = statements_.SiteRoleAssignmentCounts(HeadOf(heads, Tail::kRoleAssignments));
  CP_RETURN_IF_ERROR(connection_.Query(roles, deadline, [&](const Row& row) {
    Append(row.Text(0), &site.before);
    Append(row.Text(1), &site.now);
  }));
  return page;
}

}  // namespace cp::moodle
