// Moodle: lib/completionlib.php, completion/classes/api.php, completion/completion_completion.php,
// lib/classes/task/completion_{regular,daily}_task.php. IOMAD: local/iomad/lib/user.php, local/iomad_track.
#include "absl/strings/str_cat.h"
#include "libs/moodle/player/met_criteria.h"
#include "libs/moodle/player/moodle_player.h"

namespace cp::moodle {
namespace {

int64_t Value(ActivityState state) { return static_cast<int64_t>(state); }

// Active students of courses with completion, the earliest begin of their enrolments, and their completion row.
constexpr char kToBeEnrolled[] = R"sql(
  SELECT ue.userid, e.courseid, MIN(CASE WHEN ue.timestart > ue.timecreated THEN ue.timestart ELSE ue.timecreated END),
         MAX(cc.id)
    FROM mdl_user_enrolments ue
    JOIN mdl_enrol e ON e.id = ue.enrolid AND e.status = 0
    JOIN mdl_course c ON c.id = e.courseid AND c.enablecompletion = 1
    JOIN mdl_context x ON x.contextlevel = 50 AND x.instanceid = c.id
    JOIN mdl_role_assignments ra ON ra.contextid = x.id AND ra.userid = ue.userid AND ra.roleid = 5
    LEFT JOIN mdl_course_completions cc ON cc.userid = ue.userid AND cc.course = c.id
   WHERE ue.status = 0 AND ue.timestart <= $0 AND (ue.timeend = 0 OR ue.timeend > $0)
     AND (cc.id IS NULL OR cc.timeenrolled = 0)
   GROUP BY ue.userid, e.courseid ORDER BY ue.userid, e.courseid)sql";

}  // namespace

bool MoodlePlayer::WriteState(int64_t user, int64_t activity, ActivityState state, int64_t override_by) {
  const auto rows = db_.Rows(
      "SELECT id, completionstate FROM mdl_course_modules_completion WHERE userid = $0 AND coursemoduleid = $1", user,
      activity);
  if ((rows.empty() ? 0 : rows[0][1]) == Value(state)) return false;
  const SqlValue by = override_by == 0 ? SqlValue(nullptr) : SqlValue(override_by);
  if (rows.empty()) {
    db_.Insert("mdl_course_modules_completion", {{"coursemoduleid", activity},
                                                 {"userid", user},
                                                 {"completionstate", Value(state)},
                                                 {"overrideby", by},
                                                 {"timemodified", now_}});
    return true;
  }
  db_.Run(
      "UPDATE mdl_course_modules_completion SET completionstate = $0, overrideby = $1, timemodified = $2 WHERE id = $3",
      Value(state), by.sql(), now_, rows[0][0]);
  // Measured: an update makes the row of the view, if there is none.
  if (db_.Int("SELECT id FROM mdl_course_modules_viewed WHERE userid = $0 AND coursemoduleid = $1", user, activity) ==
      0) {
    db_.Insert("mdl_course_modules_viewed", {{"coursemoduleid", activity}, {"userid", user}, {"timecreated", now_}});
  }
  return true;
}

void MoodlePlayer::LogState(int64_t user, int64_t activity, ActivityState state, int64_t actor) {
  const int64_t id =
      db_.Int("SELECT id FROM mdl_course_modules_completion WHERE userid = $0 AND coursemoduleid = $1", user, activity);
  LogFields fields = InActivity(activity, absl::StrCat(id), user);
  fields.userid = absl::StrCat(actor);
  fields.other =
      absl::StrCat("'{\"relateduserid\":", user, ",\"overrideby\":null,\"completionstate\":", Value(state), "}'");
  Log("course_module_completion_updated", fields);
}

void MoodlePlayer::SetState(int64_t user, int64_t activity, ActivityState state, int64_t actor, int64_t override_by) {
  if (!WriteState(user, activity, state, override_by)) return;
  const auto touched = MarkCriteria(user);
  for (const std::vector<int64_t>& pair : touched) Aggregate(pair[0], pair[1]);
  LogState(user, activity, state, actor);
}

std::vector<std::vector<int64_t>> MoodlePlayer::MarkCriteria(int64_t user) {
  std::vector<std::vector<int64_t>> touched;
  for (const std::vector<int64_t>& met : db_.Rows(kMetCriteria, user)) {
    db_.Insert("mdl_course_completion_crit_compl",
               {{"userid", met[0]}, {"course", met[1]}, {"criteriaid", met[2]}, {"timecompleted", met[3]}});
    MarkInProgress(met[0], met[1], met[3]);
    const std::vector<int64_t> pair = {met[0], met[1]};
    if (touched.empty() || touched.back() != pair) touched.push_back(pair);
  }
  return touched;
}

void MoodlePlayer::MarkInProgress(int64_t user, int64_t course, int64_t time) {
  const int64_t id = db_.Int("SELECT id FROM mdl_course_completions WHERE userid = $0 AND course = $1", user, course);
  if (id == 0) {
    db_.Insert("mdl_course_completions",
               {{"userid", user}, {"course", course}, {"timestarted", time}, {"reaggregate", now_}});
    return;
  }
  db_.Run(
      "UPDATE mdl_course_completions SET reaggregate = $0, timestarted = CASE WHEN timestarted > 0 THEN timestarted "
      "ELSE $1 END WHERE id = $2",
      now_, time, id);
}

// Overall and activity aggregation are ALL.
void MoodlePlayer::Aggregate(int64_t user, int64_t course) {
  const auto rows = db_.Rows(
      "SELECT COUNT(crit.id), COUNT(done.id), MAX(done.timecompleted) FROM mdl_course_completion_criteria crit LEFT "
      "JOIN "
      "mdl_course_completion_crit_compl done ON done.criteriaid = crit.id AND done.userid = $0 AND done.course = $1 "
      "WHERE crit.course = $1",
      user, course);
  db_.Run("UPDATE mdl_course_completions SET reaggregate = 0 WHERE userid = $0 AND course = $1", user, course);
  if (rows[0][0] > 0 && rows[0][0] == rows[0][1]) Complete(user, course, rows[0][2]);
}

void MoodlePlayer::Complete(int64_t user, int64_t course, int64_t time) {
  const auto rows =
      db_.Rows("SELECT id, timecompleted FROM mdl_course_completions WHERE userid = $0 AND course = $1", user, course);
  if (!rows.empty() && rows[0][1] > 0) return;  // "Never change a completion time"
  const int64_t id =
      rows.empty() ? db_.Insert("mdl_course_completions", {{"userid", user}, {"course", course}}) : rows[0][0];
  // IOMAD's observer fills in what cron has not got to.
  const int64_t enrolled = db_.Int(
      "SELECT MIN(ue.timecreated) FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.userid = "
      "$0 "
      "AND e.courseid = $1",
      user, course);
  db_.Run(
      "UPDATE mdl_course_completions SET timecompleted = $0, reaggregate = 0, "
      "timestarted = CASE WHEN timestarted > 0 THEN timestarted ELSE $1 END, "
      "timeenrolled = CASE WHEN timeenrolled > 0 THEN timeenrolled ELSE $1 END WHERE id = $2",
      time, enrolled, id);
  db_.Run(
      "UPDATE mdl_local_iomad_track SET timecompleted = $0, modifiedtime = $1 WHERE userid = $2 AND courseid = $3 AND "
      "coursecleared = 0",
      time, now_, user, course);
  LogFields completed = InCourse(course, absl::StrCat(id), user);
  completed.other = absl::StrCat("'{\"relateduserid\":\"", user, "\"}'");
  Log("course_completed", completed);
  LogFields sent;
  sent.objectid = absl::StrCat(id);
  sent.userid = absl::StrCat(0);  // nobody
  sent.relateduserid = absl::StrCat(user);
  sent.other = absl::StrCat("'{\"courseid\":\"", course, "\"}'");
  Log("notification_sent", sent);
}

absl::Status MoodlePlayer::Tick(int64_t user, int64_t activity) {
  return Play([&] { SetState(user, activity, ActivityState::kComplete, user); });
}

absl::Status MoodlePlayer::Untick(int64_t user, int64_t activity) {
  return Play([&] { SetState(user, activity, ActivityState::kIncomplete, user); });
}

// Measured: two events, as the view is saved before the state that follows from it.
absl::Status MoodlePlayer::View(int64_t user, int64_t activity) {
  return Play([&] {
    db_.Insert("mdl_course_modules_viewed", {{"coursemoduleid", activity}, {"userid", user}, {"timecreated", now_}});
    if (db_.Int("SELECT COUNT(*) FROM mdl_course_modules_completion WHERE userid = $0 AND coursemoduleid = $1", user,
                activity) == 0) {
      db_.Insert("mdl_course_modules_completion",
                 {{"coursemoduleid", activity}, {"userid", user}, {"completionstate", 0}, {"timemodified", now_}});
    }
    LogState(user, activity, ActivityState::kIncomplete, user);
    SetState(user, activity, ActivityState::kComplete, user);
  });
}

absl::Status MoodlePlayer::Override(int64_t user, int64_t activity, bool complete) {
  return Play([&] {
    SetState(user, activity, complete ? ActivityState::kComplete : ActivityState::kIncomplete, kAdminUser, kAdminUser);
  });
}

absl::Status MoodlePlayer::Grade(int64_t user, int64_t activity, ActivityState outcome) {
  return Play([&] {
    const int64_t course = CourseOf(activity);
    SetState(user, activity, outcome, kAdminUser);
    db_.Run(
        "UPDATE mdl_local_iomad_track SET finalscore = $0, modifiedtime = $1 WHERE userid = $2 AND courseid = $3 AND "
        "coursecleared = 0",
        outcome == ActivityState::kPassed   ? 80
        : outcome == ActivityState::kFailed ? 20
                                            : 0,
        now_, user, course);
    // The activity's grade and the course's.
    for (int i = 0; i < 2; ++i) Log("user_graded", InCourse(course, absl::StrCat(activity), user));
  });
}

absl::Status MoodlePlayer::SetStateInBulk(int64_t user, int64_t activity, ActivityState state) {
  return Play([&] { WriteState(user, activity, state, 0); });
}

// Rows that this run marks for aggregation have its own time, so that the next one takes them.
absl::Status MoodlePlayer::CronAggregate() {
  return Play([&] {
    for (const std::vector<int64_t>& row :
         db_.Rows("SELECT userid, course FROM mdl_course_completions WHERE COALESCE(timecompleted, 0) = 0 AND "
                  "reaggregate > 0 AND reaggregate < $0 ORDER BY id",
                  now_)) {
      Aggregate(row[0], row[1]);
    }
    MarkCriteria(0);
  });
}

absl::Status MoodlePlayer::CronDaily() {
  return Play([&] {
    for (const std::vector<int64_t>& row : db_.Rows(kToBeEnrolled, now_)) {
      if (row[3] == 0) {
        db_.Insert("mdl_course_completions",
                   {{"userid", row[0]}, {"course", row[1]}, {"timeenrolled", row[2]}, {"reaggregate", now_}});
      } else {
        db_.Run("UPDATE mdl_course_completions SET timeenrolled = $0, reaggregate = $1 WHERE id = $2", row[2], now_,
                row[3]);
      }
    }
  });
}

absl::Status MoodlePlayer::MarkCourseComplete(int64_t user, int64_t course, int64_t time) {
  return Play([&] { Complete(user, course, time); });
}

void MoodlePlayer::DeleteStates(int64_t activity) {
  db_.Run("DELETE FROM mdl_course_modules_completion WHERE coursemoduleid = $0", activity);
  for (const std::vector<int64_t>& row :
       db_.Rows("SELECT id, course FROM mdl_course_completion_criteria WHERE criteriatype = 4 AND moduleinstance = $0",
                activity)) {
    db_.Run("DELETE FROM mdl_course_completion_crit_compl WHERE course = $0 AND criteriaid = $1", row[1], row[0]);
    db_.Run("DELETE FROM mdl_course_completions WHERE course = $0", row[1]);
  }
}

absl::Status MoodlePlayer::DeleteAllState(int64_t activity) {
  return Play([&] { DeleteStates(activity); });
}

absl::Status MoodlePlayer::ResetAllState(int64_t activity) {
  return Play([&] {
    const auto states = db_.Rows(
        "SELECT userid, completionstate FROM mdl_course_modules_completion WHERE coursemoduleid = $0 ORDER BY userid",
        activity);
    DeleteStates(activity);
    for (const std::vector<int64_t>& state : states) {
      SetState(state[0], activity, static_cast<ActivityState>(state[1]), kAdminUser);
    }
  });
}

absl::Status MoodlePlayer::DeleteCourseCompletionData(int64_t course) {
  return Play([&] {
    db_.Run("DELETE FROM mdl_course_completions WHERE course = $0", course);
    db_.Run("DELETE FROM mdl_course_completion_crit_compl WHERE course = $0", course);
  });
}

absl::Status MoodlePlayer::DeleteAllCompletionData(int64_t course) {
  return Play([&] {
    for (const char* table : {"mdl_course_modules_completion", "mdl_course_modules_viewed"}) {
      db_.Run("DELETE FROM $0 WHERE coursemoduleid IN (SELECT id FROM mdl_course_modules WHERE course = $1)", table,
              course);
    }
    db_.Run("DELETE FROM mdl_course_completions WHERE course = $0", course);
    db_.Run("DELETE FROM mdl_course_completion_crit_compl WHERE course = $0", course);
  });
}

void MoodlePlayer::ForgetCompletion(int64_t user, int64_t course) {
  db_.Run(
      "DELETE FROM mdl_course_modules_completion WHERE userid = $0 AND coursemoduleid IN (SELECT id FROM "
      "mdl_course_modules WHERE course = $1)",
      user, course);
  db_.Run("DELETE FROM mdl_course_completions WHERE userid = $0 AND course = $1", user, course);
  db_.Run("DELETE FROM mdl_course_completion_crit_compl WHERE userid = $0 AND course = $1", user, course);
}

absl::Status MoodlePlayer::ClearCourse(int64_t user, int64_t course) {
  return Play([&] {
    LeaveCourse(user, course);
    ForgetCompletion(user, course);
    db_.Run(
        "UPDATE mdl_local_iomad_track SET coursecleared = 1 WHERE userid = $0 AND courseid = $1 AND coursecleared = 0",
        user, course);
  });
}

}  // namespace cp::moodle
