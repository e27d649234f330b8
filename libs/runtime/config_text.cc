#include "libs/runtime/config_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace cp::runtime {
namespace {

constexpr size_t kWidth = 100;
constexpr char kIndent[] = "      ";

std::string Wrap(const std::string& text) {
  std::string out;
  std::string line = kIndent;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (line.size() + word.size() + 1 > kWidth && line != kIndent) {
      absl::StrAppend(&out, line, "\n");
      line = kIndent;
    }
    absl::StrAppend(&line, line == kIndent ? "" : " ", word);
  }
  return line == kIndent ? out : absl::StrCat(out, line, "\n");
}

std::string SettingText(const Setting& setting) {
  const std::string head = absl::StrCat("  --", setting.spec.name, setting.value_name.empty() ? "" : " ",
                                        setting.value_name, setting.positional ? ", or without the flag" : "");
  std::vector<std::string> facts;
  if (!setting.spec.unit.empty()) facts.push_back(absl::StrCat("Unit: ", setting.spec.unit, "."));
  const std::string& allowed = setting.spec.allowed.empty() ? setting.allowed : setting.spec.allowed;
  if (!allowed.empty()) facts.push_back(absl::StrCat("Allowed: ", allowed, "."));
  if (setting.spec.required) {
    facts.push_back("Required.");
  } else if (!setting.positional) {
    const std::string shown = setting.Redact(setting.default_text);
    facts.push_back(absl::StrCat("Default: ", shown.empty() ? "empty" : shown, "."));
  }
  if (setting.from_environment) {
    facts.push_back(absl::StrCat(
        "Environment: ", setting.EnvName(), setting.spec.other_env.empty() ? "" : " or ", setting.spec.other_env,
        setting.HasFileVariable() ? absl::StrCat(" or ", setting.EnvName(), "_FILE") : "", "."));
  }
  return absl::StrCat(head, "\n", Wrap(setting.spec.help), Wrap(absl::StrJoin(facts, " ")));
}

std::string TomlValue(const Setting& setting) {
  const std::string shown = setting.Redact(setting.show());
  if (setting.is_bare_in_toml) return shown;
  return absl::StrCat("\"", absl::StrReplaceAll(shown, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}), "\"");
}

}  // namespace

std::string HelpText(const HelpPage& page) {
  std::string positionals;
  for (const Setting* setting : page.settings) {
    if (setting->positional) absl::StrAppend(&positionals, " ", absl::AsciiStrToUpper(setting->spec.name));
  }
  std::string out =
      absl::StrCat(page.summary, "\n\nUsage: ", page.program, page.commands.empty() ? "" : " COMMAND", positionals,
                   " [--SETTING=VALUE ..]\n", "       ", page.program, page.commands.empty() ? "" : " [COMMAND]",
                   " --help", page.has_version ? absl::StrCat(" | ", page.program, " --version") : "", "\n");
  if (!page.commands.empty()) absl::StrAppend(&out, "\nCommands (each has its own --help):\n");
  size_t width = 0;
  for (const auto& [name, summary] : page.commands) width = std::max(width, name.size());
  for (const auto& [name, summary] : page.commands) {
    absl::StrAppend(&out, "  ", name, std::string(width - name.size() + 2, ' '), summary, "\n");
  }
  if (!page.examples.empty()) absl::StrAppend(&out, "\nExamples:\n");
  for (const auto& [line, what] : page.examples) absl::StrAppend(&out, "  ", line, "\n", Wrap(what));
  absl::StrAppend(&out, "\nSettings (flag, else environment, else the file named by --config, else the default):\n");
  for (const Setting* setting : page.settings) absl::StrAppend(&out, SettingText(*setting));
  return out;
}

std::string PrintConfigText(const std::vector<const Setting*>& settings) {
  std::string out;
  for (const Setting* setting : settings) {
    if (setting->positional) continue;
    absl::StrAppend(&out, setting->spec.name, " = ", TomlValue(*setting), "  # ", ToString(setting->origin), "\n");
  }
  return out;
}

}  // namespace cp::runtime
