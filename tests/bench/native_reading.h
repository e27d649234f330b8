// How fast MariaDB's own client reads: the measure for everything that reads through it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libs/testing/mariadb_server.h"

namespace cp::bench {

// Ends the program when the server does not answer. Not thread-safe.
class NativeReading {
 public:
  NativeReading(const testing::MariadbServer& server, const std::string& database);
  ~NativeReading();

  // The statements one after the other, unbuffered (mysql_use_result); every value of every row is touched, nothing is
  // made of it. Returns the rows.
  int64_t Read(const std::vector<std::string>& statements);

 private:
  struct Connection;
  const std::unique_ptr<Connection> connection_;
};

}  // namespace cp::bench
