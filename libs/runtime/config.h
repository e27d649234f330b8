// Settings of a binary: declared once, read from flag > environment > file > default, checked together, and described
// by --help from the same declarations.
//
//   ConfigParser parser("query-service", "Serves learners' progress.");
//   parser.AddDsn({.name = "store-dsn", .help = "Reporting store."}, &config.store_dsn);
//   parser.AddInt({.name = "threads", .help = "Threads for store calls.", .unit = "threads"}, {1, 256},
//   &config.threads); if (std::optional<int> exit = parser.Parse(argc, argv, ProcessEnvironment(), std::cout,
//   std::cerr)) return *exit;
//
// Every parser also has --help (or -h, or the word help in front: "help token create"), --config FILE (lines name =
// value in TOML; CP_CONFIG) and --print-config. A setting `store-dsn` is the flag --store-dsn, the environment variable
// CP_STORE_DSN and the key store-dsn of the file; an empty environment variable counts as unset. What a command does
// this time is no matter of the environment, where a variable may be left over: a command's own settings are read there
// only if they say so (SettingSpec::from_environment). Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace cp::runtime {

// Exit code of a binary whose configuration is wrong.
inline constexpr int kExitConfigInvalid = 2;

// The environment variables of a process. Copyable.
class Environment {
 public:
  // Value of a variable, or nullopt when it is not set.
  using Get = std::function<std::optional<std::string>(const std::string& name)>;
  // `names`: all that are set, as far as known; misspelt ones are found among them.
  template <typename Function>
  Environment(Function get,
              std::vector<std::string> names = {})  // NOLINT(google-explicit-constructor): a lambda is one
      : get_(std::move(get)), names_(std::move(names)) {}

  std::optional<std::string> operator()(const std::string& name) const { return get_(name); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  Get get_;
  std::vector<std::string> names_;
};
Environment ProcessEnvironment();

struct SettingSpec {
  std::string name;            // "store-dsn"
  std::string help;            // one or more sentences
  std::string unit = "";       // for people: "rows", "bytes"
  std::string other_env = "";  // a variable that is read when CP_<NAME> is not set
  std::string allowed = "";    // for people, where the type does not say it: "host:port"
  bool required = false;       // a value must come from somewhere: an empty default is an error
  // For a setting of a command: its variable counts. Those of the outermost parser, DSNs and secrets always do.
  bool from_environment = false;
};

struct IntRange {  // inclusive
  int64_t min = std::numeric_limits<int64_t>::min();
  int64_t max = std::numeric_limits<int64_t>::max();
};

struct DurationRange {  // inclusive
  absl::Duration min = absl::ZeroDuration();
  absl::Duration max = absl::InfiniteDuration();
};

// Checks one value; the error text says what is allowed.
using StringCheck = std::function<absl::Status(absl::string_view value)>;

class ConfigParser {
 public:
  ConfigParser(std::string program, std::string summary);
  ~ConfigParser();
  ConfigParser(const ConfigParser&) = delete;
  ConfigParser& operator=(const ConfigParser&) = delete;

  // Each binds a setting to `*target`, whose value now is the default. `target` outlives Parse() and keeps its default
  // when any value is refused; rules (AddRule) see the new values.
  void AddString(SettingSpec spec, std::string* target, StringCheck check = nullptr);
  void AddChoice(SettingSpec spec, std::vector<std::string> choices, std::string* target);
  void AddInt(SettingSpec spec, IntRange range, int64_t* target);
  void AddInt(SettingSpec spec, IntRange range, int* target);                       // range is narrowed to int
  void AddBool(SettingSpec spec, bool* target);                                     // true|false; the bare flag is true
  void AddDuration(SettingSpec spec, DurationRange range, absl::Duration* target);  // "10s", "5m", "1h30m", "250ms"
  // Repeatable as a flag; comma-separated everywhere. Replaces the default.
  void AddIntList(SettingSpec spec, IntRange range, std::vector<int64_t>* target);
  void AddStringList(SettingSpec spec, std::vector<std::string>* target);

  // Also read from the file that <ENV>_FILE names (its trailing newline is cut). Printed redacted: a DSN by
  // RedactDsn() (libs/base/dsn_text.h), a secret entirely.
  void AddDsn(SettingSpec spec, std::string* target, StringCheck check = nullptr);
  void AddSecret(SettingSpec spec, std::string* target, StringCheck check = nullptr);

  // An argument that needs no flag, in the order of declaration; --<name> names it, too. Never from environment or
  // file.
  void AddPositional(SettingSpec spec, std::string* target);

  // A rule over several settings, run when each of them is good by itself. Its text names the settings.
  void AddRule(std::function<absl::Status()> rule);

  // Settings of the product's other programs: one file may serve all of them. They are no errors in the file, their
  // values are not looked at, and their variables are no misspellings.
  void AllowSettingsOfOthers(const std::vector<std::string>& names);

  // What --version prints; without it there is none. On the outermost parser.
  void SetVersion(std::string version);

  // One line for "Examples" in --help.
  void AddExample(std::string command_line, std::string what_it_does);

  // A subcommand with settings of its own, beside those of its parents; owned by the parent. A parser with commands
  // needs one of them on the command line.
  ConfigParser* AddCommand(const std::string& name, const std::string& summary);

  // nullopt: go on. Otherwise the exit code: 0 after --help, --version or --print-config (on `out`), kExitConfigInvalid
  // after every error found was written to `err`, a line each. A variable CP_.. that nobody knows and that resembles
  // one that somebody does is a warning on `err`, no error. Call once, on the outermost parser.
  std::optional<int> Parse(int argc, const char* const* argv, const Environment& environment, std::ostream& out,
                           std::ostream& err);

  // The commands chosen, joined by a space ("token create"); "" without commands. After Parse().
  std::string command() const;

 private:
  class Impl;
  explicit ConfigParser(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cp::runtime
