#include "libs/moodle/snapshot.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/moodle/capability.h"
#include "libs/moodle/course_catalog.h"
#include "libs/moodle/sanitize_text.h"

namespace cp::moodle {
namespace {

// Users per chunk: adapted so that a chunk holds about kPairsPerChunk pairs. Fewer than 200 because
// MariaDB looks into the index for each listed id up to there (eq_range_index_dive_limit) and then only guesses.
constexpr int kFirstUsers = 50;
constexpr int kMaxUsers = 199;
constexpr size_t kPairsPerChunk = 4000;

struct SiteSettings {
  bool completion_enabled = false;
  int64_t guest = 1;
  int64_t default_role = 0;
  std::vector<int64_t> admins;
};

struct Member {
  int64_t id = 0;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string username;
};

struct Pair {
  size_t member = 0;
  int64_t course_id = 0;
  const Course* course = nullptr;
  int64_t first_enrolled = 0;
  int64_t timecompleted = 0;
  int64_t timestarted = 0;
  int64_t done = 0;
  int64_t last_activity = 0;
};

struct AssignedRole {
  int64_t user = 0;
  RoleAssignment assignment;
};

int64_t ToInt(absl::string_view text) {
  int64_t value = 0;
  return absl::SimpleAtoi(text, &value) ? value : 0;
}

absl::StatusOr<SiteSettings> ReadSettings(Connection& connection, const Statements& statements, Deadline deadline) {
  SiteSettings settings;
  CP_RETURN_IF_ERROR(connection.Query(statements.Config(), deadline, [&](const Row& row) {
    const absl::string_view name = row.Text(0);
    const absl::string_view value = row.Text(1);
    if (name == "enablecompletion") settings.completion_enabled = ToInt(value) != 0;
    if (name == "siteguest" && ToInt(value) != 0) settings.guest = ToInt(value);
    if (name == "defaultuserroleid") settings.default_role = ToInt(value);
    if (name == "siteadmins") {
      for (const absl::string_view id : absl::StrSplit(value, ',')) settings.admins.push_back(ToInt(id));
    }
  }));
  return settings;
}

absl::StatusOr<CapabilityRule> ReadCapability(Connection& connection, const Statements& statements,
                                              const SiteSettings& settings, Deadline deadline) {
  std::vector<CapabilityDefinition> definitions;
  CP_RETURN_IF_ERROR(connection.Query(statements.CapabilityDefinitions(), deadline, [&](const Row& row) {
    definitions.push_back({row.Int(0), row.Int(1), row.Int(2)});
  }));
  return CapabilityRule(definitions, settings.default_role, settings.admins);
}

// A deleted company leaves its members' rows behind (IOMAD removes them, a hand does not).
absl::StatusOr<bool> CompanyExists(Connection& connection, const Statements& statements, const Schema& schema,
                                   CompanyId company, Deadline deadline) {
  if (!schema.iomad) return company == CompanyId(1);  // plain Moodle is company 1, and no other
  bool exists = false;
  CP_RETURN_IF_ERROR(
      connection.Query(statements.CompanyExists(company), deadline, [&exists](const Row&) { exists = true; }));
  return exists;
}

// Goes through the company's members in the order of their ids, a chunk at a time; what it holds is bounded by the
// chunk. Each query of a chunk lists its users, so that every engine finds their rows through Moodle's own indexes, and
// other companies' users in between cost nothing.
class MoodleSnapshot final : public sync::SourceSnapshot {
 public:
  MoodleSnapshot(std::unique_ptr<Connection> connection, const Statements& statements, const Schema& schema,
                 const SnapshotOptions& options, SiteSettings settings, CapabilityRule rule, bool exists)
      : connection_(std::move(connection)),
        statements_(statements),
        schema_(schema),
        options_(options),
        settings_(std::move(settings)),
        rule_(std::move(rule)),
        catalog_(*connection_, statements_, rule_, schema_.iomad ? options_.request.company : CompanyId()),
        last_user_(options.request.after_user),
        ended_(!exists) {}

  absl::StatusOr<std::vector<std::string>> EmptyTables(Deadline deadline) override;
  absl::Status Next(size_t max_rows, std::vector<progress::PairFacts>* rows, Deadline deadline) override;
  std::vector<progress::UserEdge> TakeEdges() override { return {}; }
  int64_t SanitizedValues() const override { return sanitized_values_ + catalog_.sanitized_values(); }

 private:
  absl::Status Fill(size_t max_rows, std::vector<progress::PairFacts>* rows, size_t* filled, Deadline deadline);
  absl::Status LoadChunk(Deadline deadline);
  absl::Status LoadMembers(Deadline deadline);
  absl::Status LoadPairs(Deadline deadline);
  absl::Status LoadCourses(Deadline deadline);
  absl::Status LoadProgress(Deadline deadline);
  absl::Status LoadInto(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&, Pair*)> take);
  absl::Status DropUntracked(Deadline deadline);
  void AdaptChunk();
  void Copy(const Pair& pair, progress::PairFacts* facts) const;
  Member& AddMember();

  const std::unique_ptr<Connection> connection_;
  const Statements statements_;
  const Schema schema_;
  const SnapshotOptions options_;
  const SiteSettings settings_;
  const CapabilityRule rule_;
  CourseCatalog catalog_;

  // The chunk; vectors and strings keep their capacity from one to the next.
  std::vector<Member> members_;  // the first member_count_ are in use
  size_t member_count_ = 0;
  std::vector<int64_t> user_ids_;
  std::vector<Pair> pairs_;  // by (user, course)
  size_t next_pair_ = 0;

  int users_per_chunk_ = kFirstUsers;
  int64_t last_user_;
  bool ended_;  // no members after last_user_
  absl::Status failure_;
  int64_t sanitized_values_ = 0;
};

absl::StatusOr<std::vector<std::string>> MoodleSnapshot::EmptyTables(Deadline deadline) {
  CP_RETURN_IF_ERROR(failure_);
  std::vector<std::string> tables = GuardedTables(schema_);
  // Empty, it would make every company one that is gone.
  if (schema_.iomad) tables.push_back("company");
  std::vector<std::string> empty;
  failure_ = connection_->Query(statements_.AnyRow(tables), deadline, [&](const Row& row) {
    for (size_t i = 0; i < tables.size(); ++i) {
      if (row.Int(static_cast<int>(i)) == 0) empty.push_back(tables[i]);
    }
  });
  CP_RETURN_IF_ERROR(failure_);
  return empty;
}

absl::Status MoodleSnapshot::Next(size_t max_rows, std::vector<progress::PairFacts>* rows, Deadline deadline) {
  size_t filled = 0;
  // A failure is final: without it a caller that asks again would take the rest for the end.
  if (failure_.ok()) failure_ = Fill(max_rows, rows, &filled, deadline);
  rows->resize(failure_.ok() ? filled : 0);
  return failure_;
}

absl::Status MoodleSnapshot::Fill(size_t max_rows, std::vector<progress::PairFacts>* rows, size_t* filled,
                                  Deadline deadline) {
  while (*filled < max_rows) {
    if (next_pair_ == pairs_.size()) {
      if (ended_) break;
      CP_RETURN_IF_ERROR(LoadChunk(deadline));
      continue;
    }
    if (*filled == rows->size()) rows->emplace_back();
    Copy(pairs_[next_pair_++], &(*rows)[(*filled)++]);
  }
  return absl::OkStatus();
}

absl::Status MoodleSnapshot::LoadChunk(Deadline deadline) {
  pairs_.clear();
  next_pair_ = 0;
  CP_RETURN_IF_ERROR(LoadMembers(deadline));
  if (user_ids_.empty()) return absl::OkStatus();
  CP_RETURN_IF_ERROR(LoadPairs(deadline));
  AdaptChunk();
  CP_RETURN_IF_ERROR(LoadCourses(deadline));
  if (pairs_.empty()) return absl::OkStatus();
  if (!options_.include_untracked) CP_RETURN_IF_ERROR(DropUntracked(deadline));
  return LoadProgress(deadline);
}

Member& MoodleSnapshot::AddMember() {
  if (member_count_ == members_.size()) members_.emplace_back();
  return members_[member_count_++];
}

absl::Status MoodleSnapshot::LoadMembers(Deadline deadline) {
  member_count_ = 0;
  user_ids_.clear();
  int seen = 0;
  const std::string sql =
      schema_.iomad ? statements_.Members(options_.request.company, last_user_, settings_.guest, users_per_chunk_)
                    : statements_.Users(last_user_, settings_.guest, users_per_chunk_);
  CP_RETURN_IF_ERROR(connection_->Query(sql, deadline, [&](const Row& row) {
    ++seen;
    last_user_ = row.Int(0);
    if (row.Int(1) == 0) return;
    Member& member = AddMember();
    member.id = row.Int(0);
    user_ids_.push_back(member.id);
    int column = 2;
    for (std::string* text : {&member.firstname, &member.lastname, &member.email, &member.username}) {
      sanitized_values_ += SanitizeText(row.Text(column++), text) ? 1 : 0;
    }
  }));
  ended_ = seen < users_per_chunk_;
  return absl::OkStatus();
}

absl::Status MoodleSnapshot::LoadPairs(Deadline deadline) {
  size_t member = 0;
  return connection_->Query(statements_.ActiveEnrolments(user_ids_, options_.request.now), deadline,
                            [&](const Row& row) {
                              while (user_ids_[member] != row.Int(0)) ++member;
                              Pair& pair = pairs_.emplace_back();
                              pair.member = member;
                              pair.course_id = row.Int(1);
                              pair.first_enrolled = row.Int(2);
                            });
}

void MoodleSnapshot::AdaptChunk() {
  const size_t wanted = pairs_.empty() ? kMaxUsers : user_ids_.size() * kPairsPerChunk / pairs_.size();
  const size_t at_most = std::min<size_t>(kMaxUsers, static_cast<size_t>(users_per_chunk_) * 2);
  users_per_chunk_ = static_cast<int>(std::clamp<size_t>(wanted, 1, at_most));
}

absl::Status MoodleSnapshot::LoadCourses(Deadline deadline) {
  catalog_.Trim();
  std::vector<int64_t> ids;
  ids.reserve(pairs_.size());
  for (const Pair& pair : pairs_) ids.push_back(pair.course_id);
  CP_RETURN_IF_ERROR(catalog_.Load(ids, deadline));
  for (Pair& pair : pairs_) pair.course = catalog_.Find(pair.course_id);
  std::erase_if(pairs_, [](const Pair& pair) { return pair.course == nullptr; });
  return absl::OkStatus();
}

absl::Status MoodleSnapshot::DropUntracked(Deadline deadline) {
  std::vector<AssignedRole> roles;  // by user, then as RoleAssignment sorts
  if (!rule_.roles().empty()) {
    CP_RETURN_IF_ERROR(
        connection_->Query(statements_.RoleAssignments(user_ids_, rule_.roles()), deadline, [&](const Row& row) {
          roles.push_back({row.Int(0), {row.Int(1), row.Int(2)}});
        }));
  }
  auto role = roles.begin();
  int64_t user = 0;
  std::vector<RoleAssignment> assignments;  // of `user`
  std::erase_if(pairs_, [&](const Pair& pair) {
    if (members_[pair.member].id != user) {
      user = members_[pair.member].id;
      assignments.clear();
      while (role != roles.end() && role->user < user) ++role;
      for (; role != roles.end() && role->user == user; ++role) assignments.push_back(role->assignment);
    }
    return !rule_.Has(user, assignments, pair.course->access);
  });
  return absl::OkStatus();
}

// Columns 0 and 1 of the answer are user and course, in that order; rows of no pair of the chunk are passed over.
absl::Status MoodleSnapshot::LoadInto(const std::string& sql, Deadline deadline,
                                      absl::FunctionRef<void(const Row&, Pair*)> take) {
  auto pair = pairs_.begin();
  const auto key_of = [&](const Pair& of) { return std::pair(members_[of.member].id, of.course_id); };
  return connection_->Query(sql, deadline, [&](const Row& row) {
    const std::pair key(row.Int(0), row.Int(1));
    while (pair != pairs_.end() && key_of(*pair) < key) ++pair;
    if (pair != pairs_.end() && key_of(*pair) == key) take(row, &*pair);
  });
}

absl::Status MoodleSnapshot::LoadProgress(Deadline deadline) {
  CP_RETURN_IF_ERROR(LoadInto(statements_.CourseCompletions(user_ids_), deadline, [](const Row& row, Pair* pair) {
    pair->timecompleted = row.Int(2);
    pair->timestarted = row.Int(3);
  }));
  return LoadInto(statements_.DoneActivities(user_ids_, catalog_.orphans()), deadline, [](const Row& row, Pair* pair) {
    pair->done = row.Int(2);
    pair->last_activity = row.Int(3);
  });
}

void MoodleSnapshot::Copy(const Pair& pair, progress::PairFacts* facts) const {
  const Member& member = members_[pair.member];
  facts->user_id = member.id;
  facts->course_id = pair.course_id;
  facts->firstname = member.firstname;
  facts->lastname = member.lastname;
  facts->email = member.email;
  facts->username = member.username;
  facts->coursename = pair.course->fullname;
  facts->completion_enabled = settings_.completion_enabled && pair.course->completion_enabled;
  facts->timecompleted = pair.timecompleted;
  facts->timestarted = pair.timestarted;
  facts->first_enrolled = pair.first_enrolled;
  facts->activities_done = pair.done;
  facts->activities_total = pair.course->activities_total;
  facts->last_activity = pair.last_activity;
}

}  // namespace

absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> MakeSnapshot(std::unique_ptr<Connection> connection,
                                                                   const Statements& statements, const Schema& schema,
                                                                   const SnapshotOptions& options, Deadline deadline) {
  CP_ASSIGN_OR_RETURN(SiteSettings settings, ReadSettings(*connection, statements, deadline));
  CapabilityRule rule;
  if (!options.include_untracked) {
    CP_ASSIGN_OR_RETURN(rule, ReadCapability(*connection, statements, settings, deadline));
  }
  CP_ASSIGN_OR_RETURN(const bool exists,
                      CompanyExists(*connection, statements, schema, options.request.company, deadline));
  return std::make_unique<MoodleSnapshot>(std::move(connection), statements, schema, options, std::move(settings),
                                          std::move(rule), exists);
}

}  // namespace cp::moodle
