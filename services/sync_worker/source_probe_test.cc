#include "services/sync_worker/source_probe.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/fake_moodle.h"

namespace cp::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class SourceProbeTest : public ::testing::Test {
 protected:
  static absl::Status Away() {
    return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  }
  size_t LinesWith(const std::string& event) const {
    size_t count = 0;
    for (const std::string& line : lines_) count += line.find(event) != std::string::npos ? 1 : 0;
    return count;
  }

  testing::FakeClock clock_;
  FakeSource source_;
  std::vector<std::string> lines_;
  runtime::Logger log_{runtime::LogLevel::kDebug, &clock_,
                       [this](absl::string_view line) { lines_.emplace_back(line); }};
};

TEST_F(SourceProbeTest, LogsWhatItFound) {
  CP_EXPECT_OK(ProbeSource(source_, clock_, log_));
  EXPECT_EQ(LinesWith("source_probed"), 1U);
  EXPECT_EQ(LinesWith("source_clock_differs"), 0U);
}

TEST_F(SourceProbeTest, WarnsOfAClockThatDiffers) {
  source_.skew_seconds = -6;
  CP_EXPECT_OK(ProbeSource(source_, clock_, log_));
  EXPECT_EQ(LinesWith("source_clock_differs"), 1U);
}

TEST_F(SourceProbeTest, WaitsLongerEachTimeUntilMoodleIsThere) {
  source_.probe_error = Away();
  std::vector<int64_t> waits;
  CP_EXPECT_OK(AwaitSource(source_, clock_, log_, [&](absl::Duration wait) {
    waits.push_back(absl::ToInt64Seconds(wait));
    if (waits.size() == 7) source_.probe_error = absl::OkStatus();
    return false;
  }));
  EXPECT_THAT(waits, ElementsAre(1, 2, 4, 8, 16, 30, 30));
  EXPECT_EQ(LinesWith("waiting_for_source"), 1U) << "the same cause is told once";
}

TEST_F(SourceProbeTest, GivesUpWhenTheProcessStops) {
  source_.probe_error = Away();
  EXPECT_THAT(AwaitSource(source_, clock_, log_, [](absl::Duration) { return true; }),
              testing::StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(SourceProbeTest, DoesNotWaitForAMoodleThatRefusesTheSettings) {
  source_.probe_error = MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid, "wrong password");
  EXPECT_THAT(AwaitSource(source_, clock_, log_,
                          [](absl::Duration) {
                            ADD_FAILURE() << "waited";
                            return true;
                          }),
              testing::HasReason(reason::kConfigInvalid));
}

}  // namespace
}  // namespace cp::worker
