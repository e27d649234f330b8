// Test helper: a parser with a setting of each type, and what it is given and says.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "libs/runtime/config.h"

namespace cp::runtime {

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() : parser_("server", "Serves.") {
    parser_.AddDsn({.name = "store-dsn", .help = "Reporting store."}, &dsn_);
    parser_.AddSecret({.name = "token", .help = "Service token."}, &token_);
    parser_.AddString({.name = "listen", .help = "Address.", .allowed = "host:port"}, &listen_,
                      [](absl::string_view value) {
                        return value == "bad" ? absl::InvalidArgumentError("must be host:port") : absl::OkStatus();
                      });
    parser_.AddInt({.name = "threads", .help = "Threads.", .unit = "threads"}, {1, 256}, &threads_);
    parser_.AddDuration({.name = "interval", .help = "Pause."}, {absl::Seconds(1), absl::Hours(1)}, &interval_);
    parser_.AddChoice({.name = "log-level", .help = "Detail."}, {"debug", "info"}, &level_);
    parser_.AddBool({.name = "insecure", .help = "No TLS."}, &insecure_);
    parser_.AddIntList({.name = "company", .help = "Companies."}, {1, 1000}, &companies_);
    parser_.AddExample("server --threads=2", "Uses two threads.");
  }
  ~ConfigTest() override {
    for (const std::string& file : files_) std::remove(file.c_str());
  }

  std::optional<int> Parse(std::vector<const char*> args) {
    args.insert(args.begin(), "server");
    return parser_.Parse(static_cast<int>(args.size()), args.data(),
                         Environment(
                             [this](const std::string& name) {
                               const auto it = env_.find(name);
                               return it == env_.end() ? std::nullopt : std::optional<std::string>(it->second);
                             },
                             EnvironmentNames()),
                         out_, err_);
  }

  std::vector<std::string> EnvironmentNames() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : env_) names.push_back(name);
    return names;
  }

  std::string File(const std::string& content) {
    std::string path = ::testing::TempDir() + "config_test_XXXXXX";
    close(mkstemp(path.data()));
    std::ofstream(path) << content;
    files_.push_back(path);
    return path;
  }

  std::string dsn_ = "sqlite3://default.db";
  std::string token_;
  std::string listen_ = "127.0.0.1:1";
  int threads_ = 4;
  absl::Duration interval_ = absl::Minutes(5);
  std::string level_ = "info";
  bool insecure_ = false;
  std::vector<int64_t> companies_;
  std::map<std::string, std::string> env_;
  std::vector<std::string> files_;
  std::ostringstream out_;
  std::ostringstream err_;
  ConfigParser parser_;
};

}  // namespace cp::runtime
