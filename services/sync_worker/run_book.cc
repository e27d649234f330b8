#include "services/sync_worker/run_book.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "courseprogress/internal/v1/tokens.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/sync_worker/run_messages.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;
using courseprogress::internal::v1::RunPageToken;

constexpr int kDefaultPage = 20;
constexpr int kLargestPage = 1000;

absl::Status Refuse(absl::string_view field, absl::string_view text) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid, text, {{"field", std::string(field)}});
}

std::string ToToken(const progress::RunRecord& last, int32_t company) {
  RunPageToken token;
  token.set_started_at(last.started_at);
  token.set_run_id(last.run_id);
  token.set_company_id(company);
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<progress::RunPosition> FromToken(const std::string& text, int32_t company) {
  std::string bytes;
  RunPageToken token;
  const bool readable = absl::WebSafeBase64Unescape(text, &bytes) && token.ParseFromString(bytes);
  if (!readable || !CheckRunId(token.run_id()).ok()) {
    return Refuse("page_token", "page_token is none that this service has given");
  }
  if (token.company_id() != company) return Refuse("page_token", "page_token belongs to another company_id");
  return progress::RunPosition{.started_at = token.started_at(), .run_id = token.run_id()};
}

absl::StatusOr<progress::RunQuery> QueryOf(const v1::ListRunsRequest& request) {
  if (request.page_size() < 0 || request.page_size() > kLargestPage) {
    return Refuse("page_size", absl::StrCat("page_size must be 0 to ", kLargestPage, ", not ", request.page_size()));
  }
  if (request.company_id() < 0) {
    return Refuse("company_id",
                  absl::StrCat("company_id must be 1 or more, or 0 for all runs, not ", request.company_id()));
  }
  progress::RunQuery query{.limit = request.page_size() == 0 ? kDefaultPage : request.page_size()};
  if (request.company_id() > 0) query.company = CompanyId(request.company_id());
  if (!request.page_token().empty()) {
    CP_ASSIGN_OR_RETURN(query.after, FromToken(request.page_token(), request.company_id()));
  }
  return query;
}

}  // namespace

absl::Status RunBook::Get(const v1::GetRunRequest& request, Deadline deadline, v1::GetRunResponse* response) {
  CP_RETURN_IF_ERROR(CheckRunId(request.run_id()));
  if (const std::shared_ptr<LiveRun> live = live_.Find(request.run_id())) {
    ToProto(live->View(), response->mutable_run());
    return absl::OkStatus();
  }
  CP_ASSIGN_OR_RETURN(const progress::RunDetails run, history_.GetRun(request.run_id(), deadline));
  ToProto(run, NamesFor(run, deadline), response->mutable_run());
  return absl::OkStatus();
}

absl::Status RunBook::List(const v1::ListRunsRequest& request, Deadline deadline, v1::ListRunsResponse* response) {
  CP_ASSIGN_OR_RETURN(progress::RunQuery query, QueryOf(request));
  const size_t page = static_cast<size_t>(query.limit++);  // one more says whether there is a next page
  CP_ASSIGN_OR_RETURN(const std::vector<progress::RunRecord> runs, history_.ListRuns(query, deadline));
  for (size_t i = 0; i < runs.size() && i < page; ++i) ToProto(runs[i], response->add_runs());
  if (runs.size() > page) response->set_next_page_token(ToToken(runs[page - 1], request.company_id()));
  return absl::OkStatus();
}

absl::Status RunBook::Cancel(const v1::CancelRunRequest& request, Deadline deadline, v1::CancelRunResponse* response) {
  CP_RETURN_IF_ERROR(CheckRunId(request.run_id()));
  if (const std::shared_ptr<LiveRun> live = live_.Find(request.run_id())) {
    if (!live->View().ended()) live->RequestCancel();
    // Also in the store, for who looks there; the run itself has heard it.
    if (live->stored()) (void)history_.RequestCancel(request.run_id(), deadline);
    ToProto(live->Record(), response->mutable_run());
    return absl::OkStatus();
  }
  CP_RETURN_IF_ERROR(history_.RequestCancel(request.run_id(), deadline));
  CP_ASSIGN_OR_RETURN(const progress::RunDetails run, history_.GetRun(request.run_id(), deadline));
  ToProto(run.run, response->mutable_run());
  return absl::OkStatus();
}

absl::Status RunBook::Watch(const std::string& run_id, Deadline deadline, v1::WatchRunResponse* response) {
  CP_ASSIGN_OR_RETURN(const progress::RunDetails run, history_.GetRun(run_id, deadline));
  const std::map<CompanyId, std::string> names = NamesFor(run, deadline);
  ToProto(run, names, response->mutable_run());
  if (run.run.state != progress::RunState::kRunning) ToResponse(run, names, response->mutable_result());
  return absl::OkStatus();
}

void RunBook::Replay(const progress::RunDetails& run, Deadline deadline, v1::RunSyncResponse* response) {
  ToResponse(run, NamesFor(run, deadline), response);
  response->set_replayed(true);
}

std::map<CompanyId, std::string> RunBook::NamesFor(const progress::RunDetails& run, Deadline deadline) {
  std::map<CompanyId, std::string> names;
  if (run.companies.empty()) return names;
  absl::StatusOr<std::vector<progress::Company>> companies = companies_.OldestServedFirst(deadline);
  if (!companies.ok()) return names;
  for (progress::Company& company : *companies) names.emplace(company.id, std::move(company.name));
  return names;
}

}  // namespace cp::worker
