#include "services/progressctl/run_text.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

namespace pb = courseprogress::v1;

constexpr int kBarWidth = 24;

// RUN_STATE_ALREADY_RUNNING, RUN_STATE_ -> "already running".
std::string Word(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

std::string Bar(double percent) {
  const int full = static_cast<int>(std::clamp(percent, 0.0, 100.0) / 100 * kBarWidth);
  return absl::StrCat("[", std::string(static_cast<size_t>(full), '='),
                      std::string(static_cast<size_t>(kBarWidth - full), ' '), "]");
}

int64_t RowsRead(const pb::Run& run) {
  int64_t rows = 0;
  for (const pb::RunCompany& company : run.companies()) rows += company.rows_read();
  return rows;
}

}  // namespace

std::string StateText(pb::RunState state) { return Word(pb::RunState_Name(state), "RUN_STATE_"); }

std::string ModeText(const pb::Run& run) {
  return absl::StrCat(Word(pb::RunMode_Name(run.mode()), "RUN_MODE_"), run.dry_run() ? ", dry run" : "");
}

TableRow RunHeaders() { return {"run", "began", "took", "state", "mode", "companies", "asked by", "worker"}; }

TableRow RunCells(const pb::Run& run) {
  const int64_t seconds = std::max<int64_t>(0, run.end_time().seconds() - run.start_time().seconds());
  return {run.run_id(),
          TimeText(run.start_time()),
          run.has_end_time() ? AgeText(seconds) : "",
          StateText(run.state()),
          ModeText(run),
          absl::StrCat(run.companies_done(), "/", run.companies_planned()),
          run.request_id().empty() ? run.kind() : absl::StrCat(run.kind(), " ", run.request_id()),
          run.owner()};
}

std::string ProgressLine(const pb::WatchRunResponse& now) {
  const pb::Run& run = now.run();
  std::string line = StateText(run.state());
  if (run.cancel_requested()) absl::StrAppend(&line, ", being cancelled");
  if (now.has_percent()) absl::StrAppendFormat(&line, " %s %3.0f %%", Bar(now.percent()), now.percent());
  absl::StrAppend(&line, "  ", run.companies_done(), "/", run.companies_planned(), " companies  ", RowsRead(run),
                  " rows");
  if (now.rows_per_second() > 0) absl::StrAppendFormat(&line, "  %.0f rows/s", now.rows_per_second());
  if (now.has_eta_seconds()) {
    absl::StrAppend(&line, "  ETA ", AgeText(static_cast<int64_t>(std::ceil(now.eta_seconds()))));
  }
  return line;
}

}  // namespace cp::ctl
