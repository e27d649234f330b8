// What a detection does about clocks that step, a Moodle or a store that was set back, and other workers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/sync/change_detector.h"
#include "libs/sync/lane_test_kit.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::StatusIs;

TEST(LaneOff, ForLongerThanItsWindowComparesEverything) {
  LaneTestKit kit;
  kit.Start();
  kit.Restart();
  kit.kit.clock().Advance(absl::Minutes(59));
  EXPECT_THAT(Ticked(kit).everything, IsEmpty());
  kit.SyncWaiting();
  kit.Restart();
  kit.kit.clock().Advance(absl::Hours(5));
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("lane_off"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Clock, StepForwardsIsNotALaneThatWasOff) {
  LaneTestKit kit;
  kit.Start();
  kit.kit.clock().SetTime(kit.kit.clock().Now() + absl::Hours(5));
  kit.Enrol(7, 12);
  kit.Join(7, 2);
  EXPECT_THAT(Ticked(kit).everything, IsEmpty());
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Clock, StepBackwardsComparesEverythingOnce) {
  for (const bool restart : {false, true}) {
    LaneTestKit kit;
    kit.site.Insert(Tail::kEnrolments, {.user = 7, .owner = 12, .opens = kit.Now() + 60});
    kit.site.Insert(Tail::kRoleAssignments, {.user = 7, .owner = 12});
    kit.Join(7, 2);
    kit.Start();
    kit.kit.clock().SetTime(kit.kit.clock().Now() + absl::Hours(2));
    Ticked(kit);
    ExpectFollows(kit);
    kit.kit.clock().SetTime(kit.kit.clock().Now() - absl::Hours(2));
    if (restart) kit.Restart();
    EXPECT_THAT(Ticked(kit).everything, ElementsAre("clock_set_back"));
    ExpectFollows(kit);
    EXPECT_THAT(Ticked(kit).everything, IsEmpty());
    kit.kit.clock().Advance(absl::Seconds(70));
    Ticked(kit);
    ExpectFollows(kit);
    kit.site.users[3].name = "Later";
    kit.site.users[3].modified = kit.Now();
    EXPECT_THAT(Looked(kit).found, Contains(Pair("changed_users", 1))) << "the times read before are in the future now";
  }
}

TEST(Clock, OfAnotherWorkerThatIsAheadIsNotOurs) {
  LaneTestKit kit;
  kit.Start();
  kit.lane().Change([&](TestLane::Contents& lane) { lane.state.detected_at = kit.Now() + 3600; });
  EXPECT_THAT(Ticked(kit).everything, IsEmpty());
}

TEST(Source, ThatWasSetBackComparesEverything) {
  LaneTestKit kit;
  for (int i = 0; i < 5; ++i) kit.site.Log({Touched::What::kNothing, 0});
  kit.Start();
  const ModelSite backup = kit.site;
  kit.Enrol(1, 13);
  kit.site.users[2].name = "Since";
  kit.site.Log({Touched::What::kUser, 2});
  kit.site.Log({Touched::What::kUser, 1});
  Ticked(kit);
  ExpectFollows(kit);
  kit.site = backup;
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("source_set_back"));
  ExpectFollows(kit);
  kit.site.users[2].name = "Again";
  kit.site.Log({Touched::What::kUser, 2});
  EXPECT_THAT(Ticked(kit).found, ElementsAre(Pair("log", 1))) << "the same id, another row";
  ExpectFollows(kit);
}

TEST(Source, WithoutALogCountsAsSetBackWhenItsNewestRowsAreGone) {
  LaneTestKit kit;
  kit.site.has_log = false;
  kit.Start();
  auto& enrolments = kit.site.tables[Tail::kEnrolments];
  enrolments.erase(enrolments.rbegin()->first);
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("source_set_back"));
  ExpectFollows(kit);
}

TEST(Source, WhoseNewestRowsWereDeletedLooksAndReadsTheirIdsAgain) {
  LaneTestKit kit;
  kit.site.Log({Touched::What::kNothing, 0});
  kit.Start();
  const int64_t id = kit.Enrol(1, 13);
  Ticked(kit);
  kit.SyncWaiting();
  kit.site.tables[Tail::kEnrolments].erase(id);
  const DetectionReport report = Ticked(kit);
  EXPECT_THAT(report.everything, IsEmpty());
  EXPECT_TRUE(report.looked);
  ExpectFollows(kit);
  kit.site.InsertAt(Tail::kEnrolments, id, {.user = 6, .owner = 12});
  kit.site.Insert(Tail::kRoleAssignments, {.user = 6, .owner = 12});
  EXPECT_THAT(Ticked(kit).found, Contains(Pair("enrolments", 1)));
  ExpectFollows(kit);
}

TEST(Source, ThatLostMoreThanTheOverlapCountsAsSetBack) {
  LaneTestKit kit;
  kit.options.tail_overlap = 4;
  kit.Restart();
  kit.site.Log({Touched::What::kNothing, 0});
  kit.Start();
  auto& enrolments = kit.site.tables[Tail::kEnrolments];
  while (enrolments.size() > 1) enrolments.erase(enrolments.rbegin()->first);
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("source_set_back"));
}

TEST(Source, WithANewLogTableComparesEverythingOnce) {
  LaneTestKit kit;
  kit.site.has_log = false;
  kit.Start();
  kit.site.has_log = true;
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("first_start"));
  kit.SyncWaiting();
  EXPECT_THAT(Ticked(kit).everything, IsEmpty());
}

TEST(Store, ThatWasSetBackComparesEverything) {
  LaneTestKit kit;
  kit.Start();
  const TestLane::Contents backup = kit.lane().contents();
  kit.site.Log({Touched::What::kUser, 2});
  Ticked(kit);
  Ticked(kit);
  kit.lane().SetBack(backup);
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("store_set_back"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Store, ThatWasSetBackBeforeAStartIsReadFromWhereItStood) {
  LaneTestKit kit;
  kit.options.tail_overlap = kit.options.log_overlap = 0;
  kit.Restart();
  kit.Start();
  const TestLane::Contents backup = kit.lane().contents();
  kit.site.users[2].name = "Since";
  kit.site.Log({Touched::What::kUser, 2});
  Ticked(kit);
  kit.lane().SetBack(backup);
  kit.Restart();
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), Contains("3/2 log"));
  ExpectFollows(kit);
}

// Others.

TEST(AnotherWorker, ThatWasFasterMakesTheDetectionStartAgain) {
  LaneTestKit kit;
  kit.Start();
  kit.site.Log({Touched::What::kUser, 2});
  kit.lane().refuse = 2;
  EXPECT_EQ(Ticked(kit).attempts, 3);
  EXPECT_THAT(kit.Waiting(), ElementsAre("3/2 log"));
  kit.lane().refuse = 3;
  EXPECT_THAT(kit.Tick(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_TRUE(kit.Tick().ok());
}

TEST(LostAnswer, LosesNoCandidate) {
  LaneTestKit kit;
  kit.Start();
  kit.site.users[2].name = "Since";
  kit.site.Log({Touched::What::kUser, 2});
  kit.lane().lose_answers = 1;
  EXPECT_THAT(kit.Tick(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(kit.Waiting(), ElementsAre("3/2 log"));
  ExpectFollows(kit);
  EXPECT_THAT(Ticked(kit).found, ElementsAre(Pair("log", 1))) << "the process did not learn that it was stored";
  ExpectFollows(kit);
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
}

}  // namespace
}  // namespace cp::sync
