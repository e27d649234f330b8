// What a look finds, when it is made, and the daily comparison.
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

// In the kit, user u is a member of company 1 + u % 3 and enrolled in course 11 + u % 4.

TEST(LookIsDue, AfterARestartAndAtTheInterval) {
  LaneTestKit kit;
  EXPECT_TRUE(kit.detector().LookIsDue());
  kit.Start();
  EXPECT_FALSE(kit.detector().LookIsDue());
  kit.kit.clock().Advance(kit.options.count_interval);
  EXPECT_TRUE(kit.detector().LookIsDue());
  Looked(kit);
  EXPECT_FALSE(kit.detector().LookIsDue());
  kit.Restart();
  EXPECT_TRUE(kit.detector().LookIsDue());
}

TEST(Stamp, FindsAChangeAndReadsAnOverlap) {
  LaneTestKit kit;
  kit.Start();
  for (const int64_t ago : {0, 300}) {
    kit.site.users[2].name += " changed";
    kit.site.users[2].modified = kit.Now() - ago;
    EXPECT_THAT(Ticked(kit).found, IsEmpty());
    EXPECT_THAT(Looked(kit).found, ElementsAre(Pair("changed_users", 1))) << ago;
    ExpectFollows(kit);
    kit.kit.clock().Advance(absl::Minutes(2));
    EXPECT_EQ(Looked(kit).found.size(), ago == 0 ? 1u : 0u) << "of the very second there may have been another change";
    kit.SyncWaiting();
    EXPECT_THAT(Looked(kit).found, IsEmpty());
  }
}

TEST(Stamp, FindsAnotherChangeInTheSameSecond) {
  LaneTestKit kit;
  kit.Start();
  kit.site.users[2].modified = kit.Now();
  Looked(kit);
  ExpectFollows(kit);
  kit.site.users[2].name = "In the same second";
  Looked(kit);
  ExpectFollows(kit);
}

TEST(Stamp, InTheFutureHidesNoOrdinaryChange) {
  LaneTestKit kit;
  kit.Start();
  kit.site.users[2].modified = kit.Now() + 1'000'000;
  EXPECT_THAT(Looked(kit).found, ElementsAre(Pair("changed_users", 1)));
  kit.SyncWaiting();
  for (int i = 0; i < 3; ++i) {
    kit.kit.clock().Advance(absl::Minutes(30));
    kit.site.users[3].name += "x";
    kit.site.users[3].modified = kit.Now();
    EXPECT_THAT(Looked(kit).found, ElementsAre(Pair("changed_users", 1))) << "user 2 is not found again and again";
    ExpectFollows(kit);
  }
}

TEST(Stamp, WithoutAWatermarkLooksBackForSoManyHours) {
  LaneTestKit kit;
  kit.options.auto_sync_hours = 3;
  kit.Restart();
  kit.Start();
  EXPECT_EQ(kit.lane().state().watermarks.at("stamp.changed_users"), 0) << "nothing was read";
  kit.site.users[2].modified = kit.Now() - 2 * 3600;
  EXPECT_THAT(Looked(kit).found, ElementsAre(Pair("changed_users", 1)));
}

TEST(Digest, OfACourseConcernsItsUsers) {
  LaneTestKit kit;
  kit.Start();
  kit.site.courses[12].hidden = true;
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
  Looked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/1 course", "3/5 course"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Digest, NamesWhomATickHasFoundToo) {
  for (const bool in_one_detection : {false, true}) {
    LaneTestKit kit;
    kit.Start();
    kit.site.Complete(1, 12);
    kit.site.Complete(2, 13);
    if (!in_one_detection) Ticked(kit);
    kit.site.courses[12].hidden = true;
    Looked(kit);
    EXPECT_THAT(kit.Waiting(), ElementsAre("2/1 course", "3/2 course_completions", "3/5 course")) << in_one_detection;
    kit.site.Complete(1, 12);
    Ticked(kit);
    EXPECT_THAT(kit.Waiting(), Contains("2/1 course")) << "a tick takes none away";
    ExpectFollows(kit);
  }
}

TEST(Digest, OfACourseThatIsGoneConcernsWhoWasReported) {
  LaneTestKit kit;
  kit.Start();
  kit.site.courses.erase(12);
  for (auto& [company, courses] : kit.site.company_courses) courses.erase(12);
  std::erase_if(kit.site.tables[Tail::kEnrolments], [](const auto& row) { return row.second.owner == 12; });
  kit.control.off = {"company"};
  Looked(kit);
  EXPECT_THAT(kit.Waiting(), Contains("2/1 course_rows")) << "of several in a look, the last to find it";
  ExpectFollows(kit);
  EXPECT_FALSE(kit.lane().contents().digests.contains({"course", 12}));
  EXPECT_THAT(Looked(kit).found, IsEmpty());
}

TEST(Digest, OfRowsThatVanishedConcernsTheUsersOfTheCourse) {
  LaneTestKit kit;
  kit.site.Log({Touched::What::kNothing, 0});
  kit.site.Insert(Tail::kActivityCompletions, {.user = 1, .owner = 12});
  kit.Start();
  kit.Enrol(7, 12);
  kit.site.tables[Tail::kActivityCompletions].clear();
  const DetectionReport report = Looked(kit);
  EXPECT_THAT(report.found, Contains(Pair("course_rows", 2)));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Digest, OfRowsThatCameIsNoChange) {
  LaneTestKit kit;
  kit.Start();
  kit.site.Insert(Tail::kActivityCompletions, {.user = 1, .owner = 12});
  EXPECT_THAT(Looked(kit).found, ElementsAre(Pair("activity_completions", 1)));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Digest, OfACompanyComparesAllOfIt) {
  LaneTestKit kit;
  kit.Start();
  kit.site.company_courses[2].erase(12);
  Looked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/0 company"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Digest, OfTheSiteComparesEverything) {
  LaneTestKit kit;
  kit.Start();
  ++kit.site.completion_revision;
  EXPECT_THAT(Looked(kit).everything, ElementsAre("site"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Digest, ManyAreComparedPageByPage) {
  LaneTestKit kit;
  kit.options.limits.page = 2;
  kit.Restart();
  for (int64_t course = 100; course < 130; ++course) kit.site.courses[course].name = absl::StrCat("Course ", course);
  kit.Start();
  kit.site.courses[12].name = "Renamed";
  for (int64_t course = 110; course < 120; ++course) kit.site.courses.erase(course);
  kit.site.courses[105].hidden = true;
  Looked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/1 course", "3/5 course"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Look, ThatWasCutShortIsMadeAgain) {
  LaneTestKit base;
  base.Start();
  for (int at = 0;; ++at) {
    LaneTestKit kit;
    kit.options.limits.page = 2;
    kit.Restart();
    kit.Start();
    kit.site.courses[12].hidden = true;
    kit.site.company_courses[3].erase(13);
    kit.site.users[6].name = "Renamed";
    kit.site.users[6].modified = kit.Now();
    std::erase_if(kit.site.tables[Tail::kEnrolments], [](const auto& row) { return row.second.user == 2; });
    kit.control.fail_at = kit.control.calls + at;
    const bool failed = !kit.Look().ok();
    if (failed && at % 2 == 0) kit.Restart();
    if (failed) Looked(kit);
    ExpectFollows(kit);
    ASSERT_FALSE(HasFailure()) << "call " << at;
    if (!failed) break;
  }
}

TEST(Look, IsAskedForByATailAndMadeInTheSameCall) {
  LaneTestKit kit;
  kit.Start();
  kit.site.company_courses[2].erase(12);
  kit.site.Log({Touched::What::kLook, 0});
  const DetectionReport report = Ticked(kit);
  EXPECT_TRUE(report.looked);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/0 company"));
  EXPECT_FALSE(Ticked(kit).looked) << "once";
}

// Wherever Moodle goes away in between: what asked for the look may have been stored by then, and does not come again.
TEST(Look, ThatWasAskedForIsMadeAfterAFailure) {
  bool failed = true;
  for (int call = 0; failed; ++call) {
    LaneTestKit kit;
    kit.options.limits.page = 2;
    kit.Restart();
    kit.Start();
    kit.site.company_courses[2].erase(12);
    kit.site.Log({Touched::What::kLook, 0});
    for (int64_t user = 1; user <= 6; ++user) kit.site.Log({Touched::What::kUser, user});
    kit.control.fail_at = kit.control.calls + call;
    failed = !kit.Tick().ok();
    EXPECT_EQ(failed && Ticked(kit).looked, failed) << "call " << call;
    EXPECT_THAT(kit.Waiting(), Contains("2/0 company")) << "call " << call;
  }
}

TEST(Look, TakesAtMostATenthOfTheTimeHoweverOftenItIsAskedFor) {
  LaneTestKit kit;
  kit.Start();
  kit.control.takes = [&] { kit.kit.clock().Advance(absl::Seconds(1)); };
  kit.site.Log({Touched::What::kLook, 0});
  EXPECT_TRUE(Ticked(kit).looked);
  kit.control.takes = nullptr;
  kit.site.Log({Touched::What::kLook, 0});
  const DetectionReport waiting = Ticked(kit);
  EXPECT_FALSE(waiting.looked);
  EXPECT_TRUE(waiting.look_pending);
  kit.kit.clock().Advance(absl::Minutes(3));
  const DetectionReport report = Ticked(kit);
  EXPECT_TRUE(report.looked);
  EXPECT_FALSE(report.look_pending);
}

TEST(Look, DerivesAgainWhomATickHasFoundSinceTheLastOne) {
  for (const bool restart : {false, true}) {
    LaneTestKit kit;
    kit.Start();
    const int64_t id = kit.site.Insert(Tail::kActivityCompletions, {.user = 1, .owner = 12});
    kit.site.Log({Touched::What::kNothing, 0});
    kit.site.Insert(Tail::kActivityCompletions, {.user = 2, .owner = 13});
    Ticked(kit);
    ExpectFollows(kit);
    kit.site.tables[Tail::kActivityCompletions].erase(id);
    EXPECT_THAT(Ticked(kit).found, IsEmpty()) << "nothing tells";
    if (restart) kit.Restart();
    EXPECT_THAT(Looked(kit).found, Contains(Pair("again", 2)));
    ExpectFollows(kit);
    ExpectQuiet(kit);
  }
}

// Daily.

TEST(DueFull, IsAskedForOnceInTheInterval) {
  LaneTestKit kit;
  kit.Start();
  const CompanyId companies[] = {CompanyId(1), CompanyId(3)};
  const auto request = [&] { return kit.detector().RequestDueFulls(companies, kit.kit.Soon()); };
  EXPECT_EQ(request()->found.at("daily"), 2);
  EXPECT_THAT(kit.Waiting(), ElementsAre("1/0 daily", "3/0 daily"));
  kit.SyncWaiting();
  kit.kit.clock().Advance(absl::Hours(23));
  EXPECT_THAT(request()->found, IsEmpty());
  kit.kit.clock().Advance(absl::Hours(1));
  EXPECT_EQ(request()->found.at("daily"), 2);
  kit.kit.clock().SetTime(kit.kit.clock().Now() - absl::Hours(30));
  EXPECT_EQ(request()->found.at("daily"), 2) << "a time that has not come yet says nothing";
  EXPECT_THAT(request()->found, IsEmpty());
}

}  // namespace
}  // namespace cp::sync
