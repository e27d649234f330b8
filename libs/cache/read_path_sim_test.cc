#include "libs/cache/read_path_sim.h"

#include <gtest/gtest.h>

#include "libs/testing/random_seed.h"

namespace cp::cache {
namespace {

constexpr int kHistories = 20000;
constexpr int kHistoriesToFindAFault = 5000;

// The first violation of up to `histories` histories, or "".
std::string FirstViolation(uint64_t seed, int histories, const BrokenRules& broken) {
  for (int i = 0; i < histories; ++i) {
    Simulation simulation(seed + static_cast<uint64_t>(i), broken);
    if (const std::string violation = simulation.Run(); !violation.empty()) return violation;
  }
  return "";
}

TEST(ReadPathSimulation, KeepsItsGuaranteesInEveryHistory) {
  const uint64_t seed = testing::RandomSeed();
  uint64_t answers = 0;
  uint64_t hits = 0;
  for (int i = 0; i < kHistories; ++i) {
    Simulation simulation(seed + static_cast<uint64_t>(i), BrokenRules());
    ASSERT_EQ(simulation.Run(), "");
    answers += simulation.answers();
    hits += simulation.hits();
  }
  EXPECT_GT(hits, answers / 10) << "histories without hits show nothing about caches";
}

// The tester is tested: each broken rule must be noticed.
TEST(ReadPathSimulation, NoticesAFlightJoinedAcrossVersions) {
  EXPECT_NE(FirstViolation(testing::RandomSeed(), kHistoriesToFindAFault, {.flight_key_without_version = true}), "");
}

TEST(ReadPathSimulation, NoticesABatchJoinedAfterItWasSent) {
  EXPECT_NE(FirstViolation(testing::RandomSeed(), kHistoriesToFindAFault, {.join_sent_batch = true}), "");
}

TEST(ReadPathSimulation, NoticesATrustedSharedVersion) {
  EXPECT_NE(FirstViolation(testing::RandomSeed(), kHistoriesToFindAFault, {.trust_shared_version = true}), "");
}

TEST(ReadPathSimulation, NoticesAStoreThatIsNotUsedAgain) {
  EXPECT_NE(FirstViolation(testing::RandomSeed(), kHistoriesToFindAFault, {.breaker_stays_open = true}), "");
}

}  // namespace
}  // namespace cp::cache
