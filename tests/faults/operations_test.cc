// Each of Moodle's operations, one by one, under a worker that follows: how many rows it changed, by which detectors of
// which lane that was found, and how many seconds after the commit the store held it. Printed as a table.
#include "libs/moodle/player/operations.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"
#include "tests/faults/fresh_derivation.h"
#include "tests/faults/live_site.h"

namespace cp::faults {
namespace {

namespace pb = courseprogress::v1;

constexpr size_t kSites = 6;  // played upon side by side: most of the time is waiting
constexpr absl::Duration kSoon = absl::Seconds(30);
constexpr int kSteps = 2000;     // at most, until an operation has something to be played on
constexpr size_t kTrials = 8;    // targets that are tried on a copy, for one that changes a row
constexpr int kMoreSteps = 12;   // are played when none does ..
constexpr int kMoreRounds = 40;  // .. at most so often

// Why an operation changes no row, on all but odd targets; "" if it may.
std::string WhyNoRow(const std::string& operation) {
  static const auto* const kWhy = new std::map<std::string, std::string>{
      {"activity.hide", "a hidden activity counts as before"},
      {"activity.show", "a hidden activity counted as well"},
      {"company.assign_again", "is a member already"},
      {"company.department", "is a member already"},
      {"company.manager", "enrolled as an editor, who is not tracked"},
      {"company.move", "stays a member"},
      {"company.rename", "no row has the company's name"},
      {"course.criteria", "criteria say nothing before they are met"},
      {"cron.daily", "the times it writes are no part of a row"},
      {"cron.delete_activities", "what waits to be deleted did not count any more"},
      {"enrol.again", "is enrolled already"},
      {"enrol.expire", "the row went when the enrolment's end came"},
      {"enrol.future", "the row comes with the enrolment's start"},
      {"time.window", "see the two lines at the end"},
  };
  const auto why = kWhy->find(operation);
  return why == kWhy->end() ? "" : why->second;
}

// What brings about, if played before, that the operation changes a row; "" when random histories do soon.
std::string Before(const std::string& operation) {
  static const auto* const kBefore = new std::map<std::string, std::string>{
      {"course.move", "category.hide"},         {"cron.aggregate", "completion.bulk_new"},
      {"cron.criteria", "completion.bulk_new"}, {"enrol.second", "enrol.suspend"},
      {"enrol.no_end", "enrol.end_past"},       {"enrol.unenrol_one", "enrol.second"},
      {"grade.removed", "grade.pass"},
  };
  const auto before = kBefore->find(operation);
  return before == kBefore->end() ? "" : before->second;
}

struct Found {
  size_t rows = 0;
  std::string lane;
  std::string detectors;
  double seconds = 0;
};

// Pairs whose lines are not the same in both.
size_t ChangedRows(const RowLines& before, const RowLines& after) {
  std::vector<std::string> lines;
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(lines));
  std::set<std::vector<std::string>> keys;
  for (const std::string& line : lines) {
    std::vector<std::string> fields = absl::StrSplit(line, absl::MaxSplits('|', 3));
    fields.resize(3);
    keys.insert(fields);
  }
  return keys.size();
}

// "tick" if what came in a table or in the log, or an edge, led to it; otherwise it took a look.
std::string LaneOf(const std::set<std::string>& detectors) {
  static const auto* const kTick = new std::set<std::string>{
      "enrolments", "activity_completions", "course_completions", "role_assignments", "company_users", "log", "edge"};
  const bool tick = std::any_of(detectors.begin(), detectors.end(),
                                [](const std::string& detector) { return kTick->contains(detector); });
  return tick ? "tick" : "look";
}

// A site of its own with a worker of its own.
class FollowedSite {
 public:
  explicit FollowedSite(uint64_t seed) : site_(seed, absl::Now() - absl::Hours(1)) {
    site_.Fill();
    e2e::StackOptions options;
    options.moodle_dsn = site_.moodle_dsn();
    options.store_dsn = site_.store_dsn();
    options.with_redis = false;
    options.start_query = false;
    options.change_interval = "1s";
    options.worker_arguments = {"--count-interval=2s"};
    auto stack = e2e::Stack::Start(options);
    CP_EXPECT_OK(stack.status());
    if (stack.ok()) stack_ = *std::move(stack);
    EXPECT_TRUE(site_.IsFollowedWithin(kSoon));
  }

  Found Play(const moodle::Operation& operation) {
    const std::vector<int64_t> target = TargetOf(operation);
    EXPECT_FALSE(target.empty()) << operation.name << " has nothing to be played on";
    if (target.empty()) return {};
    const Found found = After(absl::InfinitePast(), [&] {
      site_.history().player().set_now(absl::ToUnixSeconds(absl::Now()));
      CP_EXPECT_OK(operation.play(site_.history().player(), target)) << operation.name;
    });
    EXPECT_EQ(found.rows == 0, !WhyNoRow(operation.name).empty()) << operation.name;
    return found;
  }

  // Enrolments whose end or start comes while nobody writes anything; before a start its row was taken away.
  Found LetAnEnrolmentEnd() {
    const int64_t user = site_.StoreInt("SELECT MIN(user_id) FROM course_progress WHERE is_deleted = 0");
    return AtAnEdge(user, [](int64_t edge) { return std::make_pair(int64_t{0}, edge); });
  }
  Found LetAnEnrolmentStart() {
    const int64_t user = site_.StoreInt("SELECT MAX(user_id) FROM course_progress WHERE is_deleted = 0");
    return AtAnEdge(user, [](int64_t edge) { return std::make_pair(edge, int64_t{0}); });
  }

  // Takes away more than anything brings back.
  static bool ComesLast(const moodle::Operation& operation) {
    static const auto* const kLast = new std::set<std::string>{"course.criteria", "course.delete", "user.delete",
                                                               "user.delete_iomad", "enrol.instance_deleted"};
    return kLast->contains(operation.name);
  }

 private:
  // Gives the user's open enrolments a (start, end) with an edge, a time (unix seconds) some seconds ahead.
  template <typename WindowAt>
  Found AtAnEdge(int64_t user, WindowAt window_at) {
    const int64_t edge = absl::ToUnixSeconds(absl::Now()) + 8;
    moodle::MoodlePlayer& player = site_.history().player();
    player.set_now(edge - 8);
    const auto [start, end] = window_at(edge);
    for (const int64_t enrolment : site_.db().Ints(
             "SELECT ue.id FROM mdl_user_enrolments ue WHERE ue.userid = $0 AND ue.status = 0 AND ue.timeend = 0",
             user)) {
      CP_EXPECT_OK(player.UpdateEnrolment(enrolment, 0, start, end));
    }
    EXPECT_EQ(site_.DifferenceAfter(absl::Seconds(6)), "");
    const Found found = After(absl::FromUnixSeconds(edge), [&] {
      while (absl::Now() < absl::FromUnixSeconds(edge)) absl::SleepFor(absl::FromUnixSeconds(edge) - absl::Now());
    });
    EXPECT_GT(found.rows, 0U);
    return found;
  }

  // One that changes a row, if other operations lead to one.
  std::vector<int64_t> TargetOf(const moodle::Operation& operation) {
    moodle::RandomHistory others(&site_.db(), absl::ToUnixSeconds(absl::Now()), ++histories_,
                                 [](const moodle::Operation& other) { return !ComesLast(other); });
    std::vector<int64_t> target = FirstTargetOf(operation, others);
    const bool may_change = WhyNoRow(operation.name).empty();
    for (int round = 0; may_change && round < kMoreRounds && !WouldChangeARow(operation, target); ++round) {
      for (int step = 0; step < kMoreSteps; ++step) PlayStep(others, kMoreSteps - step);
      PlayBefore(operation, others);
      target = FirstTargetOf(operation, others);
    }
    EXPECT_EQ(site_.DifferenceAfter(kSoon), "") << "before " << operation.name;
    return target;
  }

  // Other operations are played, as some minutes ago, until there is one; preferred is one that changes a row, or none
  // if that is what the operation does.
  std::vector<int64_t> FirstTargetOf(const moodle::Operation& operation, moodle::RandomHistory& others) {
    std::vector<std::vector<int64_t>> targets;
    for (int step = 0; step <= kSteps; ++step) {
      targets = TargetsOf(operation, site_.db(), absl::ToUnixSeconds(absl::Now()));
      if (!targets.empty() || step == kSteps) break;
      PlayStep(others, kSteps - step);
    }
    if (targets.empty()) return {};
    const size_t trials = std::min(kTrials, targets.size());
    for (size_t i = 0; i < trials; ++i) {
      const std::vector<int64_t>& target = targets[(2 * i + 1) * targets.size() / (2 * trials)];
      if (WouldChangeARow(operation, target) == WhyNoRow(operation.name).empty()) return target;
    }
    return targets[targets.size() / 2];
  }

  // A quarter of a second for each step that is left, and all of them more than a minute ago: times of this minute
  // are hints at every look.
  static void PlayStep(moodle::RandomHistory& others, int left) {
    const absl::Time at = absl::Now() - absl::Seconds(65) - left * absl::Milliseconds(250);
    CP_EXPECT_OK(others.NextAt(absl::ToUnixSeconds(at)).status());
  }

  // On a target that may be another one each time.
  void PlayBefore(const moodle::Operation& operation, moodle::RandomHistory& others) {
    for (const moodle::Operation& before : moodle::AllOperations()) {
      if (before.name != Before(operation.name)) continue;
      const std::vector<std::vector<int64_t>> targets = TargetsOf(before, site_.db(), others.now());
      if (targets.empty()) return;
      CP_EXPECT_OK(before.play(others.player(), targets[++histories_ % targets.size()])) << before.name;
    }
  }

  // Tried on a copy.
  bool WouldChangeARow(const moodle::Operation& operation, const std::vector<int64_t>& target) {
    if (target.empty()) return false;
    const testing::TempDir folder;
    const std::string dsn = absl::StrCat("sqlite3://", folder.File("copy.db"));
    site_.db().Run("VACUUM INTO '$0'", folder.File("copy.db"));
    const int64_t now = absl::ToUnixSeconds(absl::Now());
    const RowLines before = FreshRows(dsn, now);
    const auto copy = moodle::SiteDb::Open(dsn);
    CP_EXPECT_OK(copy.status());
    moodle::MoodlePlayer player(copy->get(), now);
    CP_EXPECT_OK(operation.play(player, target)) << operation.name;
    return FreshRows(dsn, now) != before;
  }

  // What `change` changed and how that was found; seconds count from its end, or from `since` if that is later.
  template <typename Change>
  Found After(absl::Time since, Change change) {
    const std::string last_run = NewestRun();
    const RowLines before = FreshRows(site_.moodle_dsn(), absl::ToUnixSeconds(absl::Now()));
    change();
    const absl::Time changed_at = std::max(since, absl::Now());
    const RowLines after = FreshRows(site_.moodle_dsn(), absl::ToUnixSeconds(absl::Now()));
    Found found;
    found.rows = ChangedRows(before, after);
    if (found.rows == 0) return found;
    EXPECT_TRUE(e2e::Await([&] { return StoredRows(site_.store_dsn()) == after; }, kSoon)) << site_.Difference();
    found.seconds = absl::ToDoubleSeconds(absl::Now() - changed_at);
    std::set<std::string> detectors;
    EXPECT_TRUE(e2e::Await([&] { return !(detectors = DetectorsSince(last_run)).empty(); }, absl::Seconds(10)));
    found.lane = LaneOf(detectors);
    found.detectors = absl::StrJoin(detectors, " ");
    return found;
  }

  std::vector<pb::Run> Runs() {
    pb::ListRunsResponse runs;
    const grpc::Status listed = stack_->sync().ListRuns(e2e::Call(stack_->admin_token()).get(), {}, &runs);
    EXPECT_TRUE(listed.ok()) << listed.error_message();
    return {runs.runs().begin(), runs.runs().end()};
  }
  std::string NewestRun() {
    std::string newest;
    for (const pb::Run& run : Runs()) newest = std::max(newest, run.run_id());
    return newest;
  }

  // Of companies whose rows were changed by runs that began after `last_run`.
  std::set<std::string> DetectorsSince(const std::string& last_run) {
    std::set<std::string> detectors;
    for (const pb::Run& run : Runs()) {
      if (run.run_id() <= last_run) continue;
      pb::GetRunRequest request;
      request.set_run_id(run.run_id());
      pb::GetRunResponse details;
      const grpc::Status got = stack_->sync().GetRun(e2e::Call(stack_->admin_token()).get(), request, &details);
      EXPECT_TRUE(got.ok()) << got.error_message();
      for (const pb::RunCompany& company : details.run().companies()) {
        if (company.records_created() + company.records_updated() + company.records_deleted() == 0) continue;
        for (const auto& [detector, candidates] : company.found_by()) detectors.insert(detector);
      }
    }
    return detectors;
  }

  LiveSite site_;
  std::unique_ptr<e2e::Stack> stack_;
  uint64_t histories_ = 0;
};

std::string Line(const std::string& operation, const Found& found) {
  if (found.rows == 0) return absl::StrFormat("%-32s | no row: %s\n", operation, WhyNoRow(operation));
  return absl::StrFormat("%-32s | %4d rows | %-4s | %5.1f s | %s\n", operation, found.rows, found.lane, found.seconds,
                         found.detectors);
}

// Neighbours, of which one undoes the other, stay together; what comes last, comes last.
std::vector<size_t> ShareOf(const std::vector<moodle::Operation>& operations, size_t site) {
  std::vector<size_t> share;
  for (size_t i = site * operations.size() / kSites; i < (site + 1) * operations.size() / kSites; ++i) {
    share.push_back(i);
  }
  std::stable_partition(share.begin(), share.end(), [&](size_t i) { return !FollowedSite::ComesLast(operations[i]); });
  return share;
}

TEST(OperationsTest, EachIsFoundInSeconds) {
  const uint64_t seed = testing::RandomSeed();
  const std::vector<moodle::Operation> operations = moodle::AllOperations();
  std::vector<std::string> lines(operations.size() + 2);
  std::vector<std::thread> players;
  for (size_t first = 0; first < kSites; ++first) {
    players.emplace_back([&, first] {
      FollowedSite site(seed + first);
      if (first == 0) {
        lines[operations.size()] = Line("an enrolment ends by the clock", site.LetAnEnrolmentEnd());
        lines.back() = Line("an enrolment starts by the clock", site.LetAnEnrolmentStart());
      }
      for (const size_t i : ShareOf(operations, first)) {
        if (::testing::Test::HasFailure()) return;
        lines[i] = Line(operations[i].name, site.Play(operations[i]));
      }
    });
  }
  for (std::thread& player : players) player.join();
  std::printf("--change-interval=1s --count-interval=2s\n%s", absl::StrJoin(lines, "").c_str());
}

}  // namespace
}  // namespace cp::faults
