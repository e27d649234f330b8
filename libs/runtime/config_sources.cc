#include "libs/runtime/config_sources.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "libs/base/status.h"
#include "libs/files/small_file.h"

namespace cp::runtime {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  absl::StatusOr<std::string> content = files::ReadSmallFile(path, max_bytes);
  if (content.ok()) return content;
  return absl::FailedPreconditionError(absl::StrCat("can not read ", path, ": ", content.status().message()));
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  CP_ASSIGN_OR_RETURN(const std::string content, ReadFile(path, files::kMaxSecretBytes));
  absl::string_view trimmed = content;
  absl::ConsumeSuffix(&trimmed, "\n");
  absl::ConsumeSuffix(&trimmed, "\r");
  return std::string(trimmed);
}

std::optional<std::string> NonEmpty(const Environment& environment, const std::string& name) {
  std::optional<std::string> value = environment(name);
  if (value.has_value() && value->empty()) value.reset();
  return value;
}

}  // namespace

Environment ProcessEnvironment() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const absl::string_view text = *entry;
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return Environment(
      [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
      },
      std::move(names));
}

absl::StatusOr<FileValues> ReadConfigFile(const std::string& path) {
  CP_ASSIGN_OR_RETURN(const std::string content, ReadFile(path, files::kMaxSettingsBytes));
  absl::StatusOr<FileValues> values = ParseSettingsFile(content);
  if (values.ok()) return values;
  return absl::FailedPreconditionError(absl::StrCat(path, ", ", values.status().message()));
}

absl::StatusOr<std::optional<std::string>> ReadEnvironment(const Setting& setting, const Environment& environment,
                                                           Origin* origin) {
  const std::string name = setting.EnvName();
  std::optional<std::string> value = NonEmpty(environment, name);
  *origin = {Origin::Kind::kEnv, name};
  if (!value.has_value() && !setting.spec.other_env.empty()) {
    value = NonEmpty(environment, setting.spec.other_env);
    origin->detail = setting.spec.other_env;
  }
  if (setting.HasFileVariable()) {
    const std::string file_name = absl::StrCat(name, "_FILE");
    if (const std::optional<std::string> path = NonEmpty(environment, file_name)) {
      if (value.has_value()) {
        return absl::InvalidArgumentError(absl::StrCat("is set by both ", name, " and ", file_name, ": keep one"));
      }
      *origin = {Origin::Kind::kEnv, file_name};
      absl::StatusOr<std::string> content = ReadSecretFile(*path);
      if (!content.ok()) {
        return absl::FailedPreconditionError(absl::StrCat("comes from ", file_name, ": ", content.status().message()));
      }
      return std::optional<std::string>(*std::move(content));
    }
  }
  if (!value.has_value()) *origin = {};
  return value;
}

}  // namespace cp::runtime
