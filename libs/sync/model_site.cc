#include "libs/sync/model_site.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"

namespace cp::sync {
namespace {

using progress::CompanyUser;

constexpr Tail kCourseTables[] = {Tail::kEnrolments, Tail::kActivityCompletions, Tail::kCourseCompletions,
                                  Tail::kRoleAssignments};

bool Contains(absl::Span<const int64_t> ids, int64_t id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

Tail TableOf(Stamp stamp) {
  switch (stamp) {
    case Stamp::kEnrolments:
      return Tail::kEnrolments;
    case Stamp::kActivityCompletions:
      return Tail::kActivityCompletions;
    case Stamp::kCourseCompletions:
      return Tail::kCourseCompletions;
    case Stamp::kUsers:
    case Stamp::kRoleAssignments:
      break;
  }
  return Tail::kRoleAssignments;
}

class ModelFeed final : public ChangeFeed {
 public:
  ModelFeed(const ModelSite& site, FeedControl& control) : site_(site), control_(control) {}

  absl::StatusOr<std::map<Tail, int64_t>> Heads(Deadline) override {
    CP_RETURN_IF_ERROR(Call("heads"));
    std::map<Tail, int64_t> heads;
    for (const Tail tail : kTails) {
      if (tail == Tail::kLog) continue;
      const auto table = site_.tables.find(tail);
      heads[tail] = table == site_.tables.end() || table->second.empty() ? 0 : table->second.rbegin()->first;
    }
    if (site_.has_log) heads[Tail::kLog] = site_.log.empty() ? 0 : site_.log.rbegin()->first;
    return heads;
  }

  absl::StatusOr<std::vector<TailRow>> ReadTail(Tail tail, int64_t after, int64_t through, int limit,
                                                Deadline) override {
    CP_RETURN_IF_ERROR(Call(ToString(tail)));
    std::vector<TailRow> rows;
    if (IsOff(ToString(tail))) return rows;
    const auto take = [&](int64_t id, const Touched& touched) {
      if (id > after && id <= through && rows.size() < static_cast<size_t>(limit)) rows.push_back({id, touched});
    };
    if (tail == Tail::kLog) {
      for (const auto& [id, touched] : site_.log) take(id, touched);
    } else if (const auto table = site_.tables.find(tail); table != site_.tables.end()) {
      for (const auto& [id, row] : table->second) take(id, {Touched::What::kUser, row.user});
    }
    return rows;
  }

  absl::StatusOr<std::vector<StampedRow>> ReadStamped(Stamp stamp, int64_t since, int64_t after, int limit,
                                                      Deadline) override {
    CP_RETURN_IF_ERROR(Call(ToString(stamp)));
    std::vector<StampedRow> rows;
    if (IsOff(ToString(stamp))) return rows;
    const auto take = [&](int64_t id, int64_t time, int64_t user) {
      if (time >= since && id > after && rows.size() < static_cast<size_t>(limit)) {
        rows.push_back({id, time, {Touched::What::kUser, user}});
      }
    };
    if (stamp == Stamp::kUsers) {
      for (const auto& [id, user] : site_.users) take(id, user.modified, id);
    } else if (const auto table = site_.tables.find(TableOf(stamp)); table != site_.tables.end()) {
      for (const auto& [id, row] : table->second) take(id, row.modified, row.user);
    }
    return rows;
  }

  absl::StatusOr<std::vector<DigestRow>> ReadDigests(DigestKind kind, const std::map<Tail, int64_t>& heads_before,
                                                     int64_t after, int limit, Deadline) override {
    CP_RETURN_IF_ERROR(Call(ToString(kind)));
    std::vector<DigestRow> rows;
    if (IsOff(ToString(kind))) return rows;
    const auto take = [&](int64_t id, std::string before, std::string now) {
      if (id > after && rows.size() < static_cast<size_t>(limit)) rows.push_back({id, before, now});
    };
    switch (kind) {
      case DigestKind::kCourse:
        for (const auto& [id, course] : site_.courses) take(id, Text(course), Text(course));
        break;
      case DigestKind::kCourseRows:
        for (const auto& [id, course] : site_.courses) take(id, Count(id, &heads_before), Count(id, nullptr));
        break;
      case DigestKind::kCompany:
        for (const auto& [id, courses] : site_.company_courses) {
          take(id, Members(id, &heads_before), Members(id, nullptr));
        }
        break;
      case DigestKind::kSite:
        take(1, absl::StrCat(site_.completion_revision), absl::StrCat(site_.completion_revision));
        break;
    }
    return rows;
  }

  absl::StatusOr<std::vector<int64_t>> UsersOfCourses(absl::Span<const int64_t> courses, int64_t after, int limit,
                                                      Deadline) override {
    CP_RETURN_IF_ERROR(Call("users_of_courses"));
    std::set<int64_t> users;
    if (const auto table = site_.tables.find(Tail::kEnrolments); table != site_.tables.end()) {
      for (const auto& [id, row] : table->second) {
        if (row.user > after && Contains(courses, row.owner)) users.insert(row.user);
      }
    }
    std::vector<int64_t> page(users.begin(), users.end());
    page.resize(std::min(page.size(), static_cast<size_t>(limit)));
    return page;
  }

  absl::StatusOr<std::vector<CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users, Deadline) override {
    CP_RETURN_IF_ERROR(Call("companies_of_users"));
    std::set<CompanyUser> found;
    if (const auto table = site_.tables.find(Tail::kCompanyUsers); table != site_.tables.end()) {
      for (const auto& [id, row] : table->second) {
        if (Contains(users, row.user)) found.insert({CompanyId(row.owner), row.user});
      }
    }
    return std::vector<CompanyUser>(found.begin(), found.end());
  }

 private:
  absl::Status Call(absl::string_view what) {
    ++control_.calls_of[std::string(what)];
    if (control_.takes) control_.takes();
    if (control_.calls++ != control_.fail_at) return absl::OkStatus();
    return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle's database does not answer");
  }
  bool IsOff(absl::string_view detector) const { return control_.off.contains(std::string(detector)); }

  static std::string Text(const ModelCourse& course) {
    return absl::StrCat(course.name, course.hidden ? " hidden" : "");
  }

  static bool IsCounted(Tail tail, int64_t id, const std::map<Tail, int64_t>* heads) {
    if (heads == nullptr) return true;
    const auto head = heads->find(tail);
    return head != heads->end() && id <= head->second;
  }

  std::string Count(int64_t course, const std::map<Tail, int64_t>* heads) const {
    std::string counts;
    for (const Tail tail : kCourseTables) {
      int64_t count = 0;
      if (const auto table = site_.tables.find(tail); table != site_.tables.end()) {
        for (const auto& [id, row] : table->second) count += row.owner == course && IsCounted(tail, id, heads);
      }
      absl::StrAppend(&counts, count, " ");
    }
    return counts;
  }

  std::string Members(int64_t company, const std::map<Tail, int64_t>* heads) const {
    std::string text = absl::StrCat("revision ", site_.company_revision, " courses");
    for (const int64_t course : site_.company_courses.at(company)) absl::StrAppend(&text, " ", course);
    if (const auto table = site_.tables.find(Tail::kCompanyUsers); table != site_.tables.end()) {
      for (const auto& [id, row] : table->second) {
        if (row.owner != company || !IsCounted(Tail::kCompanyUsers, id, heads)) continue;
        absl::StrAppend(&text, " user ", row.user, row.off ? " off" : "");
      }
    }
    return text;
  }

  const ModelSite site_;
  FeedControl& control_;
};

}  // namespace

int64_t ModelSite::Insert(Tail table, const ModelRow& row) {
  const int64_t id = Reserve(table);
  InsertAt(table, id, row);
  return id;
}

int64_t ModelSite::Enrol(int64_t user, int64_t course, int64_t modified) {
  Insert(Tail::kRoleAssignments, {.user = user, .owner = course, .modified = modified});
  return Insert(Tail::kEnrolments, {.user = user, .owner = course, .modified = modified});
}

ModelSite MakeSmallSite() {
  ModelSite site;
  for (int64_t user = 1; user <= 8; ++user) site.users[user].name = absl::StrCat("User ", user);
  for (int64_t course = 11; course <= 14; ++course) site.courses[course].name = absl::StrCat("Course ", course);
  for (int64_t company = 1; company <= 3; ++company) site.company_courses[company] = {10 + company, 11 + company};
  for (int64_t user = 1; user <= 6; ++user) site.Join(user, 1 + user % 3);
  for (int64_t user = 1; user <= 6; ++user) site.Enrol(user, 11 + user % 4);
  return site;
}

bool ModelSite::IsReported(int64_t user, int64_t course, int64_t now) const {
  const auto holds = [&](Tail tail, const std::function<bool(const ModelRow&)>& wanted) {
    const auto table = tables.find(tail);
    if (table == tables.end()) return false;
    return std::any_of(table->second.begin(), table->second.end(), [&](const auto& entry) {
      const ModelRow& row = entry.second;
      return row.user == user && row.owner == course && wanted(row);
    });
  };
  return holds(Tail::kRoleAssignments, [](const ModelRow& row) { return !row.off; }) &&
         holds(Tail::kEnrolments, [&](const ModelRow& row) {
           return !row.off && row.opens <= now && (row.closes == 0 || row.closes > now);
         });
}

progress::PairFacts ModelSite::FactsOf(int64_t user, int64_t course) const {
  progress::PairFacts facts = testing::Facts(user, course, 0, 1000);
  facts.firstname = users.at(user).name;
  facts.coursename = courses.at(course).name;
  facts.completion_enabled = completion_revision % 2 == 0;
  const auto each = [&](Tail tail, const std::function<void(const ModelRow&)>& visit) {
    const auto table = tables.find(tail);
    if (table == tables.end()) return;
    for (const auto& [id, row] : table->second) {
      if (row.user == user && row.owner == course && !row.off) visit(row);
    }
  };
  each(Tail::kActivityCompletions, [&](const ModelRow&) { ++facts.activities_done; });
  each(Tail::kCourseCompletions, [&](const ModelRow&) { facts.timecompleted = 1'700'000'000; });
  return facts;
}

std::map<progress::RowKey, progress::PairFacts> ModelSite::PairsOf(int64_t company, int64_t now) const {
  std::map<progress::RowKey, progress::PairFacts> pairs;
  const auto members = tables.find(Tail::kCompanyUsers);
  const auto its_courses = company_courses.find(company);
  if (members == tables.end() || its_courses == company_courses.end()) return pairs;
  for (const auto& [id, member] : members->second) {
    if (member.owner != company || member.off || users.at(member.user).suspended) continue;
    for (const int64_t course : its_courses->second) {
      if (courses.at(course).hidden || !IsReported(member.user, course, now)) continue;
      pairs[testing::Key(member.user, course)] = FactsOf(member.user, course);
    }
  }
  return pairs;
}

std::map<int64_t, int64_t> ModelSite::EdgesOf(int64_t company, int64_t now) const {
  std::map<int64_t, int64_t> edges;
  const auto members = tables.find(Tail::kCompanyUsers);
  const auto enrolments = tables.find(Tail::kEnrolments);
  if (members == tables.end() || enrolments == tables.end()) return edges;
  for (const auto& [id, member] : members->second) {
    if (member.owner != company) continue;
    for (const auto& [enrolment, row] : enrolments->second) {
      if (row.user != member.user) continue;
      for (const int64_t edge_at : {row.opens, row.closes}) {
        if (edge_at <= now) continue;
        const auto it = edges.try_emplace(row.user, edge_at).first;
        it->second = std::min(it->second, edge_at);
      }
    }
  }
  return edges;
}

std::unique_ptr<ChangeFeed> MakeModelFeed(const ModelSite& site, FeedControl& control) {
  return std::make_unique<ModelFeed>(site, control);
}

}  // namespace cp::sync
