// What a run tells the store besides rows: which companies are gone from Moodle, and that it was set back.
#include <string>

#include "gmock/gmock.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(RunManagerTest, DeletesTheRowsOfACompanyThatIsGoneAndKeepsTheCompany) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 2, 1);
  MustRun();
  source.names.erase(kTwo);
  EXPECT_EQ(TotalsOf(MustRun()).deleted, 2);
  EXPECT_THAT(Rows(kTwo), IsEmpty());
  EXPECT_GT(VersionOf(kTwo), 0U);
  EXPECT_TRUE(store.ReadVersions({&kTwo, 1}, Soon(clock))->companies.at(kTwo).gone);
  EXPECT_THAT(Served(MustRun()), ElementsAre(1)) << "without rows it is not compared again";
}

TEST_F(RunManagerTest, SyncsANamedCompanyThatIsGone) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 2, 1);
  MustRun();
  source.names.erase(kTwo);
  const absl::StatusOr<RunResult> run = RunNamed({kTwo});
  ASSERT_THAT(run, testing::IsOk());
  EXPECT_EQ(TotalsOf(*run).deleted, 2);
}

TEST_F(RunManagerTest, HasNoAgeForACompanyThatIsGoneAndHasNoRows) {
  const auto shows_age_of = [](const std::string& company) {
    return HasSubstr("data_age_seconds{company=\"" + company + "\"}");
  };
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 2, 1);
  MustRun();
  source.names.erase(kTwo);
  MustRun();
  MustRun();
  EXPECT_THAT(metrics.Text(), shows_age_of("1"));
  EXPECT_THAT(metrics.Text(), Not(shows_age_of("2")));
  run_metrics.SeedAges(*store.ListCompanies(Soon(clock)));
  EXPECT_THAT(metrics.Text(), Not(shows_age_of("2"))) << "nor after a restart";
  source.Fill(kTwo, 2, 1);
  MustRun();
  EXPECT_THAT(metrics.Text(), shows_age_of("2"));
}

TEST_F(RunManagerTest, RaisesTheEpochOfAStoreThatIsBelowTheCache) {
  source.Fill(kOne, 1, 1);
  MustRun();
  const uint64_t before = Epoch();
  cache.SetHint(kOne, {before, 9});
  MustRun();
  EXPECT_GT(Epoch(), before);
}

TEST_F(RunManagerTest, RaisesTheEpochBeforeTheFirstVersionThatNoCacheConfirms) {
  cache.SetAway(true);
  source.Fill(kOne, 1, 1);
  const uint64_t before = Epoch();
  MustRun();
  const uint64_t raised = Epoch();
  EXPECT_GT(raised, before);
  source.Fill(kOne, 2, 1);
  MustRun();
  EXPECT_EQ(Epoch(), raised);
}

}  // namespace
}  // namespace cp::worker
