// Several workers that follow one Moodle: one of them is the detector.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/sync/change_detector.h"
#include "libs/sync/lane_test_kit.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOkAndHolds;
using ::testing::Pair;

// The kit's worker, which is the detector, and another one.
class TwoWorkers : public ::testing::Test {
 protected:
  TwoWorkers() {
    for (int i = 0; i < 3; ++i) kit_.site.Log({Touched::What::kNothing, 0});
    kit_.Start();
    kit_.control.calls = 0;
  }

  DetectionReport OtherTicked() {
    const auto report = other_.Tick(kit_.kit.Soon());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(DetectionReport());
  }
  void Pass(absl::Duration time) { kit_.kit.clock().Advance(time); }

  LaneTestKit kit_;
  FeedControl others_;
  ChangeDetector other_{kit_.lane(),
                        [this](Deadline) { return MakeModelFeed(kit_.site, others_); },
                        kit_.kit.clock(),
                        {.owner = "other"}};
};

TEST_F(TwoWorkers, EachChangeIsFoundOnce) {
  for (int tick = 0; tick < 30; ++tick) {
    kit_.site.Log({Touched::What::kUser, 1 + tick % 6});
    Pass(absl::Seconds(1));
    EXPECT_TRUE(OtherTicked().stood_by);
    const DetectionReport report = Ticked(kit_);
    EXPECT_EQ(report.attempts, 1);
    EXPECT_THAT(report.found, ElementsAre(Pair("log", 1)));
    EXPECT_THAT(OtherTicked().found, IsEmpty());
    kit_.SyncWaiting();
  }
  EXPECT_EQ(others_.calls, 0) << "who stands by asks Moodle nothing";
  EXPECT_THAT(other_.MayDetect(kit_.kit.Soon()), IsOkAndHolds(false));
}

TEST_F(TwoWorkers, WhoStandsBySaysWhatTheDetectorSaidLast) {
  Pass(absl::Seconds(7));
  Ticked(kit_);
  const int64_t read_at = kit_.Now();
  Pass(absl::Seconds(3));
  const int commits = kit_.lane().commits();
  const DetectionReport report = OtherTicked();
  EXPECT_EQ(report.read_at, read_at);
  EXPECT_EQ(report.store_calls, 1);
  EXPECT_EQ(kit_.lane().commits(), commits);
}

TEST_F(TwoWorkers, TheOtherGoesOnWhenTheDetectorIsSilent) {
  kit_.site.users[2].name = "Since";
  kit_.site.Log({Touched::What::kUser, 2});
  Pass(absl::Seconds(14));
  EXPECT_TRUE(OtherTicked().stood_by);
  Pass(absl::Minutes(1));
  const DetectionReport report = OtherTicked();
  EXPECT_FALSE(report.stood_by);
  EXPECT_THAT(report.everything, IsEmpty()) << "it reads from where the store is";
  EXPECT_THAT(kit_.Waiting(), Contains(HasSubstr("3/2 ")));
  ExpectFollows(kit_);
  EXPECT_TRUE(Ticked(kit_).stood_by);
  Pass(absl::Seconds(1));
  EXPECT_THAT(OtherTicked().found, IsEmpty());
}

TEST_F(TwoWorkers, TheOtherGoesOnAtOnceWhenTheDetectorLeaves) {
  const progress::LaneState before = kit_.lane().state();
  Pass(absl::Seconds(1));
  EXPECT_TRUE(other_.Leave(kit_.kit.Soon()).ok()) << "nothing to leave";
  EXPECT_TRUE(OtherTicked().stood_by);
  EXPECT_TRUE(kit_.detector().Leave(kit_.kit.Soon()).ok());
  EXPECT_EQ(kit_.lane().state().sequence, before.sequence);
  EXPECT_EQ(kit_.lane().state().detected_at, before.detected_at) << "Moodle was not looked at";
  EXPECT_FALSE(OtherTicked().stood_by);
}

TEST_F(TwoWorkers, NothingIsFoundTwiceWhileTheDetectorStays) {
  kit_.site.Log({Touched::What::kUser, 2});
  EXPECT_THAT(Ticked(kit_).found, ElementsAre(Pair("log", 1)));
  kit_.SyncWaiting();
  for (int tick = 0; tick < 50; ++tick) {
    Pass(absl::Seconds(10));
    OtherTicked();
    EXPECT_THAT(Ticked(kit_).found, IsEmpty());
  }
}

TEST_F(TwoWorkers, ALookIsNotDisturbedHoweverLongItTakes) {
  kit_.site.courses[12].hidden = true;
  kit_.control.calls_of.clear();
  kit_.control.takes = [&] {
    const bool looks = kit_.control.calls_of.contains("changed_users");
    Pass(absl::Seconds(looks ? 13 : 1));
    EXPECT_TRUE(OtherTicked().stood_by);
  };
  const DetectionReport report = Looked(kit_);
  kit_.control.takes = nullptr;
  EXPECT_TRUE(report.looked);
  EXPECT_EQ(report.attempts, 1);
  ExpectFollows(kit_);
}

TEST_F(TwoWorkers, ALookThatMeetsNewCandidatesMakesWayForATick) {
  Pass(absl::Minutes(6));
  ASSERT_TRUE(kit_.detector().LookIsDue());
  kit_.site.Log({Touched::What::kUser, 2});
  kit_.lane().refuse = 1;
  const DetectionReport report = Looked(kit_);
  EXPECT_EQ(report.attempts, 2);
  EXPECT_FALSE(report.looked);
  EXPECT_TRUE(report.look_pending) << "what only a look sees was not looked for";
  EXPECT_THAT(kit_.Waiting(), ElementsAre("3/2 log"));
  EXPECT_TRUE(kit_.detector().LookIsDue());
  EXPECT_TRUE(Looked(kit_).looked);
}

TEST_F(TwoWorkers, ALookOnDemandTakesOverAndLeaves) {
  kit_.site.courses[12].hidden = true;
  kit_.site.Log({Touched::What::kUser, 2});
  bool disturbed = false;
  others_.takes = [&] {
    if (kit_.lane().state().detector != "other") return;
    disturbed = true;
    EXPECT_TRUE(Ticked(kit_).stood_by);
  };
  const auto report = other_.LookOnDemand(kit_.kit.Soon());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(disturbed);
  EXPECT_TRUE(report->looked);
  EXPECT_THAT(report->found, Contains(Pair("course", 2)));
  EXPECT_FALSE(Ticked(kit_).stood_by) << "at once";
  EXPECT_TRUE(OtherTicked().stood_by);
  ExpectFollows(kit_);
}

TEST_F(TwoWorkers, ALookOnDemandThatFailsLeavesToo) {
  for (int call = 0; call < 25; ++call) {
    others_.fail_at = others_.calls + call;
    const auto report = other_.LookOnDemand(kit_.kit.Soon());
    EXPECT_TRUE(report.ok() || absl::IsUnavailable(report.status())) << report.status();
    EXPECT_FALSE(Ticked(kit_).stood_by) << "call " << call;
    kit_.SyncWaiting();
  }
}

TEST_F(TwoWorkers, ALookOnDemandOfTheDetectorKeepsItsPlace) {
  ASSERT_TRUE(kit_.detector().LookOnDemand(kit_.kit.Soon()).ok());
  EXPECT_TRUE(OtherTicked().stood_by);
}

TEST_F(TwoWorkers, ACompanyIsAskedForInFullByAnybody) {
  Pass(absl::Hours(25));
  Ticked(kit_);
  const CompanyId companies[] = {CompanyId(1)};
  const auto report = other_.RequestDueFulls(companies, kit_.kit.Soon());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(Ticked(kit_).stood_by);
}

}  // namespace
}  // namespace cp::sync
