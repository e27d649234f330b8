// Every operation leaves the trace that was measured, on every engine, alone and within random histories; and what they
// leave can be derived.
#include "libs/moodle/player/moodle_player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/moodle/open_source.h"
#include "libs/moodle/player/operations.h"
#include "libs/moodle/player/random_history.h"
#include "libs/moodle/player/small_site.h"
#include "libs/moodle/player/trace.h"
#include "libs/moodle/test_site.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"

namespace cp::moodle {
namespace {

class MoodlePlayerTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto db = SiteDb::Open(database_.dsn);
    ASSERT_THAT(db, testing::IsOk());
    db_ = *std::move(db);
    CP_ASSERT_OK(MakeSmallSite(db_.get(), kNow, seed_));
  }

  std::string PlayAndCompare(const Operation& operation, MoodlePlayer& player, const std::vector<int64_t>& target) {
    const SiteRows before = ReadSite(*db_);
    const int64_t now = player.now();
    CP_EXPECT_OK(operation.play(player, target)) << operation.name;
    const Trace trace = Compare(*db_, before, ReadSite(*db_), now);
    const std::string wrong = Mismatch(operation, trace);
    return wrong.empty() ? "" : absl::StrCat(wrong, trace.ToString());
  }

  // Of all companies, as the product reads them at this time; -1 after a failure.
  int64_t DerivedPairs() {
    SourceOptions options;
    options.dsn = database_.dsn;
    const auto source = MakeSource(options, clock_);
    EXPECT_THAT(source, testing::IsOk());
    int64_t pairs = 0;
    for (int64_t company = 1; source.ok() && company <= kSmallSiteCompanies; ++company) {
      const auto facts = ReadFacts(**source, clock_, company);
      EXPECT_THAT(facts, testing::IsOk());
      pairs += facts.ok() ? static_cast<int64_t>(facts->size()) : 0;
    }
    return ::testing::Test::HasFailure() ? -1 : pairs;
  }

  const uint64_t seed_ = testing::RandomSeed();
  testing::FakeClock clock_;
  TestDatabase database_ = MakeTestDatabase(GetParam());
  std::unique_ptr<SiteDb> db_;
};

INSTANTIATE_TEST_SUITE_P(Engines, MoodlePlayerTest, ::testing::ValuesIn(TestEngines()),
                         [](const auto& engine) { return engine.param; });

TEST_P(MoodlePlayerTest, EveryOperationLeavesItsMeasuredTrace) {
  // What an operation needs is left by others; those that can not be undone come only when it is their turn.
  const std::set<std::string> last = {"course.criteria", "course.delete", "user.delete", "user.delete_iomad",
                                      "enrol.instance_deleted"};
  RandomHistory history(db_.get(), kNow, seed_, [&](const Operation& o) { return last.count(o.name) == 0; });
  for (const Operation& operation : AllOperations()) {
    auto targets = TargetsOf(operation, *db_, history.now());
    for (int steps = 0; targets.empty() && steps < 2000; ++steps) {
      ASSERT_THAT(history.Next(), testing::IsOk());
      targets = TargetsOf(operation, *db_, history.now());
    }
    ASSERT_FALSE(targets.empty()) << operation.name;
    history.player().set_now(history.now() + 1);
    ASSERT_EQ(PlayAndCompare(operation, history.player(), targets[targets.size() / 2]), "") << operation.name;
  }
  EXPECT_GE(DerivedPairs(), 0);
}

TEST_P(MoodlePlayerTest, RandomHistoriesLeaveMeasuredTracesAndADerivableSite) {
  RandomHistory history(db_.get(), kNow, seed_);
  const int steps = GetParam() == "sqlite" ? 400 : 150;
  int64_t pairs = 0;
  SiteRows before = ReadSite(*db_);
  for (int i = 0; i < steps; ++i) {
    const auto step = history.Next();
    ASSERT_THAT(step, testing::IsOk());
    SiteRows after = ReadSite(*db_);
    const Trace trace = Compare(*db_, before, after, step->at);
    ASSERT_EQ(Mismatch(*step->operation, trace), "") << step->ToString() << ": " << trace.ToString();
    before = std::move(after);
    if (i % 50 == 49) pairs += DerivedPairs();
  }
  EXPECT_GT(pairs, 0) << "the site ran dry";
}

TEST_P(MoodlePlayerTest, IdsAreNeverGivenOutTwice) {
  MoodlePlayer player(db_.get(), kNow);
  const int64_t last = db_->Int("SELECT MAX(id) FROM mdl_user_enrolments");
  const auto row = db_->Rows("SELECT userid, enrolid FROM mdl_user_enrolments WHERE id = $0", last);
  CP_ASSERT_OK(player.Unenrol(last));
  CP_ASSERT_OK(player.Enrol(row[0][0], row[0][1]));
  EXPECT_GT(db_->Int("SELECT MAX(id) FROM mdl_user_enrolments"), last);
}

TEST_P(MoodlePlayerTest, LogRowsAreFilledAsMoodleFillsThem) {
  MoodlePlayer player(db_.get(), kNow);
  const auto enrolment = db_->Rows(
      "SELECT ue.userid, e.courseid, ue.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid ORDER BY "
      "ue.id");
  const int64_t user = enrolment[0][0], course = enrolment[0][1];
  CP_ASSERT_OK(player.UpdateEnrolment(enrolment[0][2], 1, 0, 0));
  const auto last = [&] {
    return db_
        ->Texts(
            "SELECT eventname, component, action, target, objecttable, objectid, crud, contextlevel, "
            "contextinstanceid, "
            "userid, courseid, relateduserid, timecreated FROM mdl_logstore_standard_log ORDER BY id DESC LIMIT 1")[0]
        .values;
  };
  EXPECT_THAT(last(),
              ::testing::ElementsAre("\\core\\event\\user_enrolment_updated", "core", "updated", "user_enrolment",
                                     "user_enrolments", absl::StrCat(enrolment[0][2]), "u", "50", absl::StrCat(course),
                                     "2", absl::StrCat(course), absl::StrCat(user), absl::StrCat(kNow)));
  CP_ASSERT_OK(player.AssignAgain(user, 1));
  EXPECT_THAT(last(), ::testing::ElementsAre("\\block_iomad_company_admin\\event\\company_user_assigned",
                                             "block_iomad_company_admin", "assigned", "company_user", "company", "1",
                                             "c", "10", "0", absl::StrCat(user), "0", "NULL", absl::StrCat(kNow)));
}

// Courses whose number is 2 modulo 3 need every tracked activity.
TEST_P(MoodlePlayerTest, TheLastCriterionCompletesTheCourse) {
  MoodlePlayer player(db_.get(), kNow);
  const auto enrolled = db_->Rows(
      "SELECT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE EXISTS "
      "(SELECT 1 FROM mdl_course_completion_criteria crit WHERE crit.course = e.courseid) "
      "AND e.courseid % 3 = 2 ORDER BY ue.id");
  const int64_t user = enrolled[0][0], course = enrolled[0][1];
  const auto activities =
      db_->Ints("SELECT id FROM mdl_course_modules WHERE course = $0 AND completion <> 0 ORDER BY id", course);
  const auto completed = [&] {
    return db_->Int("SELECT timecompleted FROM mdl_course_completions WHERE userid = $0 AND course = $1", user, course);
  };
  for (size_t i = 0; i < activities.size(); ++i) {
    EXPECT_EQ(completed(), 0);
    player.set_now(kNow + static_cast<int64_t>(i));
    CP_ASSERT_OK(player.Grade(user, activities[i], ActivityState::kPassed));
  }
  EXPECT_EQ(completed(), player.now());
  CP_ASSERT_OK(player.Override(user, activities[0], false));
  EXPECT_EQ(completed(), player.now()) << "Moodle never takes a completion back";
}

// What the catalogue says finds an operation is among what it leaves.
TEST(Operations, LeaveWhatFindsThem) {
  std::set<std::string> names;
  for (const Operation& operation : AllOperations()) {
    SCOPED_TRACE(operation.name);
    EXPECT_TRUE(names.insert(operation.name).second);
    EXPECT_NE(operation.measured, "");
    switch (operation.found_by) {
      case FoundBy::kLog:
        EXPECT_NE(operation.logged, "");
        break;
      case FoundBy::kNewRow:
        EXPECT_TRUE(absl::StrContains(operation.stamped + operation.changed, ".insert"));
        break;
      case FoundBy::kStamp:
        EXPECT_TRUE(absl::StrContains(operation.stamped, ".update"));
        break;
      case FoundBy::kDigest:
        EXPECT_NE(operation.changed, "");
        break;
      case FoundBy::kCount:
        EXPECT_TRUE(absl::StrContains(operation.changed, ".delete"));
        break;
      case FoundBy::kNothing:
        break;
      case FoundBy::kClock:
        EXPECT_EQ(operation.stamped + operation.changed, "");
    }
  }
  EXPECT_GE(names.size(), 75u);
}

}  // namespace
}  // namespace cp::moodle
