// What a database server was made to do, by its own counters.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"

namespace cp::bench {

struct SourceUse {
  int64_t statements = 0;     // SELECTs; -1: the engine does not count them
  int64_t rows_examined = 0;  // index entries and rows, in tables and in what a statement made for itself
};

// Ends the program when the server does not answer. Not thread-safe.
class SourceMeter {
 public:
  virtual ~SourceMeter() = default;
  // What everybody has asked for until now; reading it is not counted. PostgreSQL's sessions report what they did
  // within ten seconds: it waits for as long.
  virtual SourceUse Read() = 0;
};

// Over all databases of the server (Com_select, Handler_read_*).
std::unique_ptr<SourceMeter> MakeMeter(const testing::MariadbServer& server);
// Of one database (pg_stat_database: tup_returned, tup_fetched).
std::unique_ptr<SourceMeter> MakeMeter(const testing::PostgresServer& server, const std::string& database);

}  // namespace cp::bench
