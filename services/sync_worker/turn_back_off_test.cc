#include "services/sync_worker/turn_back_off.h"

#include <gmock/gmock.h>

#include <optional>
#include <utility>
#include <vector>

#include "libs/testing/fake_clock.h"

namespace cp::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr CompanyId kOne(1), kTwo(2);

class TurnBackOffTest : public ::testing::Test {
 protected:
  void Fail(bool whole = false) { back_off_.Ended({.company = kOne, .whole = whole, .outcome = TurnOutcome::kFailed}); }
  // What is let through of these users, and of a comparison if `full`.
  std::optional<progress::CompanyCandidates> Admitted(std::vector<int64_t> users, bool full = false,
                                                      CompanyId company = kOne) {
    progress::CompanyCandidates waiting;
    waiting.company = company;
    waiting.full = full;
    waiting.found_by["log"] = static_cast<int64_t>(users.size()) + (full ? 1 : 0);
    waiting.users = std::move(users);
    return back_off_.Admit(&waiting) ? std::make_optional(waiting) : std::nullopt;
  }
  bool Serves(std::vector<int64_t> users) { return Admitted(std::move(users)).has_value(); }
  absl::Duration PauseAfter(TurnOutcome outcome) {
    back_off_.Ended({.company = kOne, .outcome = outcome});
    absl::Duration pause;
    for (; !Serves({5}); pause += absl::Seconds(1)) clock_.Advance(absl::Seconds(1));
    return pause;
  }

  testing::FakeClock clock_;
  TurnBackOff back_off_{&clock_};
};

TEST_F(TurnBackOffTest, WaitsLongerAfterEachFailureInARow) {
  for (const int64_t seconds : {5, 10, 20, 40, 80, 160, 300, 300}) {
    EXPECT_EQ(PauseAfter(TurnOutcome::kFailed), absl::Seconds(seconds));
  }
  EXPECT_EQ(PauseAfter(TurnOutcome::kDone), absl::ZeroDuration());
  EXPECT_EQ(PauseAfter(TurnOutcome::kFailed), absl::Seconds(5));
}

TEST_F(TurnBackOffTest, TurnThatIsUnfinishedGoesOnAtOnceAndForgivesNothing) {
  EXPECT_EQ(PauseAfter(TurnOutcome::kFailed), absl::Seconds(5));
  EXPECT_EQ(PauseAfter(TurnOutcome::kUnfinished), absl::ZeroDuration());
  EXPECT_EQ(PauseAfter(TurnOutcome::kFailed), absl::Seconds(10));
}

TEST_F(TurnBackOffTest, WaitsTheSameWhileSomebodyElseHoldsTheCompany) {
  for (int turn = 0; turn < 4; ++turn) EXPECT_EQ(PauseAfter(TurnOutcome::kBusy), kBusyBackOff);
  EXPECT_EQ(PauseAfter(TurnOutcome::kFailed), absl::Seconds(5)) << "none of them was a failure";
}

TEST_F(TurnBackOffTest, KeepsOtherCompaniesOut) {
  Fail();
  EXPECT_FALSE(Serves({5}));
  EXPECT_TRUE(Admitted({5}, /*full=*/false, kTwo).has_value());
}

TEST_F(TurnBackOffTest, ComparisonThatFailsLeavesTheUsersTheirTurn) {
  Fail(/*whole=*/true);
  const auto admitted = Admitted({5, 6}, /*full=*/true);
  ASSERT_TRUE(admitted.has_value());
  EXPECT_FALSE(admitted->full);
  EXPECT_THAT(admitted->users, ElementsAre(5, 6));
  EXPECT_FALSE(Admitted({}, /*full=*/true).has_value());
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(Admitted({}, /*full=*/true)->full);
}

TEST_F(TurnBackOffTest, UsersThatFailLeaveTheComparisonItsTurn) {
  Fail();
  const auto admitted = Admitted({5}, /*full=*/true);
  ASSERT_TRUE(admitted.has_value());
  EXPECT_TRUE(admitted->full);
  EXPECT_THAT(admitted->users, IsEmpty());
}

TEST_F(TurnBackOffTest, UserThatFailsLeavesTheOthersTheirTurn) {
  back_off_.Ended({.company = kOne, .users = {5, 6, 7}, .failed_users = {6}});
  EXPECT_FALSE(Serves({6})) << "nobody else waits";
  EXPECT_THAT(Admitted({6, 8})->users, ElementsAre(8));
  EXPECT_EQ(back_off_.UsersWaiting(kOne), 1U);
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(Serves({6}));
  back_off_.Ended({.company = kOne, .users = {6}, .failed_users = {6}});
  clock_.Advance(absl::Seconds(9));
  EXPECT_FALSE(Serves({6})) << "twice as long";
  clock_.Advance(absl::Seconds(1));
  back_off_.Ended({.company = kOne, .users = {6}});
  EXPECT_EQ(back_off_.UsersWaiting(kOne), 0U);
}

TEST_F(TurnBackOffTest, ComparisonForgivesEveryUser) {
  back_off_.Ended({.company = kOne, .users = {6}, .failed_users = {6}});
  back_off_.Ended({.company = kOne, .whole = true});
  EXPECT_TRUE(Serves({6}));
}

TEST_F(TurnBackOffTest, TurnThatGoesOnIsTheOnlyOne) {
  back_off_.Began(kOne);
  EXPECT_FALSE(Admitted({5}, /*full=*/true).has_value());
  back_off_.Ended({.company = kOne, .whole = true});
  EXPECT_TRUE(Admitted({5}, /*full=*/true).has_value());
}

}  // namespace
}  // namespace cp::worker
