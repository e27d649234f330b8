// What a ConfigParser writes for people. Private to libs/runtime.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libs/runtime/config_setting.h"

namespace cp::runtime {

struct HelpPage {
  std::string program;  // with the commands chosen: "progressctl token create"
  std::string summary;
  std::vector<std::pair<std::string, std::string>> commands;  // name, summary
  std::vector<std::pair<std::string, std::string>> examples;  // command line, what it does
  std::vector<const Setting*> settings;                       // outermost parser's first
  bool has_version = false;                                   // there is a --version
};
std::string HelpText(const HelpPage& page);

// One line per setting, valid as a config file once the secrets are filled in: name = value  # origin.
std::string PrintConfigText(const std::vector<const Setting*>& settings);

}  // namespace cp::runtime
