// Who is calling: API tokens, looked up in memory, as fresh as the caller makes sure of.
//
// Two ways to use it, both without ever blocking a callback thread:
//  - a call with a version batch of its own (GetCourseProgress): Lookup() on arrival; kUnknown -> RefreshAsync() and
//    Lookup() again. When the batch has answered: if !Confirm(batch.auth_version, arrived) -> RefreshAsync() and
//    Lookup() again before the answer. If the batch failed there is no answer that a token could be good for.
//  - any other call (admin): AuthenticateAsync(), which does all of it with one small read that other calls share; when
//    the store does not answer, a token known in memory is good while WithinGrace().
#pragma once

#include <grpcpp/support/string_ref.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/progress/progress_reader.h"
#include "libs/progress/token_store.h"

namespace cp::rpc {

// A valid token's rights.
struct Principal {
  std::string token_id;  // public: for logs
  progress::TokenScope scope = progress::TokenScope::kRead;
  CompanyId company;  // set iff scope is kRead
};

// Why a token is no good. For the log only: clients see one text for all.
enum class Refusal { kMissing, kGarbled, kUnknown, kExpired, kRevoked };
absl::string_view ToString(Refusal refusal);

// What the `authorization` metadata of a call said: "Bearer <token>", only the token's hash is kept. Copyable; may
// outlive the call.
class Credential {
 public:
  using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;  // grpc::ServerContextBase::client_metadata()
  using Hash = std::array<unsigned char, 32>;

  static Credential FromMetadata(const Metadata& metadata);

  bool present() const { return state_ == State::kHashed; }

 private:
  friend class Authenticator;
  enum class State { kMissing, kGarbled, kHashed };
  State state_ = State::kMissing;
  Hash hash_{};
};

struct LookupResult {
  // kUnknown: not in the table in memory; it may have been made a moment ago, so the table must be refreshed by a read
  // that starts after this call arrived before it is refused.
  enum class Kind { kKnown, kUnknown, kRefused };
  Kind kind = Kind::kUnknown;
  Principal principal;                  // kKnown
  Refusal refusal = Refusal::kUnknown;  // kRefused and kUnknown
};

struct AuthenticatorOptions {
  absl::Duration auth_grace = absl::Seconds(60);          // how long a table that the store does not confirm may serve
  absl::Duration read_timeout = absl::Milliseconds(300);  // of RefreshAsync() to learn auth_version
  absl::Duration load_timeout = absl::Seconds(2);         // and then to load the tokens, if they changed
  size_t max_waiting = 4096;                              // calls that wait for a refresh; more are UNAVAILABLE
};

// Thread-safe. At most one refresh reads the store at any time, however many unknown tokens come in.
class Authenticator {
 public:
  using Done = std::function<void(const absl::Status&)>;
  using Authenticated = std::function<void(absl::StatusOr<Principal>, std::optional<Refusal> why)>;

  // All outlive it. `executor` runs the refreshes; shut it down before the Authenticator goes. The table is empty until
  // the first refresh.
  Authenticator(progress::TokenStore* tokens, progress::ProgressReader* versions, const Clock* clock,
                Executor* executor, AuthenticatorOptions options = {});
  ~Authenticator();

  // Never blocks. `now` is the wall clock, for expiry.
  LookupResult Lookup(const Credential& credential, absl::Time now) const;

  // auth_version of the table in memory; 0 before the first refresh.
  uint64_t auth_version() const;

  // `arrived` (Clock::Monotonic()) is before both the caller's Lookup() and the sending of the version batch that read
  // `auth_version`. True: that Lookup() is as current as the batch. False: RefreshAsync() and Lookup() again before the
  // answer (tokens changed, or the store was restored, since).
  bool Confirm(uint64_t auth_version, absl::Duration arrived);

  // Whether the table was confirmed by the store at most auth_grace ago.
  bool WithinGrace() const;

  // Reads auth_version, and the tokens if it changed. The read starts after this call. `done` gets OK, or UNAVAILABLE |
  // DEADLINE_EXCEEDED when the store did not answer; it runs on an executor thread, or at once with UNAVAILABLE when
  // executor or queue are full. It must not block.
  void RefreshAsync(Done done);

  // The same, blocking: for start-up and for tasks on an executor.
  absl::Status Refresh(Deadline deadline);

  // Refreshes, then looks up. Store unreachable: a token known in memory is good while WithinGrace(), anything else is
  // UNAVAILABLE (STORE_UNAVAILABLE). `why` is set when the status is UNAUTHENTICATED. A missing or garbled token is
  // refused at once, on the calling thread.
  void AuthenticateAsync(const Credential& credential, Authenticated done);

 private:
  struct Table;
  enum class RefreshState { kIdle, kQueued, kReading };  // kQueued: whoever comes first may begin the read

  std::shared_ptr<const Table> table() const;
  absl::Status Read(Deadline version_deadline, Deadline load_deadline);
  absl::Status Load(Deadline deadline);
  void RunRefresh(Deadline version_deadline, Deadline load_deadline);
  void QueueRefresh();
  void RunQueuedRefresh();

  progress::TokenStore* const tokens_;
  progress::ProgressReader* const versions_;
  const Clock* const clock_;
  Executor* const executor_;
  const AuthenticatorOptions options_;

  mutable absl::Mutex table_mutex_;  // held for moments only, never during a read
  std::shared_ptr<const Table> table_ ABSL_GUARDED_BY(table_mutex_);
  absl::Duration confirmed_at_ ABSL_GUARDED_BY(table_mutex_) = -absl::InfiniteDuration();

  absl::Mutex refresh_mutex_;
  RefreshState refresh_state_ ABSL_GUARDED_BY(refresh_mutex_) = RefreshState::kIdle;
  bool task_queued_ ABSL_GUARDED_BY(refresh_mutex_) = false;   // at most one, so that the executor is not filled
  std::vector<Done> waiting_ ABSL_GUARDED_BY(refresh_mutex_);  // for the next read, not the one under way
  uint64_t reads_begun_ ABSL_GUARDED_BY(refresh_mutex_) = 0;
  uint64_t reads_ended_ ABSL_GUARDED_BY(refresh_mutex_) = 0;
  absl::Status last_read_ ABSL_GUARDED_BY(refresh_mutex_);
};

// The one answer to every bad token: UNAUTHENTICATED, TOKEN_INVALID.
absl::Status TokenInvalid();

// OK for a read token; PERMISSION_DENIED (NO_COMPANY) for an admin token.
absl::Status RequireCompany(const Principal& principal);

// OK for an admin token; PERMISSION_DENIED (SCOPE_MISSING, metadata scope) for a read token.
absl::Status RequireAdmin(const Principal& principal);

}  // namespace cp::rpc
