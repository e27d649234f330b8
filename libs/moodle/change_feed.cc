#include "libs/moodle/change_feed.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/status.h"
#include "libs/moodle/feed_digests.h"
#include "libs/moodle/log_touch.h"

namespace cp::moodle {
namespace {

using sync::Stamp;
using sync::Tail;
using What = sync::Touched::What;

// Parts of one UNION: SQLite takes 500.
constexpr size_t kMaxInstances = 100;
// Looked up without asking what a scan of all memberships would cost.
constexpr size_t kFewUsers = 50;
// Companies beyond are not counted: a scan it is then, for more than a few users.
constexpr int kManyCompanies = 1000;

std::string TableOf(Tail tail) {
  switch (tail) {
    case Tail::kEnrolments:
      return "user_enrolments";
    case Tail::kActivityCompletions:
      return "course_modules_completion";
    case Tail::kCourseCompletions:
      return "course_completions";
    case Tail::kRoleAssignments:
      return "role_assignments";
    case Tail::kCompanyUsers:
      return "company_users";
    case Tail::kLog:
      break;
  }
  return "logstore_standard_log";
}

// course_completions has no time of change: the latest of its times is one only where it is written as "now".
StampedTable TableOf(Stamp stamp) {
  switch (stamp) {
    case Stamp::kUsers:
      return {"user", "id", {"timemodified"}};
    case Stamp::kEnrolments:
      return {"user_enrolments", "userid", {"timemodified"}};
    case Stamp::kActivityCompletions:
      return {"course_modules_completion", "userid", {"timemodified"}};
    case Stamp::kCourseCompletions:
      return {"course_completions", "userid", {"timeenrolled", "timestarted", "timecompleted", "reaggregate"}};
    case Stamp::kRoleAssignments:
      break;
  }
  return {"role_assignments", "userid", {"timemodified"}};
}

sync::Touched User(int64_t id) { return {What::kUser, id}; }

// Calls `each` with parts of at most `size` until one fails.
absl::Status InParts(absl::Span<const int64_t> all, size_t size,
                     absl::FunctionRef<absl::Status(absl::Span<const int64_t>)> each) {
  for (; !all.empty(); all.remove_prefix(std::min(size, all.size()))) {
    CP_RETURN_IF_ERROR(each(all.first(std::min(size, all.size()))));
  }
  return absl::OkStatus();
}

class MoodleFeed final : public sync::ChangeFeed {
 public:
  MoodleFeed(std::unique_ptr<Connection> connection, const Statements& statements, const Schema& schema)
      : connection_(std::move(connection)),
        statements_(statements),
        schema_(schema),
        digests_(*connection_, statements_, schema_) {}

  absl::StatusOr<std::map<Tail, int64_t>> Heads(Deadline deadline) override;
  absl::StatusOr<std::vector<sync::TailRow>> ReadTail(Tail tail, int64_t after, int64_t through, int limit,
                                                      Deadline deadline) override;
  absl::StatusOr<std::vector<sync::StampedRow>> ReadStamped(Stamp stamp, int64_t since, int64_t after, int limit,
                                                            Deadline deadline) override;
  absl::StatusOr<std::vector<sync::DigestRow>> ReadDigests(sync::DigestKind kind,
                                                           const std::map<Tail, int64_t>& heads_before, int64_t after,
                                                           int limit, Deadline deadline) override {
    return digests_.Read(kind, heads_before, after, limit, deadline);
  }
  absl::StatusOr<std::vector<int64_t>> UsersOfCourses(absl::Span<const int64_t> courses, int64_t after, int limit,
                                                      Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                      Deadline deadline) override;

 private:
  bool Has(Tail tail) const {
    if (tail == Tail::kLog) return schema_.log;
    return tail != Tail::kCompanyUsers || schema_.iomad;
  }
  absl::StatusOr<std::vector<int64_t>> Ids(const std::string& sql, Deadline deadline);
  absl::StatusOr<bool> ScanOfMembersIsCheaper(size_t users, Deadline deadline);

  const std::unique_ptr<Connection> connection_;
  const Statements statements_;
  const Schema schema_;
  FeedDigests digests_;
  int64_t members_head_ = 0;  // of company_users, at least as many as it has rows; 0: not known
};

absl::StatusOr<std::map<Tail, int64_t>> MoodleFeed::Heads(Deadline deadline) {
  std::vector<Tail> tails;
  std::vector<std::string> tables;
  for (const Tail tail : sync::kTails) {
    if (!Has(tail)) continue;
    tails.push_back(tail);
    tables.push_back(TableOf(tail));
  }
  std::map<Tail, int64_t> heads;
  CP_RETURN_IF_ERROR(connection_->Query(statements_.Heads(tables), deadline, [&](const Row& row) {
    for (size_t i = 0; i < tails.size(); ++i) heads[tails[i]] = row.Int(static_cast<int>(i));
  }));
  if (heads.contains(Tail::kCompanyUsers)) members_head_ = heads[Tail::kCompanyUsers];
  return heads;
}

absl::StatusOr<std::vector<sync::TailRow>> MoodleFeed::ReadTail(Tail tail, int64_t after, int64_t through, int limit,
                                                                Deadline deadline) {
  std::vector<sync::TailRow> rows;
  if (!Has(tail)) return rows;
  if (tail != Tail::kLog) {
    CP_RETURN_IF_ERROR(
        connection_->Query(statements_.NewRows(TableOf(tail), {after, through}, limit), deadline, [&](const Row& row) {
          rows.push_back({row.Int(0), User(row.Int(1))});
        }));
    return rows;
  }
  CP_RETURN_IF_ERROR(connection_->Query(statements_.NewLogRows({after, through}, limit), deadline, [&](const Row& row) {
    const LogRow event = {.eventname = row.Text(1),
                          .courseid = row.Int(2),
                          .relateduserid = row.Int(3),
                          .userid = row.Int(4),
                          .objectid = row.Int(5)};
    rows.push_back({row.Int(0), TouchedBy(event)});
  }));
  return rows;
}

absl::StatusOr<std::vector<sync::StampedRow>> MoodleFeed::ReadStamped(Stamp stamp, int64_t since, int64_t after,
                                                                      int limit, Deadline deadline) {
  std::vector<sync::StampedRow> rows;
  CP_RETURN_IF_ERROR(connection_->Query(
      statements_.StampedRows(TableOf(stamp), since, after, limit), deadline,
      [&](const Row& row) { rows.push_back({.id = row.Int(0), .time = row.Int(1), .touched = User(row.Int(2))}); }));
  return rows;
}

absl::StatusOr<std::vector<int64_t>> MoodleFeed::Ids(const std::string& sql, Deadline deadline) {
  std::vector<int64_t> ids;
  CP_RETURN_IF_ERROR(connection_->Query(sql, deadline, [&](const Row& row) { ids.push_back(row.Int(0)); }));
  return ids;
}

// The first `limit` of every instance hold the first `limit` of all.
absl::StatusOr<std::vector<int64_t>> MoodleFeed::UsersOfCourses(absl::Span<const int64_t> courses, int64_t after,
                                                                int limit, Deadline deadline) {
  std::vector<int64_t> instances;
  CP_RETURN_IF_ERROR(InParts(courses, kMaxIdsInList, [&](absl::Span<const int64_t> part) -> absl::Status {
    CP_ASSIGN_OR_RETURN(const std::vector<int64_t> some, Ids(statements_.InstancesOf(part), deadline));
    instances.insert(instances.end(), some.begin(), some.end());
    return absl::OkStatus();
  }));
  std::vector<int64_t> users;
  IdRange range = {after, std::numeric_limits<int64_t>::max()};
  const auto most = static_cast<size_t>(limit);
  CP_RETURN_IF_ERROR(InParts(instances, kMaxInstances, [&](absl::Span<const int64_t> part) -> absl::Status {
    CP_ASSIGN_OR_RETURN(const std::vector<int64_t> some, Ids(statements_.EnrolledUsers(part, range, limit), deadline));
    users.insert(users.end(), some.begin(), some.end());
    std::sort(users.begin(), users.end());
    users.erase(std::unique(users.begin(), users.end()), users.end());
    if (users.size() >= most) {
      users.resize(most);
      range.through = users.back();
    }
    return absl::OkStatus();
  }));
  return users;
}

// Than a look-up for each user in each company. Ids of members may have gaps, so a scan is chosen later than it could
// be.
absl::StatusOr<bool> MoodleFeed::ScanOfMembersIsCheaper(size_t users, Deadline deadline) {
  if (users <= kFewUsers) return false;
  if (members_head_ == 0) return true;
  CP_ASSIGN_OR_RETURN(const std::vector<int64_t> companies,
                      Ids(statements_.CompanyStates(0, kManyCompanies), deadline));
  if (companies.size() >= kManyCompanies) return true;
  return static_cast<int64_t>(users * companies.size()) > members_head_;
}

absl::StatusOr<std::vector<progress::CompanyUser>> MoodleFeed::CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                                Deadline deadline) {
  std::vector<progress::CompanyUser> members;
  bool scan = false;
  if (schema_.iomad) {
    CP_ASSIGN_OR_RETURN(scan, ScanOfMembersIsCheaper(users.size(), deadline));
  }
  CP_RETURN_IF_ERROR(InParts(users, kMaxIdsInList, [&](absl::Span<const int64_t> part) -> absl::Status {
    if (!schema_.iomad) {
      return connection_->Query(statements_.ExistingUsers(part), deadline, [&](const Row& row) {
        members.push_back({CompanyId(1), row.Int(0)});
      });
    }
    const std::string sql = scan ? statements_.MembershipsOfMany(part) : statements_.MembershipsOf(part);
    return connection_->Query(sql, deadline, [&](const Row& row) {
      members.push_back({CompanyId(row.Int(0)), row.Int(1)});
    });
  }));
  std::sort(members.begin(), members.end());
  return members;
}

}  // namespace

std::unique_ptr<sync::ChangeFeed> MakeFeed(std::unique_ptr<Connection> connection, const Statements& statements,
                                           const Schema& schema) {
  return std::make_unique<MoodleFeed>(std::move(connection), statements, schema);
}

}  // namespace cp::moodle
