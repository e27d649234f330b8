// What a tick finds, and what it costs.
#include "libs/sync/change_detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/sync/lane_test_kit.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using testing::StatusIs;

// In the kit, user u is a member of company 1 + u % 3 and enrolled in course 11 + u % 4.

// First start and silence.

TEST(FirstTick, ComparesEverythingOnceAndRemembersWhereItIs) {
  LaneTestKit kit;
  const DetectionReport report = Ticked(kit);
  EXPECT_THAT(report.everything, ElementsAre("first_start"));
  EXPECT_TRUE(report.looked);
  EXPECT_THAT(kit.Waiting(), ElementsAre("1/0 first_start", "2/0 first_start", "3/0 first_start"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(IdleTick, CostsTheSameHoweverLargeTheSiteIs) {
  int64_t rows[2], statements[2];
  for (const int size : {0, 1}) {
    LaneTestKit kit;
    for (int i = 0; i < 2000 * (1 + 4 * size); ++i) {
      kit.site.Log({Touched::What::kUser, 1 + i % 6});
      kit.Enrol(1 + i % 6, 11 + i % 4);
    }
    Ticked(kit);
    kit.SyncWaiting();
    const DetectionReport report = Ticked(kit);
    EXPECT_THAT(report.found, IsEmpty());
    rows[size] = report.rows;
    statements[size] = report.statements;
  }
  EXPECT_EQ(rows[0], rows[1]);
  EXPECT_EQ(statements[0], statements[1]);
  EXPECT_LE(statements[1], 7);
}

TEST(IdleTick, StoresOneDetectionThatMovesNothing) {
  LaneTestKit kit;
  kit.Start();
  Ticked(kit);
  const int64_t sequence = kit.lane().state().sequence;
  for (int tick = 0; tick < 20; ++tick) {
    const int commits = kit.lane().commits();
    kit.kit.clock().Advance(absl::Seconds(1));
    Ticked(kit);
    EXPECT_EQ(kit.lane().commits(), commits + 1);
    EXPECT_EQ(kit.lane().state().detected_at, kit.Now());
    EXPECT_EQ(kit.lane().state().fresh_at, kit.Now());
    EXPECT_GT(kit.SyncedAt(1), kit.Now() - progress::kFreshStepSeconds);
  }
  EXPECT_EQ(kit.lane().state().sequence, sequence);
}

TEST(Tick, SaysThatCompaniesWithoutCandidatesAreFresh) {
  LaneTestKit kit;
  kit.Start();
  kit.kit.clock().Advance(absl::Minutes(1));
  const int64_t synced_at = kit.SyncedAt(3);
  kit.site.Log({Touched::What::kUser, 2});
  Ticked(kit);
  EXPECT_EQ(kit.SyncedAt(1), kit.Now());
  EXPECT_EQ(kit.SyncedAt(3), synced_at) << "user 2 of company 3 waits";
  kit.SyncWaiting();
  Ticked(kit);
  EXPECT_EQ(kit.SyncedAt(3), kit.Now());
}

TEST(Tick, ThatLeavesALookToComeSaysOfNobodyThatItIsFresh) {
  LaneTestKit kit;
  kit.Start();
  kit.control.takes = [&] { kit.kit.clock().Advance(absl::Seconds(1)); };
  Looked(kit);
  kit.SyncWaiting();
  const int64_t synced_at = kit.SyncedAt(1);
  kit.kit.clock().Advance(absl::Seconds(20));
  kit.site.Log({Touched::What::kLook, 0});
  const DetectionReport report = Ticked(kit);
  EXPECT_TRUE(report.look_pending);
  EXPECT_EQ(kit.SyncedAt(1), synced_at);
  EXPECT_LT(kit.lane().state().fresh_at, report.read_at);
}

// Tails.

TEST(Tail, NewRowsOfEveryTableAreFoundOnce) {
  for (const Tail tail : kTails) {
    LaneTestKit kit;
    kit.Start();
    if (tail == Tail::kLog) {
      kit.site.users[3].name = "Renamed";
      kit.site.Log({Touched::What::kUser, 3});
    } else {
      kit.site.Insert(tail, {.user = 3, .owner = tail == Tail::kCompanyUsers ? 2 : 14});
    }
    const DetectionReport report = Ticked(kit);
    EXPECT_EQ(report.found.count(std::string(ToString(tail))), 1u) << ToString(tail);
    EXPECT_FALSE(report.looked);
    ExpectFollows(kit);
    EXPECT_THAT(Ticked(kit).found, IsEmpty()) << ToString(tail);
  }
}

TEST(Tail, RowsThatCommitLateAreFoundInTheOverlap) {
  LaneTestKit kit;
  kit.Start();
  const int64_t late = kit.site.Reserve(Tail::kActivityCompletions);
  kit.site.Insert(Tail::kActivityCompletions, {.user = 2, .owner = 13});
  Ticked(kit);
  ExpectFollows(kit);
  kit.site.InsertAt(Tail::kActivityCompletions, late, {.user = 1, .owner = 12});
  EXPECT_THAT(Ticked(kit).found, ElementsAre(Pair("activity_completions", 1)));
  ExpectFollows(kit);
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
}

TEST(Tail, RowsThatCommitLateOnABusySiteAreFoundByTheTime) {
  for (const bool in_time : {true, false}) {
    LaneTestKit kit;
    kit.options.tail_overlap = 10;
    kit.options.overlap_time = in_time ? absl::Minutes(10) : absl::Seconds(5);
    kit.Restart();
    kit.Start();
    const int64_t late = kit.site.Reserve(Tail::kActivityCompletions);
    for (int tick = 0; tick < 20; ++tick) {
      for (int i = 0; i < 10; ++i) kit.site.Insert(Tail::kActivityCompletions, {.user = 2, .owner = 13});
      kit.kit.clock().Advance(absl::Seconds(1));
      Ticked(kit);
    }
    kit.SyncWaiting();
    kit.site.InsertAt(Tail::kActivityCompletions, late, {.user = 1, .owner = 12});
    EXPECT_EQ(Ticked(kit).found.size(), in_time ? 1u : 0u);
  }
}

TEST(Tail, OverlapIsCandidateOnceMoreAfterARestart) {
  LaneTestKit kit;
  kit.Start();
  kit.site.Insert(Tail::kEnrolments, {.user = 3, .owner = 14});
  Ticked(kit);
  kit.SyncWaiting();
  kit.Restart();
  EXPECT_THAT(Ticked(kit).found, Contains(Pair("enrolments", 6))) << "all six users are within the overlap";
  kit.SyncWaiting();
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
}

TEST(Tail, LongOneIsReadPageByPageAndGoesOnWhereItStopped) {
  LaneTestKit kit;
  kit.options.limits.page = 3;
  kit.options.limits.max_company_users = 100;
  kit.options.tail_overlap = kit.options.log_overlap = 0;
  kit.options.overlap_time = absl::ZeroDuration();
  kit.Restart();
  kit.Start();
  for (int i = 0; i < 30; ++i) kit.site.Log({Touched::What::kUser, 1 + i % 6});
  kit.control.calls_of.clear();
  kit.control.fail_at = kit.control.calls + 14;
  EXPECT_THAT(kit.Tick(), StatusIs(absl::StatusCode::kUnavailable));
  const int64_t reached = kit.lane().state().watermarks.at("tail.log");
  EXPECT_GT(reached, 0);
  EXPECT_LT(reached, 30);
  EXPECT_THAT(kit.Waiting(), Not(IsEmpty()));
  Ticked(kit);
  EXPECT_EQ(kit.lane().state().watermarks.at("tail.log"), 30);
  EXPECT_THAT(kit.Waiting(), SizeIs(6));
  ExpectFollows(kit);
}

TEST(Tail, MoveBetweenCompaniesConcernsBoth) {
  LaneTestKit kit;
  kit.Start();
  // User 3 was in company 1 with a row of course 14 nowhere; user 1 in company 2 with a row of course 12.
  auto& members = kit.site.tables[Tail::kCompanyUsers];
  std::erase_if(members, [](const auto& row) { return row.second.user == 1; });
  kit.Join(1, 1);
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("1/1 company_users", "2/1 company_users"));
  ExpectFollows(kit);
}

TEST(Hint, AtACompanyAsksForAllOfIt) {
  LaneTestKit kit;
  kit.Start();
  kit.site.Log({Touched::What::kCompany, 2});
  kit.site.Log({Touched::What::kNothing, 9});
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/0 log"));
}

TEST(Hint, AtACourseConcernsWhoIsEnrolledAndWhoWasReported) {
  LaneTestKit kit;
  kit.Start();
  // Users 1 and 5 are in course 12: 1 is enrolled no longer, 7 is new and in no row yet.
  std::erase_if(kit.site.tables[Tail::kEnrolments], [](const auto& row) { return row.second.user == 1; });
  kit.Join(7, 2);
  kit.Enrol(7, 12);
  kit.control.off = {"enrolments", "company_users", "role_assignments"};
  kit.site.Log({Touched::What::kCourse, 12});
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/1 log", "2/7 log", "3/5 log"));
  ExpectFollows(kit);
}

TEST(Hint, AtManyCoursesOrTheirManyUsersComparesEverything) {
  for (const bool many_courses : {true, false}) {
    LaneTestKit kit;
    if (many_courses) kit.options.limits.max_courses = 2;
    if (!many_courses) kit.options.limits.max_course_users = 4;
    kit.Restart();
    kit.Start();
    for (int64_t course = 11; course <= 14; ++course) kit.site.Log({Touched::What::kCourse, course});
    EXPECT_THAT(Ticked(kit).everything, ElementsAre("log"));
    EXPECT_THAT(kit.Waiting(), ElementsAre("1/0 log", "2/0 log", "3/0 log"));
    ExpectQuiet((kit.SyncWaiting(), kit));
  }
}

TEST(Hint, AtManyUsersOfOneCompanyAsksForAllOfIt) {
  LaneTestKit kit;
  kit.options.limits.max_company_users = 3;
  kit.Restart();
  for (int64_t user = 11; user <= 20; ++user) {
    kit.site.users[user].name = "Many";
    kit.Join(user, 2);
  }
  kit.Start();
  for (int64_t user = 11; user <= 20; ++user) kit.site.Log({Touched::What::kUser, user});
  kit.site.Log({Touched::What::kUser, 3});
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("1/3 log", "2/0 log", "2/11 log", "2/12 log", "2/13 log"));
}

// Edges.

TEST(Edge, ThatIsDueIsACandidateOnce) {
  LaneTestKit kit;
  const int64_t closing = kit.site.Insert(Tail::kEnrolments, {.user = 7, .owner = 12, .closes = kit.Now() + 60});
  kit.site.Insert(Tail::kRoleAssignments, {.user = 7, .owner = 12});
  kit.Join(7, 2);
  kit.site.Insert(Tail::kEnrolments, {.user = 1, .owner = 13, .opens = kit.Now() + 120});
  kit.site.Insert(Tail::kRoleAssignments, {.user = 1, .owner = 13});
  kit.Start();
  EXPECT_NE(closing, 0);
  kit.kit.clock().Advance(absl::Seconds(70));
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/7 edge"));
  ExpectFollows(kit);
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
  kit.kit.clock().Advance(absl::Seconds(70));
  Ticked(kit);
  EXPECT_THAT(kit.Waiting(), ElementsAre("2/1 edge"));
  ExpectFollows(kit);
  EXPECT_THAT(kit.lane().edges(), IsEmpty());
}

TEST(Edge, ManyAreTakenPageByPage) {
  LaneTestKit kit;
  kit.options.limits.page = 2;
  kit.Restart();
  kit.Start();
  for (int64_t user = 1; user <= 5; ++user) kit.lane().SetEdge({CompanyId(2), user}, kit.Now() - 5 + user);
  EXPECT_THAT(Ticked(kit).found, ElementsAre(Pair("edge", 5)));
  EXPECT_THAT(kit.lane().edges(), IsEmpty());
}

}  // namespace
}  // namespace cp::sync
