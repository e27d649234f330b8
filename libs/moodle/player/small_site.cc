#include "libs/moodle/player/small_site.h"

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/moodle/player/moodle_player.h"
#include "libs/moodle/player/site_schema.h"

namespace cp::moodle {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kPage = 18;
constexpr int64_t kQuiz = 19;

class SmallSite {
 public:
  SmallSite(SiteDb* db, int64_t now, uint64_t seed) : db_(*db), born_(now - 60 * kDay), random_(seed) {}

  void MakeInstallation();
  void MakeCompanies();
  void MakeCourses();
  void MakeLearners();
  // Plays memberships and enrolments.
  absl::Status Populate(MoodlePlayer& player);

 private:
  void MakeCourse(int64_t number);
  void MakeActivities(int64_t course, int64_t context);
  int64_t MakeContext(int level, int64_t instance, const std::string& parent);
  bool Chance(uint64_t percent) { return random_() % 100 < percent; }

  SiteDb& db_;
  const int64_t born_;
  std::mt19937_64 random_;
};

int64_t SmallSite::MakeContext(int level, int64_t instance, const std::string& parent) {
  const int64_t id = db_.Insert("mdl_context", {{"contextlevel", level}, {"instanceid", instance}});
  db_.Run("UPDATE mdl_context SET path = '$0/$1' WHERE id = $1", parent, id);
  return id;
}

// Roles and modules have Moodle's ids; none of them is ever added.
void SmallSite::MakeInstallation() {
  for (const std::string& statement : SiteDdl(db_.engine())) db_.Run("$0", statement);
  for (const auto& [name, value] : {std::pair("enablecompletion", "1"),
                                    {"defaultuserroleid", "7"},
                                    {"siteguest", "1"},
                                    {"siteadmins", "2"},
                                    {"gradebookroles", "5"},
                                    {"branch", "401"}}) {
    db_.Insert("mdl_config", {{"name", name}, {"value", value}});
  }
  for (const auto& [id, name] : {std::pair(kPage, "page"), {kQuiz, "quiz"}}) {
    db_.Insert("mdl_modules", {{"id", id}, {"name", name}});
  }
  for (const auto& [id, name] : {std::pair(kStudentRole, "student"),
                                 {int64_t{7}, "user"},
                                 {kCompanyManagerRole, "companymanager"},
                                 {kCourseEditorRole, "companycourseeditor"}}) {
    db_.Insert("mdl_role",
               {{"id", id}, {"shortname", name}, {"description", ""}, {"sortorder", id}, {"archetype", name}});
  }
  MakeContext(kSystemLevel, 0, "");
  db_.Insert("mdl_role_capabilities", {{"contextid", 1},
                                       {"roleid", kStudentRole},
                                       {"capability", "moodle/course:isincompletionreports"},
                                       {"permission", 1},
                                       {"timemodified", born_}});
  for (const char* name : {"guest", "admin"}) {
    db_.Insert("mdl_user", {{"confirmed", 1},
                            {"mnethostid", 1},
                            {"username", name},
                            {"firstname", name},
                            {"lastname", "user"},
                            {"email", "root@localhost"},
                            {"timemodified", born_}});
  }
  db_.Insert("mdl_course", {{"fullname", "Front page"}, {"shortname", "site"}, {"format", "site"}});
}

// Each with a category and two departments; category 1 is nobody's.
void SmallSite::MakeCompanies() {
  for (int64_t company = 0; company <= kSmallSiteCompanies; ++company) {
    const std::string name = company == 0 ? "Category 1" : absl::StrCat("Company ", company);
    const int64_t category = db_.Insert("mdl_course_categories", {{"name", name}, {"depth", 1}});
    MakeContext(kCategoryLevel, category, "/1");
    if (company == 0) continue;
    db_.Insert("mdl_company", {{"name", name}, {"shortname", absl::StrCat("c", company)}, {"category", category}});
    const int64_t top = db_.Insert("mdl_department", {{"name", name}, {"shortname", "top"}, {"company", company}});
    db_.Insert("mdl_department", {{"name", "Team"}, {"shortname", "team"}, {"company", company}, {"parent", top}});
  }
}

void SmallSite::MakeActivities(int64_t course, int64_t context) {
  const std::string parent = absl::StrCat("/1/", context);
  const int64_t section = db_.Insert("mdl_course_sections", {{"course", course}, {"section", 0}, {"sequence", ""}});
  std::string sequence;
  // A tick, a view, a quiz, a quiz to be passed, a page that is not tracked.
  const int64_t count = 2 + static_cast<int64_t>(random_() % 4);
  for (int64_t i = 0; i < count; ++i) {
    const bool quiz = i == 2 || i == 3;
    const int64_t id = db_.Insert("mdl_course_modules", {{"course", course},
                                                         {"module", quiz ? kQuiz : kPage},
                                                         {"instance", i + 1},
                                                         {"section", section},
                                                         {"added", born_},
                                                         {"completion", i == 0   ? 1
                                                                        : i == 4 ? 0
                                                                                 : 2},
                                                         {"completionview", i == 1 ? 1 : 0},
                                                         {"completionpassgrade", i == 3 ? 1 : 0}});
    MakeContext(kModuleLevel, id, parent);
    absl::StrAppend(&sequence, i == 0 ? "" : ",", id);
    // A third of the courses has no criteria and so never becomes complete; for a third the first activity will do.
    if (course % 3 == 0 || i == 4 || (course % 3 == 1 && i > 0)) continue;
    db_.Insert("mdl_course_completion_criteria",
               {{"course", course}, {"criteriatype", 4}, {"module", quiz ? "quiz" : "page"}, {"moduleinstance", id}});
  }
  db_.Run("UPDATE mdl_course_sections SET sequence = '$0' WHERE id = $1", sequence, section);
  if (course % 3 == 0) return;
  for (const SqlValue& type : {SqlValue(nullptr), SqlValue(4)}) {
    db_.Insert("mdl_course_completion_aggr_methd", {{"course", course}, {"criteriatype", type}, {"method", 1}});
  }
}

void SmallSite::MakeCourse(int64_t number) {
  const bool open = number == kSmallSiteCourses - 1, closed = number == 2;
  const int64_t company = open ? 0 : 1 + number * kSmallSiteCompanies / (kSmallSiteCourses - 1);
  const int64_t category = 1 + company;
  const int64_t course = db_.Insert("mdl_course", {{"category", category},
                                                   {"fullname", absl::StrCat("Course ", number)},
                                                   {"shortname", absl::StrCat("C", number)},
                                                   {"enablecompletion", 1},
                                                   {"timecreated", born_},
                                                   {"timemodified", born_},
                                                   {"cacherev", born_}});
  db_.Run("UPDATE mdl_course_categories SET coursecount = coursecount + 1 WHERE id = $0", category);
  const int64_t above = db_.Int("SELECT id FROM mdl_context WHERE contextlevel = 40 AND instanceid = $0", category);
  MakeContext(kCourseLevel, course, absl::StrCat("/1/", above));
  for (const char* kind : {"manual", "self"}) {
    db_.Insert("mdl_enrol", {{"enrol", kind}, {"courseid", course}, {"roleid", kStudentRole}, {"timecreated", born_}});
  }
  db_.Insert("mdl_iomad_courses", {{"courseid", course}, {"shared", open ? 1 : closed ? 2 : 0}});
  for (int64_t owner = 1; owner <= kSmallSiteCompanies; ++owner) {
    if (owner != company && !(closed && owner == 2)) continue;
    db_.Insert("mdl_company_course", {{"companyid", owner}, {"courseid", course}, {"departmentid", owner * 2 - 1}});
  }
  MakeActivities(course, db_.Int("SELECT id FROM mdl_context WHERE contextlevel = 50 AND instanceid = $0", course));
}

void SmallSite::MakeCourses() {
  for (int64_t number = 0; number < kSmallSiteCourses; ++number) MakeCourse(number);
}

void SmallSite::MakeLearners() {
  for (int64_t i = 0; i < kSmallSiteUsers; ++i) {
    const int64_t id = db_.Insert("mdl_user", {{"confirmed", 1},
                                               {"mnethostid", 1},
                                               {"username", absl::StrCat("learner", i)},
                                               {"firstname", i % 4 == 0 ? "Łukasz" : "Ada"},
                                               {"lastname", absl::StrCat("O'Neil ", i)},
                                               {"email", absl::StrCat("learner", i, "@example.test")},
                                               {"timecreated", born_},
                                               {"timemodified", born_}});
    MakeContext(kUserLevel, id, "/1");
  }
}

absl::Status SmallSite::Populate(MoodlePlayer& player) {
  for (int64_t i = 0; i < kSmallSiteUsers; ++i) {
    const int64_t user = kSmallSiteFirstUser + i, company = 1 + i % kSmallSiteCompanies;
    player.set_now(born_ + 10 * kDay + i * 60);
    CP_RETURN_IF_ERROR(player.AssignToCompany(user, company, 2 * company - 1));
    if (i % 5 == 0) CP_RETURN_IF_ERROR(player.AddToDepartment(user, company, 2 * company));
    if (i % 6 == 0)
      CP_RETURN_IF_ERROR(
          player.AssignToCompany(user, 1 + company % kSmallSiteCompanies, 2 * (1 + company % kSmallSiteCompanies) - 1));
    for (int64_t number = 0; number < kSmallSiteCourses; ++number) {
      const int64_t manual = 2 * number + 1;
      player.set_now(player.now() + 7);
      if (Chance(55)) CP_RETURN_IF_ERROR(player.Enrol(user, manual));
      if (Chance(15)) CP_RETURN_IF_ERROR(player.Enrol(user, manual + 1));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MakeSmallSite(SiteDb* db, int64_t now, uint64_t seed) {
  SmallSite site(db, now, seed);
  CP_RETURN_IF_ERROR(db->Transaction([&] {
    site.MakeInstallation();
    site.MakeCompanies();
    site.MakeCourses();
    site.MakeLearners();
  }));
  MoodlePlayer player(db, now);
  return site.Populate(player);
}

}  // namespace cp::moodle
