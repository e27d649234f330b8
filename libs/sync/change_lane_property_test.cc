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
  // Every second change is `favourite`, one of ChangeOne(), unless that is negative.
  LaneHistory(uint64_t seed, LaneTestKit& kit, int favourite)
      : random_(seed), kit_(kit), site_(kit.site), favourite_(favourite) {}

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
  bool Full(Tail tail) { return site_.tables[tail].size() > 14; }

  void Insert(Tail tail, ModelRow row) {
    if (!Full(tail)) site_.Insert(tail, row);
  }

  // A row of the table that satisfies nothing but chance; nullptr when there is none.
  ModelRow* AnyRow(Tail tail) {
    ModelSite::Table& table = site_.tables[tail];
    if (table.empty()) return nullptr;
    return &std::next(table.begin(), Pick(0, static_cast<int64_t>(table.size()) - 1))->second;
  }

  // A user and a course that a row of the table has, or any.
  ModelRow PairOf(Tail tail) {
    const ModelRow* row = Pick(0, 3) == 0 ? nullptr : AnyRow(tail);
    if (row == nullptr) return {.user = AnyUser(), .owner = AnyCourse()};
    return {.user = row->user, .owner = row->owner};
  }

  // Changes the row by its time of change alone, or by the log alone.
  void Update(Tail tail) {
    ModelRow* row = AnyRow(tail);
    if (row == nullptr) return;
    row->off = !row->off;
    if (tail == Tail::kCompanyUsers) return;  // the company's digest tells
    if (tail == Tail::kEnrolments || Pick(0, 1) == 0) {
      row->modified = kit_.Now();
    } else {
      site_.Log({Touched::What::kUser, row->user});
    }
  }

  // The newest row stays: a head that goes back is a trace of its own.
  void AssignOrUnassignRole(const ModelRow& pair) {
    ModelSite::Table& roles = site_.tables[Tail::kRoleAssignments];
    const int64_t newest = roles.empty() ? 0 : roles.rbegin()->first;
    const size_t unassigned = std::erase_if(roles, [&](const auto& row) {
      return row.first != newest && row.second.user == pair.user && row.second.owner == pair.owner;
    });
    if (unassigned == 0) Insert(Tail::kRoleAssignments, pair);
  }

  // The row tells that the window was changed; nothing tells when it opens or closes.
  void ChangeWindow() {
    ModelRow* row = AnyRow(Tail::kEnrolments);
    if (row == nullptr) return;
    row->opens = Pick(0, 1) * (kit_.Now() + Pick(60, 200));
    row->closes = kit_.Now() + Pick(200, 400);
    row->modified = kit_.Now();
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
    switch (favourite_ >= 0 && Pick(0, 1) == 0 ? favourite_ : Pick(0, 14)) {
      case 0:
        Insert(Tail::kEnrolments, PairOf(Tail::kRoleAssignments));
        break;
      case 1:
        AssignOrUnassignRole(PairOf(Tail::kEnrolments));
        break;
      case 2:
        Insert(Tail::kActivityCompletions, PairOf(Tail::kEnrolments));
        break;
      case 3:
        Insert(Tail::kCourseCompletions, PairOf(Tail::kEnrolments));
        break;
      case 4:
        Insert(Tail::kCompanyUsers, {.user = AnyUser(), .owner = Pick(1, 3)});
        break;
      case 5:
        if (!Full(Tail::kActivityCompletions)) {
          late_.emplace_back(site_.Reserve(Tail::kActivityCompletions), PairOf(Tail::kEnrolments));
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
        ChangeWindow();
        break;
      case 10:
        Update(kUpdated[Pick(0, 4)]);
        break;
      case 11:
        Delete(kUpdated[Pick(0, 4)]);
        break;
      case 12:
        if (Pick(0, 5) == 0) ++site_.completion_revision;
        break;
      default:
        ChangeWindow();
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
  const int favourite_;
  int64_t names_ = 0;
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
std::string Play(uint64_t seed, const std::set<std::string>& off, int favourite) {
  LaneTestKit kit;
  LaneHistory history(seed, kit, favourite);
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
  for (uint64_t round = 0; round < 200; ++round) {
    ASSERT_EQ(Play(seed + round, {}, -1), "") << "CP_SEED=" << seed + round;
    ASSERT_FALSE(HasFailure()) << "CP_SEED=" << seed + round;
  }
}

TEST(ChangeLane, NeedsEachDetector) {
  const uint64_t seed = testing::RandomSeed();
  // Each with the kind of change that it is for.
  const std::map<std::string, int> detectors = {{"edge", 9},
                                                {"enrolments", 0},
                                                {"role_assignments", 1},
                                                {"activity_completions", 2},
                                                {"course_completions", 3},
                                                {"company_users", 4},
                                                {"log", 10},
                                                {"changed_users", 6},
                                                {"changed_enrolments", 10},
                                                {"changed_activity_completions", 10},
                                                {"changed_course_completions", 10},
                                                {"changed_role_assignments", 10},
                                                {"course", 7},
                                                {"course_rows", 11},
                                                {"company", 8},
                                                {"site", 12}};
  ASSERT_EQ(detectors.size(), 1 + std::size(kTails) + std::size(kStamps) + std::size(kDigestKinds));
  for (const auto& [detector, favourite] : detectors) {
    bool is_missed = false;
    for (uint64_t round = 0; round < 1000 && !is_missed; ++round)
      is_missed = !Play(seed + round, {detector}, favourite).empty();
    EXPECT_TRUE(is_missed) << detector << " finds nothing that others do not find, CP_SEED=" << seed;
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace cp::sync
