#include "services/sync_worker/change_finder.h"

#include <numeric>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "libs/progress/progress_writer.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

class ChangeFinderTest : public RunManagerTest {
 protected:
  ChangeFinderTest() { source.site = sync::MakeSmallSite(); }

  sync::DetectionReport Find(bool look = false) {
    const auto report = finder.Find(look, Soon(clock));
    EXPECT_THAT(report, testing::IsOk());
    return report.value_or(sync::DetectionReport());
  }
  std::vector<progress::CompanyCandidates> Waiting(bool patient = true) {
    return *finder.Waiting(patient, Soon(clock));
  }
  // Candidates as another detection would store them.
  void Add(CompanyId company, const std::vector<int64_t>& users) {
    progress::Detection detection;
    const auto lane = store.ReadLane(Soon(clock));
    detection.expected_sequence = lane->sequence;
    detection.detected_at = lane->detected_at;
    for (const int64_t user : users) detection.candidates.push_back({company, user, "log"});
    ASSERT_THAT(store.CommitDetection(detection, Soon(clock)), testing::IsOk());
  }
};

TEST_F(ChangeFinderTest, FirstLookMeetsTheCompaniesAndAsksForEverything) {
  const sync::DetectionReport report = Find();
  EXPECT_TRUE(report.looked) << "it is due at first";
  EXPECT_THAT(Waiting(), SizeIs(3));
  EXPECT_TRUE(Waiting().front().full);
  EXPECT_THAT(report.found, Contains(Key("daily")));
}

TEST_F(ChangeFinderTest, LooksAtItsInterval) {
  Find();
  EXPECT_FALSE(Find().looked);
  clock.Advance(sync::DetectorOptions().count_interval);
  EXPECT_TRUE(Find().looked);
  EXPECT_FALSE(Find().looked);
  EXPECT_TRUE(Find(/*look=*/true).looked) << "whoever wants it";
}

TEST_F(ChangeFinderTest, AsksForEachCompanyOnceADay) {
  Find();
  for (int hour = 0; hour < 23; ++hour) {
    clock.Advance(absl::Minutes(59));
    EXPECT_THAT(Find().found, Not(Contains(Key("daily")))) << hour;
  }
  clock.Advance(absl::Minutes(59));
  Find();
  clock.Advance(absl::Minutes(59));
  EXPECT_THAT(Find().found, Contains(Pair("daily", 3)));
}

TEST_F(ChangeFinderTest, LeavesOutWhatFailedAShortTimeAgo) {
  Find();
  finder.TurnEnded({.company = kTwo, .whole = true, .outcome = TurnOutcome::kFailed});
  std::vector<int64_t> ids;
  for (const auto& candidates : Waiting()) ids.push_back(candidates.company.value());
  EXPECT_THAT(ids, ElementsAre(1, 3));
  EXPECT_THAT(Waiting(/*patient=*/false), SizeIs(3));
  EXPECT_FALSE(finder.Candidates(kTwo, /*patient=*/true, Soon(clock))->full);
  EXPECT_TRUE(finder.Candidates(kTwo, /*patient=*/false, Soon(clock))->full);
}

// However many of them there are, the others come behind them.
TEST_F(ChangeFinderTest, UsersThatFailDoNotFillTheTurnsOfTheOthers) {
  ASSERT_THAT(store.UpsertCompanies({testing::MakeCompany(1)}, Soon(clock)), testing::IsOk());
  std::vector<int64_t> failing(progress::kMaxScopedUsers);
  std::iota(failing.begin(), failing.end(), 1);
  Add(kOne, failing);
  finder.TurnEnded({.company = kOne, .users = failing, .failed_users = failing});
  EXPECT_THAT(Waiting(), IsEmpty());
  EXPECT_THAT(finder.Candidates(kOne, /*patient=*/true, Soon(clock))->users, IsEmpty());
  Add(kOne, {5000, 5001});
  EXPECT_THAT(Waiting(), SizeIs(1));
  EXPECT_THAT(finder.Candidates(kOne, /*patient=*/true, Soon(clock))->users, ElementsAre(5000, 5001));
  EXPECT_THAT(finder.Candidates(kOne, /*patient=*/false, Soon(clock))->users, SizeIs(progress::kMaxScopedUsers));
}

}  // namespace
}  // namespace cp::worker
