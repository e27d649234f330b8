// Plays on a demo site: each does to the tables what Moodle 4.1 itself does, and leaves the same traces: stamps and log
// events where Moodle leaves them, none where it leaves none. One transaction each; safe beside readers and beside
// other plays on the same file.
//
// A course is named by its full name, its short name or its id in digits; a person by user name, e-mail address or id.
// Both are looked for in the company only. Errors: INVALID_ARGUMENT (CONFIG_INVALID) when the file can not be opened,
// NOT_FOUND (metadata resource) for an unknown name, FAILED_PRECONDITION (SOURCE_UNAVAILABLE) when it is no demo site,
// UNAVAILABLE when another writer held the file for ten seconds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/ids.h"

namespace cp::moodle {

// Every tracked activity becomes done and the course completed at `now`. Without users: everybody enrolled as a
// student. A completion that is there keeps its time (completion_completion::mark_complete). Returns how many became
// complete.
absl::StatusOr<int64_t> PlayCompletions(const std::string& path, CompanyId company, const std::string& course,
                                        const std::vector<std::string>& users, int64_t now);

// Ticks, or takes back, the `activity`-th tracked activity of the course (1 = first). The course's completion stays as
// it is: Moodle never takes one back.
absl::Status PlayTick(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                      int64_t activity, bool done, int64_t now);

// Enrols by hand, as a student, without an end. A suspended enrolment becomes active.
absl::Status PlayEnrol(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                       int64_t now);

// Removes every enrolment and role in the course. Completion data stays (enrol_plugin::unenrol_user).
absl::Status PlayUnenrol(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                         int64_t now);

// Suspends the account in the whole site, or lets it in again.
absl::Status PlaySuspend(const std::string& path, CompanyId company, const std::string& user, bool suspended,
                         int64_t now);

absl::Status PlayRenameUser(const std::string& path, CompanyId company, const std::string& user,
                            const std::string& firstname, const std::string& lastname, int64_t now);

absl::Status PlayRenameCourse(const std::string& path, CompanyId company, const std::string& course,
                              const std::string& fullname, int64_t now);

absl::Status PlayCourseVisible(const std::string& path, CompanyId company, const std::string& course, bool visible,
                               int64_t now);

}  // namespace cp::moodle
