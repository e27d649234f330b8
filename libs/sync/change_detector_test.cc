// What a detection finds, by which way, and when it compares everything instead.
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
using ::testing::Pair;
using ::testing::SizeIs;
using testing::StatusIs;

// In the kit, user u is a member of company 1 + u % 3 and enrolled in course 11 + u % 4.

DetectionReport Ticked(LaneTestKit& kit) {
  const auto report = kit.Tick();
  EXPECT_TRUE(report.ok()) << report.status();
  return report.value_or(DetectionReport());
}

DetectionReport Looked(LaneTestKit& kit) {
  const auto report = kit.Look();
  EXPECT_TRUE(report.ok()) << report.status();
  return report.value_or(DetectionReport());
}

// The store follows after one tick (or look) and the syncs that it asked for.
void ExpectFollows(LaneTestKit& kit) {
  kit.SyncWaiting();
  EXPECT_EQ(kit.Difference(), "");
}

// Ticks and looks find nothing any more, but that a look derives again whom ticks had found.
void ExpectQuiet(LaneTestKit& kit) {
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
  EXPECT_TRUE(kit.Look().ok());
  ExpectFollows(kit);
  EXPECT_THAT(Ticked(kit).found, IsEmpty());
  EXPECT_THAT(Looked(kit).found, IsEmpty());
  EXPECT_THAT(kit.Waiting(), IsEmpty());
}

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

TEST(IdleTick, StoresOneDetection) {
  LaneTestKit kit;
  kit.Start();
  const int commits = kit.lane().commits();
  kit.kit.clock().Advance(absl::Seconds(1));
  Ticked(kit);
  EXPECT_EQ(kit.lane().commits(), commits + 1);
  EXPECT_EQ(kit.lane().state().detected_at, kit.Now());
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
  for (int64_t user = 1; user <= 5; ++user) kit.lane().edges()[{CompanyId(2), user}] = kit.Now() - 5 + user;
  EXPECT_THAT(Ticked(kit).found, ElementsAre(Pair("edge", 5)));
  EXPECT_THAT(kit.lane().edges(), IsEmpty());
}

// Looks.

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

TEST(Digest, OfACourseThatIsGoneConcernsWhoWasReported) {
  LaneTestKit kit;
  kit.Start();
  kit.site.courses.erase(12);
  for (auto& [company, courses] : kit.site.company_courses) courses.erase(12);
  std::erase_if(kit.site.tables[Tail::kEnrolments], [](const auto& row) { return row.second.owner == 12; });
  kit.control.off = {"company"};
  Looked(kit);
  EXPECT_THAT(kit.Waiting(), Contains("2/1 course"));
  ExpectFollows(kit);
  EXPECT_FALSE(kit.lane().digests().contains({"course", 12}));
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

// What the lane can not know.

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
  kit.lane().state().detected_at = kit.Now() + 3600;
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
  const MemoryLane backup = kit.lane();
  kit.site.Log({Touched::What::kUser, 2});
  Ticked(kit);
  Ticked(kit);
  kit.lane() = backup;
  EXPECT_THAT(Ticked(kit).everything, ElementsAre("store_set_back"));
  ExpectFollows(kit);
  ExpectQuiet(kit);
}

TEST(Store, ThatWasSetBackBeforeAStartIsReadFromWhereItStood) {
  LaneTestKit kit;
  kit.options.tail_overlap = kit.options.log_overlap = 0;
  kit.Restart();
  kit.Start();
  const MemoryLane backup = kit.lane();
  kit.site.users[2].name = "Since";
  kit.site.Log({Touched::What::kUser, 2});
  Ticked(kit);
  kit.lane() = backup;
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
