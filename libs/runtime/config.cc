#include "libs/runtime/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "libs/base/dsn_text.h"
#include "libs/base/status.h"
#include "libs/runtime/config_setting.h"
#include "libs/runtime/config_sources.h"
#include "libs/runtime/config_text.h"
#include "libs/runtime/nearest_name.h"

namespace cp::runtime {
namespace {

// How CLI11 is told of "--name=": it would take the next argument as the value.
constexpr char kEmptyValue[] = "{}";

}  // namespace

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
      setting->option = app_->add_option(setting->spec.name);
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
  void ReadFile(const Environment& environment);
  void Resolve(Setting* setting, const Environment& environment);
  absl::StatusOr<std::vector<std::string>> TextsOf(Setting* setting, const Environment& environment);
  std::vector<std::string> MisspeltVariables(const Environment& environment) const;
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

  std::vector<Impl*> chain_;  // this and the chosen commands, outermost first
  FileValues file_values_;
  // Arguments right behind a DSN or secret, with its flag: likely the rest of a value that lost its quotes.
  std::map<std::string, std::string> loose_words_;
  std::vector<Setting::Commit> commits_;
  std::vector<std::string> errors_;
};

bool ConfigParser::Impl::MayHoldSecret(absl::string_view flag) const {
  const absl::string_view name = absl::StripPrefix(flag.substr(0, flag.find('=')), "--");
  bool found = false;
  Visit([&](const Setting& setting) { found |= setting.spec.name == name && setting.secrecy != Secrecy::kPublic; });
  return found;
}

// Hands the arguments to CLI11, whose parser stops at its first error: what makes it stop is found and left out here.
void ConfigParser::Impl::ReadArguments(int argc, const char* const* argv) {
  std::vector<std::string> value_flags;
  Visit([&](const Setting& setting) {
    if (!setting.positional && !setting.value_name.empty()) value_flags.push_back("--" + setting.spec.name);
  });
  const auto takes_value = [&](absl::string_view word) {
    return std::any_of(value_flags.begin(), value_flags.end(), [&](const std::string& flag) { return word == flag; });
  };
  std::vector<std::string> words;
  std::string secret_flag;  // the last flag, when its value may hold a password
  for (int i = 1; i < argc; ++i) {
    const absl::string_view word = argv[i];
    if (absl::StartsWith(word, "--")) {
      secret_flag = MayHoldSecret(word) ? std::string(word.substr(0, word.find('='))) : "";
    } else if (!secret_flag.empty()) {
      loose_words_[std::string(word)] = secret_flag;
    }
    if (takes_value(word) && (i + 1 == argc || absl::StartsWith(argv[i + 1], "--"))) {
      Fail(absl::StrCat(word, " needs a value: ", word, "=VALUE"));
    } else if (absl::EndsWith(word, "=") && takes_value(word.substr(0, word.size() - 1))) {
      words.push_back(absl::StrCat(word, kEmptyValue));
    } else if (takes_value(word)) {
      words.push_back(absl::StrCat(word, "=", *argv[i + 1] == '\0' ? kEmptyValue : argv[i + 1]));
      ++i;
    } else {
      words.emplace_back(word);
    }
  }
  std::reverse(words.begin(), words.end());
  try {
    app_->parse(std::move(words));
  } catch (const CLI::Error& error) {
    Fail(error.what());
  }
}

void ConfigParser::Impl::ChooseCommands() {
  chain_ = {this};
  for (bool descended = true; descended;) {
    descended = false;
    for (const auto& command : chain_.back()->commands_) {
      if (!command->impl_->app_->parsed()) continue;
      chain_.push_back(command->impl_.get());
      descended = true;
      break;
    }
  }
}

void ConfigParser::Impl::ReportUnknownArguments() {
  bool after_unknown_flag = false;  // then the next word is likely its value, perhaps a secret
  for (const std::string& word : app_->remaining(true)) {
    if (absl::StartsWith(word, "-")) {
      Fail(absl::StrCat(word.substr(0, word.find('=')), " is not a setting; --help lists them"));
      after_unknown_flag = !absl::StrContains(word, "=");
    } else if (const auto value_of = loose_words_.find(word); value_of != loose_words_.end()) {
      Fail(absl::StrCat("a word after ", value_of->second, " is not expected here; put its whole value into quotes"));
    } else if (!std::exchange(after_unknown_flag, false)) {
      Fail(absl::StrCat("\"", RedactText(word), "\" is not expected here; --help shows what is"));
    }
  }
  if (chain_.back()->commands_.empty()) return;
  std::vector<std::string> names;
  for (const auto& command : chain_.back()->commands_) names.push_back(command->impl_->app_->get_name());
  Fail(absl::StrCat("a command is missing: ", absl::StrJoin(names, ", ")));
}

void ConfigParser::Impl::ReadFile(const Environment& environment) {
  Setting* config = settings_.front().get();  // --config is the first declaration
  Resolve(config, environment);
  for (Setting::Commit& commit : std::exchange(commits_, {})) commit();
  if (config_path_.empty()) return;
  absl::StatusOr<FileValues> values = ReadConfigFile(config_path_);
  if (!values.ok()) return Fail(absl::StrCat("--config: ", values.status().message()));
  file_values_ = *std::move(values);
  for (const auto& [key, texts] : file_values_) {
    bool known = false;
    Visit([&, &name = key](const Setting& setting) {
      known = known || (!setting.positional && setting.spec.name == name && setting.spec.name != "config");
    });
    known = known || others_.contains(key);
    if (!known) Fail(absl::StrCat("--config: ", config_path_, ": \"", key, "\" is not a setting; --help lists them"));
  }
}

// A line each: variables that look like a setting's and are none.
std::vector<std::string> ConfigParser::Impl::MisspeltVariables(const Environment& environment) const {
  std::set<std::string> known;
  const auto know = [&known](absl::string_view setting, bool has_file_variable) {
    known.insert(EnvNameOf(setting));
    if (has_file_variable) known.insert(EnvNameOf(setting) + "_FILE");
  };
  Visit([&](const Setting& setting) {
    if (!setting.positional) know(setting.spec.name, setting.HasFileVariable());
  });
  for (const std::string& name : others_) know(name, /*has_file_variable=*/true);
  std::vector<std::string> lines;
  for (const std::string& name : environment.names()) {
    if (!absl::StartsWith(name, "CP_") || known.contains(name)) continue;
    if (const std::string meant = NearestName(name, known); !meant.empty()) {
      lines.push_back(absl::StrCat("warning: ", name, " in the environment is not a setting; ", meant, " is"));
    }
  }
  return lines;
}

absl::StatusOr<std::vector<std::string>> ConfigParser::Impl::TextsOf(Setting* setting, const Environment& environment) {
  if (setting->option->count() > 0) {
    setting->origin = {Origin::Kind::kFlag, ""};
    std::vector<std::string> texts = setting->option->results();
    for (std::string& text : texts) {
      if (text == kEmptyValue) text.clear();
    }
    return texts;
  }
  if (setting->positional) return std::vector<std::string>();
  if (setting->from_environment) {
    CP_ASSIGN_OR_RETURN(std::optional<std::string> text, ReadEnvironment(*setting, environment, &setting->origin));
    if (text.has_value()) return std::vector<std::string>{*std::move(text)};
  }
  const auto in_file = file_values_.find(setting->spec.name);
  if (in_file == file_values_.end()) return std::vector<std::string>();
  setting->origin = {Origin::Kind::kFile, config_path_};
  return in_file->second;
}

void ConfigParser::Impl::Resolve(Setting* setting, const Environment& environment) {
  const std::string name = setting->positional ? setting->spec.name : "--" + setting->spec.name;
  absl::StatusOr<std::vector<std::string>> texts = TextsOf(setting, environment);
  if (!texts.ok()) return Fail(absl::StrCat(name, " ", texts.status().message()));
  if (texts->empty() || (texts->size() == 1 && texts->front().empty() && setting->spec.required)) {
    if (setting->spec.required && (!texts->empty() || setting->default_text.empty())) {
      Fail(absl::StrCat(
          name, " must be set",
          setting->from_environment ? absl::StrCat(", or ", setting->EnvName(), " in the environment") : "", ": ",
          setting->spec.help));
    }
    return;
  }
  if (texts->size() > 1 && !setting->is_list) {
    return Fail(absl::StrCat(name, " is given ", texts->size(), " times (", ToString(setting->origin), "): keep one"));
  }
  absl::StatusOr<Setting::Commit> commit = setting->convert(*texts);
  if (commit.ok()) {
    commits_.push_back(*std::move(commit));
    return;
  }
  Fail(absl::StrCat(name, " is \"", setting->Redact(absl::StrJoin(*texts, ",")), "\" (", ToString(setting->origin),
                    "): ", commit.status().message()));
}

std::optional<int> ConfigParser::Impl::Parse(int argc, const char* const* argv, const Environment& environment,
                                             std::ostream& out, std::ostream& err) {
  ReadArguments(argc, argv);
  ChooseCommands();
  if (std::any_of(chain_.begin(), chain_.end(), [](const Impl* impl) { return impl->help_->count() > 0; })) {
    const Impl& last = *chain_.back();
    HelpPage page{program_, last.summary_, {}, last.examples_, Effective()};
    if (chain_.size() > 1) absl::StrAppend(&page.program, " ", CommandPath());
    for (const auto& command : last.commands_) {
      page.commands.emplace_back(command->impl_->app_->get_name(), command->impl_->summary_);
    }
    out << HelpText(page);
    return 0;
  }
  ReportUnknownArguments();
  ReadFile(environment);
  for (Impl* impl : chain_) {
    for (const auto& setting : impl->settings_) {
      if (setting != settings_.front()) Resolve(setting.get(), environment);
    }
  }
  if (errors_.empty()) {
    for (const Setting::Commit& commit : commits_) commit();
    for (const Impl* impl : chain_) {
      for (const auto& rule : impl->rules_) {
        if (const absl::Status status = rule(); !status.ok()) Fail(std::string(status.message()));
      }
    }
  }
  for (const std::string& warning : MisspeltVariables(environment)) err << program_ << ": " << warning << "\n";
  for (const std::string& error : errors_) err << program_ << ": " << error << "\n";
  if (!errors_.empty()) return kExitConfigInvalid;
  if (print_config_) {
    out << PrintConfigText(Effective());
    return 0;
  }
  return std::nullopt;
}

ConfigParser::ConfigParser(std::string program, std::string summary) {
  auto app = std::make_unique<CLI::App>(summary, program);
  impl_ = std::make_unique<Impl>(std::move(program), std::move(summary), app.get());
  impl_->root_app_ = std::move(app);
  impl_->help_ = impl_->app_->add_flag("--help");
  AddString({.name = "config", .help = "File with settings: lines of name = value, as in TOML."}, &impl_->config_path_);
  impl_->settings_.back()->value_name = "FILE";
  AddBool({.name = "print-config", .help = "Prints every setting in force and where it came from, then exits."},
          &impl_->print_config_);
}

ConfigParser::ConfigParser(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ConfigParser::~ConfigParser() = default;

void ConfigParser::AddString(SettingSpec spec, std::string* target, StringCheck check) {
  impl_->Add(std::move(spec), Secrecy::kPublic, StringSetting(target, std::move(check)));
}

void ConfigParser::AddChoice(SettingSpec spec, std::vector<std::string> choices, std::string* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, ChoiceSetting(std::move(choices), target));
}

void ConfigParser::AddInt(SettingSpec spec, IntRange range, int64_t* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, IntSetting(range, target));
}

void ConfigParser::AddInt(SettingSpec spec, IntRange range, int* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, Int32Setting(range, target));
}

void ConfigParser::AddBool(SettingSpec spec, bool* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, BoolSetting(target));
}

void ConfigParser::AddDuration(SettingSpec spec, DurationRange range, absl::Duration* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, DurationSetting(range, target));
}

void ConfigParser::AddIntList(SettingSpec spec, IntRange range, std::vector<int64_t>* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, IntListSetting(range, target));
}

void ConfigParser::AddStringList(SettingSpec spec, std::vector<std::string>* target) {
  impl_->Add(std::move(spec), Secrecy::kPublic, StringListSetting(target));
}

void ConfigParser::AddDsn(SettingSpec spec, std::string* target, StringCheck check) {
  Setting setting = StringSetting(target, std::move(check));
  setting.value_name = "DSN";
  impl_->Add(std::move(spec), Secrecy::kDsn, std::move(setting));
}

void ConfigParser::AddSecret(SettingSpec spec, std::string* target, StringCheck check) {
  Setting setting = StringSetting(target, std::move(check));
  setting.value_name = "SECRET";
  impl_->Add(std::move(spec), Secrecy::kSecret, std::move(setting));
}

void ConfigParser::AddPositional(SettingSpec spec, std::string* target) {
  Setting setting = StringSetting(target, nullptr);
  setting.positional = true;
  impl_->Add(std::move(spec), Secrecy::kPublic, std::move(setting));
}

void ConfigParser::AddRule(std::function<absl::Status()> rule) { impl_->rules_.push_back(std::move(rule)); }

void ConfigParser::AllowSettingsOfOthers(const std::vector<std::string>& names) {
  impl_->others_.insert(names.begin(), names.end());
}

void ConfigParser::AddExample(std::string command_line, std::string what_it_does) {
  impl_->examples_.emplace_back(std::move(command_line), std::move(what_it_does));
}

ConfigParser* ConfigParser::AddCommand(const std::string& name, const std::string& summary) {
  CLI::App* app = impl_->app_->add_subcommand(name, summary);
  auto impl = std::make_unique<Impl>(name, summary, app);
  impl->help_ = app->add_flag("--help");
  impl_->commands_.push_back(std::unique_ptr<ConfigParser>(new ConfigParser(std::move(impl))));
  return impl_->commands_.back().get();
}

std::optional<int> ConfigParser::Parse(int argc, const char* const* argv, const Environment& environment,
                                       std::ostream& out, std::ostream& err) {
  return impl_->Parse(argc, argv, environment, out, err);
}

std::string ConfigParser::command() const { return impl_->CommandPath(); }

}  // namespace cp::runtime
