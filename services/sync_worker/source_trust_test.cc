#include "services/sync_worker/source_trust.h"

#include <gtest/gtest.h>

#include "libs/testing/fake_clock.h"

namespace cp::worker {
namespace {

class SourceTrustTest : public ::testing::Test {
 protected:
  // How long the guard is not asked after a refusal; a minute is the smallest step.
  absl::Duration PauseAfterRefusal() {
    trust_.Refused();
    absl::Duration pause;
    for (; trust_.IsPausing(); pause += absl::Minutes(1)) clock_.Advance(absl::Minutes(1));
    return pause;
  }

  testing::FakeClock clock_;
  SourceTrust trust_{&clock_, absl::Minutes(3)};
};

TEST_F(SourceTrustTest, KnowsNothingAtFirst) {
  EXPECT_TRUE(trust_.NeedsVerdict());
  EXPECT_FALSE(trust_.IsRefused());
  EXPECT_FALSE(trust_.IsPausing());
  trust_.Passed();
  EXPECT_FALSE(trust_.NeedsVerdict());
}

TEST_F(SourceTrustTest, PausesLongerAfterEachRefusalInARow) {
  EXPECT_EQ(PauseAfterRefusal(), absl::Minutes(3));
  EXPECT_TRUE(trust_.IsRefused()) << "until it passes";
  EXPECT_TRUE(trust_.NeedsVerdict());
  EXPECT_EQ(PauseAfterRefusal(), absl::Minutes(6));
  EXPECT_EQ(PauseAfterRefusal(), absl::Minutes(10));
  EXPECT_EQ(PauseAfterRefusal(), absl::Minutes(10));
  trust_.Passed();
  EXPECT_FALSE(trust_.IsRefused());
  EXPECT_EQ(PauseAfterRefusal(), absl::Minutes(3));
}

TEST_F(SourceTrustTest, TakesARefusalDuringAPauseForTheSameOne) {
  trust_.Refused();
  clock_.Advance(absl::Minutes(2));
  trust_.Refused();
  clock_.Advance(absl::Minutes(1));
  EXPECT_FALSE(trust_.IsPausing());
  EXPECT_EQ(PauseAfterRefusal(), absl::Minutes(6));
}

TEST_F(SourceTrustTest, EndsThePauseWhenSomebodyElseSawItPass) {
  trust_.Refused();
  trust_.Passed();
  EXPECT_FALSE(trust_.IsPausing());
}

TEST(SourceTrust, PausesAMinuteAtLeast) {
  testing::FakeClock clock;
  SourceTrust trust(&clock, absl::Seconds(1));
  trust.Refused();
  clock.Advance(absl::Seconds(59));
  EXPECT_TRUE(trust.IsPausing());
  clock.Advance(absl::Seconds(1));
  EXPECT_FALSE(trust.IsPausing());
}

}  // namespace
}  // namespace cp::worker
