// The requests that wait for something, and what is known of their companies. Private to the read path.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "libs/cache/read_path.h"
#include "libs/cache/validated_version.h"

namespace cp::cache {

// One per company ever asked for (a token names the company, so their number is bounded). Pointers to it stay valid.
struct CompanyState {
  CompanyId id;
  DataVersion guess;                      // for R3 only; {0, 0}: none
  int32_t ttl_seconds = 0;                // as last validated; 0: the default
  DataVersion highest;                    // that the store ever had
  DataVersion floor;                      // `highest` when the batch below was sent
  uint64_t listed_in = 0;                 // the last version batch that asked for it
  std::optional<ValidatedVersion> reply;  // scratch while that batch's reply is handed out
};

// Names a request for as long as it is unanswered; afterwards Find() knows nothing of it, even when the slot is reused.
struct RequestRef {
  uint32_t slot = 0;
  uint32_t generation = 0;

  friend auto operator<=>(const RequestRef&, const RequestRef&) = default;
};

struct Request {
  enum class Stage { kValidating, kLookingUp, kLoading };
  enum class LookUp { kNone, kPending, kDone };

  RequestRef ref;
  RequestId id = 0;
  progress::PageQuery query;
  Fingerprint fingerprint;
  CompanyState* company = nullptr;
  DataVersion min_version;  // {0, 0}: no demand
  absl::Duration deadline;
  bool bypass = false;

  Stage stage = Stage::kValidating;
  int failed_batches = 0;
  int failed_flights = 0;
  std::optional<ValidatedVersion> validated;  // set when stage is past kValidating
  uint64_t flight = 0;                        // while stage is kLoading

  LookUp look_up = LookUp::kNone;  // in the shared cache, under `looked_up`
  DataVersion looked_up;
  uint64_t pending_lookup = 0;
  PayloadPtr payload;  // found under its own version, which may turn out not to be the validated one
  AnswerSource payload_source = AnswerSource::kLocalCache;

  EntryKey KeyAt(const DataVersion& version) const { return {query.company, version, fingerprint}; }
};

// A slab: no allocation per request once it has grown. References stay valid until Release().
class RequestTable {
 public:
  Request& Add() {
    if (free_.empty()) {
      const uint32_t slot = static_cast<uint32_t>(slots_.size());
      Request& added = slots_.emplace_back();
      added.ref = {slot, 1};
      return added;
    }
    Request& request = slots_[free_.back()];
    free_.pop_back();
    return request;
  }

  // Null when it was answered.
  Request* Find(RequestRef ref) {
    Request& request = slots_[ref.slot];
    return request.ref == ref ? &request : nullptr;
  }

  void Release(Request& request) {
    const RequestRef next = {request.ref.slot, request.ref.generation + 1};
    request = Request();
    request.ref = next;
    free_.push_back(next.slot);
  }

 private:
  std::deque<Request> slots_;
  std::vector<uint32_t> free_;
};

}  // namespace cp::cache
