// A worker that was away while Moodle went on, for less than the lane's window and for much longer: nothing is missed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/faults/live_site.h"

namespace cp::faults {
namespace {

constexpr int kOperations = 60;
constexpr absl::Duration kPatience = absl::Seconds(60);

struct Absence {
  std::string name;
  absl::Duration length;
  bool everything;  // is compared afterwards
};

class AwayTest : public ::testing::TestWithParam<Absence> {};

TEST_P(AwayTest, NothingIsMissed) {
  const uint64_t seed = testing::RandomSeed();
  const absl::Time back = absl::Now();
  const absl::Time gone = back - GetParam().length;
  LiveSite site(seed, gone - absl::Hours(1));
  site.Fill();
  auto worker = site.StartWorker();
  ASSERT_TRUE(site.IsFollowedWithin(kPatience)) << e2e::ReadFile(site.log_path());
  EXPECT_EQ(worker->Stop(SIGTERM, absl::Seconds(20)).exit_code, 0);
  // The lane was read for the last time when the worker went away.
  e2e::Execute(site.store_path(), absl::StrCat("UPDATE lane_state SET detected_at = ", absl::ToUnixSeconds(gone),
                                               "; UPDATE company SET source_synced_at = ", absl::ToUnixSeconds(gone)));
  std::string story;
  for (int i = 0; i < kOperations; ++i) {
    const auto step = site.Play(gone + GetParam().length * (i + 1) / (kOperations + 1));
    ASSERT_THAT(step, testing::IsOk()) << story;
    absl::StrAppend(&story, step->ToString(), "\n");
  }
  ASSERT_NE(site.Difference(), "");
  worker = site.StartWorker();
  EXPECT_EQ(site.DifferenceAfter(kPatience), "") << "CP_SEED=" << seed << "\n" << story;
  EXPECT_EQ(site.StoreInt("SELECT COUNT(*) FROM sync_run_company WHERE found_by LIKE '%lane_off%'") > 0,
            GetParam().everything);
}

INSTANTIATE_TEST_SUITE_P(All, AwayTest,
                         ::testing::Values(Absence{"TwentyMinutes", absl::Minutes(20), false},
                                           Absence{"FiveHours", absl::Hours(5), true}),
                         [](const auto& absence) { return absence.param.name; });

}  // namespace
}  // namespace cp::faults
