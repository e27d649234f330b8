// R3 and R5: payloads of a known version, from the in-process cache and from the shared one.
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/cache/entry_codec.h"
#include "libs/cache/read_path_impl.h"

namespace cp::cache {

void ReadPathImpl::Speculate(Request& request, Turn turn) {
  const DataVersion guess = request.company->guess;
  if (request.bypass || guess == DataVersion()) return;
  const EntryKey key = request.KeyAt(guess);
  request.payload = local_.Get(key, turn.now);
  if (request.payload != nullptr) return;
  if (flights_.Find({key, /*bypass=*/false}, turn.now) != 0) return;  // its page is on the way
  LookUpShared(request, key, turn);
}

void ReadPathImpl::LookUpShared(Request& request, const EntryKey& key, Turn turn) {
  const auto [lookup, is_new] = lookups_.Join(key, request.ref);
  request.look_up = Request::LookUp::kPending;
  request.looked_up = key.version;
  request.pending_lookup = lookup;
  if (is_new) turn.commands->push_back(command::GetShared{lookup, key});
}

void ReadPathImpl::Resolve(Request& request, Turn turn) {
  const DataVersion& current = request.validated->version();
  if (request.bypass) return Load(request, turn);
  const bool usable =
      request.payload != nullptr && (request.payload->version == current || broken_.trust_shared_version);
  if (!usable) {
    request.payload = local_.Get(request.KeyAt(current), turn.now);
    request.payload_source = AnswerSource::kLocalCache;
  }
  if (request.payload != nullptr) {
    ++(request.payload_source == AnswerSource::kLocalCache ? counters_.local_hits : counters_.shared_hits);
    return Answer(request, *request.validated, std::move(request.payload), request.payload_source, turn);
  }
  if (flights_.Find(FlightKeyOf(request), turn.now) != 0) return Load(request, turn);
  const bool same = request.look_up != Request::LookUp::kNone && request.looked_up == current;
  if (same && request.look_up == Request::LookUp::kDone) return Load(request, turn);
  request.stage = Request::Stage::kLookingUp;
  if (!same) LookUpShared(request, request.KeyAt(current), turn);
}

void ReadPathImpl::OnShared(uint64_t id, absl::StatusOr<std::optional<std::string>> bytes, absl::Duration now,
                            std::vector<Command>* commands) {
  const std::optional<SharedLookups::Lookup> lookup = lookups_.Finish(id);
  if (!lookup.has_value()) return;
  const PayloadPtr payload = CheckedEntry(lookup->key, bytes, commands);
  if (payload != nullptr) {
    const auto company = companies_.find(lookup->key.company);
    Remember(lookup->key, payload, TtlOf(company->second.ttl_seconds), now);
  }
  for (const RequestRef ref : lookup->waiters) {
    Request* request = requests_.Find(ref);
    if (request == nullptr || request->pending_lookup != id) continue;
    request->look_up = Request::LookUp::kDone;
    request->payload = payload;
    request->payload_source = AnswerSource::kSharedCache;
    if (request->stage == Request::Stage::kLookingUp) Resolve(*request, {now, commands});
  }
}

PayloadPtr ReadPathImpl::CheckedEntry(const EntryKey& key, const absl::StatusOr<std::optional<std::string>>& bytes,
                                      std::vector<Command>* commands) {
  if (!bytes.ok()) {
    ++counters_.shared_unavailable;
    return nullptr;
  }
  if (!bytes->has_value()) return nullptr;
  absl::StatusOr<PayloadPtr> payload = DecodeEntry(key, **bytes);
  if (payload.ok()) return *std::move(payload);
  ++counters_.corrupt;
  commands->push_back(command::CorruptEntry{
      absl::DataLossError(absl::StrCat("company ", key.company.value(), ": ", payload.status().message()))});
  return nullptr;
}

void ReadPathImpl::Remember(const EntryKey& key, PayloadPtr payload, absl::Duration ttl, absl::Duration now) {
  local_.Put(key, std::move(payload), now, ttl);
  counters_.local_evictions = local_.evictions();
}

absl::Duration ReadPathImpl::TtlOf(int32_t company_ttl_seconds) {
  const absl::Duration ttl = company_ttl_seconds > 0 ? absl::Seconds(company_ttl_seconds) : options_.default_ttl;
  return ttl * std::uniform_real_distribution<double>(0.9, 1.1)(jitter_);
}

}  // namespace cp::cache
