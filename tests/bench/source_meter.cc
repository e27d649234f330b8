#include "tests/bench/source_meter.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/moodle/player/site_db.h"

namespace cp::bench {
namespace {

// PGSTAT_IDLE_INTERVAL of PostgreSQL 15 is 10 s.
constexpr absl::Duration kPostgresReports = absl::Seconds(11);

std::unique_ptr<moodle::SiteDb> Connect(const std::string& dsn) {
  auto db = moodle::SiteDb::Open(dsn);
  if (db.ok()) return *std::move(db);
  std::cerr << "meter: " << db.status() << "\n";
  std::exit(1);
}

class MariadbMeter final : public SourceMeter {
 public:
  explicit MariadbMeter(const testing::MariadbServer& server) : db_(Connect(server.Dsn("mysql"))) {
    const SourceUse first = Counters();
    own_rows_ = Counters().rows_examined - first.rows_examined;
  }

  SourceUse Read() override {
    SourceUse use = Counters();
    use.rows_examined -= own_rows_ * ++reads_;
    return use;
  }

 private:
  // SHOW is no SELECT, but reads the rows that it makes.
  SourceUse Counters() {
    SourceUse use;
    for (const moodle::TextRow& row : db_->Texts("SHOW GLOBAL STATUS")) {
      const int64_t value = std::atoll(row.values.at(1).c_str());
      if (row.values.at(0) == "Com_select") use.statements = value;
      if (absl::StartsWith(row.values.at(0), "Handler_read_")) use.rows_examined += value;
    }
    return use;
  }

  const std::unique_ptr<moodle::SiteDb> db_;
  int64_t own_rows_ = 0;
  int64_t reads_ = 0;
};

class PostgresMeter final : public SourceMeter {
 public:
  // From another database, so that its own statements are not counted.
  PostgresMeter(const testing::PostgresServer& server, std::string database)
      : db_(Connect(server.Dsn("postgres"))), database_(std::move(database)) {}

  SourceUse Read() override {
    absl::SleepFor(kPostgresReports);
    return {.statements = -1,
            .rows_examined = db_->Int("SELECT CAST(tup_returned + tup_fetched AS bigint) FROM pg_stat_database "
                                      "WHERE datname = '$0'",
                                      database_)};
  }

 private:
  const std::unique_ptr<moodle::SiteDb> db_;
  const std::string database_;
};

}  // namespace

std::unique_ptr<SourceMeter> MakeMeter(const testing::MariadbServer& server) {
  return std::make_unique<MariadbMeter>(server);
}

std::unique_ptr<SourceMeter> MakeMeter(const testing::PostgresServer& server, const std::string& database) {
  return std::make_unique<PostgresMeter>(server, database);
}

}  // namespace cp::bench
