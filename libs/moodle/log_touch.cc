#include "libs/moodle/log_touch.h"

#include "absl/container/flat_hash_map.h"

namespace cp::moodle {
namespace {

using What = sync::Touched::What;

// Where the event says whom or what it is about.
enum class About {
  kRelatedUser,  // relateduserid
  kMember,       // IOMAD: relateduserid, or else userid, which then is the person and not who acted
  kCourse,       // courseid, or else objectid
  kCourseObject,
  kLook,
};

// Events of Moodle 4.1 and IOMAD 4.1 after which a row of ours may be another one. Left out although they look like it:
// user_graded (what a grade does to completion has an event of its own), user_created, course_created,
// enrol_instance_created (nobody is enrolled yet), course_reset_started (course_reset_ended comes after the change).
const absl::flat_hash_map<absl::string_view, About>& Events() {
  static const auto* const events = new absl::flat_hash_map<absl::string_view, About>{
      {"\\core\\event\\course_module_completion_updated", About::kRelatedUser},
      {"\\core\\event\\course_completed", About::kRelatedUser},
      {"\\core\\event\\user_enrolment_created", About::kRelatedUser},
      {"\\core\\event\\user_enrolment_updated", About::kRelatedUser},
      {"\\core\\event\\user_enrolment_deleted", About::kRelatedUser},
      {"\\core\\event\\role_assigned", About::kRelatedUser},
      {"\\core\\event\\role_unassigned", About::kRelatedUser},
      {"\\core\\event\\user_updated", About::kRelatedUser},
      {"\\core\\event\\user_deleted", About::kRelatedUser},
      {"\\block_iomad_company_admin\\event\\company_user_assigned", About::kMember},
      {"\\block_iomad_company_admin\\event\\company_user_unassigned", About::kMember},

      {"\\core\\event\\course_updated", About::kCourse},
      {"\\core\\event\\course_restored", About::kCourse},
      {"\\core\\event\\course_reset_ended", About::kCourse},
      {"\\core\\event\\course_content_deleted", About::kCourse},
      {"\\core\\event\\course_deleted", About::kCourseObject},
      {"\\core\\event\\course_completion_updated", About::kCourse},
      {"\\core\\event\\course_module_created", About::kCourse},
      {"\\core\\event\\course_module_updated", About::kCourse},
      {"\\core\\event\\course_module_deleted", About::kCourse},
      {"\\core\\event\\enrol_instance_updated", About::kCourse},
      {"\\core\\event\\enrol_instance_deleted", About::kCourse},
      {"\\tool_recyclebin\\event\\course_bin_item_restored", About::kCourse},

      // They name a category, a role or a setting, or a course by another table's id.
      {"\\core\\event\\course_category_updated", About::kLook},
      {"\\core\\event\\course_category_deleted", About::kLook},
      {"\\tool_recyclebin\\event\\category_bin_item_restored", About::kLook},
      {"\\core\\event\\capability_assigned", About::kLook},
      {"\\core\\event\\capability_unassigned", About::kLook},
      {"\\core\\event\\role_deleted", About::kLook},
      {"\\core\\event\\config_log_created", About::kLook},
      {"\\block_iomad_company_admin\\event\\company_course_updated", About::kLook},
      {"\\block_iomad_company_admin\\event\\company_created", About::kLook},
      {"\\block_iomad_company_admin\\event\\company_updated", About::kLook},
      {"\\block_iomad_company_admin\\event\\company_suspended", About::kLook},
      {"\\block_iomad_company_admin\\event\\company_unsuspended", About::kLook},
  };
  return *events;
}

// An event that should name somebody and does not is one to look into.
sync::Touched At(What what, int64_t id) { return id > 0 ? sync::Touched{what, id} : sync::Touched{What::kLook, 0}; }

int64_t FirstOf(int64_t a, int64_t b) { return a > 0 ? a : b; }

}  // namespace

sync::Touched TouchedBy(const LogRow& row) {
  const auto event = Events().find(row.eventname);
  if (event == Events().end()) return {};
  switch (event->second) {
    case About::kRelatedUser:
      return At(What::kUser, row.relateduserid);
    case About::kMember:
      return At(What::kUser, FirstOf(row.relateduserid, row.userid));
    case About::kCourse:
      return At(What::kCourse, FirstOf(row.courseid, row.objectid));
    case About::kCourseObject:
      return At(What::kCourse, FirstOf(row.objectid, row.courseid));
    case About::kLook:
      break;
  }
  return {What::kLook, 0};
}

}  // namespace cp::moodle
