#include "libs/moodle/log_event.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"

namespace cp::moodle {
namespace {

struct LogEvent {
  absl::string_view name;
  absl::string_view component;
  absl::string_view action;
  absl::string_view target;
  absl::string_view objecttable;  // empty: NULL
  char crud;
  int edulevel;  // 0 other, 1 teaching, 2 participating
};

constexpr absl::string_view kIomad = "block_iomad_company_admin";

// From the event classes of Moodle 4.1 and IOMAD 4.1.
constexpr LogEvent kEvents[] = {
    {"capability_assigned", "core", "assigned", "capability", "role_capabilities", 'u', 0},
    {"capability_unassigned", "core", "unassigned", "capability", "role_capabilities", 'u', 0},
    {"company_course_updated", kIomad, "updated", "company_course", "iomad_courses", 'c', 0},
    {"company_user_assigned", kIomad, "assigned", "company_user", "company", 'c', 0},
    {"company_user_unassigned", kIomad, "unassigned", "company_user", "company", 'd', 0},
    {"course_bin_item_created", "tool_recyclebin", "created", "course_bin_item", "tool_recyclebin_course", 'c', 0},
    {"course_category_updated", "core", "updated", "course_category", "course_categories", 'u', 0},
    {"course_completed", "core", "completed", "course", "course_completions", 'u', 2},
    {"course_completion_updated", "core", "updated", "course_completion", "", 'u', 1},
    {"course_module_completion_updated", "core", "updated", "course_module_completion", "course_modules_completion",
     'u', 2},
    {"course_module_created", "core", "created", "course_module", "course_modules", 'c', 1},
    {"course_module_deleted", "core", "deleted", "course_module", "course_modules", 'd', 1},
    {"course_module_updated", "core", "updated", "course_module", "course_modules", 'u', 1},
    {"course_reset_ended", "core", "ended", "course_reset", "", 'd', 0},
    {"course_reset_started", "core", "started", "course_reset", "", 'd', 0},
    {"course_updated", "core", "updated", "course", "course", 'u', 1},
    {"enrol_instance_deleted", "core", "deleted", "enrol_instance", "enrol", 'd', 0},
    {"enrol_instance_updated", "core", "updated", "enrol_instance", "enrol", 'u', 0},
    {"grade_deleted", "core", "deleted", "grade", "grade_grades", 'd', 0},
    {"notification_sent", "core", "sent", "notification", "notifications", 'c', 0},
    {"role_assigned", "core", "assigned", "role", "role", 'c', 0},
    {"role_unassigned", "core", "unassigned", "role", "role", 'd', 0},
    {"user_deleted", "core", "deleted", "user", "user", 'd', 0},
    {"user_enrolment_created", "core", "created", "user_enrolment", "user_enrolments", 'c', 0},
    {"user_enrolment_deleted", "core", "deleted", "user_enrolment", "user_enrolments", 'd', 0},
    {"user_enrolment_updated", "core", "updated", "user_enrolment", "user_enrolments", 'u', 0},
    {"user_graded", "core", "graded", "user", "grade_grades", 'u', 1},
    {"user_updated", "core", "updated", "user", "user", 'u', 0},
};

const LogEvent& Find(absl::string_view name) {
  for (const LogEvent& event : kEvents) {
    if (event.name == name) return event;
  }
  std::cerr << "no log event " << name << std::endl;
  std::abort();
}

}  // namespace

std::string LogEventName(absl::string_view name) { return absl::StrCat("\\", Find(name).component, "\\event\\", name); }

std::string LogInsert(absl::string_view name, const LogFields& fields, absl::string_view from) {
  const LogEvent& event = Find(name);
  const std::string table = event.objecttable.empty() ? "NULL" : absl::StrCat("'", event.objecttable, "'");
  return absl::StrCat(
      "INSERT INTO mdl_logstore_standard_log (eventname, component, action, target, objecttable, objectid, crud, "
      "edulevel, contextid, contextlevel, contextinstanceid, userid, courseid, relateduserid, anonymous, other, "
      "timecreated, origin) SELECT '",
      LogEventName(name), "', '", event.component, "', '", event.action, "', '", event.target, "', ", table, ", ",
      fields.objectid, ", '", std::string(1, event.crud), "', ", event.edulevel,
      ", COALESCE((SELECT x.id FROM mdl_context x WHERE x.contextlevel = ", fields.contextlevel,
      " AND x.instanceid = ", fields.contextinstanceid, "), 1), ", fields.contextlevel, ", ", fields.contextinstanceid,
      ", ", fields.userid, ", ", fields.courseid, ", ", fields.relateduserid, ", 0, ", fields.other, ", ",
      fields.timecreated, ", 'web' ", from);
}

}  // namespace cp::moodle
