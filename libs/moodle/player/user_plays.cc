// Moodle: user/lib.php, lib/moodlelib.php. IOMAD: local/iomad/lib/user.php.
#include "absl/strings/str_cat.h"
#include "libs/moodle/player/moodle_player.h"

namespace cp::moodle {

absl::Status MoodlePlayer::RenameUser(int64_t user, absl::string_view lastname) {
  return Play([&] {
    db_.Run("UPDATE mdl_user SET lastname = $0, timemodified = $1 WHERE id = $2", SqlValue(lastname).sql(), now_, user);
    Log("user_updated", AboutUser(user));
  });
}

absl::Status MoodlePlayer::ChangeEmail(int64_t user, absl::string_view email) {
  return Play([&] {
    db_.Run("UPDATE mdl_user SET email = $0, timemodified = $1 WHERE id = $2", SqlValue(email).sql(), now_, user);
    Log("user_updated", AboutUser(user));
  });
}

absl::Status MoodlePlayer::SuspendUser(int64_t user, bool suspended) {
  return Play([&] {
    db_.Run("UPDATE mdl_user SET suspended = $0, timemodified = $1 WHERE id = $2", int{suspended}, now_, user);
    Log("user_updated", AboutUser(user));
  });
}

absl::Status MoodlePlayer::SuspendUserInCompany(int64_t user, int64_t company, bool suspended) {
  return Play([&] {
    db_.Run("UPDATE mdl_user SET suspended = $0 WHERE id = $1", int{suspended}, user);
    db_.Run("UPDATE mdl_company_users SET suspended = $0 WHERE userid = $1 AND companyid = $2", int{suspended}, user,
            company);
  });
}

// Completion data stays.
void MoodlePlayer::RemoveUser(int64_t user) {
  for (const int64_t course :
       db_.Ints("SELECT DISTINCT e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE "
                "ue.userid = $0 ORDER BY e.courseid",
                user)) {
    LeaveCourse(user, course);
  }
  db_.Run("DELETE FROM mdl_role_assignments WHERE userid = $0", user);
  db_.Run("DELETE FROM mdl_company_users WHERE userid = $0", user);
  db_.Run(
      "UPDATE mdl_user SET deleted = 1, username = 'gone$0@example.test.$1', email = 'd41d8cd98f00b204e980$0', "
      "timemodified = $1 WHERE id = $0",
      user, now_);
  Log("user_deleted", AboutUser(user));
}

absl::Status MoodlePlayer::DeleteUser(int64_t user) {
  return Play([&] {
    RemoveUser(user);
    db_.Run("UPDATE mdl_local_iomad_track SET modifiedtime = $0 WHERE userid = $1", now_, user);
  });
}

absl::Status MoodlePlayer::DeleteUserInIomad(int64_t user) {
  return Play([&] { RemoveUser(user); });
}

}  // namespace cp::moodle
