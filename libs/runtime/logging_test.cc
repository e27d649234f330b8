#include "libs/runtime/logging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace cp::runtime {
namespace {

using nlohmann::json;

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMillis(1763640001007); }
  absl::Duration Monotonic() const override { return absl::ZeroDuration(); }
};

class LoggingTest : public ::testing::Test {
 protected:
  FixedClock clock_;
  std::vector<std::string> lines_;
  Logger logger_{LogLevel::kInfo, &clock_, [this](absl::string_view line) { lines_.emplace_back(line); }};
};

TEST_F(LoggingTest, WritesOneOrderedObjectPerLine) {
  logger_.Info("sync_done", {{"company", 7},
                             {"rows", uint64_t{18446744073709551615u}},
                             {"took_seconds", absl::Milliseconds(1500)},
                             {"ok", true}});
  EXPECT_THAT(lines_,
              ::testing::ElementsAre(
                  "{\"ts\":\"2025-11-20T12:00:01.007Z\",\"level\":\"info\",\"event\":\"sync_done\",\"company\":7,"
                  "\"rows\":18446744073709551615,\"took_seconds\":1.5,\"ok\":true}\n"));
}

TEST_F(LoggingTest, LeavesOutWhatIsBelowTheLevel) {
  logger_.Debug("detail");
  logger_.Warning("odd");
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_EQ(json::parse(lines_[0])["level"], "warning");
}

TEST_F(LoggingTest, StaysOneParsableLineForAnyText) {
  constexpr char kNasty[] = "quote\" back\\ line\n tab\t nul\0 \xff\xfe \xc3";
  const std::string nasty(kNasty, sizeof kNasty - 1);
  logger_.Error("bad_text", {{"text", nasty}, {"why", absl::InternalError("driver \"said\"\nno")}});
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_EQ(std::count(lines_[0].begin(), lines_[0].end(), '\n'), 1);
  const json line = json::parse(lines_[0]);
  EXPECT_THAT(line["text"].get<std::string>(), ::testing::StartsWith("quote\" back\\ line\n tab\t nul"));
  EXPECT_THAT(line["text"].get<std::string>(), ::testing::HasSubstr("\xEF\xBF\xBD"));
  EXPECT_THAT(line["why"].get<std::string>(), ::testing::HasSubstr("driver \"said\"\nno"));
}

TEST(LogLevel, ParsesItsFourWordsOnly) {
  EXPECT_EQ(ParseLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(ParseLogLevel("error"), LogLevel::kError);
  EXPECT_EQ(ParseLogLevel("INFO"), std::nullopt);
  EXPECT_EQ(ParseLogLevel(""), std::nullopt);
}

}  // namespace
}  // namespace cp::runtime
