// For this library's tests: a store on either engine, in a database of its own.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "libs/base/clock.h"
#include "libs/sql/dsn.h"
#include "libs/sql/open_store.h"
#include "libs/sql/sql_store.h"
#include "libs/testing/temp_dir.h"

namespace cp::sql {

// The machine's clock: what a deadline of a real server is measured on.
class RealClock final : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Monotonic() const override;
};

// An empty database; dropped with the test's process or directory.
class TestDatabase {
 public:
  explicit TestDatabase(Engine engine);

  const std::string& dsn() const { return dsn_; }
  Engine engine() const { return engine_; }
  const RealClock& clock() const { return clock_; }
  Deadline Soon(absl::Duration budget = absl::Seconds(20)) const { return Deadline::After(clock_, budget); }

  // Migrates. The caller may change the options first.
  StoreOptions Options() const;
  std::unique_ptr<progress::Store> Open() const;
  static std::unique_ptr<progress::Store> Open(const StoreOptions& options);

  // A session outside of any pool.
  std::unique_ptr<Session> RawSession() const;

  // For looking behind the store: one session that is kept. For the test's own thread.
  Session& Behind();
  void Execute(const std::string& sql);
  int64_t Number(const std::string& select);

 private:
  Engine engine_;
  testing::TempDir directory_;
  RealClock clock_;
  std::string dsn_;
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<Session> behind_;
};

std::string EngineName(const ::testing::TestParamInfo<Engine>& info);

// "company" 1, 2 and 3 exist; the lease of company 1 is held.
class StoreTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override;

  Deadline Soon() const { return database_.Soon(); }
  // A batch of the held lease.
  progress::Batch BatchOf(std::vector<progress::CourseProgress> upserts, std::vector<progress::RowKey> tombstones = {});
  progress::PageSnapshot Page(int64_t company = 1, int32_t limit = 1000, int64_t offset = 0);

  TestDatabase database_{GetParam()};
  std::unique_ptr<progress::Store> store_;
  progress::Lease lease_;
};

}  // namespace cp::sql
