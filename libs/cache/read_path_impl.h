// The read path's parts put together. Private: users include read_path.h. Code by subject: read_path.cc (arrival, time,
// answers), read_path_versions.cc (R2, R4), read_path_lookups.cc (R3, R5), read_path_flights.cc (R6-R8).
#pragma once

#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/node_hash_map.h"
#include "libs/cache/flights.h"
#include "libs/cache/local_cache.h"
#include "libs/cache/read_path.h"
#include "libs/cache/request_table.h"
#include "libs/cache/shared_lookups.h"
#include "libs/cache/store_breaker.h"
#include "libs/cache/version_batches.h"

namespace cp::cache {

// Each switch breaks one rule, so that a test can show that its checks would notice. Switches exist only in the
// simulator's test, which compiles these very files with CP_CACHE_BROKEN_RULES; in the product they are constants, and
// no branch is left of them.
#ifdef CP_CACHE_BROKEN_RULES
struct BrokenRules {
  bool flight_key_without_version = false;  // R6: a flight begun before the last sync is joined
  bool join_sent_batch = false;             // R2: a version read that started before the request decides
  bool trust_shared_version = false;        // I7: what the shared cache holds is answered whatever was validated
  bool breaker_stays_open = false;          // R2a: a store that is back is not used
};
#else
struct BrokenRules {
  static constexpr bool flight_key_without_version = false;
  static constexpr bool join_sent_batch = false;
  static constexpr bool trust_shared_version = false;
  static constexpr bool breaker_stays_open = false;
};
#endif

class ReadPathImpl final : public ReadPath {
 public:
  explicit ReadPathImpl(const ReadPathOptions& options, const BrokenRules& broken = {});

  void OnRequest(RequestId id, const ReadRequest& request, absl::Duration now, std::vector<Command>* commands) override;
  void OnVersions(uint64_t batch, absl::StatusOr<progress::VersionBatch> reply, absl::Duration now,
                  std::vector<Command>* commands) override;
  void OnShared(uint64_t lookup, absl::StatusOr<std::optional<std::string>> bytes, absl::Duration now,
                std::vector<Command>* commands) override;
  void OnPage(uint64_t flight, absl::StatusOr<LoadedPage> page, absl::Duration now,
              std::vector<Command>* commands) override;
  absl::Duration OnTimer(absl::Duration now, std::vector<Command>* commands) override;
  void OnHint(CompanyId company, const DataVersion& version) override;
  const ReadPathCounters& counters() const override { return counters_; }

 private:
  // What a call works with, so that it is not passed as two parameters everywhere.
  struct Turn {
    absl::Duration now;
    std::vector<Command>* commands;
  };

  static absl::Status StoreUnavailable();
  CompanyState* StateOf(CompanyId company);

  // Each ends the request: `request` is free for another one afterwards.
  void Answer(Request& request, const ValidatedVersion& current, PayloadPtr payload, AnswerSource source, Turn turn);
  void Fail(Request& request, absl::Status status, Turn turn);
  void Close(Request& request);

  void SendBatch(Turn turn);
  void HandOutVersions(uint64_t batch, const progress::VersionBatch& reply, Turn turn);
  void FailBatch(Turn turn);
  void Probe(Turn turn);
  // R7a.
  void Witness(CompanyState* company, const DataVersion& version);
  bool Doubted(const DataVersion& version) const { return version.epoch <= doubted_epoch_; }
  void AskToRaise(Turn turn);
  void OnValidated(Request& request, const ValidatedVersion& validated, Turn turn);

  void Speculate(Request& request, Turn turn);
  void LookUpShared(Request& request, const EntryKey& key, Turn turn);
  // Takes the next step of a request whose version is validated; may end it.
  void Resolve(Request& request, Turn turn);
  PayloadPtr CheckedEntry(const EntryKey& key, const absl::StatusOr<std::optional<std::string>>& bytes,
                          std::vector<Command>* commands);
  void Remember(const EntryKey& key, PayloadPtr payload, absl::Duration ttl, absl::Duration now);
  absl::Duration TtlOf(int32_t company_ttl_seconds);

  FlightKey FlightKeyOf(const Request& request) const;
  void Load(Request& request, Turn turn);
  void FinishFlight(const Flight& flight, uint64_t id, LoadedPage page, Turn turn);
  void FailFlight(const Flight& flight, uint64_t id, const absl::Status& status, Turn turn);

  const ReadPathOptions options_;
  [[no_unique_address]] const BrokenRules broken_;
  ReadPathCounters counters_;
  std::minstd_rand jitter_;

  absl::node_hash_map<CompanyId, CompanyState> companies_;
  RequestTable requests_;
  absl::btree_set<std::pair<absl::Duration, RequestRef>> deadlines_;  // without the infinite ones
  VersionBatches batches_;
  StoreBreaker breaker_;
  SharedLookups lookups_;
  Flights flights_;
  LocalCache local_;
  uint64_t doubted_epoch_ = 0;                          // versions up to this epoch may be made a second time
  absl::Duration ask_again_at_ = absl::ZeroDuration();  // to raise the epoch
};

}  // namespace cp::cache
