#include "services/query/failure_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
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
using ::testing::Not;
using ::testing::SizeIs;
using testing::StatusIs;

class FailureLogTest : public ::testing::Test {
 protected:
  testing::FakeClock clock_;
  std::vector<std::string> lines_;
  runtime::Logger logger_{runtime::LogLevel::kInfo, &clock_,
                          [this](absl::string_view line) { lines_.emplace_back(line); }};
  FailureLog log_{"store_read_failed", &logger_, &clock_};
};

TEST_F(FailureLogTest, LogsEachCauseOnce) {
  for (int i = 0; i < 1000; ++i) log_.Record(absl::UnavailableError("refused"));
  for (int i = 0; i < 1000; ++i) log_.Record(absl::UnavailableError("timed out"));
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("refused"), HasSubstr("timed out")));
}

TEST_F(FailureLogTest, ALastingCauseIsRepeatedNowAndThen) {
  for (int second = 0; second < 25; ++second) {
    log_.Record(absl::UnavailableError("refused"));
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_THAT(lines_, SizeIs(3));
}

TEST(ForClients, HidesWhereTheStoreIs) {
  for (const auto code : {absl::StatusCode::kUnavailable, absl::StatusCode::kFailedPrecondition}) {
    const absl::Status told = ForClients(MakeError(code, reason::kConfigInvalid, "--store-dsn=postgresql://host=db7"));
    EXPECT_THAT(told, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(told, HasReason(reason::kStoreUnavailable));
    EXPECT_THAT(std::string(told.message()), Not(HasSubstr("db7")));
  }
}

TEST(ForClients, LeavesOtherErrorsAlone) {
  const absl::Status late = MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded, "late");
  EXPECT_EQ(ForClients(late), late);
  const absl::Status overloaded = MakeError(absl::StatusCode::kUnavailable, reason::kOverloaded, "too many wait");
  EXPECT_EQ(ForClients(overloaded), overloaded);
}

}  // namespace
}  // namespace cp::query
