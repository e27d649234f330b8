// R2, R2a and R4: version batches, and what a validated version alone decides.
#include <algorithm>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/cache/demands.h"
#include "libs/cache/read_path_impl.h"

namespace cp::cache {
namespace {

// Another instance, or this one's last request, may have done it.
constexpr absl::Duration kPauseBetweenRaises = absl::Seconds(1);

absl::Status NoCompany() {
  return MakeError(absl::StatusCode::kPermissionDenied, reason::kNoCompany,
                   "The token's company is not in the reporting store, or gone from Moodle; sync it, or use a token of "
                   "another company.");
}

}  // namespace

void ReadPathImpl::SendBatch(Turn turn) {
  command::ReadVersions command;
  if (!batches_.Send(turn.now, requests_, &command)) return;
  ++counters_.version_batches;
  turn.commands->push_back(std::move(command));
}

void ReadPathImpl::OnVersions(uint64_t batch, absl::StatusOr<progress::VersionBatch> reply, absl::Duration now,
                              std::vector<Command>* commands) {
  if (!batches_.InFlight(batch)) return;  // given up before
  if (!reply.ok()) return FailBatch({now, commands});
  HandOutVersions(batch, *reply, {now, commands});
}

void ReadPathImpl::HandOutVersions(uint64_t batch, const progress::VersionBatch& reply, Turn turn) {
  const std::vector<VersionBatches::Member>& members = batches_.Finish();
  if (!broken_.breaker_stays_open) breaker_.OnSuccess();
  // Before the next batch is sent, because that lists its companies anew.
  for (const VersionBatches::Member& member : members) {
    CompanyState& company = *member.company;
    if (company.listed_in != batch) continue;  // done: one look-up a company, not one a request
    company.listed_in = 0;
    company.reply = ValidatedVersion::FromBatch(reply, company.id);
    // Companies are never deleted: one that is gone is as much a sign as a lower version.
    Witness(&company, company.reply.has_value() ? company.reply->version() : DataVersion{reply.epoch, 0});
    if (!company.reply.has_value()) continue;
    company.guess = company.reply->version();
    company.ttl_seconds = company.reply->company().cache_ttl_seconds;
  }
  if (Doubted({reply.epoch, 0})) AskToRaise(turn);
  SendBatch(turn);
  for (const VersionBatches::Member& member : members) {
    Request* request = requests_.Find(member.request);
    if (request == nullptr) continue;
    if (member.company->reply.has_value() && !member.company->reply->company().gone) {
      OnValidated(*request, *member.company->reply, turn);
    } else {
      Fail(*request, NoCompany(), turn);
    }
  }
}

// `floor` was current before the read was sent: the store is linearizable, so a lower version is another history. A
// page may have shown a higher one since; that is no evidence.
void ReadPathImpl::Witness(CompanyState* company, const DataVersion& version) {
  if (version < company->floor) doubted_epoch_ = std::max(doubted_epoch_, company->floor.epoch);
  company->highest = std::max(company->highest, version);
}

void ReadPathImpl::AskToRaise(Turn turn) {
  if (turn.now < ask_again_at_) return;
  ask_again_at_ = turn.now + kPauseBetweenRaises;
  turn.commands->push_back(command::RaiseEpoch{doubted_epoch_});
}

void ReadPathImpl::FailBatch(Turn turn) {
  const bool was_open = breaker_.open();
  breaker_.OnFailure(turn.now);
  if (breaker_.open() && !was_open) ++counters_.breaker_opened;
  for (const VersionBatches::Member& member : batches_.Finish()) {
    Request* request = requests_.Find(member.request);
    if (request == nullptr) continue;
    if (!breaker_.open() && ++request->failed_batches < options_.validation_attempts) {
      batches_.Join(*request);
    } else {
      Fail(*request, StoreUnavailable(), turn);
    }
  }
  if (!breaker_.open()) return SendBatch(turn);
  for (const VersionBatches::Member& member : batches_.TakeWaiting()) {
    if (Request* request = requests_.Find(member.request)) Fail(*request, StoreUnavailable(), turn);
  }
}

// Of no request: whoever arrives meanwhile is refused, and whoever arrives after its answer asks for itself.
void ReadPathImpl::Probe(Turn turn) {
  breaker_.OnProbe();
  command::ReadVersions command;
  batches_.SendProbe(turn.now, &command);
  ++counters_.version_batches;
  turn.commands->push_back(std::move(command));
}

void ReadPathImpl::OnValidated(Request& request, const ValidatedVersion& validated, Turn turn) {
  request.validated = validated;
  if (Doubted(validated.version()) && !request.bypass) {
    ++counters_.bypassed;
    request.bypass = true;
  }
  if (absl::Status refused = CheckDemands(request, validated); !refused.ok()) {
    return Fail(request, std::move(refused), turn);
  }
  Resolve(request, turn);
}

}  // namespace cp::cache
