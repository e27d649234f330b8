#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/json.h"
#include "services/progressctl/sync_report.h"
#include "services/progressctl/watch.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::RunSyncRequest;
using courseprogress::v1::RunSyncResponse;
using courseprogress::v1::SyncService;
using courseprogress::v1::WatchRunResponse;

constexpr absl::Duration kLongestRun = absl::Hours(24);
// A call lasts so much longer than the run that it waits for.
constexpr absl::Duration kAnswerReserve = absl::Minutes(1);

absl::Status CheckRequestId(absl::string_view id) {
  const bool allowed = std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
  if (allowed && id.size() <= 64) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   "may hold at most 64 letters, digits, _ and -");
}

class Sync final : public Command {
 public:
  explicit Sync(runtime::ConfigParser* parser) {
    AddWhat(parser);
    AddHow(parser);
    parser->AddExample("progressctl sync", "all companies");
    parser->AddExample("progressctl sync --company=3 --verbose", "one company, and who changed");
    parser->AddExample("progressctl sync --company=3 --dry-run --verbose", "what a sync would change");
    parser->AddExample("progressctl sync --mode=full --max-duration=2h --request-id=nightly-2026-11-20",
                       "a nightly job, which may be repeated without a second run");
    parser->AddExample("progressctl sync --company=3,7 --output=json", "two companies, for a program");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    if (!wait_ || no_wait_) return Start(context, worker);
    RunSyncResponse response;
    if (context.err_is_terminal && output_ == "text") {
      CP_ASSIGN_OR_RETURN(response, Follow(context, worker));
    } else {
      const absl::Status status = RunSync(context, worker, Timeout(), Request(/*wait=*/true), &response);
      if (absl::IsCancelled(status) && context.interrupts.Caught()) {
        context.err << "interrupted: the run ends at its next batch border; the next one begins with what is left\n";
        return ExitCode::kTruncated;
      }
      CP_RETURN_IF_ERROR(status);
    }
    return Report(context, response);
  }

 private:
  void AddWhat(runtime::ConfigParser* parser) {
    parser->AddBool({.name = "all", .help = "Every company of Moodle; the same as naming none."}, &all_);
    parser->AddIntList({.name = "company", .help = "This company; may be given several times.", .unit = "company id"},
                       {1, std::numeric_limits<int32_t>::max()}, &companies_);
    parser->AddChoice({.name = "mode",
                       .help = "What is compared: what may have changed, or everything (full; populate is its other "
                               "name)."},
                      {"full", "changes", "populate"}, &mode_);
    parser->AddBool({.name = "force",
                     .help = "Goes on although Moodle looks broken (SOURCE_IMPLAUSIBLE): what is missing is deleted."},
                    &force_);
    parser->AddBool({.name = "dry-run", .help = "Writes nothing: says what would be written."}, &dry_run_);
    parser->AddString({.name = "request-id",
                       .help = "Name of this request: a repeat gets the result of its run and starts no second one.",
                       .allowed = "at most 64 letters, digits, _ and -"},
                      &request_id_, CheckRequestId);
    parser->AddDuration({.name = "max-duration", .help = "Time budget of the run. 0s: the worker's --max-sync-time."},
                        {absl::ZeroDuration(), kLongestRun}, &max_duration_);
    parser->AddRule([this] {
      if (!all_ || companies_.empty()) return absl::OkStatus();
      return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                       "--all and --company exclude each other: keep one");
    });
  }

  void AddHow(runtime::ConfigParser* parser) {
    parser->AddBool({.name = "wait", .help = "Returns when the run has ended; Ctrl-C cancels it."}, &wait_);
    parser->AddBool({.name = "no-wait", .help = "Returns at once with the run's id, for `run watch`."}, &no_wait_);
    parser->AddBool({.name = "verbose", .help = "Lists the changed rows."}, &verbose_);
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"text", "json"}, &output_);
    AddTimeout(parser, &timeout_);
  }

  // A run may take as long as it was told to.
  absl::Duration Timeout() const {
    return max_duration_ == absl::ZeroDuration() ? timeout_ : std::max(timeout_, max_duration_ + kAnswerReserve);
  }

  RunSyncRequest Request(bool wait) const {
    RunSyncRequest request;
    request.mutable_company_ids()->Assign(companies_.begin(), companies_.end());
    request.set_force(force_);
    if (mode_ == "changes") request.set_mode(courseprogress::v1::RUN_MODE_CHANGES);
    if (mode_ == "full") request.set_mode(courseprogress::v1::RUN_MODE_FULL);
    if (mode_ == "populate") request.set_mode(courseprogress::v1::RUN_MODE_POPULATE);
    request.set_dry_run(dry_run_);
    request.set_request_id(request_id_);
    if (max_duration_ > absl::ZeroDuration()) {
      request.mutable_max_duration()->set_seconds(absl::ToInt64Seconds(max_duration_));
      request.mutable_max_duration()->set_nanos(static_cast<int32_t>(
          absl::ToInt64Nanoseconds(max_duration_ - absl::Seconds(absl::ToInt64Seconds(max_duration_)))));
    }
    request.set_wait(wait);
    return request;
  }

  absl::StatusOr<ExitCode> Start(const CommandContext& context, const Peer& worker) {
    RunSyncResponse response;
    CP_RETURN_IF_ERROR(Call(worker, timeout_, &SyncService::Stub::RunSync, Request(/*wait=*/false), &response));
    if (response.replayed()) return Report(context, response);
    if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(response));
      context.out << json << "\n";
    } else {
      context.out << "run " << response.run_id() << " was started; progressctl run watch " << response.run_id()
                  << " shows how it goes on\n";
    }
    return ExitCode::kOk;
  }

  absl::StatusOr<RunSyncResponse> Follow(const CommandContext& context, const Peer& worker) {
    RunSyncResponse response;
    CP_RETURN_IF_ERROR(Call(worker, timeout_, &SyncService::Stub::RunSync, Request(/*wait=*/false), &response));
    if (response.replayed()) return response;
    CP_ASSIGN_OR_RETURN(WatchRunResponse last,
                        WatchRun(context, worker, response.run_id(),
                                 {.timeout = Timeout(), .cancel_on_interrupt = true, .on_message = nullptr}));
    return std::move(*last.mutable_result());
  }

  absl::StatusOr<ExitCode> Report(const CommandContext& context, const RunSyncResponse& response) {
    if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(response));
      context.out << json << "\n";
    } else {
      WriteSyncReport(response, verbose_, context.out, context.err);
    }
    return ExitCodeOf(response);
  }

  bool all_ = false;
  std::vector<int64_t> companies_;
  std::string mode_ = "full";
  bool force_ = false;
  bool dry_run_ = false;
  std::string request_id_;
  absl::Duration max_duration_ = absl::ZeroDuration();
  bool wait_ = true;
  bool no_wait_ = false;
  bool verbose_ = false;
  std::string output_ = "text";
  absl::Duration timeout_ = absl::Minutes(10);
};

}  // namespace

void AddSync(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("sync", std::make_unique<Sync>(parser->AddCommand(
                            "sync", "Compares Moodle with the reporting store and writes what differs.")));
}

}  // namespace cp::ctl
