#include "libs/runtime/config.h"

#include <utility>

#include "libs/runtime/config_impl.h"

namespace cp::runtime {

ConfigParser::ConfigParser(std::string program, std::string summary) {
  auto app = std::make_unique<CLI::App>(summary, program);
  impl_ = std::make_unique<Impl>(std::move(program), std::move(summary), app.get());
  impl_->root_app_ = std::move(app);
  impl_->help_ = impl_->app_->add_flag("-h,--help");
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

void ConfigParser::SetVersion(std::string version) {
  impl_->version_ = std::move(version);
  impl_->version_option_ = impl_->app_->add_flag("--version");
}

void ConfigParser::AddExample(std::string command_line, std::string what_it_does) {
  impl_->examples_.emplace_back(std::move(command_line), std::move(what_it_does));
}

ConfigParser* ConfigParser::AddCommand(const std::string& name, const std::string& summary) {
  CLI::App* app = impl_->app_->add_subcommand(name, summary);
  auto impl = std::make_unique<Impl>(name, summary, app);
  impl->help_ = app->add_flag("-h,--help");
  impl_->commands_.push_back(std::unique_ptr<ConfigParser>(new ConfigParser(std::move(impl))));
  return impl_->commands_.back().get();
}

std::optional<int> ConfigParser::Parse(int argc, const char* const* argv, const Environment& environment,
                                       std::ostream& out, std::ostream& err) {
  return impl_->Parse(argc, argv, environment, out, err);
}

std::string ConfigParser::command() const { return impl_->CommandPath(); }

}  // namespace cp::runtime
