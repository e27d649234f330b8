#include "libs/runtime/config_sources.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace cp::runtime {
namespace {

constexpr size_t kMaxSecretFileBytes = 64 << 10;

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  errno = 0;
  std::ifstream input(path, std::ios::binary);
  std::string content;
  if (input) content.assign(std::istreambuf_iterator<char>(input), {});
  if (!input || input.bad()) {
    const char* cause = errno != 0 ? std::strerror(errno) : "it is not a readable file";
    return absl::FailedPreconditionError(absl::StrCat("can not read ", path, ": ", cause));
  }
  if (content.size() > kMaxSecretFileBytes) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is larger than a secret can be (64 KiB)"));
  }
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
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

absl::StatusOr<FileValues> ReadConfigFile(const std::string& path) {
  FileValues values;
  try {
    for (CLI::ConfigItem& item : CLI::ConfigTOML().from_file(path)) {
      if (item.name == "++" || item.name == "--") continue;  // CLI11's marks around a [section]
      values[item.fullname()] = std::move(item.inputs);
    }
  } catch (const CLI::Error& error) {
    return absl::FailedPreconditionError(absl::StrCat("can not read ", path, ": ", error.what()));
  }
  return values;
}

absl::StatusOr<std::optional<std::string>> ReadEnvironment(const Setting& setting, const Environment& environment,
                                                           Origin* origin) {
  const std::string name = setting.EnvName();
  std::optional<std::string> value = NonEmpty(environment, name);
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
  if (value.has_value()) *origin = {Origin::Kind::kEnv, name};
  return value;
}

}  // namespace cp::runtime
