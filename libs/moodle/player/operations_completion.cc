#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/moodle/player/met_criteria.h"
#include "libs/moodle/player/operations.h"

namespace cp::moodle {
namespace {

using Target = std::vector<int64_t>;

// What marking criteria may bring along, when they become due at once.
constexpr char kMarked[] =
    "course_completions.insert?, course_completions.update?, course_completion_crit_compl.insert?, "
    "local_iomad_track.update?";
constexpr char kMarkedLate[] =
    "course_completions.insert?, course_completions.update?, course_completion_crit_compl.insert?";
constexpr char kStateLogged[] = "course_module_completion_updated, course_completed?, notification_sent?";

// (user, activity) of enrolled users, where ..
std::string Activities(absl::string_view where) {
  return absl::StrCat(
      "SELECT DISTINCT ue.userid, cm.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid JOIN "
      "mdl_course "
      "c ON c.id = e.courseid AND c.enablecompletion = 1 JOIN mdl_course_modules cm ON cm.course = c.id AND "
      "cm.deletioninprogress = 0 AND cm.completion <> 0 LEFT JOIN mdl_course_modules_completion cmc ON cmc.userid = "
      "ue.userid AND cmc.coursemoduleid = cm.id LEFT JOIN mdl_course_modules_viewed v ON v.userid = ue.userid AND "
      "v.coursemoduleid = cm.id WHERE ue.status = 0 AND ",
      where);
}

std::string ActivitiesWithStates(absl::string_view where) {
  return absl::StrCat(
      "SELECT DISTINCT cm.id FROM mdl_course_modules cm JOIN mdl_course_modules_completion cmc ON cmc.coursemoduleid = "
      "cm.id WHERE cm.deletioninprogress = 0 AND ",
      where);
}

std::string Stamped(absl::string_view sure) { return absl::StrCat(sure, ", ", kMarked); }

std::vector<Operation> StateOperations() {
  constexpr char kFirstOrNot[] =
      "course_modules_completion.insert?, course_modules_completion.update?, course_modules_viewed.insert?";
  constexpr char kUpdated[] = "course_modules_completion.update, course_modules_viewed.insert?";
  return {
      {"completion.tick", "completion: manual tick (update_state COMPLETE)", FoundBy::kLog, Stamped(kFirstOrNot),
       kMarkedLate, kStateLogged, Activities("cm.completion = 1 AND COALESCE(cmc.completionstate, 0) = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.Tick(t[0], t[1]); }},
      {"completion.untick", "completion: un-tick (update_state INCOMPLETE)", FoundBy::kLog, Stamped(kUpdated),
       kMarkedLate, kStateLogged, Activities("cm.completion = 1 AND cmc.completionstate = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.Untick(t[0], t[1]); }},
      {"completion.view", "completion: view-based activity viewed (set_module_viewed)", FoundBy::kLog,
       Stamped("course_modules_completion.insert?, course_modules_completion.update?, course_modules_viewed.insert"),
       kMarkedLate, kStateLogged,
       Activities(
           "cm.completion = 2 AND cm.completionview = 1 AND v.id IS NULL AND COALESCE(cmc.completionstate, 0) = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.View(t[0], t[1]); }},
      {"completion.override_complete", "completion: teacher override COMPLETE", FoundBy::kLog, Stamped(kFirstOrNot),
       kMarkedLate, kStateLogged, Activities("COALESCE(cmc.completionstate, 0) = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.Override(t[0], t[1], true); }},
      {"completion.override_incomplete", "completion: teacher override INCOMPLETE", FoundBy::kLog, Stamped(kUpdated),
       kMarkedLate, kStateLogged, Activities("cmc.completionstate > 0"),
       [](MoodlePlayer& p, const Target& t) { return p.Override(t[0], t[1], false); }},
      {"completion.bulk_new", "internal_set_data bulk (isbulkupdate=true)", FoundBy::kNewRow,
       "course_modules_completion.insert", "", "", Activities("cmc.id IS NULL"),
       [](MoodlePlayer& p, const Target& t) { return p.SetStateInBulk(t[0], t[1], ActivityState::kComplete); }},
      {"completion.bulk_again", "internal_set_data bulk on a state that is there", FoundBy::kStamp, kUpdated, "", "",
       Activities("cmc.completionstate = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SetStateInBulk(t[0], t[1], ActivityState::kComplete); }},
  };
}

std::vector<Operation> GradeOperations() {
  constexpr char kGraded[] =
      "course_modules_completion.insert?, course_modules_completion.update?, course_modules_viewed.insert?";
  const std::string logged = absl::StrCat(kStateLogged, ", user_graded");
  const std::string quiz = "cm.module = 19 AND cm.completion = 2 AND ";
  return {
      {"grade.pass", "grade: pass (80, gradepass 50) -> COMPLETE_PASS", FoundBy::kLog, Stamped(kGraded), kMarkedLate,
       logged, Activities(quiz + "COALESCE(cmc.completionstate, 0) <> 2"),
       [](MoodlePlayer& p, const Target& t) { return p.Grade(t[0], t[1], ActivityState::kPassed); }},
      {"grade.fail", "grade: fail (20) -> COMPLETE_FAIL", FoundBy::kLog, Stamped(kGraded), kMarkedLate, logged,
       Activities(quiz + "COALESCE(cmc.completionstate, 0) <> 3"),
       [](MoodlePlayer& p, const Target& t) { return p.Grade(t[0], t[1], ActivityState::kFailed); }},
      {"grade.removed", "grade: removed (null) -> back to incomplete", FoundBy::kLog,
       Stamped("course_modules_completion.update, course_modules_viewed.insert?"), kMarkedLate, logged,
       Activities(quiz + "cmc.completionstate IN (2, 3)"),
       [](MoodlePlayer& p, const Target& t) { return p.Grade(t[0], t[1], ActivityState::kIncomplete); }},
  };
}

// reaggregate is the only stamp of a course_completions row that cron touches; the next run clears it.
std::vector<Operation> CronOperations() {
  constexpr char kCronStamped[] = "course_completions.insert?, course_completions.update?, local_iomad_track.update?";
  return {
      {"cron.criteria", "cron: completion_regular_task (aggregate)", FoundBy::kStamp, kCronStamped,
       "course_completion_crit_compl.insert, course_completions.update?", "course_completed?, notification_sent?",
       absl::StrReplaceAll(kMetCriteria, {{"$0", "0"}}),
       [](MoodlePlayer& p, const Target&) { return p.CronAggregate(); }},
      {"cron.aggregate", "cron: completion_regular_task (a later run completes the course, with a past time)",
       FoundBy::kLog, kCronStamped, "course_completions.update, course_completion_crit_compl.insert?",
       "course_completed, notification_sent",
       "SELECT cc.id FROM mdl_course_completions cc WHERE COALESCE(cc.timecompleted, 0) = 0 AND cc.reaggregate > 0 AND "
       "cc.reaggregate < $0 AND EXISTS (SELECT 1 FROM mdl_course_completion_criteria crit WHERE crit.course = "
       "cc.course) "
       "AND NOT EXISTS (SELECT 1 FROM mdl_course_completion_criteria crit WHERE crit.course = cc.course AND NOT EXISTS "
       "(SELECT 1 FROM mdl_course_completion_crit_compl done WHERE done.criteriaid = crit.id AND done.userid = "
       "cc.userid "
       "AND done.course = cc.course))",
       [](MoodlePlayer& p, const Target&) { return p.CronAggregate(); }},
      {"cron.daily", "cron: completion_daily_task (creates course_completions rows for enrolled users)",
       FoundBy::kNewRow, "course_completions.insert, course_completions.update?", "", "",
       "SELECT ue.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid AND e.status = 0 JOIN "
       "mdl_course c "
       "ON c.id = e.courseid AND c.enablecompletion = 1 JOIN mdl_context x ON x.contextlevel = 50 AND x.instanceid = "
       "c.id "
       "JOIN mdl_role_assignments ra ON ra.contextid = x.id AND ra.userid = ue.userid AND ra.roleid = 5 WHERE "
       "ue.status = "
       "0 AND ue.timestart <= $0 AND (ue.timeend = 0 OR ue.timeend > $0) AND NOT EXISTS (SELECT 1 FROM "
       "mdl_course_completions cc WHERE cc.userid = ue.userid AND cc.course = c.id)",
       [](MoodlePlayer& p, const Target&) { return p.CronDaily(); }},
      {"completion.mark_complete", "completion_completion::mark_complete with a PAST time", FoundBy::kLog,
       "local_iomad_track.update?", "course_completions.update?, course_completions.insert?",
       "course_completed, notification_sent",
       "SELECT DISTINCT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE "
       "ue.timecreated < $0 AND NOT EXISTS (SELECT 1 FROM mdl_course_completions cc WHERE cc.userid = ue.userid AND "
       "cc.course = e.courseid AND cc.timecompleted > 0)",
       [](MoodlePlayer& p, const Target& t) { return p.MarkCourseComplete(t[0], t[1], p.now() - 40 * 86400); }},
  };
}

std::vector<Operation> ResetOperations() {
  constexpr char kCourseRows[] = "course_completions.delete?, course_completion_crit_compl.delete?";
  const std::string state_rows = absl::StrCat("course_modules_completion.delete, ", kCourseRows);
  return {
      {"completion.delete_all_state",
       "completion_info::delete_all_state(cm) (teacher unlocks completion of one activity)", FoundBy::kCount, "",
       state_rows, "", ActivitiesWithStates("cm.completion <> 0"),
       [](MoodlePlayer& p, const Target& t) { return p.DeleteAllState(t[0]); }},
      {"completion.reset_all_state", "completion_info::reset_all_state(cm) automatic activity", FoundBy::kCount,
       Stamped("course_modules_completion.insert"), absl::StrCat(state_rows, ", ", kMarkedLate), kStateLogged,
       ActivitiesWithStates("cm.completion = 2 AND cmc.completionstate > 0"),
       [](MoodlePlayer& p, const Target& t) { return p.ResetAllState(t[0]); }},
      {"completion.delete_course_data", "completion_info::delete_course_completion_data (criteria unlocked)",
       FoundBy::kCount, "", "course_completions.delete, course_completion_crit_compl.delete?", "",
       "SELECT DISTINCT course FROM mdl_course_completions",
       [](MoodlePlayer& p, const Target& t) { return p.DeleteCourseCompletionData(t[0]); }},
      {"completion.delete_all_data", "completion_info::delete_all_completion_data (course reset)", FoundBy::kCount, "",
       absl::StrCat(state_rows, ", course_modules_viewed.delete?"), "",
       "SELECT DISTINCT cm.course FROM mdl_course_modules cm JOIN mdl_course_modules_completion cmc ON "
       "cmc.coursemoduleid = cm.id",
       [](MoodlePlayer& p, const Target& t) { return p.DeleteAllCompletionData(t[0]); }},
      {"iomad.clear", "IOMAD company_user::delete_user_course(clear) (IOMAD \"clear\" / recompletion)", FoundBy::kLog,
       "",
       absl::StrCat("course_modules_completion.delete?, ", kCourseRows,
                    ", user_enrolments.delete, role_assignments.delete?, local_iomad_track.update?"),
       "role_unassigned?, user_enrolment_deleted",
       "SELECT DISTINCT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid",
       [](MoodlePlayer& p, const Target& t) { return p.ClearCourse(t[0], t[1]); }},
  };
}

}  // namespace

std::vector<Operation> CompletionOperations() {
  std::vector<Operation> all = StateOperations();
  for (const auto& part : {GradeOperations(), CronOperations(), ResetOperations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace cp::moodle
