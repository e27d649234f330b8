#include "services/query/store_monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/progress/memory_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::query {
namespace {

class StoreMonitorTest : public ::testing::Test {
 protected:
  Deadline Soon() { return Deadline::After(clock_, absl::Seconds(10)); }

  void Sync(int64_t company) {
    progress::Batch batch;
    auto lease = store_.AcquireLease(CompanyId(company), "test", absl::Minutes(1), Soon());
    ASSERT_TRUE(lease.ok()) << lease.status();
    batch.lease = *lease;
    batch.run_id = "run";
    progress::CompanyRunRecord& finish = batch.finish.emplace();
    finish.run_id = batch.run_id;
    finish.company = CompanyId(company);
    finish.state = progress::RunState::kSucceeded;
    finish.source_read_at = absl::ToUnixSeconds(clock_.Now());
    CP_ASSERT_OK(store_.CommitBatch(batch, Soon()));
    CP_ASSERT_OK(store_.ReleaseLease(batch.lease, Soon()));
  }

  testing::FakeClock clock_;
  progress::MemoryStore store_{clock_};
  StoreMonitor monitor_{&store_, &clock_};
};

TEST_F(StoreMonitorTest, KnowsNothingBeforeTheFirstSyncOfAnyCompany) {
  CP_ASSERT_OK(store_.UpsertCompanies({testing::MakeCompany(1)}, Soon()));
  EXPECT_TRUE(monitor_.OldestDataAge().empty());
  CP_ASSERT_OK(monitor_.Sample(Soon()));
  EXPECT_TRUE(monitor_.OldestDataAge().empty());
}

TEST_F(StoreMonitorTest, ShowsTheOldestOfTheSyncedCompanies) {
  CP_ASSERT_OK(
      store_.UpsertCompanies({testing::MakeCompany(1), testing::MakeCompany(2), testing::MakeCompany(3)}, Soon()));
  Sync(2);
  clock_.Advance(absl::Seconds(100));
  Sync(3);
  CP_ASSERT_OK(monitor_.Sample(Soon()));
  clock_.Advance(absl::Seconds(5));
  const auto samples = monitor_.OldestDataAge();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].value, 105);
}

TEST_F(StoreMonitorTest, LeavesOutCompaniesThatAreGoneFromMoodle) {
  CP_ASSERT_OK(store_.UpsertCompanies({testing::MakeCompany(1), testing::MakeCompany(2)}, Soon()));
  Sync(1);
  clock_.Advance(absl::Seconds(100));
  Sync(2);
  const CompanyId gone(1);
  CP_ASSERT_OK(store_.MarkGone({&gone, 1}, Soon()));
  CP_ASSERT_OK(monitor_.Sample(Soon()));
  ASSERT_EQ(monitor_.OldestDataAge().size(), 1U);
  EXPECT_EQ(monitor_.OldestDataAge()[0].value, 0);
}

TEST_F(StoreMonitorTest, FindsASyncedCompanyBehindAThousandOthers) {
  std::vector<progress::Company> companies;
  for (int64_t id = 1; id <= 1500; ++id) companies.push_back(testing::MakeCompany(id));
  CP_ASSERT_OK(store_.UpsertCompanies(companies, Soon()));
  Sync(700);
  CP_ASSERT_OK(monitor_.Sample(Soon()));
  EXPECT_EQ(monitor_.OldestDataAge().size(), 1U);
}

}  // namespace
}  // namespace cp::query
