// R6, R7 and R8: reading pages from the store.
#include <algorithm>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/cache/demands.h"
#include "libs/cache/read_path_impl.h"

namespace cp::cache {
namespace {

// The error of a flight, as the request that waited for it has to see it.
absl::Status ErrorFor(const Request& request, const Flight& flight, const absl::Status& status) {
  if (absl::IsNotFound(status)) {
    return MakeError(absl::StatusCode::kPermissionDenied, reason::kNoCompany,
                     "The token's company is not in the reporting store any more.");
  }
  // The deadline that passed was somebody else's.
  if (absl::IsDeadlineExceeded(status) && request.deadline > flight.deadline) {
    return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                     "The reporting store did not answer in time; try again.");
  }
  return status;
}

absl::Status BrokenPromise() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "The reporting store answered from an older state than it had confirmed; try again.");
}

}  // namespace

FlightKey ReadPathImpl::FlightKeyOf(const Request& request) const {
  FlightKey key = FlightKey::Of(request, *request.validated);
  if (broken_.flight_key_without_version) key.entry.version = DataVersion();
  return key;
}

void ReadPathImpl::Load(Request& request, Turn turn) {
  request.stage = Request::Stage::kLoading;
  const FlightKey key = FlightKeyOf(request);
  if (const uint64_t running = flights_.Find(key, turn.now); running != 0) {
    ++counters_.joined;
    request.flight = running;
    return flights_.Join(running, request.ref);
  }
  if (!request.bypass) ++counters_.misses;
  ++counters_.page_loads;
  request.flight = flights_.Start({key, *request.validated, request.ref, request.deadline, {request.ref}});
  turn.commands->push_back(command::LoadPage{request.flight, request.query, Deadline::At(request.deadline)});
}

void ReadPathImpl::OnPage(uint64_t id, absl::StatusOr<LoadedPage> page, absl::Duration now,
                          std::vector<Command>* commands) {
  const std::optional<Flight> flight = flights_.Finish(id);
  if (!flight.has_value()) return;  // given up before
  if (!page.ok()) return FailFlight(*flight, id, page.status(), {now, commands});
  FinishFlight(*flight, id, *std::move(page), {now, commands});
}

void ReadPathImpl::FinishFlight(const Flight& flight, uint64_t id, LoadedPage page, Turn turn) {
  const std::optional<ValidatedVersion> current = flight.validated.AdvancedTo(page);
  if (!current.has_value()) return FailFlight(flight, id, BrokenPromise(), turn);
  const EntryKey key = {flight.key.entry.company, current->version(), flight.key.entry.fingerprint};
  CompanyState& company = *StateOf(key.company);
  company.guess = std::max(company.guess, current->version());
  company.highest = std::max(company.highest, current->version());
  const bool keep = !flight.key.bypass && !Doubted(current->version());
  const absl::Duration ttl = TtlOf(current->company().cache_ttl_seconds);
  if (keep) Remember(key, page.payload, ttl, turn.now);
  for (const RequestRef ref : flight.waiters) {
    Request* request = requests_.Find(ref);
    if (request == nullptr || request->flight != id) continue;
    if (absl::Status refused = CheckDemands(*request, *current); !refused.ok()) {
      Fail(*request, std::move(refused), turn);
    } else {
      Answer(*request, *current, page.payload, AnswerSource::kStore, turn);
    }
  }
  // After the answers: nobody waits for the fill.
  if (keep) turn.commands->push_back(command::PutShared{key, std::move(page.payload), ttl});
}

void ReadPathImpl::FailFlight(const Flight& flight, uint64_t id, const absl::Status& status, Turn turn) {
  for (const RequestRef ref : flight.waiters) {
    Request* request = requests_.Find(ref);
    if (request == nullptr || request->flight != id) continue;
    const bool may_try_again = ref != flight.leader && request->failed_flights == 0 && request->deadline > turn.now;
    if (may_try_again) {
      ++request->failed_flights;
      Load(*request, turn);
    } else {
      Fail(*request, ErrorFor(*request, flight, status), turn);
    }
  }
}

}  // namespace cp::cache
