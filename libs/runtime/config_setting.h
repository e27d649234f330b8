// One declared setting of a ConfigParser, without its type. Private to libs/runtime.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/runtime/config.h"

namespace CLI {
class Option;
}

namespace cp::runtime {

std::string EnvNameOf(absl::string_view setting);  // "CP_STORE_DSN" of "store-dsn"

enum class Secrecy { kPublic, kDsn, kSecret };

// Where the value in force came from.
struct Origin {
  enum class Kind { kDefault, kFlag, kEnv, kFile };
  Kind kind = Kind::kDefault;
  std::string detail;  // variable of kEnv, path of kFile
};
std::string ToString(const Origin& origin);

struct Setting {
  using Commit = std::function<void()>;  // writes a converted value to its target
  // The texts of one source, to a value; the error says what is allowed.
  using Convert = std::function<absl::StatusOr<Commit>(const std::vector<std::string>& texts)>;

  SettingSpec spec;
  std::string value_name;  // "DSN" in "--store-dsn DSN"; "" for a switch
  std::string allowed;     // "1..256", "debug | info"
  Secrecy secrecy = Secrecy::kPublic;
  bool positional = false;
  bool is_list = false;
  bool from_environment = true;
  bool is_bare_in_toml = false;  // numbers and booleans
  Convert convert;
  std::function<std::string()> show;  // the target's value now, not redacted

  CLI::Option* option = nullptr;
  Origin origin;
  std::string default_text;  // show() before Parse()

  std::string EnvName() const { return EnvNameOf(spec.name); }
  bool HasFileVariable() const { return secrecy != Secrecy::kPublic; }
  std::string Redact(absl::string_view value) const;
};

// The typed halves of Add...(): everything of a Setting but its spec.
Setting StringSetting(std::string* target, StringCheck check);
Setting ChoiceSetting(std::vector<std::string> choices, std::string* target);
Setting IntSetting(IntRange range, int64_t* target);
Setting Int32Setting(IntRange range, int* target);
Setting BoolSetting(bool* target);
Setting DurationSetting(DurationRange range, absl::Duration* target);
Setting IntListSetting(IntRange range, std::vector<int64_t>* target);
Setting StringListSetting(std::vector<std::string>* target);

}  // namespace cp::runtime
