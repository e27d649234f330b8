// Moodle: course/lib.php, course/modlib.php, course/classes/category.php, lib/moodlelib.php.
#include "absl/strings/str_cat.h"
#include "libs/moodle/player/moodle_player.h"

namespace cp::moodle {
namespace {

std::string Name(absl::string_view text) { return SqlValue(text).sql(); }

}  // namespace

// update_course(): stamp and cacherev.
void MoodlePlayer::UpdateCourse(int64_t course, absl::string_view set) {
  db_.Run("UPDATE mdl_course SET $0, timemodified = $1 WHERE id = $2", set, now_, course);
  BumpCourse(course);
  Log("course_updated", InCourse(course, absl::StrCat(course), 0));
}

absl::Status MoodlePlayer::RenameCourse(int64_t course, absl::string_view fullname) {
  return Play([&] {
    UpdateCourse(course, absl::StrCat("fullname = ", Name(fullname)));
    db_.Run("UPDATE mdl_local_iomad_track SET coursename = $0, modifiedtime = $1 WHERE courseid = $2", Name(fullname),
            now_, course);
  });
}

absl::Status MoodlePlayer::SetCourseVisible(int64_t course, bool visible) {
  return Play([&] { UpdateCourse(course, absl::StrCat("visible = ", int{visible}, ", visibleold = ", int{visible})); });
}

// No stamp, no cacherev: only the category is logged.
absl::Status MoodlePlayer::SetCategoryVisible(int64_t category, bool visible) {
  return Play([&] {
    db_.Run("UPDATE mdl_course_categories SET visible = $0, visibleold = $0 WHERE id = $1", int{visible}, category);
    if (visible) {
      db_.Run("UPDATE mdl_course SET visible = visibleold WHERE category = $0", category);
    } else {
      // Two statements: MariaDB evaluates assignments one after the other, the others all at once.
      db_.Run("UPDATE mdl_course SET visibleold = visible WHERE category = $0", category);
      db_.Run("UPDATE mdl_course SET visible = 0 WHERE category = $0", category);
    }
    LogFields fields;
    fields.objectid = fields.contextinstanceid = absl::StrCat(category);
    fields.contextlevel = kCategoryLevel;
    Log("course_category_updated", fields);
  });
}

absl::Status MoodlePlayer::SetCourseCompletion(int64_t course, bool enabled) {
  return Play([&] { UpdateCourse(course, absl::StrCat("enablecompletion = ", int{enabled})); });
}

absl::Status MoodlePlayer::MoveCourse(int64_t course, int64_t category) {
  return Play([&] {
    const int64_t from = db_.Int("SELECT category FROM mdl_course WHERE id = $0", course);
    UpdateCourse(course, absl::StrCat("category = ", category));
    if (db_.Int("SELECT visible FROM mdl_course_categories WHERE id = $0", category) == 0) {
      db_.Run("UPDATE mdl_course SET visible = 0 WHERE id = $0", course);
    }
    // Everybody in the new category moves up by one place.
    db_.Run("UPDATE mdl_course SET sortorder = sortorder + 1 WHERE category = $0 AND id <> $1", category, course);
    db_.Run("UPDATE mdl_course_categories SET coursecount = coursecount - 1 WHERE id = $0", from);
    db_.Run("UPDATE mdl_course_categories SET coursecount = coursecount + 1 WHERE id = $0", category);
    const int64_t parent = ContextOf(kCategoryLevel, category), context = ContextOf(kCourseLevel, course);
    db_.Run("UPDATE mdl_context SET path = '/1/$0/$1' WHERE id = $1", parent, context);
  });
}

// Measured: nothing of it is logged.
absl::Status MoodlePlayer::DeleteCourse(int64_t course) {
  return Play([&] {
    for (const char* table : {"mdl_course_modules_completion", "mdl_course_modules_viewed"}) {
      db_.Run("DELETE FROM $0 WHERE coursemoduleid IN (SELECT id FROM mdl_course_modules WHERE course = $1)", table,
              course);
    }
    db_.Run("DELETE FROM mdl_user_enrolments WHERE enrolid IN (SELECT id FROM mdl_enrol WHERE courseid = $0)", course);
    for (const char* table :
         {"mdl_course_modules", "mdl_course_sections", "mdl_course_completions", "mdl_course_completion_crit_compl",
          "mdl_course_completion_criteria", "mdl_course_completion_aggr_methd"}) {
      db_.Run("DELETE FROM $0 WHERE course = $1", table, course);
    }
    const int64_t context = ContextOf(kCourseLevel, course);
    db_.Run("DELETE FROM mdl_role_assignments WHERE contextid = $0", context);
    db_.Run("DELETE FROM mdl_role_capabilities WHERE contextid = $0", context);
    db_.Run("DELETE FROM mdl_context WHERE id = $0", context);
    db_.Run("DELETE FROM mdl_enrol WHERE courseid = $0", course);
    db_.Run("DELETE FROM mdl_company_course WHERE courseid = $0", course);
    db_.Run("DELETE FROM mdl_iomad_courses WHERE courseid = $0", course);
    db_.Run("DELETE FROM mdl_course WHERE id = $0", course);
  });
}

absl::Status MoodlePlayer::ResetCourse(int64_t course) {
  return Play([&] {
    LogFields fields = InCourse(course, "NULL", 0);
    fields.other = "'{\"reset_options\":{\"reset_completion\":1}}'";
    Log("course_reset_started", fields);
    db_.Run(
        "DELETE FROM mdl_course_modules_completion WHERE coursemoduleid IN (SELECT id FROM mdl_course_modules WHERE "
        "course = $0)",
        course);
    db_.Run("DELETE FROM mdl_course_completions WHERE course = $0", course);
    db_.Run("DELETE FROM mdl_course_completion_crit_compl WHERE course = $0", course);
    for (const int64_t user :
         db_.Ints("SELECT DISTINCT ra.userid FROM mdl_role_assignments ra WHERE ra.contextid = $0 AND ra.roleid = $1 "
                  "ORDER BY ra.userid",
                  ContextOf(kCourseLevel, course), kStudentRole)) {
      LeaveCourse(user, course);
    }
    Log("course_reset_ended", fields);
  });
}

absl::Status MoodlePlayer::SetCriteria(int64_t course) {
  return Play([&] {
    db_.Run("DELETE FROM mdl_course_completion_aggr_methd WHERE course = $0", course);
    for (const int64_t activity : db_.Ints("SELECT id FROM mdl_course_modules WHERE course = $0 AND completion <> 0 "
                                           "AND deletioninprogress = 0 ORDER BY "
                                           "id",
                                           course)) {
      db_.Insert("mdl_course_completion_criteria",
                 {{"course", course}, {"criteriatype", 4}, {"module", "page"}, {"moduleinstance", activity}});
    }
    for (const SqlValue& type : {SqlValue(nullptr), SqlValue(4)}) {
      db_.Insert("mdl_course_completion_aggr_methd", {{"course", course}, {"criteriatype", type}, {"method", 1}});
    }
    Log("course_completion_updated", InCourse(course, "NULL", 0));
  });
}

absl::Status MoodlePlayer::AddActivity(int64_t course) {
  return Play([&] {
    const auto sections = db_.Rows("SELECT id FROM mdl_course_sections WHERE course = $0 ORDER BY section", course);
    const int64_t section = sections.at(0)[0];
    const int64_t id = db_.Insert("mdl_course_modules", {{"course", course},
                                                         {"module", 18},
                                                         {"instance", now_},
                                                         {"section", section},
                                                         {"added", now_},
                                                         {"completion", 1}});
    db_.Run(
        "UPDATE mdl_course_sections SET sequence = CASE WHEN sequence = '' THEN '$0' ELSE sequence || ',$0' END WHERE "
        "id = $1",
        id, section);
    const std::string path =
        db_.Texts(absl::Substitute("SELECT path FROM mdl_context WHERE contextlevel = 50 AND instanceid = $0", course))
            .at(0)
            .values[0];
    const int64_t context =
        db_.Insert("mdl_context", {{"contextlevel", kModuleLevel}, {"instanceid", id}, {"depth", 4}});
    db_.Run("UPDATE mdl_context SET path = '$0/$1' WHERE id = $1", path, context);
    BumpCourse(course);
    LogFields fields = InActivity(id, absl::StrCat(id), 0);
    fields.other = "'{\"modulename\":\"page\",\"name\":\"New page\"}'";
    Log("course_module_created", fields);
  });
}

absl::Status MoodlePlayer::SetActivityVisible(int64_t activity, bool visible) {
  return Play([&] {
    db_.Run("UPDATE mdl_course_modules SET visible = $0, visibleold = $0 WHERE id = $1", int{visible}, activity);
    BumpCourse(CourseOf(activity));
  });
}

absl::Status MoodlePlayer::SetTracking(int64_t activity, bool tracked, bool unlocked) {
  return Play([&] {
    db_.Run("UPDATE mdl_course_modules SET completion = $0 WHERE id = $1", tracked ? 2 : 0, activity);
    if (unlocked) DeleteStates(activity);
    BumpCourse(CourseOf(activity));
    LogFields fields = InActivity(activity, absl::StrCat(activity), 0);
    fields.other = "'{\"modulename\":\"page\"}'";
    Log("course_module_updated", fields);
  });
}

absl::Status MoodlePlayer::DeleteActivityLater(int64_t activity) {
  return Play([&] {
    db_.Run("UPDATE mdl_course_modules SET deletioninprogress = 1 WHERE id = $0", activity);
    BumpCourse(CourseOf(activity));
  });
}

void MoodlePlayer::RemoveActivity(int64_t activity) {
  const int64_t course = CourseOf(activity);
  LogFields binned = InCourse(course, absl::StrCat(activity), 0);
  Log("course_bin_item_created", binned);
  LogFields deleted = InActivity(activity, absl::StrCat(activity), 0);
  deleted.other = "'{\"modulename\":\"page\"}'";
  Log("course_module_deleted", deleted);
  db_.Run("DELETE FROM mdl_course_modules_completion WHERE coursemoduleid = $0", activity);
  db_.Run("DELETE FROM mdl_course_modules_viewed WHERE coursemoduleid = $0", activity);
  db_.Run("DELETE FROM mdl_course_completion_criteria WHERE criteriatype = 4 AND moduleinstance = $0", activity);
  db_.Run("DELETE FROM mdl_context WHERE contextlevel = 70 AND instanceid = $0", activity);
  const absl::string_view trim = db_.engine() == "sqlite3" ? "TRIM($0, ',')" : "TRIM(BOTH ',' FROM $0)";
  const std::string rest = absl::Substitute("REPLACE(',' || sequence || ',', ',$0,', ',')", activity);
  db_.Run("UPDATE mdl_course_sections SET sequence = $0 WHERE course = $1", absl::Substitute(trim, rest), course);
  db_.Run("DELETE FROM mdl_course_modules WHERE id = $0", activity);
  BumpCourse(course);
}

absl::Status MoodlePlayer::CronDeleteActivities() {
  return Play([&] {
    for (const int64_t activity :
         db_.Ints("SELECT id FROM mdl_course_modules WHERE deletioninprogress = 1 ORDER BY id")) {
      RemoveActivity(activity);
    }
  });
}

absl::Status MoodlePlayer::DeleteActivity(int64_t activity) {
  return Play([&] { RemoveActivity(activity); });
}

absl::Status MoodlePlayer::SetSiteCompletion(bool enabled) {
  return Play([&] { db_.Run("UPDATE mdl_config SET value = '$0' WHERE name = 'enablecompletion'", int{enabled}); });
}

absl::Status MoodlePlayer::SetModuleKindVisible(int64_t module, bool visible) {
  return Play([&] { db_.Run("UPDATE mdl_modules SET visible = $0 WHERE id = $1", int{visible}, module); });
}

}  // namespace cp::moodle
