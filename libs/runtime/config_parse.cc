#include <algorithm>
#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "libs/base/dsn_text.h"
#include "libs/base/status.h"
#include "libs/runtime/config_impl.h"
#include "libs/runtime/config_sources.h"
#include "libs/runtime/config_text.h"
#include "libs/runtime/nearest_name.h"

namespace cp::runtime {
namespace {

// How CLI11 is told of "--name=": it would take the next argument as the value.
constexpr char kEmptyValue[] = "{}";

}  // namespace

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
    if (!setting.value_name.empty()) value_flags.push_back("--" + setting.spec.name);
  });
  const auto takes_value = [&](absl::string_view word) {
    return std::any_of(value_flags.begin(), value_flags.end(), [&](const std::string& flag) { return word == flag; });
  };
  std::vector<std::string> words;
  std::string secret_flag;  // the last flag, when its value may hold a password
  help_by_word_ = argc > 1 && absl::string_view(argv[1]) == "help";
  for (int i = help_by_word_ ? 2 : 1; i < argc; ++i) {
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
  if (help_by_word_) words.emplace_back("--help");
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

std::vector<std::string> ConfigParser::Impl::CommandNames() const {
  std::vector<std::string> names;
  for (const auto& command : chain_.back()->commands_) names.push_back(command->impl_->app_->get_name());
  return names;
}

void ConfigParser::Impl::ReportUnknownArguments() {
  const bool needs_command = !chain_.back()->commands_.empty();
  bool named_one = false;
  bool after_unknown_flag = false;  // then the next word is likely its value, perhaps a secret
  for (const std::string& word : app_->remaining(true)) {
    if (absl::StartsWith(word, "-")) {
      ReportUnknownFlag(absl::string_view(word).substr(0, word.find('=')));
      after_unknown_flag = !absl::StrContains(word, "=");
    } else if (const auto value_of = loose_words_.find(word); value_of != loose_words_.end()) {
      Fail(absl::StrCat("a word after ", value_of->second, " is not expected here; put its whole value into quotes"));
    } else if (std::exchange(after_unknown_flag, false) || named_one) {
      continue;  // what stands after a command that nobody knows is its business
    } else if (needs_command) {
      ReportUnknownCommand(word);
      named_one = true;
    } else {
      Fail(absl::StrCat("\"", RedactText(word), "\" is not expected here; --help shows what is"));
    }
  }
  if (needs_command && !named_one && !HelpIsWanted()) {
    Fail(absl::StrCat("a command is missing: ", absl::StrJoin(CommandNames(), ", ")));
  }
}

void ConfigParser::Impl::ReportUnknownCommand(absl::string_view word) {
  const std::vector<std::string> names = CommandNames();
  Fail(absl::StrCat("\"", RedactText(word), "\" is not a command", DidYouMean(word, {names.begin(), names.end()}),
                    " the commands are: ", absl::StrJoin(names, ", ")));
}

void ConfigParser::Impl::ReportUnknownFlag(absl::string_view flag) {
  std::set<std::string> names = {"help"};
  if (!version_.empty()) names.insert("version");
  for (const Setting* setting : Effective()) names.insert(setting->spec.name);
  Fail(absl::StrCat(flag, " is not a setting", DidYouMean(absl::StripPrefix(flag, "--"), names, "--"),
                    " --help lists them"));
}

bool ConfigParser::Impl::HelpIsWanted() const {
  return std::any_of(chain_.begin(), chain_.end(), [](const Impl* impl) { return impl->help_->count() > 0; });
}

std::string ConfigParser::Impl::Help() const {
  const Impl& last = *chain_.back();
  HelpPage page{program_, last.summary_, {}, last.examples_, Effective(), !version_.empty()};
  if (chain_.size() > 1) absl::StrAppend(&page.program, " ", CommandPath());
  for (const auto& command : last.commands_) {
    page.commands.emplace_back(command->impl_->app_->get_name(), command->impl_->summary_);
  }
  return HelpText(page);
}

std::set<std::string> ConfigParser::Impl::KnownKeys() const {
  std::set<std::string> keys = others_;
  Visit([&keys](const Setting& setting) {
    if (!setting.positional && setting.spec.name != "config") keys.insert(setting.spec.name);
  });
  return keys;
}

void ConfigParser::Impl::ReadFile(const Environment& environment) {
  Setting* config = settings_.front().get();  // --config is the first declaration
  Resolve(config, environment);
  for (Setting::Commit& commit : std::exchange(commits_, {})) commit();
  if (config_path_.empty()) return;
  absl::StatusOr<FileValues> values = ReadConfigFile(config_path_);
  if (!values.ok()) return Fail(absl::StrCat("--config: ", values.status().message()));
  file_values_ = *std::move(values);
  const std::set<std::string> known = KnownKeys();
  for (const auto& [key, texts] : file_values_) {
    if (known.contains(key)) continue;
    Fail(absl::StrCat("--config: ", config_path_, ": \"", key, "\" is not a setting", DidYouMean(key, known),
                      " --help lists them"));
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
  const std::string name = "--" + setting->spec.name;
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
  if (HelpIsWanted() && (!help_by_word_ || app_->remaining(true).empty())) {
    out << Help();
    return 0;
  }
  if (version_option_ != nullptr && version_option_->count() > 0) {
    out << version_ << "\n";
    return 0;
  }
  ReportUnknownArguments();
  if (!help_by_word_) ReadSettings(environment);
  for (const std::string& warning : MisspeltVariables(environment)) err << program_ << ": " << warning << "\n";
  for (const std::string& error : errors_) err << program_ << ": " << error << "\n";
  if (!errors_.empty()) return kExitConfigInvalid;
  if (print_config_) {
    out << PrintConfigText(Effective());
    return 0;
  }
  return std::nullopt;
}

void ConfigParser::Impl::ReadSettings(const Environment& environment) {
  ReadFile(environment);
  for (Impl* impl : chain_) {
    for (const auto& setting : impl->settings_) {
      if (setting != settings_.front()) Resolve(setting.get(), environment);
    }
  }
  if (!errors_.empty()) return;
  for (const Setting::Commit& commit : commits_) commit();
  for (const Impl* impl : chain_) {
    for (const auto& rule : impl->rules_) {
      if (const absl::Status status = rule(); !status.ok()) Fail(std::string(status.message()));
    }
  }
}

}  // namespace cp::runtime
