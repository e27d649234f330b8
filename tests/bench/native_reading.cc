#include "tests/bench/native_reading.h"

#include <mysql.h>

#include <cstdlib>
#include <iostream>

namespace cp::bench {

struct NativeReading::Connection {
  MYSQL* mysql = mysql_init(nullptr);
  uint64_t touched = 0;

  ~Connection() { mysql_close(mysql); }
  [[noreturn]] void Fail() {
    std::cerr << "native client: " << mysql_error(mysql) << "\n";
    std::exit(1);
  }
};

NativeReading::NativeReading(const testing::MariadbServer& server, const std::string& database)
    : connection_(std::make_unique<Connection>()) {
  MYSQL* const mysql = connection_->mysql;
  if (mysql_real_connect(mysql, server.host().c_str(), server.user().c_str(), server.password().c_str(),
                         database.c_str(), static_cast<unsigned>(server.port()), nullptr, 0) == nullptr) {
    connection_->Fail();
  }
  mysql_set_character_set(mysql, "utf8mb4");
}

NativeReading::~NativeReading() = default;

int64_t NativeReading::Read(const std::vector<std::string>& statements) {
  MYSQL* const mysql = connection_->mysql;
  int64_t rows = 0;
  for (const std::string& statement : statements) {
    if (mysql_real_query(mysql, statement.data(), statement.size()) != 0) connection_->Fail();
    MYSQL_RES* const result = mysql_use_result(mysql);
    if (result == nullptr) continue;
    const unsigned columns = mysql_num_fields(result);
    while (MYSQL_ROW row = mysql_fetch_row(result)) {
      ++rows;
      for (unsigned i = 0; i < columns; ++i) {
        connection_->touched += row[i] == nullptr ? 0 : static_cast<unsigned char>(row[i][0]);
      }
    }
    mysql_free_result(result);
  }
  return rows;
}

}  // namespace cp::bench
