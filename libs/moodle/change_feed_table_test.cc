// The table: by which detector is each of Moodle's operations found? And the promise behind it: whatever is played, no
// row of ours changes without a detector that points at it.
#include <iostream>
#include <memory>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/moodle/feed_harness.h"
#include "libs/moodle/player/operations.h"
#include "libs/moodle/player/random_history.h"
#include "libs/moodle/player/small_site.h"
#include "libs/moodle/source_test_base.h"
#include "libs/testing/random_seed.h"

namespace cp::moodle {
namespace {

using testing::IsOk;

// Detectors that count as what the catalogue names.
const std::set<std::string>& DetectorsOf(FoundBy found_by) {
  static const auto* const detectors = new std::map<FoundBy, std::set<std::string>>{
      {FoundBy::kNewRow,
       {"enrolments", "activity_completions", "course_completions", "role_assignments", "company_users"}},
      {FoundBy::kLog, {"log"}},
      {FoundBy::kStamp,
       {"changed_users", "changed_enrolments", "changed_activity_completions", "changed_course_completions",
        "changed_role_assignments"}},
      {FoundBy::kDigest, {"course", "company", "site"}},
      {FoundBy::kCount, {"course_rows"}},
      {FoundBy::kClock, {"edge"}},
      {FoundBy::kNothing, {}}};
  return detectors->at(found_by);
}

class ChangeFeedTable : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    CP_ASSERT_OK_AND_ASSIGN(db_, SiteDb::Open(database_.dsn));
    CP_ASSERT_OK(MakeSmallSite(db_.get(), kNow, seed_));
    CP_ASSERT_OK_AND_ASSIGN(source_, MakeSource({.dsn = database_.dsn}, clock_));
  }

  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(5)); }

  Look LookNow(int64_t now) {
    auto look = LookAt(*source_, kSmallSiteCompanies, now, Soon());
    EXPECT_THAT(look, IsOk());
    return look.ok() ? *std::move(look) : Look();
  }

  Findings FindSince(const Look& before, int64_t since, int64_t now) {
    auto findings = Find(*source_, before, since, now, Soon());
    EXPECT_THAT(findings, IsOk());
    return findings.ok() ? *std::move(findings) : Findings();
  }

  // IOMAD's suspension of somebody who is suspended already changes nothing that a row depends on, nor does the window
  // of somebody who is in no company.
  std::vector<std::vector<int64_t>> TargetsThatMatter(const Operation& operation, int64_t now) {
    std::vector<std::vector<int64_t>> targets;
    if (operation.name == "time.window") {
      for (const auto& [user, edge] : LookNow(now).edges) {
        if (edge > now) targets.push_back({edge});
      }
      return targets;
    }
    targets = TargetsOf(operation, *db_, now);
    if (operation.name == "user.suspend_iomad") {
      std::erase_if(targets, [&](const std::vector<int64_t>& target) {
        return db_->Int("SELECT suspended FROM mdl_user WHERE id = $0", target[0]) != 0;
      });
    }
    return targets;
  }

  // Rows that changed although nothing pointed at them.
  static std::string Missed(const Look& before, const Look& after, const Findings& findings) {
    std::string missed;
    for (const RowKeyOfSite& row : ChangedRows(before.rows, after.rows)) {
      if (findings.Covers(row)) continue;
      const auto [company, user, course] = row;
      absl::StrAppend(&missed, " ", company, ":", user, ":", course);
    }
    return missed;
  }

  const uint64_t seed_ = testing::RandomSeed();
  testing::FakeClock clock_;
  TestDatabase database_ = MakeTestDatabase(GetParam());
  std::unique_ptr<SiteDb> db_;
  std::unique_ptr<sync::Source> source_;
};

TEST_P(ChangeFeedTable, EveryOperationIsFoundByItsDetector) {
  const std::set<std::string> last = {"course.criteria", "course.delete", "user.delete", "user.delete_iomad",
                                      "enrol.instance_deleted"};
  RandomHistory history(db_.get(), kNow, seed_, [&](const Operation& o) { return !last.contains(o.name); });
  std::string table;
  for (const Operation& operation : AllOperations()) {
    // It is played a second later: an edge of that second is none any more.
    auto targets = TargetsThatMatter(operation, history.now() + 1);
    for (int steps = 0; targets.empty() && steps < 2000; ++steps) {
      ASSERT_THAT(history.Next(), IsOk());
      targets = TargetsThatMatter(operation, history.now() + 1);
    }
    ASSERT_FALSE(targets.empty()) << operation.name;
    MoodlePlayer& player = history.player();
    player.set_now(history.now() + 1);
    const int64_t played_at = player.now();
    const Look before = LookNow(played_at);
    CP_ASSERT_OK(operation.play(player, targets[targets.size() / 2])) << operation.name;
    const Look after = LookNow(player.now());
    const Findings findings = FindSince(before, played_at, player.now());

    absl::StrAppendFormat(&table, "%-32s %3d rows  %s\n", operation.name, ChangedRows(before.rows, after.rows).size(),
                          absl::StrJoin(findings.detectors, " "));
    EXPECT_EQ(Missed(before, after, findings), "") << operation.name;
    const std::set<std::string>& expected = DetectorsOf(operation.found_by);
    const bool found = std::any_of(expected.begin(), expected.end(),
                                   [&](const std::string& name) { return findings.detectors.contains(name); });
    EXPECT_TRUE(found || expected.empty())
        << operation.name << " is found by " << absl::StrJoin(findings.detectors, " ");
  }
  std::cout << table;
}

// Neither a stamp nor a new row tells of a past time in a row that exists, and without the log there is no event.
TEST_P(ChangeFeedTable, ACompletionWithAPastTimeIsFoundWithoutALog) {
  CP_ASSERT_OK(db_->Transaction([&] { db_->Run("DROP TABLE mdl_logstore_standard_log"); }));
  CP_ASSERT_OK_AND_ASSIGN(source_, MakeSource({.dsn = database_.dsn}, clock_));
  const auto pairs = db_->Rows(
      "SELECT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid ORDER BY ue.id");
  ASSERT_FALSE(pairs.empty());
  const int64_t user = pairs[0][0], course = pairs[0][1];
  CP_ASSERT_OK(db_->Transaction([&] {
    db_->Run(
        "INSERT INTO mdl_course_completions (userid, course, timeenrolled, timestarted, reaggregate) VALUES ($0, $1, "
        "0, 0, 0)",
        user, course);
  }));
  const auto write = [&](const std::string& change) {
    CP_ASSERT_OK(db_->Transaction([&] {
      db_->Run("UPDATE mdl_course_completions SET " + change + " WHERE userid = $0 AND course = $1", user, course);
    }));
  };
  for (const std::string column : {"timecompleted", "timestarted"}) {
    for (const int64_t time : {kNow - 40 * 86400, kNow - 41 * 86400, int64_t{9'000'000'000'000'000'000}}) {
      const Look before = LookNow(kNow);
      write(absl::StrCat(column, " = ", time));
      if (time > kNow) {  // no row can be derived from it; the digest is made all the same
        EXPECT_THAT(FindSince(before, kNow, kNow).detectors, ::testing::Contains("course_rows")) << column;
        write(absl::StrCat(column, " = 0"));
        continue;
      }
      const Findings findings = FindSince(before, kNow, kNow);
      EXPECT_EQ(findings.detectors, std::set<std::string>{"course_rows"}) << column;
      EXPECT_EQ(findings.courses, std::set<int64_t>{course});
      EXPECT_EQ(Missed(before, LookNow(kNow), findings), "");
    }
  }
}

TEST_P(ChangeFeedTable, NoRowChangesUnseenInARandomHistory) {
  RandomHistory history(db_.get(), kNow, seed_);
  const int steps = GetParam() == "sqlite" ? 300 : 60;
  Look before = LookNow(history.now());
  int64_t since = history.now();
  size_t changed = 0;
  for (int i = 0; i < steps; ++i) {
    const auto step = history.Next();
    ASSERT_THAT(step, IsOk());
    Look after = LookNow(history.now());
    const Findings findings = FindSince(before, since, history.now());
    ASSERT_EQ(Missed(before, after, findings), "")
        << step->ToString() << " was found by " << absl::StrJoin(findings.detectors, " ");
    changed += ChangedRows(before.rows, after.rows).size();
    before = std::move(after);
    since = history.now();
  }
  EXPECT_GT(changed, 0u);
}

CP_ON_EVERY_ENGINE(ChangeFeedTable);

}  // namespace
}  // namespace cp::moodle
