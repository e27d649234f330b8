#include "libs/moodle/player/moodle_player.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace cp::moodle {
namespace {

std::string Person(int64_t user) { return user == 0 ? "NULL" : absl::StrCat(user); }

}  // namespace

void MoodlePlayer::Log(absl::string_view name, LogFields fields) {
  fields.timecreated = absl::StrCat(now_);
  db_.Run("$0", LogInsert(name, fields));
}

LogFields MoodlePlayer::InCourse(int64_t course, const std::string& object, int64_t person) const {
  LogFields fields;
  fields.objectid = object;
  fields.contextlevel = kCourseLevel;
  fields.contextinstanceid = fields.courseid = absl::StrCat(course);
  fields.relateduserid = Person(person);
  return fields;
}

LogFields MoodlePlayer::InActivity(int64_t activity, const std::string& object, int64_t person) {
  LogFields fields = InCourse(CourseOf(activity), object, person);
  fields.contextlevel = kModuleLevel;
  fields.contextinstanceid = absl::StrCat(activity);
  return fields;
}

LogFields MoodlePlayer::AboutUser(int64_t user) const {
  LogFields fields;
  fields.contextlevel = kUserLevel;
  fields.objectid = fields.contextinstanceid = fields.relateduserid = absl::StrCat(user);
  return fields;
}

int64_t MoodlePlayer::CourseOf(int64_t activity) {
  return db_.Int("SELECT course FROM mdl_course_modules WHERE id = $0", activity);
}

int64_t MoodlePlayer::ContextOf(int level, int64_t instance) {
  return db_.Int("SELECT id FROM mdl_context WHERE contextlevel = $0 AND instanceid = $1", level, instance);
}

void MoodlePlayer::BumpCourse(int64_t course) {
  db_.Run("UPDATE mdl_course SET cacherev = CASE WHEN cacherev >= $0 THEN cacherev + 1 ELSE $0 END WHERE id = $1", now_,
          course);
}

}  // namespace cp::moodle
