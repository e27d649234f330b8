// Plays Moodle 4.1's and IOMAD's own operations into a Moodle-shaped database: each leaves the rows, the time columns
// (stamped or not) and the log events that were measured on a real site, and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/moodle/log_event.h"
#include "libs/moodle/player/site_db.h"

namespace cp::moodle {

// What every site of SmallSite has; the administrator plays whatever no learner plays.
inline constexpr int64_t kAdminUser = 2;
inline constexpr int64_t kStudentRole = 5;
inline constexpr int64_t kCompanyManagerRole = 10;  // in the system context
inline constexpr int64_t kCourseEditorRole = 12;    // of a company's managers; not tracked

// course_modules_completion.completionstate
enum class ActivityState { kIncomplete = 0, kComplete = 1, kPassed = 2, kFailed = 3 };

// One method = one call of Moodle's own API = one transaction at time now(), in unix seconds. Ids must exist, and what
// is undone must have been done; both are the caller's affair (the targets of an Operation are such ids). INTERNAL with
// the database's text when a statement fails. Not thread-safe. Grades themselves are not kept: only what they do to
// completion.
class MoodlePlayer {
 public:
  // `db` must outlive it.
  MoodlePlayer(SiteDb* db, int64_t now) : db_(*db), now_(now) {}

  int64_t now() const { return now_; }
  void set_now(int64_t now) { now_ = now; }

  // --- Completion (completion_plays.cc). Activities by course_modules.id.
  absl::Status Tick(int64_t user, int64_t activity);
  absl::Status Untick(int64_t user, int64_t activity);
  absl::Status View(int64_t user, int64_t activity);  // completes by the view
  absl::Status Override(int64_t user, int64_t activity, bool complete);
  // kPassed, kFailed; kIncomplete: the grade was removed.
  absl::Status Grade(int64_t user, int64_t activity, ActivityState outcome);
  // internal_set_data(isbulkupdate): nothing logged, no criterion looked at until cron comes.
  absl::Status SetStateInBulk(int64_t user, int64_t activity, ActivityState state);
  absl::Status CronAggregate();  // completion_regular_task
  absl::Status CronDaily();      // completion_daily_task
  absl::Status MarkCourseComplete(int64_t user, int64_t course, int64_t time);
  absl::Status DeleteAllState(int64_t activity);
  absl::Status ResetAllState(int64_t activity);
  absl::Status DeleteCourseCompletionData(int64_t course);
  absl::Status DeleteAllCompletionData(int64_t course);
  absl::Status ClearCourse(int64_t user, int64_t course);  // IOMAD company_user::delete_user_course

  // --- Courses and activities (course_plays.cc)
  absl::Status RenameCourse(int64_t course, absl::string_view fullname);
  absl::Status SetCourseVisible(int64_t course, bool visible);
  absl::Status SetCategoryVisible(int64_t category, bool visible);
  absl::Status SetCourseCompletion(int64_t course, bool enabled);
  absl::Status MoveCourse(int64_t course, int64_t category);
  absl::Status DeleteCourse(int64_t course);
  absl::Status ResetCourse(int64_t course);
  // For a course without criteria: its tracked activities become its criteria, all of them needed.
  absl::Status SetCriteria(int64_t course);
  absl::Status AddActivity(int64_t course);
  absl::Status SetActivityVisible(int64_t activity, bool visible);
  // `unlocked`: and forgets everybody's state.
  absl::Status SetTracking(int64_t activity, bool tracked, bool unlocked);
  absl::Status DeleteActivityLater(int64_t activity);  // course_delete_module(async)
  absl::Status CronDeleteActivities();                 // the ad hoc task that follows
  absl::Status DeleteActivity(int64_t activity);
  absl::Status SetSiteCompletion(bool enabled);
  absl::Status SetModuleKindVisible(int64_t module, bool visible);

  // --- Enrolment and roles (enrol_plays.cc). Instances by enrol.id, enrolments by user_enrolments.id.
  absl::Status Enrol(int64_t user, int64_t instance, int64_t timestart = 0, int64_t timeend = 0);
  absl::Status UpdateEnrolment(int64_t enrolment, int64_t status, int64_t timestart, int64_t timeend);
  absl::Status EnrolAgain(int64_t enrolment);  // enrol_user() with unchanged data
  absl::Status Unenrol(int64_t enrolment);
  absl::Status UnenrolFromCompany(int64_t user, int64_t course);  // IOMAD company_user::unenrol
  absl::Status ProcessExpirations();                              // expiredaction = suspend
  absl::Status SetInstanceEnabled(int64_t instance, bool enabled);
  absl::Status DeleteInstance(int64_t instance);
  absl::Status AssignStudent(int64_t user, int64_t course);
  absl::Status RemoveStudent(int64_t user, int64_t course);
  // Students are no longer tracked in the course, or again.
  absl::Status PreventTracking(int64_t course);
  absl::Status AllowTracking(int64_t course);

  // --- People (user_plays.cc)
  absl::Status RenameUser(int64_t user, absl::string_view lastname);
  absl::Status ChangeEmail(int64_t user, absl::string_view email);
  absl::Status SuspendUser(int64_t user, bool suspended);
  absl::Status SuspendUserInCompany(int64_t user, int64_t company, bool suspended);
  absl::Status DeleteUser(int64_t user);
  absl::Status DeleteUserInIomad(int64_t user);

  // --- Companies (company_plays.cc)
  absl::Status AssignToCompany(int64_t user, int64_t company, int64_t department);
  absl::Status AssignAgain(int64_t user, int64_t company);  // upsert that changes nothing
  absl::Status AddToDepartment(int64_t user, int64_t company, int64_t department);
  absl::Status MoveToDepartment(int64_t user, int64_t company, int64_t department);
  // `externally`: by the web service, which logs it.
  absl::Status UnassignFromCompany(int64_t user, int64_t company, bool externally);
  absl::Status MakeManager(int64_t user, int64_t company);
  absl::Status AddCompanyCourse(int64_t company, int64_t course);
  absl::Status RemoveCompanyCourse(int64_t company, int64_t course);
  absl::Status SuspendCompany(int64_t company, bool suspended);
  absl::Status RenameCompany(int64_t company, absl::string_view name);
  absl::Status ShareCourse(int64_t course, int64_t shared);  // iomad_courses.shared

 private:
  absl::Status Play(absl::FunctionRef<void()> body) { return db_.Transaction(body); }

  void Log(absl::string_view name, LogFields fields);
  LogFields InCourse(int64_t course, const std::string& object, int64_t person) const;
  LogFields InActivity(int64_t activity, const std::string& object, int64_t person);
  LogFields AboutUser(int64_t user) const;

  int64_t CourseOf(int64_t activity);
  int64_t ContextOf(int level, int64_t instance);
  // course.cacherev: max(time, old + 1).
  void BumpCourse(int64_t course);

  // False: the state was this already, nothing was written.
  bool WriteState(int64_t user, int64_t activity, ActivityState state, int64_t override_by);
  void SetState(int64_t user, int64_t activity, ActivityState state, int64_t actor, int64_t override_by = 0);
  void LogState(int64_t user, int64_t activity, ActivityState state, int64_t actor);
  // Criteria whose activities are done; `user` 0: everybody's. Returns (user, course) touched.
  std::vector<std::vector<int64_t>> MarkCriteria(int64_t user);
  void MarkInProgress(int64_t user, int64_t course, int64_t time);
  void Aggregate(int64_t user, int64_t course);
  void Complete(int64_t user, int64_t course, int64_t time);
  void DeleteStates(int64_t activity);

  bool IsEnrolled(int64_t user, int64_t course);
  void Track(int64_t user, int64_t course, bool first, int64_t timestart);
  void InsertEnrolment(int64_t user, int64_t instance, int64_t timestart, int64_t timeend, int64_t role);
  void DeleteEnrolment(int64_t enrolment);
  void UnassignRoles(int64_t user, int64_t course);
  void LeaveCourse(int64_t user, int64_t course);  // all enrolments and roles
  void ForgetCompletion(int64_t user, int64_t course);
  bool AssignRole(int64_t role, int level, int64_t instance, int64_t user);

  void RemoveUser(int64_t user);
  void RemoveActivity(int64_t activity);
  void UpdateCourse(int64_t course, absl::string_view set);
  void LogAssigned(int64_t user, int64_t company);

  SiteDb& db_;
  int64_t now_;
};

}  // namespace cp::moodle
