// The read path, sans I/O: given what arrived (requests, replies, time), it says what to do next. It holds the
// freshness rules of the product and nothing else, so that a test, a simulator and the server drive the same code.
//
// Rules (names as in the protocol; libs/cache/README.md states them whole):
//   R2  a request joins only a version batch that was not yet sent when it arrived; one batch is in flight at a time.
//   R2a a batch that is not answered in time is given up, and its requests join a second one, which goes another way to
//       the store; when several in a row fail, requests are refused at once until a probe is answered.
//   R3  meanwhile the payload of the last known version is looked up: in-process cache, then the shared cache.
//   R5  the validated version equals the looked-up one and the payload is there: its bytes are the answer.
//   R6  otherwise one flight per (company, version, fingerprint) reads the page; only requests that validated the same
//       version join it.
//   R7  the page comes from one snapshot with its own version v' (>= the validated one); it is answered and cached
//       under v'.
//   R7a a validated version below one that the company had when the read was sent: the store was set back, and will
//   make
//       its versions a second time. Until its epoch is raised no cache is asked or filled: the store alone answers.
//   R8  when a flight fails, each waiter with time left may lead one new flight; errors are never cached.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/cache/versioned_cache.h"
#include "libs/progress/progress_reader.h"

namespace cp::cache {

// An immutable, pre-serialized payload: the entry part of the answer message. Shared by every answer that sends it.
struct Payload {
  DataVersion version;
  std::string bytes;
  int64_t computed_at_ms = 0;  // unix milliseconds, for cache_age
};
using PayloadPtr = std::shared_ptr<const Payload>;

struct ReadRequest {
  progress::PageQuery query = {};
  std::optional<DataVersion> min_data_version = {};  // never undercut
  bool bypass_cache = false;                         // read the store, answer under a validated version, fill nothing
  Deadline deadline = Deadline::At(absl::InfiniteDuration());
};

enum class AnswerSource { kStore, kLocalCache, kSharedCache };

struct ReadAnswer {
  PayloadPtr payload;
  progress::CompanyVersion current;  // current.version == payload->version
  AnswerSource source = AnswerSource::kStore;
  uint64_t auth_version = 0;  // seen by the validation: a higher one than the token table's must reload it
};

using RequestId = uint64_t;

// A page read from the store, already encoded by the driver.
struct LoadedPage {
  progress::CompanyVersion version;
  PayloadPtr payload;
};

namespace command {
// Not behind one whose deadline has passed: that one may be stuck, and this must not be.
struct ReadVersions {
  uint64_t batch = 0;
  std::vector<CompanyId> companies;  // none in a probe
  Deadline deadline = Deadline::At(absl::InfiniteDuration());
};
struct GetShared {
  uint64_t lookup = 0;
  EntryKey key;
};
struct LoadPage {
  uint64_t flight = 0;
  progress::PageQuery query;
  Deadline deadline = Deadline::At(absl::InfiniteDuration());
};
struct PutShared {
  EntryKey key;
  PayloadPtr payload;
  absl::Duration ttl;
};
// The store went back from this epoch to an older state: raise it, best effort. Repeated while the store is there.
struct RaiseEpoch {
  uint64_t beyond = 0;
};
// The shared cache held this instead of the entry of a key; the entry is loaded and put anew. For the log.
struct CorruptEntry {
  absl::Status found;  // DATA_LOSS: the company, and the first field that is wrong
};
struct Answer {
  RequestId request = 0;
  absl::StatusOr<ReadAnswer> answer;
};
}  // namespace command

using Command = std::variant<command::ReadVersions, command::GetShared, command::LoadPage, command::PutShared,
                             command::RaiseEpoch, command::CorruptEntry, command::Answer>;

struct ReadPathOptions {
  absl::Duration validation_timeout = absl::Milliseconds(300);  // of one version batch
  int validation_attempts = 2;  // batches that may fail under a request before it gets STORE_UNAVAILABLE
  int failures_to_open = 3;     // batches in a row that fail before requests get STORE_UNAVAILABLE at once
  absl::Duration probe_interval = absl::Milliseconds(250);  // then, from one failure to the next probe
  absl::Duration default_ttl = absl::Hours(1);              // of entries of companies without a setting; +-10 % jitter
  size_t local_cache_bytes = 64u << 20;                     // in-process cache; 0 = off
  size_t max_batch_companies = 1000;
  uint64_t jitter_seed = 0;
};

// What happened, for metrics; only grows.
struct ReadPathCounters {
  uint64_t local_hits = 0, shared_hits = 0, misses = 0, joined = 0, bypassed = 0, corrupt = 0, shared_unavailable = 0,
           version_batches = 0, page_loads = 0, local_evictions = 0,
           breaker_opened = 0;  // R2a: times that requests began to be refused at once
};

// Not thread-safe: the driver serialises calls (they take microseconds and never block). `now` is Clock::Monotonic(),
// `unix_ms` the wall clock. Every call appends to `commands`; the driver executes them after the call, in order. Every
// request is answered exactly once, at the latest at its deadline (OnTimer).
class ReadPath {
 public:
  virtual ~ReadPath() = default;

  virtual void OnRequest(RequestId id, const ReadRequest& request, absl::Duration now,
                         std::vector<Command>* commands) = 0;
  virtual void OnVersions(uint64_t batch, absl::StatusOr<progress::VersionBatch> reply, absl::Duration now,
                          std::vector<Command>* commands) = 0;
  // `bytes` is what the shared cache holds under the key: header and payload, checked here (corrupt = miss, counted).
  virtual void OnShared(uint64_t lookup, absl::StatusOr<std::optional<std::string>> bytes, absl::Duration now,
                        std::vector<Command>* commands) = 0;
  virtual void OnPage(uint64_t flight, absl::StatusOr<LoadedPage> page, absl::Duration now,
                      std::vector<Command>* commands) = 0;
  // Answers requests whose deadline passed with DEADLINE_EXCEEDED, gives up on a version batch or a flight that is
  // overdue, and probes a store that did not answer. Returns when to call next (InfiniteDuration: no need); any other
  // call may bring that nearer, and calling when nothing is due costs next to nothing.
  virtual absl::Duration OnTimer(absl::Duration now, std::vector<Command>* commands) = 0;
  // A message said that `company` has `version`: only a better guess for R3. Ignored for companies nobody asked about.
  virtual void OnHint(CompanyId company, const DataVersion& version) = 0;

  virtual const ReadPathCounters& counters() const = 0;
};

std::unique_ptr<ReadPath> MakeReadPath(const ReadPathOptions& options);

}  // namespace cp::cache
