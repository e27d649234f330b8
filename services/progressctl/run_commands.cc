// progressctl run list | get | watch | cancel.
#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/json.h"
#include "services/progressctl/run_text.h"
#include "services/progressctl/sync_report.h"
#include "services/progressctl/table.h"
#include "services/progressctl/text.h"
#include "services/progressctl/watch.h"

namespace cp::ctl {
namespace {

namespace pb = courseprogress::v1;
using pb::SyncService;

void AddRunId(runtime::ConfigParser* parser, std::string* run_id) {
  parser->AddPositional({.name = "run-id", .help = "The run's id, as `run list` shows it.", .required = true}, run_id);
}

absl::Status WriteJson(const google::protobuf::Message& message, const CommandContext& context) {
  CP_ASSIGN_OR_RETURN(const std::string json, ToJson(message));
  context.out << json << "\n";
  return absl::OkStatus();
}

void WriteMessages(const pb::Run& run, std::ostream& err) {
  for (const std::string& warning : run.warnings()) err << "warning: " << Printable(warning) << "\n";
  for (const std::string& error : run.errors()) err << "error: " << Printable(error) << "\n";
}

std::string FoundBy(const pb::RunCompany& company) {
  std::vector<std::string> parts;
  for (const auto& [detector, count] : company.found_by()) parts.push_back(absl::StrCat(detector, " ", count));
  std::sort(parts.begin(), parts.end());
  return absl::StrJoin(parts, ", ");
}

class RunList final : public Command {
 public:
  explicit RunList(runtime::ConfigParser* parser) {
    parser->AddInt({.name = "limit", .help = "How many.", .unit = "runs"}, {1, 1000}, &limit_);
    parser->AddInt({.name = "company", .help = "Only runs that served this company. 0: all.", .unit = "company id"},
                   {0, std::numeric_limits<int32_t>::max()}, &company_);
    parser->AddString({.name = "page-token", .help = "Goes on after an earlier page: its next_page_token."},
                      &page_token_);
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"table", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl run list --company=3", "the last runs that served company 3, the newest first");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    pb::ListRunsRequest request;
    request.set_page_size(limit_);
    request.set_company_id(company_);
    request.set_page_token(page_token_);
    pb::ListRunsResponse response;
    CP_RETURN_IF_ERROR(Call(worker, timeout_, &SyncService::Stub::ListRuns, request, &response));
    if (output_ == "json") {
      CP_RETURN_IF_ERROR(WriteJson(response, context));
      return ExitCode::kOk;
    }
    std::vector<TableRow> rows;
    for (const pb::Run& run : response.runs()) rows.push_back(RunCells(run));
    TableWriter(&context.out, RunHeaders()).Write(std::move(rows));
    if (!response.next_page_token().empty()) {
      context.err << "there are more: --page-token=" << response.next_page_token() << "\n";
    }
    return ExitCode::kOk;
  }

 private:
  int limit_ = 20;
  int company_ = 0;
  std::string page_token_;
  std::string output_ = "table";
  absl::Duration timeout_ = kDefaultTimeout;
};

class RunGet final : public Command {
 public:
  explicit RunGet(runtime::ConfigParser* parser) {
    AddRunId(parser, &run_id_);
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"table", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl run get 01M7Y6C3N5RQ8W2T4V9X0B1D2F", "what a run did to each company");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    pb::GetRunRequest request;
    request.set_run_id(run_id_);
    pb::GetRunResponse response;
    CP_RETURN_IF_ERROR(Call(worker, timeout_, &SyncService::Stub::GetRun, request, &response));
    if (output_ == "json") {
      CP_RETURN_IF_ERROR(WriteJson(response, context));
      return ExitCode::kOk;
    }
    TableWriter(&context.out, RunHeaders()).Write({RunCells(response.run())});
    std::vector<TableRow> rows;
    for (const pb::RunCompany& company : response.run().companies()) rows.push_back(CompanyCells(company));
    if (!rows.empty()) {
      context.out << "\n";
      TableWriter(&context.out,
                  {"company", "name", "state", "read", "created", "updated", "deleted", "cleared", "found by"})
          .Write(std::move(rows));
    }
    WriteMessages(response.run(), context.err);
    return ExitCode::kOk;
  }

 private:
  static TableRow CompanyCells(const pb::RunCompany& company) {
    return {absl::StrCat(company.company_id()),
            company.company_name(),
            StateText(company.state()),
            absl::StrCat(company.rows_read()),
            absl::StrCat(company.records_created()),
            absl::StrCat(company.records_updated()),
            absl::StrCat(company.records_deleted()),
            absl::StrCat(company.cache_cleared()),
            FoundBy(company)};
  }

  std::string run_id_;
  std::string output_ = "table";
  absl::Duration timeout_ = kDefaultTimeout;
};

class RunWatch final : public Command {
 public:
  explicit RunWatch(runtime::ConfigParser* parser) {
    AddRunId(parser, &run_id_);
    parser->AddBool({.name = "verbose", .help = "Lists the changed rows at the end."}, &verbose_);
    parser->AddChoice({.name = "output", .help = "json: each message of the service, one a line."}, {"text", "json"},
                      &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl run watch 01M7Y6C3N5RQ8W2T4V9X0B1D2F",
                       "follows a run to its end; Ctrl-C ends the watching, not the run");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    WatchOptions options{.timeout = timeout_, .cancel_on_interrupt = false, .on_message = nullptr};
    absl::Status written;
    if (output_ == "json") {
      options.on_message = [&](const pb::WatchRunResponse& now) {
        written.Update(WriteJson(now, context));
        context.out.flush();
      };
    }
    CP_ASSIGN_OR_RETURN(const pb::WatchRunResponse last, WatchRun(context, worker, run_id_, options));
    CP_RETURN_IF_ERROR(written);
    if (!last.has_result()) {
      context.err << "the run goes on\n";
      return ExitCode::kOk;
    }
    if (output_ == "text") WriteSyncReport(last.result(), verbose_, context.out, context.err);
    return ExitCodeOf(last.result());
  }

 private:
  std::string run_id_;
  bool verbose_ = false;
  std::string output_ = "text";
  absl::Duration timeout_ = absl::Hours(1);
};

class RunCancel final : public Command {
 public:
  explicit RunCancel(runtime::ConfigParser* parser) {
    AddRunId(parser, &run_id_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl run cancel 01M7Y6C3N5RQ8W2T4V9X0B1D2F", "ends a run at its next batch border");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    pb::CancelRunRequest request;
    request.set_run_id(run_id_);
    pb::CancelRunResponse response;
    CP_RETURN_IF_ERROR(Call(worker, timeout_, &SyncService::Stub::CancelRun, request, &response));
    const pb::RunState state = response.run().state();
    context.out << "run " << Printable(run_id_)
                << (state == pb::RUN_STATE_RUNNING || state == pb::RUN_STATE_WAITING
                        ? " is being cancelled: it ends at its next batch border\n"
                        : absl::StrCat(" has ended before: ", StateText(state), "\n"));
    return ExitCode::kOk;
  }

 private:
  std::string run_id_;
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddRunList(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("run list", std::make_unique<RunList>(parser->AddCommand("list", "Lists runs, the newest first.")));
}

void AddRunGet(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("run get", std::make_unique<RunGet>(parser->AddCommand("get", "Shows one run and its companies.")));
}

void AddRunWatch(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("run watch", std::make_unique<RunWatch>(parser->AddCommand("watch", "Follows a run to its end.")));
}

void AddRunCancel(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("run cancel",
                std::make_unique<RunCancel>(parser->AddCommand("cancel", "Ends a run at its next batch border.")));
}

}  // namespace cp::ctl
