// Inside a ConfigParser: what was declared, and what one command line, environment and file make of it. Private to
// libs/runtime. Declarations: config.cc; parsing: config_parse.cc.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "libs/runtime/config.h"
#include "libs/runtime/config_file.h"
#include "libs/runtime/config_setting.h"

namespace cp::runtime {

class ConfigParser::Impl {
 public:
  Impl(std::string program, std::string summary, CLI::App* app)
      : app_(app), program_(std::move(program)), summary_(std::move(summary)) {
    app_->set_help_flag();
    app_->allow_extras();
    app_->fallthrough();
  }

  void Add(SettingSpec spec, Secrecy secrecy, Setting typed) {
    auto setting = std::make_unique<Setting>(std::move(typed));
    setting->secrecy = secrecy;
    setting->spec = std::move(spec);
    const bool of_a_command = root_app_ == nullptr;
    setting->from_environment =
        !setting->positional && (!of_a_command || setting->spec.from_environment || secrecy != Secrecy::kPublic);
    setting->default_text = setting->show();
    if (setting->positional) {
      setting->option = app_->add_option(setting->spec.name + ",--" + setting->spec.name)->expected(1);
    } else if (setting->value_name.empty()) {
      setting->option = app_->add_flag("--" + setting->spec.name);
    } else {
      setting->option = app_->add_option("--" + setting->spec.name)->expected(1);
    }
    setting->option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    settings_.push_back(std::move(setting));
  }

  std::optional<int> Parse(int argc, const char* const* argv, const Environment& environment, std::ostream& out,
                           std::ostream& err);

  std::string CommandPath() const {
    std::vector<std::string> names;
    for (const Impl* impl : chain_) names.push_back(impl->app_->get_name());
    names.erase(names.begin());
    return absl::StrJoin(names, " ");
  }

  // Only the outermost parser has these.
  std::unique_ptr<CLI::App> root_app_;
  std::string config_path_;
  bool print_config_ = false;
  std::string version_;  // empty: there is no --version
  CLI::Option* version_option_ = nullptr;

  CLI::App* const app_;
  const std::string program_;
  const std::string summary_;
  std::vector<std::unique_ptr<Setting>> settings_;
  std::vector<std::unique_ptr<ConfigParser>> commands_;
  std::vector<std::function<absl::Status()>> rules_;
  std::vector<std::pair<std::string, std::string>> examples_;
  std::set<std::string> others_;  // settings of other programs
  CLI::Option* help_ = nullptr;

 private:
  void ReadArguments(int argc, const char* const* argv);
  bool MayHoldSecret(absl::string_view flag) const;
  void ChooseCommands();
  void ReportUnknownArguments();
  void ReportUnknownCommand(absl::string_view word);
  void ReportUnknownFlag(absl::string_view flag);
  std::vector<std::string> CommandNames() const;  // below the last chosen command
  bool HelpIsWanted() const;
  std::string Help() const;
  void ReadSettings(const Environment& environment);
  void ReadFile(const Environment& environment);
  void Resolve(Setting* setting, const Environment& environment);
  absl::StatusOr<std::vector<std::string>> TextsOf(Setting* setting, const Environment& environment);
  std::vector<std::string> MisspeltVariables(const Environment& environment) const;
  std::set<std::string> KnownKeys() const;  // of the file
  void Fail(const std::string& line) { errors_.push_back(line); }

  // Settings of every command, chosen or not.
  void Visit(const std::function<void(const Setting&)>& visit) const {
    for (const auto& setting : settings_) visit(*setting);
    for (const auto& command : commands_) command->impl_->Visit(visit);
  }
  // Settings of the chosen commands.
  std::vector<const Setting*> Effective() const {
    std::vector<const Setting*> all;
    for (const Impl* impl : chain_) {
      for (const auto& setting : impl->settings_) all.push_back(setting.get());
    }
    return all;
  }

  std::vector<Impl*> chain_;   // this and the chosen commands, outermost first
  bool help_by_word_ = false;  // "help token create"
  FileValues file_values_;
  // Arguments right behind a DSN or secret, with its flag: likely the rest of a value that lost its quotes.
  std::map<std::string, std::string> loose_words_;
  std::vector<Setting::Commit> commits_;
  std::vector<std::string> errors_;
};

}  // namespace cp::runtime
