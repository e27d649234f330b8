#include "libs/moodle/site_settings.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"

namespace cp::moodle {
namespace {

int64_t ToInt(absl::string_view text) {
  int64_t value = 0;
  return absl::SimpleAtoi(text, &value) ? value : 0;
}

}  // namespace

absl::StatusOr<SiteSettings> ReadSettings(Connection& connection, const Statements& statements, Deadline deadline) {
  SiteSettings settings;
  CP_RETURN_IF_ERROR(connection.Query(statements.Config(), deadline, [&](const Row& row) {
    const absl::string_view name = row.Text(0);
    const absl::string_view value = row.Text(1);
    if (name == "enablecompletion") settings.completion_enabled = ToInt(value) != 0;
    if (name == "siteguest" && ToInt(value) != 0) settings.guest = ToInt(value);
    if (name == "defaultuserroleid") settings.default_role = ToInt(value);
    if (name == "siteadmins") {
      for (const absl::string_view id : absl::StrSplit(value, ',')) settings.admins.push_back(ToInt(id));
    }
  }));
  return settings;
}

absl::StatusOr<CapabilityRule> ReadCapability(Connection& connection, const Statements& statements,
                                              const SiteSettings& settings, Deadline deadline) {
  std::vector<CapabilityDefinition> definitions;
  CP_RETURN_IF_ERROR(connection.Query(statements.CapabilityDefinitions(), deadline, [&](const Row& row) {
    definitions.push_back({row.Int(0), row.Int(1), row.Int(2)});
  }));
  return CapabilityRule(definitions, settings.default_role, settings.admins);
}

}  // namespace cp::moodle
