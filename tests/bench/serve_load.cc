#include "tests/bench/serve_load.h"

#include <regex>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/testing/process.h"

namespace cp::bench {
namespace {

// The first group of the first match; "" when there is none.
std::string Find(const std::string& text, const char* pattern) {
  std::smatch match;
  return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : "";
}

}  // namespace

std::string GrpcFrame(const std::string& message) {
  std::string frame(1, '\0');  // not compressed
  for (int shift = 24; shift >= 0; shift -= 8) frame.push_back(static_cast<char>(message.size() >> shift & 0xff));
  return frame + message;
}

absl::StatusOr<LoadResult> RunLoad(const Load& load) {
  const auto output = testing::RunProcess(
      {.argv = {"h2load", "-c4", "-m16", "-t1", absl::StrCat("-n", load.calls), "-d", load.body_file, "-H",
                "content-type: application/grpc", "-H", "te: trailers", "-H",
                absl::StrCat("authorization: Bearer ", load.token),
                absl::StrCat("http://", load.address, "/courseprogress.v1.CourseProgressService/GetCourseProgress")}},
      absl::Minutes(5));
  if (!output.ok()) return output.status();
  LoadResult result;
  const std::string answered = Find(*output, "status codes: ([0-9]+) 2xx");
  if (answered != absl::StrCat(load.calls) ||
      !absl::SimpleAtod(Find(*output, "finished in .*, ([0-9.]+) req/s"), &result.calls_per_second)) {
    return absl::InternalError(absl::StrCat("h2load: ", *output));
  }
  // min, max, mean, each with its unit
  absl::ParseDuration(Find(*output, "time for request: +[^ ]+ +[^ ]+ +([^ ]+)"), &result.mean_time);
  return result;
}

}  // namespace cp::bench
