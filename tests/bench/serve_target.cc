#include "tests/bench/serve_target.h"

#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/testing/server_start.h"

namespace cp::bench {
namespace {

// The first line of this event in a log; empty when there is none.
nlohmann::json EventOf(const std::string& log_path, absl::string_view event) {
  std::ifstream log(log_path);
  for (std::string line; std::getline(log, line);) {
    nlohmann::json parsed = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_object() && parsed.value("event", "") == event) return parsed;
  }
  return nlohmann::json::object();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServeTarget>> ServeTarget::Start(std::string name, std::vector<std::string> argv) {
  std::unique_ptr<ServeTarget> target(new ServeTarget());
  target->name_ = std::move(name);
  testing::ProcessOptions options;
  options.argv = std::move(argv);
  options.stderr_path = target->directory_.File("log");
  const auto serving = [&] { return !EventOf(options.stderr_path, "serving").empty(); };
  const absl::Status started = testing::StartAndWait(target->name_, options, serving, &target->process_);
  if (!started.ok()) return started;
  target->address_ = EventOf(options.stderr_path, "serving").value("address", "");
  target->metrics_port_ = EventOf(options.stderr_path, "metrics_listening").value("port", 0);
  return target;
}

absl::Duration ServeTarget::CpuTime() const {
  std::ifstream file(absl::StrCat("/proc/", process_->pid(), "/stat"));
  std::string stat((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  // Fields 14 and 15 of proc(5), counted from behind the name, which may hold spaces.
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  int64_t user = 0;
  int64_t system = 0;
  fields >> user >> system;
  return absl::Seconds(user + system) / sysconf(_SC_CLK_TCK);
}

double ServeTarget::Metric(const std::string& series) const {
  if (metrics_port_ == 0) return 0;
  const auto page = testing::RunProcess(
      {.argv = {"curl", "-sf", absl::StrCat("http://127.0.0.1:", metrics_port_, "/metrics")}}, absl::Seconds(10));
  if (!page.ok()) return 0;
  for (const absl::string_view line : absl::StrSplit(*page, '\n')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    double value = 0;
    if (parts.first == series && absl::SimpleAtod(parts.second, &value)) return value;
  }
  return 0;
}

}  // namespace cp::bench
