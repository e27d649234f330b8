#include "services/query/startup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::query {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;

absl::Status Unreachable(const std::string& text = "unreachable") {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, text);
}

class WaitForStoreTest : public ::testing::Test {
 protected:
  absl::Status Run(std::vector<absl::Status> results) {
    size_t next = 0;
    return WaitForStore({.check = [&] { return results[std::min(next++, results.size() - 1)]; },
                         .nap =
                             [&](absl::Duration nap) {
                               naps_.push_back(nap);
                               return naps_.size() < 100;
                             },
                         .logger = &logger_});
  }

  testing::FakeClock clock_;
  std::vector<std::string> lines_;
  runtime::Logger logger_{runtime::LogLevel::kInfo, &clock_,
                          [this](absl::string_view line) { lines_.emplace_back(line); }};
  std::vector<absl::Duration> naps_;
};

TEST_F(WaitForStoreTest, AStoreThatIsThereNeedsNoWait) {
  EXPECT_THAT(Run({absl::OkStatus()}), IsOk());
  EXPECT_THAT(naps_, SizeIs(0));
  EXPECT_THAT(lines_, SizeIs(0));
}

TEST_F(WaitForStoreTest, TriesAgainWithGrowingPauses) {
  EXPECT_THAT(Run({Unreachable(), Unreachable(), Unreachable(), absl::OkStatus()}), IsOk());
  EXPECT_THAT(naps_, ElementsAre(absl::Milliseconds(100), absl::Milliseconds(200), absl::Milliseconds(400)));
}

TEST_F(WaitForStoreTest, APauseHasABound) {
  EXPECT_THAT(Run(std::vector<absl::Status>(50, Unreachable())), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(naps_.back(), absl::Seconds(5));
}

TEST_F(WaitForStoreTest, LogsEachCauseOnce) {
  const absl::Status empty =
      MakeError(absl::StatusCode::kFailedPrecondition, reason::kStoreNotMigrated, "no tables yet");
  EXPECT_THAT(Run({Unreachable(), Unreachable(), empty, empty, empty, absl::OkStatus()}), IsOk());
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("unreachable"), HasSubstr("no tables yet")));
}

TEST_F(WaitForStoreTest, AWrongConfigurationEndsTheWait) {
  const absl::Status wrong = MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid, "wrong password");
  EXPECT_THAT(Run({Unreachable(), wrong}), HasReason(reason::kConfigInvalid));
  EXPECT_THAT(naps_, SizeIs(1));
}

TEST_F(WaitForStoreTest, AStoreOfANewerReleaseEndsTheWait) {
  EXPECT_THAT(Run({MakeError(absl::StatusCode::kFailedPrecondition, reason::kStoreTooNew, "newer")}),
              HasReason(reason::kStoreTooNew));
}

}  // namespace
}  // namespace cp::query
