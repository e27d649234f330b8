#include "libs/cache/read_path.h"

#include <algorithm>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/cache/read_path_impl.h"

namespace cp::cache {
namespace {

absl::Status DeadlinePassed() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                   "The call's deadline passed before its answer was ready; allow more time.");
}

}  // namespace

absl::Status ReadPathImpl::StoreUnavailable() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "The reporting store did not confirm which data is current; try again.");
}

ReadPathImpl::ReadPathImpl(const ReadPathOptions& options, const BrokenRules& broken)
    : options_(options),
      broken_(broken),
      jitter_(static_cast<std::minstd_rand::result_type>(options.jitter_seed ^ options.jitter_seed >> 32)),
      batches_(options.max_batch_companies, options.validation_timeout),
      breaker_(options.failures_to_open, options.probe_interval),
      local_(options.local_cache_bytes) {}

CompanyState* ReadPathImpl::StateOf(CompanyId company) {
  CompanyState& state = companies_[company];
  state.id = company;
  return &state;
}

void ReadPathImpl::OnRequest(RequestId id, const ReadRequest& arrived, absl::Duration now,
                             std::vector<Command>* commands) {
  const Turn turn = {now, commands};
  Request& request = requests_.Add();
  request.id = id;
  request.query = arrived.query;
  request.fingerprint = FingerprintOf(arrived.query);
  request.company = StateOf(arrived.query.company);
  request.min_version = arrived.min_data_version.value_or(DataVersion());
  request.deadline = arrived.deadline.at();
  request.bypass = arrived.bypass_cache;
  if (request.deadline <= now) return Fail(request, DeadlinePassed(), turn);
  if (breaker_.open()) return Fail(request, StoreUnavailable(), turn);
  if (request.deadline != absl::InfiniteDuration()) deadlines_.emplace(request.deadline, request.ref);
  if (request.bypass) ++counters_.bypassed;

  if (broken_.join_sent_batch && batches_.InFlight(request.company->listed_in)) {
    batches_.JoinSentBatch(request);
  } else {
    batches_.Join(request);
  }
  SendBatch(turn);
  Speculate(request, turn);
}

absl::Duration ReadPathImpl::OnTimer(absl::Duration now, std::vector<Command>* commands) {
  const Turn turn = {now, commands};
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    Fail(*requests_.Find(deadlines_.begin()->second), DeadlinePassed(), turn);
  }
  while (flights_.First().first <= now) {
    const uint64_t id = flights_.First().second;
    FailFlight(*flights_.Finish(id), id, DeadlinePassed(), turn);
  }
  if (batches_.deadline() <= now) FailBatch(turn);
  if (breaker_.probe_at() <= now) Probe(turn);
  const absl::Duration first_request = deadlines_.empty() ? absl::InfiniteDuration() : deadlines_.begin()->first;
  return std::min({first_request, flights_.First().first, batches_.deadline(), breaker_.probe_at()});
}

void ReadPathImpl::OnHint(CompanyId company, const DataVersion& version) {
  const auto state = companies_.find(company);
  if (state != companies_.end()) state->second.guess = std::max(state->second.guess, version);
}

void ReadPathImpl::Answer(Request& request, const ValidatedVersion& current, PayloadPtr payload, AnswerSource source,
                          Turn turn) {
  ReadAnswer answer{.payload = std::move(payload),
                    .current = current.company(),
                    .source = source,
                    .auth_version = request.validated->auth_version()};
  turn.commands->push_back(command::Answer{request.id, std::move(answer)});
  Close(request);
}

void ReadPathImpl::Fail(Request& request, absl::Status status, Turn turn) {
  turn.commands->push_back(command::Answer{request.id, std::move(status)});
  Close(request);
}

void ReadPathImpl::Close(Request& request) {
  if (request.deadline != absl::InfiniteDuration()) deadlines_.erase({request.deadline, request.ref});
  requests_.Release(request);
}

std::unique_ptr<ReadPath> MakeReadPath(const ReadPathOptions& options) {
  return std::make_unique<ReadPathImpl>(options);
}

}  // namespace cp::cache
