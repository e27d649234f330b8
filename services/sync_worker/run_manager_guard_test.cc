// RunManager: a Moodle that looks broken.
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class GuardTest : public RunManagerTest {
 protected:
  void SetUp() override {
    source.Fill(kOne, 3, 1);
    source.census = {{"user", 4000}, {"course", 10}, {"enrol", 10}, {"user_enrolments", 4000}, {"company_users", 4000}};
    MustRun();
  }
};

TEST_F(GuardTest, StopsBeforeItsFirstWriteWhenATableLostMostRows) {
  source.census["user_enrolments"] = 1999;
  source.pairs[kOne].clear();
  const absl::Status status = TryRun().status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "user_enrolments"));
  EXPECT_THAT(status, HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
  EXPECT_EQ(LastRunState(), progress::RunState::kFailed);
}

TEST_F(GuardTest, StopsWhenATableIsEmpty) {
  source.census["enrol"] = 0;
  source.pairs[kOne].clear();
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
}

TEST_F(GuardTest, StopsWhenATableIsEmptyInTheSnapshotOnly) {
  source.empty_tables = {"user_enrolments"};
  source.pairs[kOne].clear();
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
}

TEST_F(GuardTest, StopsWhenEveryCompanyIsGone) {
  source.names.clear();
  source.pairs.clear();
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
}

TEST_F(GuardTest, LetsForcePass) {
  source.census["user_enrolments"] = 10;
  source.empty_tables = {"user_enrolments"};
  source.pairs[kOne].clear();
  ASSERT_THAT(RunForced(), testing::IsOk());
  EXPECT_THAT(Rows(kOne), IsEmpty());
}

TEST_F(GuardTest, ForceAcceptsAnEmptyTableForTheRunsThatFollowToo) {
  source.census["user_enrolments"] = 0;
  source.empty_tables = {"user_enrolments"};
  source.pairs[kOne].clear();
  ASSERT_THAT(RunForced(), testing::IsOk());
  ASSERT_THAT(TryRun(), testing::IsOk());
  source.empty_tables = {"user_enrolments", "course"};
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible)) << "this one was not accepted";
}

TEST_F(GuardTest, ForceAcceptsThatEveryCompanyIsGoneForTheRunsThatFollowToo) {
  source.names.clear();
  source.pairs.clear();
  ASSERT_THAT(RunForced(), testing::IsOk());
  EXPECT_THAT(Rows(kOne), IsEmpty());
  EXPECT_THAT(TryRun(), testing::IsOk());
}

TEST_F(GuardTest, NeverStopsForTheLossesOfOneCompany) {
  source.Fill(kTwo, 3, 1);
  source.pairs[kOne].clear();
  EXPECT_EQ(TotalsOf(MustRun()), (Totals{.created = 3, .deleted = 3, .read = 3}));
}

}  // namespace
}  // namespace cp::worker
