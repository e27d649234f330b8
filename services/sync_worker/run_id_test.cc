#include "services/sync_worker/run_id.h"

#include <random>
#include <set>

#include "gmock/gmock.h"

namespace cp::worker {
namespace {

TEST(RunId, Has26CharactersOfCrockfordsAlphabet) {
  std::mt19937 random(1);
  EXPECT_THAT(MakeRunId(absl::FromUnixSeconds(1'760'000'000), random), testing::MatchesRegex("[0-9A-HJKMNP-TV-Z]{26}"));
}

TEST(RunId, EncodesTheMillisecondsAsTheUlidSpecificationDoes) {
  std::mt19937 random(1);
  // The specification's own example: 1469918176385 is 01ARYZ6S41.
  EXPECT_EQ(MakeRunId(absl::FromUnixMillis(1469918176385), random).substr(0, 10), "01ARYZ6S41");
}

TEST(RunId, SortsByTime) {
  std::mt19937 random(2);
  const std::string earlier = MakeRunId(absl::FromUnixMillis(1'000), random);
  const std::string later = MakeRunId(absl::FromUnixMillis(1'001), random);
  EXPECT_LT(earlier, later);
}

TEST(RunId, DiffersWithinAMillisecond) {
  std::mt19937 random(3);
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(MakeRunId(absl::FromUnixSeconds(1), random));
  EXPECT_EQ(ids.size(), 1000U);
}

}  // namespace
}  // namespace cp::worker
