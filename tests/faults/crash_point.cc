// Kills the process at the place that CP_CRASH_POINT names ("batch_committed", or "batch_committed:3" for the third
// time it is reached), with no destructor run and nothing flushed, as kill -9 would.
#include "libs/base/crash_point.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace cp {
namespace {

constexpr int kExitKilled = 137;  // as a shell says it of kill -9
constexpr int kExitUnknownPoint = 64;

struct Plan {
  std::optional<CrashPoint> point;
  int times = 1;
};

Plan ReadPlan() {
  const char* const text = std::getenv("CP_CRASH_POINT");
  if (text == nullptr || *text == '\0') return {};
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  Plan plan{.point = ParseCrashPoint(parts.first), .times = 1};
  if (!plan.point.has_value() || (!parts.second.empty() && !absl::SimpleAtoi(parts.second, &plan.times))) {
    std::fprintf(stderr, "CP_CRASH_POINT=%s names no crash point\n", text);
    _exit(kExitUnknownPoint);
  }
  return plan;
}

}  // namespace

void Reach(CrashPoint point) {
  static const Plan plan = ReadPlan();
  static std::atomic<int> reached = 0;
  if (plan.point == point && ++reached == plan.times) _exit(kExitKilled);
}

}  // namespace cp
