#include "absl/strings/str_cat.h"
#include "libs/moodle/player/operations.h"

namespace cp::moodle {
namespace {

using Target = std::vector<int64_t>;

// Never the front page.
std::string Courses(absl::string_view where) {
  return absl::StrCat("SELECT id FROM mdl_course WHERE id > 1 AND ", where);
}

std::string Activities(absl::string_view where) {
  return absl::StrCat("SELECT id FROM mdl_course_modules WHERE deletioninprogress = 0 AND ", where);
}

std::string Categories(absl::string_view where) {
  return absl::StrCat(
      "SELECT DISTINCT cat.id FROM mdl_course_categories cat JOIN mdl_course c ON c.category = cat.id AND c.id > 1 "
      "WHERE ",
      where);
}

std::vector<Operation> CourseSettings() {
  constexpr char kUpdated[] = "course.update";
  constexpr char kCourse[] = "course_updated";
  constexpr char kCategory[] = "course_category_updated";
  return {
      {"course.rename", "course: rename (update_course fullname)", FoundBy::kLog,
       "course.update, local_iomad_track.update?", "", kCourse, Courses("id > 1"),
       [](MoodlePlayer& p, const Target& t) {
         return p.RenameCourse(t[0], absl::StrCat("It's <b>new</b> ", p.now()));
       }},
      {"course.hide", "course: hide (course_change_visibility 0)", FoundBy::kLog, kUpdated, "", kCourse,
       Courses("visible = 1"), [](MoodlePlayer& p, const Target& t) { return p.SetCourseVisible(t[0], false); }},
      {"course.show", "course: show", FoundBy::kLog, kUpdated, "", kCourse, Courses("visible = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetCourseVisible(t[0], true); }},
      {"category.hide", "category: hide -> course.visible", FoundBy::kLog, "",
       "course.update?, course_categories.update", kCategory, Categories("cat.visible = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.SetCategoryVisible(t[0], false); }},
      {"category.show", "category: show", FoundBy::kLog, "", "course.update?, course_categories.update", kCategory,
       Categories("cat.visible = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetCategoryVisible(t[0], true); }},
      {"course.completion_off", "course: enablecompletion 0 (update_course)", FoundBy::kLog, kUpdated, "", kCourse,
       Courses("enablecompletion = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.SetCourseCompletion(t[0], false); }},
      {"course.completion_on", "course: enablecompletion 1", FoundBy::kLog, kUpdated, "", kCourse,
       Courses("enablecompletion = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetCourseCompletion(t[0], true); }},
      {"course.move", "course: moved to another category", FoundBy::kLog, kUpdated,
       "course.update?, course_categories.update, context.update", kCourse,
       "SELECT c.id, cat.id FROM mdl_course c JOIN mdl_course_categories cat ON cat.id <> c.category WHERE c.id > 1",
       [](MoodlePlayer& p, const Target& t) { return p.MoveCourse(t[0], t[1]); }},
  };
}

std::vector<Operation> ActivityOperations() {
  constexpr char kRemoved[] =
      "course.update, course_modules.delete, course_completion_criteria.delete?, course_modules_completion.delete?, "
      "course_modules_viewed.delete?, course_sections.update?, context.delete?";
  constexpr char kRemovedLog[] = "course_bin_item_created, course_module_deleted";
  constexpr char kStatesGone[] =
      "course.update, course_modules.update, course_modules_completion.delete?, course_completions.delete?, "
      "course_completion_crit_compl.delete?";
  return {
      {"activity.add", "activity: added with completion (changes everybody's %)", FoundBy::kLog,
       "course_modules.insert", "course.update, course_sections.update?, context.insert?", "course_module_created",
       Courses("(SELECT COUNT(*) FROM mdl_course_modules cm WHERE cm.course = mdl_course.id) < 8"),
       [](MoodlePlayer& p, const Target& t) { return p.AddActivity(t[0]); }},
      {"activity.hide", "activity: hidden (set_coursemodule_visible 0)", FoundBy::kDigest, "",
       "course.update, course_modules.update", "", Activities("visible = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.SetActivityVisible(t[0], false); }},
      {"activity.show", "activity: shown", FoundBy::kDigest, "", "course.update, course_modules.update", "",
       Activities("visible = 0"), [](MoodlePlayer& p, const Target& t) { return p.SetActivityVisible(t[0], true); }},
      {"activity.tracking_off", "activity: completion tracking switched off (set_field completion=0 as core does)",
       FoundBy::kLog, "", "course.update, course_modules.update", "course_module_updated",
       Activities("completion <> 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetTracking(t[0], false, false); }},
      {"activity.tracking_off_unlocked",
       "activity: completion tracking switched off (update_module, completionunlocked)", FoundBy::kLog, "", kStatesGone,
       "course_module_updated", Activities("completion <> 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetTracking(t[0], false, true); }},
      {"activity.tracking_on", "activity: completion tracking switched on", FoundBy::kLog, "",
       "course.update, course_modules.update", "course_module_updated", Activities("completion = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetTracking(t[0], true, false); }},
      {"activity.delete_later", "activity: deleted (async=true -> deletioninprogress)", FoundBy::kDigest, "",
       "course.update, course_modules.update", "", Activities("id > 0"),
       [](MoodlePlayer& p, const Target& t) { return p.DeleteActivityLater(t[0]); }},
      {"cron.delete_activities", "cron: adhoc course_delete_modules", FoundBy::kLog, "", kRemoved, kRemovedLog,
       "SELECT id FROM mdl_course_modules WHERE deletioninprogress = 1",
       [](MoodlePlayer& p, const Target&) { return p.CronDeleteActivities(); }},
      {"activity.delete", "activity: deleted synchronously", FoundBy::kLog, "", kRemoved, kRemovedLog,
       Activities("id > 0"), [](MoodlePlayer& p, const Target& t) { return p.DeleteActivity(t[0]); }},
  };
}

std::vector<Operation> WholeCourseOperations() {
  constexpr char kAllGone[] =
      "course.delete, course_sections.delete, enrol.delete?, user_enrolments.delete?, role_assignments.delete?, "
      "company_course.delete?, iomad_courses.delete?, course_modules.delete?, course_modules_completion.delete?, "
      "course_modules_viewed.delete?, course_completions.delete?, course_completion_crit_compl.delete?, "
      "course_completion_criteria.delete?, course_completion_aggr_methd.delete?, role_capabilities.delete?, "
      "context.delete";
  return {
      {"course.delete", "course: delete_course()", FoundBy::kDigest, "", kAllGone, "",
       Courses("(SELECT COUNT(*) FROM mdl_course all_courses) > 6"),
       [](MoodlePlayer& p, const Target& t) { return p.DeleteCourse(t[0]); }},
      {"course.reset", "course reset UI (reset_course_userdata, reset_completion + unenrol students)", FoundBy::kLog,
       "",
       "course_modules_completion.delete?, course_completions.delete?, course_completion_crit_compl.delete?, "
       "user_enrolments.delete?, role_assignments.delete?",
       "course_reset_started, role_unassigned?, user_enrolment_deleted?, course_reset_ended", Courses("id > 1"),
       [](MoodlePlayer& p, const Target& t) { return p.ResetCourse(t[0]); }},
      {"course.criteria", "course: completion criteria set for the first time (not measured)", FoundBy::kNothing, "",
       "course_completion_criteria.insert, course_completion_aggr_methd.insert, course_completion_aggr_methd.delete?",
       "course_completion_updated",
       Courses(
           "enablecompletion = 1 AND NOT EXISTS (SELECT 1 FROM mdl_course_completion_criteria crit WHERE crit.course "
           "= mdl_course.id) AND EXISTS (SELECT 1 FROM mdl_course_modules cm WHERE cm.course = mdl_course.id AND "
           "cm.completion <> 0 AND cm.deletioninprogress = 0)"),
       [](MoodlePlayer& p, const Target& t) { return p.SetCriteria(t[0]); }},
      {"site.completion_off", "site: enablecompletion off (set_config)", FoundBy::kDigest, "", "config.update", "",
       "SELECT id FROM mdl_config WHERE name = 'enablecompletion' AND value = '1'",
       [](MoodlePlayer& p, const Target&) { return p.SetSiteCompletion(false); }},
      {"site.completion_on", "site: enablecompletion on (set_config)", FoundBy::kDigest, "", "config.update", "",
       "SELECT id FROM mdl_config WHERE name = 'enablecompletion' AND value = '0'",
       [](MoodlePlayer& p, const Target&) { return p.SetSiteCompletion(true); }},
      {"site.module_off", "site: a kind of activity disabled (modules.visible)", FoundBy::kDigest, "", "modules.update",
       "", "SELECT id FROM mdl_modules WHERE visible = 1",
       [](MoodlePlayer& p, const Target& t) { return p.SetModuleKindVisible(t[0], false); }},
      {"site.module_on", "site: a kind of activity enabled", FoundBy::kDigest, "", "modules.update", "",
       "SELECT id FROM mdl_modules WHERE visible = 0",
       [](MoodlePlayer& p, const Target& t) { return p.SetModuleKindVisible(t[0], true); }},
  };
}

}  // namespace

std::vector<Operation> CourseOperations() {
  std::vector<Operation> all = CourseSettings();
  for (const auto& part : {ActivityOperations(), WholeCourseOperations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace cp::moodle
