// Which rows a demo site has: arithmetic over the options, without any I/O. Private to libs/moodle's demo site.
//
// Ids are laid out so that every row's id follows from its indexes. All indexes here start at 0.
#pragma once

#include <cstdint>
#include <string>

#include "libs/moodle/demo_site.h"

namespace cp::moodle {

inline constexpr int64_t kSecondsPerDay = 86400;

// Moodle's own ids of a fresh installation (4.1.22 + IOMAD).
inline constexpr int64_t kStudentRoleId = 5;
inline constexpr int64_t kCourseEditorRoleId = 12;  // IOMAD companycourseeditor: not tracked
inline constexpr int64_t kPageModuleId = 18;
inline constexpr int64_t kQuizModuleId = 19;
inline constexpr int64_t kLabelModuleId = 15;

struct DemoPerson {
  std::string username;
  std::string firstname;
  std::string lastname;
  std::string email;
};

// How far one learner is in one course. Times are unix seconds, 0 = none.
struct DemoProgress {
  int64_t enrolled_at = 0;
  int64_t started_at = 0;    // course_completions.timestarted
  int64_t completed_at = 0;  // course_completions.timecompleted
  int64_t done = 0;          // the first `done` activities are done
  bool self_enrolled = false;
  bool has_completion_row = false;

  bool completed() const { return completed_at > 0; }
  bool in_progress() const { return !completed() && (done > 0 || started_at > 0); }
};

class DemoPlan {
 public:
  explicit DemoPlan(const DemoOptions& options) : options_(options) {}

  const DemoOptions& options() const { return options_; }

  // Ids. People start behind Moodle's guest (1) and admin (2); each company's manager follows its learners.
  int64_t UserId(int64_t company, int64_t user) const { return 3 + company * (options_.users_per_company + 1) + user; }
  int64_t ManagerId(int64_t company) const { return UserId(company, options_.users_per_company); }
  int64_t CourseIndex(int64_t company, int64_t course) const { return company * options_.courses_per_company + course; }
  int64_t CourseId(int64_t course_index) const { return 2 + course_index; }
  int64_t CategoryId(int64_t company) const { return 2 + company; }
  int64_t TopDepartmentId(int64_t company) const { return 1 + 2 * company; }
  int64_t TeamDepartmentId(int64_t company) const { return 2 + 2 * company; }
  int64_t CategoryContextId(int64_t company) const { return 3 + company; }
  int64_t CourseContextId(int64_t course_index) const { return 3 + options_.companies + course_index; }
  int64_t ManualEnrolId(int64_t course_index) const { return 1 + 2 * course_index; }
  int64_t SelfEnrolId(int64_t course_index) const { return 2 + 2 * course_index; }
  // The last activity of each course (index activities_per_course) is a label without tracking.
  int64_t ActivityId(int64_t course_index, int64_t activity) const {
    return 1 + course_index * (options_.activities_per_course + 1) + activity;
  }

  std::string CompanyName(int64_t company) const;
  std::string CompanyShortname(int64_t company) const;
  std::string CourseName(int64_t company, int64_t course) const;
  DemoPerson Person(int64_t company, int64_t user) const;
  DemoProgress Progress(int64_t company, int64_t user, int64_t course) const;
  bool InSecondDepartment(int64_t company, int64_t user) const;
  int64_t SiteCreatedAt() const;

 private:
  bool IsStoryPerson(int64_t company, int64_t user) const { return options_.story && company == 0 && user < 2; }
  bool IsStoryCourse(int64_t company, int64_t course) const { return options_.story && company == 0 && course == 0; }
  uint64_t Draw(uint64_t what, uint64_t a, uint64_t b, uint64_t c) const;

  const DemoOptions options_;
};

}  // namespace cp::moodle
