// Random histories of a Moodle whose changes leave traces, each found by one detector alone: after a tick, a look and
// the syncs that they ask for, the store equals a fresh derivation. With that detector switched off it does not.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "libs/sync/lane_test_kit.h"
#include "libs/testing/random_seed.h"

namespace cp::sync {
namespace {

class LaneHistory {
 public:
  LaneHistory(uint64_t seed, LaneTestKit& kit) : random_(seed), kit_(kit), site_(kit.site) {}

  int64_t Pick(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }

  void ChooseSizes() {
    kit_.options.limits.page = static_cast<int>(Pick(1, 6));
    kit_.options.limits.max_courses = static_cast<size_t>(Pick(1, 5));
    kit_.options.limits.max_course_users = Pick(2, 30);
    kit_.options.limits.max_company_users = Pick(2, 30);
    kit_.options.tail_overlap = Pick(5, 20);
    kit_.options.log_overlap = Pick(5, 20);
    kit_.kit.options.batch_rows = static_cast<size_t>(Pick(1, 4));
    kit_.kit.options.source_rows = static_cast<size_t>(Pick(1, 4));
    kit_.kit.options.stored_rows = static_cast<int>(Pick(1, 4));
    kit_.Restart();
  }

  void ChangeMoodle() {
    LandLateRows();
    for (int64_t i = Pick(0, 3); i > 0; --i) ChangeOne();
  }

  void LandLateRows() {
    for (const auto& [id, row] : late_) site_.InsertAt(Tail::kActivityCompletions, id, row);
    late_.clear();
  }

 private:
  int64_t AnyUser() { return Pick(1, 8); }
  int64_t AnyCourse() { return Pick(11, 14); }
  std::string NewName() { return absl::StrCat("Name ", ++names_); }
  bool Full(Tail tail) { return site_.tables[tail].size() > 40; }

  void Insert(Tail tail, ModelRow row) {
    if (!Full(tail)) site_.Insert(tail, row);
  }

  // A row of the table that satisfies nothing but chance; nullptr when there is none.
  ModelRow* AnyRow(Tail tail) {
    ModelSite::Table& table = site_.tables[tail];
    if (table.empty()) return nullptr;
    return &std::next(table.begin(), Pick(0, static_cast<int64_t>(table.size()) - 1))->second;
  }

  // Changes the row by its time of change alone, or by the log alone.
  void Update(Tail tail) {
    ModelRow* row = AnyRow(tail);
    if (row == nullptr) return;
    row->off = !row->off;
    if (tail == Tail::kCompanyUsers) return;  // the company's digest tells
    if (tail == Tail::kEnrolments || Pick(0, 1) == 0) {
      row->modified = ++stamp_ > kit_.Now() ? stamp_ : stamp_ = kit_.Now();
    } else {
      site_.Log({Touched::What::kUser, row->user});
    }
  }

  // Without any other trace than that the course or the company has fewer rows.
  void Delete(Tail tail) {
    ModelSite::Table& table = site_.tables[tail];
    // The newest row stays: a head that goes back is a trace of its own.
    if (table.size() > 3) table.erase(std::next(table.begin(), Pick(0, static_cast<int64_t>(table.size()) - 2)));
  }

  void ChangeOne() {
    static constexpr Tail kUpdated[] = {Tail::kEnrolments, Tail::kActivityCompletions, Tail::kCourseCompletions,
                                        Tail::kRoleAssignments, Tail::kCompanyUsers};
    switch (Pick(0, 12)) {
      case 0:
        Insert(Tail::kEnrolments, {.user = AnyUser(), .owner = AnyCourse()});
        break;
      case 1:
        Insert(Tail::kRoleAssignments, {.user = AnyUser(), .owner = AnyCourse()});
        break;
      case 2:
        Insert(Tail::kActivityCompletions, {.user = AnyUser(), .owner = AnyCourse()});
        break;
      case 3:
        Insert(Tail::kCourseCompletions, {.user = AnyUser(), .owner = AnyCourse()});
        break;
      case 4:
        Insert(Tail::kCompanyUsers, {.user = AnyUser(), .owner = Pick(1, 3)});
        break;
      case 5:
        if (!Full(Tail::kActivityCompletions)) {
          late_.emplace_back(site_.Reserve(Tail::kActivityCompletions),
                             ModelRow{.user = AnyUser(), .owner = AnyCourse()});
        }
        break;
      case 6:
        site_.users[AnyUser()] = {NewName(), Pick(0, 3) == 0, kit_.Now()};
        break;
      case 7:
        site_.courses[AnyCourse()] = {NewName(), Pick(0, 3) == 0};
        break;
      case 8:
        ChangeCompany();
        break;
      case 9:
        Insert(Tail::kEnrolments, {.user = AnyUser(),
                                   .owner = AnyCourse(),
                                   .opens = Pick(0, 1) * (kit_.Now() + Pick(1, 200)),
                                   .closes = Pick(0, 1) * (kit_.Now() + Pick(200, 400))});
        break;
      case 10:
        Update(kUpdated[Pick(0, 4)]);
        break;
      case 11:
        Delete(kUpdated[Pick(0, 4)]);
        break;
      default:
        if (Pick(0, 5) == 0) ++site_.completion_revision;
        break;
    }
  }

  void ChangeCompany() {
    std::set<int64_t>& courses = site_.company_courses[Pick(1, 3)];
    const int64_t course = AnyCourse();
    if (!courses.erase(course)) courses.insert(course);
    ++site_.company_revision;
  }

  std::mt19937_64 random_;
  LaneTestKit& kit_;
  ModelSite& site_;
  std::vector<std::pair<int64_t, ModelRow>> late_;
  int64_t names_ = 0;
  int64_t stamp_ = 0;
};

// Any trouble that the lane may meet; it has ended when this returns.
void DetectWithTrouble(LaneTestKit& kit, LaneHistory& history) {
  switch (history.Pick(0, 5)) {
    case 0:
      kit.control.fail_at = kit.control.calls + static_cast<int>(history.Pick(0, 30));
      break;
    case 1:
      kit.lane().refuse = static_cast<int>(history.Pick(1, 4));
      break;
    case 2:
      kit.lane().lose_answers = 1;
      break;
    case 3:
      kit.Restart();
      break;
    default:
      break;
  }
  (void)(history.Pick(0, 3) == 0 ? kit.Look() : kit.Tick());
  kit.control.fail_at = -1;
  kit.lane().refuse = kit.lane().lose_answers = 0;
}

// "" when the store equals a fresh derivation at every quiet point of one history.
std::string Play(uint64_t seed, const std::set<std::string>& off) {
  LaneTestKit kit;
  LaneHistory history(seed, kit);
  kit.site.Log({Touched::What::kNothing, 0});
  history.ChooseSizes();
  EXPECT_TRUE(kit.Tick().ok());
  kit.SyncWaiting();
  kit.control.off = off;
  kit.lane().edges_off = off.contains("edge");
  for (int step = 0; step < 12; ++step) {
    history.ChangeMoodle();
    kit.kit.clock().Advance(absl::Seconds(history.Pick(1, 90)));
    DetectWithTrouble(kit, history);
    if (history.Pick(0, 1) == 0) kit.SyncWaiting(static_cast<int>(history.Pick(1, 4)));
    if (history.Pick(0, 2) != 0) continue;
    history.LandLateRows();
    EXPECT_TRUE(kit.Tick().ok());
    EXPECT_TRUE(kit.Look().ok());
    kit.SyncWaiting(static_cast<int>(history.Pick(1, 4)));
    if (::testing::Test::HasFailure()) return "failed";
    if (std::string difference = kit.Difference(); !difference.empty()) return difference;
  }
  return "";
}

TEST(ChangeLane, AfterAnyHistoryTheStoreEqualsAFreshDerivation) {
  const uint64_t seed = testing::RandomSeed();
  for (uint64_t round = 0; round < 300; ++round) {
    ASSERT_EQ(Play(seed + round, {}), "") << "CP_SEED=" << seed + round;
    ASSERT_FALSE(HasFailure()) << "CP_SEED=" << seed + round;
  }
}

TEST(ChangeLane, NeedsEachDetector) {
  const uint64_t seed = testing::RandomSeed();
  std::vector<std::string> detectors = {"edge"};
  for (const Tail tail : kTails) detectors.emplace_back(ToString(tail));
  for (const Stamp stamp : kStamps) detectors.emplace_back(ToString(stamp));
  for (const DigestKind kind : kDigestKinds) detectors.emplace_back(ToString(kind));
  for (const std::string& detector : detectors) {
    bool is_missed = false;
    for (uint64_t round = 0; round < 300 && !is_missed; ++round) is_missed = !Play(seed + round, {detector}).empty();
    EXPECT_TRUE(is_missed) << detector << " finds nothing that others do not find, CP_SEED=" << seed;
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace cp::sync
