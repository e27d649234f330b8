#include "libs/progress/derive.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::progress {
namespace {

constexpr int64_t kMaxTime = 253402300799;

// A tracked pair that was enrolled and not touched since.
PairFacts Enrolled(int64_t activities_total = 10) {
  PairFacts facts;
  facts.user_id = 17;
  facts.course_id = 4;
  facts.firstname = "Alice";
  facts.lastname = "O'Smith";
  facts.email = "root@localhost";
  facts.username = "alice";
  facts.coursename = "<b>Fire</b> 🎓";
  facts.completion_enabled = true;
  facts.first_enrolled = 1000;
  facts.activities_total = activities_total;
  return facts;
}

struct Case {
  std::string name;
  std::function<void(PairFacts&)> change;
  ProgressStatus status;
  double percentage;
  int64_t timecompleted;
  int64_t timestarted;
};

// Feature rows B3 and B4; what "done" counts (state 1 or 2; failed, 3, does not) is decided where the facts are read.
const std::vector<Case>& Cases() {
  static const auto* const cases = new std::vector<Case>{
      {"no activity done", [](PairFacts&) {}, ProgressStatus::kNotStarted, 0, 0, 1000},
      {"one of ten done", [](PairFacts& f) { f.activities_done = 1; }, ProgressStatus::kInProgress, 10, 0, 1000},
      {"one of three done",
       [](PairFacts& f) {
         f.activities_total = 3;
         f.activities_done = 1;
       },
       ProgressStatus::kInProgress, 100.0 / 3, 0, 1000},
      {"all done, course without criteria", [](PairFacts& f) { f.activities_done = 10; }, ProgressStatus::kInProgress,
       100, 0, 1000},
      {"the only activity failed: tracked, not done", [](PairFacts& f) { f.activities_total = 1; },
       ProgressStatus::kNotStarted, 0, 0, 1000},
      {"failed activity fulfilled the course criterion",
       [](PairFacts& f) {
         f.activities_total = 1;
         f.timecompleted = 3000;
         f.timestarted = 2000;
       },
       ProgressStatus::kCompleted, 100, 3000, 2000},
      {"passed activity",
       [](PairFacts& f) {
         f.activities_total = 1;
         f.activities_done = 1;
         f.last_activity = 2500;
       },
       ProgressStatus::kInProgress, 100, 0, 1000},
      {"complete although activities were un-ticked later",
       [](PairFacts& f) {
         f.activities_done = 2;
         f.timecompleted = 3000;
       },
       ProgressStatus::kCompleted, 100, 3000, 1000},
      {"complete without anything to track",
       [](PairFacts& f) {
         f.activities_total = 0;
         f.timecompleted = 3000;
       },
       ProgressStatus::kCompleted, 100, 3000, 1000},
      {"nothing to track", [](PairFacts& f) { f.activities_total = 0; }, ProgressStatus::kNotStarted, 0, 0, 1000},
      {"criterion met, no tracked activity", [](PairFacts& f) { f.timestarted = 2000; }, ProgressStatus::kInProgress, 0,
       0, 2000},
      {"tracking switched off after two activities",
       [](PairFacts& f) {
         f.completion_enabled = false;
         f.activities_done = 2;
       },
       ProgressStatus::kInProgress, 0, 0, 1000},
      {"tracking switched off after completion",
       [](PairFacts& f) {
         f.completion_enabled = false;
         f.timecompleted = 3000;
       },
       ProgressStatus::kCompleted, 100, 3000, 1000},
      {"Moodle's own start wins over an earlier enrolment", [](PairFacts& f) { f.timestarted = 900; },
       ProgressStatus::kInProgress, 0, 0, 900},
      {"no start known at all", [](PairFacts& f) { f.first_enrolled = 0; }, ProgressStatus::kNotStarted, 0, 0, 0},
      {"our start does not make it in_progress", [](PairFacts& f) { f.first_enrolled = 5; },
       ProgressStatus::kNotStarted, 0, 0, 5},
  };
  return *cases;
}

TEST(Derive, FollowsMoodleInEveryCase) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    PairFacts facts = Enrolled();
    c.change(facts);
    const auto row = Derive(facts, {});
    ASSERT_TRUE(row.ok()) << row.status();
    EXPECT_EQ(row->status, c.status);
    EXPECT_EQ(row->percentage, c.percentage);
    EXPECT_EQ(row->timecompleted, c.timecompleted);
    EXPECT_EQ(row->timestarted, c.timestarted);
  }
}

TEST(Derive, CopiesWhatItDoesNotDecide) {
  PairFacts facts = Enrolled();
  facts.activities_done = 7;
  facts.last_activity = 2222;
  const auto row = Derive(facts, {});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->key, (RowKey{UserId(17), CourseId(4)}));
  EXPECT_EQ(row->firstname, "Alice");
  EXPECT_EQ(row->lastname, "O'Smith");
  EXPECT_EQ(row->email, "root@localhost");
  EXPECT_EQ(row->username, "alice");
  EXPECT_EQ(row->coursename, "<b>Fire</b> 🎓");
  EXPECT_EQ(row->activities_done, 7);
  EXPECT_EQ(row->activities_total, 10);
  EXPECT_EQ(row->last_activity, 2222);
}

TEST(Derive, PercentageIsTheExactQuotient) {
  for (int total = 1; total <= 400; ++total) {
    for (int done = 0; done <= total; ++done) {
      PairFacts facts = Enrolled(total);
      facts.activities_done = done;
      ASSERT_EQ(Derive(facts, {})->percentage, 100.0 * done / total) << done << " of " << total;
    }
  }
}

TEST(DeriveFallback, ReportsTheLastActivityOnlyWhenEverythingIsDone) {
  const DeriveSwitches fallback{.time_completed_fallback = true};
  PairFacts facts = Enrolled(2);
  facts.last_activity = 2222;
  facts.activities_done = 1;
  EXPECT_EQ(Derive(facts, fallback)->timecompleted, 0);
  facts.activities_done = 2;
  EXPECT_EQ(Derive(facts, fallback)->timecompleted, 2222);
  EXPECT_EQ(Derive(facts, fallback)->status, ProgressStatus::kInProgress);
  EXPECT_EQ(Derive(facts, {})->timecompleted, 0) << "off by default";
}

TEST(DeriveFallback, NeverReplacesMoodlesOwnTime) {
  PairFacts facts = Enrolled(1);
  facts.activities_done = 1;
  facts.last_activity = 2222;
  facts.timecompleted = 3000;
  EXPECT_EQ(Derive(facts, {.time_completed_fallback = true})->timecompleted, 3000);
}

TEST(DeriveFallback, NeedsTrackingAndSomethingToTrack) {
  PairFacts facts = Enrolled(0);
  facts.last_activity = 2222;
  EXPECT_EQ(Derive(facts, {.time_completed_fallback = true})->timecompleted, 0);
  facts = Enrolled(1);
  facts.activities_done = 1;
  facts.last_activity = 2222;
  facts.completion_enabled = false;
  EXPECT_EQ(Derive(facts, {.time_completed_fallback = true})->timecompleted, 0);
}

struct Unrepresentable {
  std::string field;
  int64_t PairFacts::*member;
  int64_t value;
};

TEST(Derive, NamesWhatCanNotBeRepresented) {
  constexpr int64_t kBeyondInt32 = int64_t{1} << 31;
  const std::vector<Unrepresentable> cases = {
      {"user_id", &PairFacts::user_id, 0},
      {"user_id", &PairFacts::user_id, -1},
      {"user_id", &PairFacts::user_id, kBeyondInt32},
      {"course_id", &PairFacts::course_id, 0},
      {"course_id", &PairFacts::course_id, kBeyondInt32},
      {"timecompleted", &PairFacts::timecompleted, -1},
      {"timecompleted", &PairFacts::timecompleted, kMaxTime + 1},
      {"timestarted", &PairFacts::timestarted, -1},
      {"timestarted", &PairFacts::timestarted, std::numeric_limits<int64_t>::max()},
      {"first_enrolled", &PairFacts::first_enrolled, -1},
      {"last_activity", &PairFacts::last_activity, kMaxTime + 1},
      {"activities_total", &PairFacts::activities_total, -1},
      {"activities_total", &PairFacts::activities_total, kBeyondInt32},
      {"activities_done", &PairFacts::activities_done, -1},
      {"activities_done", &PairFacts::activities_done, 11}};
  for (const Unrepresentable& c : cases) {
    PairFacts facts = Enrolled(10);
    facts.*c.member = c.value;
    const absl::Status status = Derive(facts, {}).status();
    SCOPED_TRACE(testing::Message() << c.field << " = " << c.value);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReasonOf(status), reason::kRowUnderivable);
    const auto metadata = MetadataOf(status);
    EXPECT_EQ(metadata.at("field"), c.field);
    EXPECT_EQ(metadata.at("user"), std::to_string(facts.user_id));
    EXPECT_EQ(metadata.at("course"), std::to_string(facts.course_id));
  }
}

TEST(Derive, NeverPutsPersonalDataIntoAnError) {
  PairFacts facts = Enrolled();
  facts.timecompleted = -5;
  const absl::Status status = Derive(facts, {}).status();
  EXPECT_EQ(status.message(), "user 17, course 4: timecompleted is -5, outside 0..253402300799");
}

TEST(Derive, AcceptsTheBounds) {
  PairFacts facts = Enrolled();
  facts.user_id = std::numeric_limits<int32_t>::max();
  facts.course_id = std::numeric_limits<int32_t>::max();
  facts.timecompleted = kMaxTime;
  facts.timestarted = kMaxTime;
  facts.first_enrolled = kMaxTime;
  facts.last_activity = kMaxTime;
  facts.activities_done = 10;
  EXPECT_TRUE(Derive(facts, {}).ok());
}

}  // namespace
}  // namespace cp::progress
