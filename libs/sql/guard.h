// The one place where SOCI's exceptions end.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sql/session.h"
#include "libs/sql/session_pool.h"

namespace cp::sql {

// An exception of a driver, in our words.
struct Failure {
  absl::Status status;  // for callers: no driver text
  std::string detail;   // for the log: code and first line of the driver's message, no parameters
};

// Turns the exception that is being handled into one of: ABORTED STORE_CONFLICT (deadlock, serialisation, lock held:
// nothing was written), DEADLINE_EXCEEDED (outcome unknown), UNAVAILABLE STORE_UNAVAILABLE (connection lost, read-only,
// disk full), INVALID_ARGUMENT FIELD_INVALID (text the store can not hold), INTERNAL. `redacted_dsn` is named only
// where the operator must act. REQUIRES: called in a catch clause.
Failure DescribeCurrentException(absl::string_view redacted_dsn);

absl::Status DeadlinePassed();
absl::Status NotOpenYet();

// Called with what the driver said, for the log. Must be thread-safe.
using DriverErrorObserver = std::function<void(absl::string_view detail)>;

// Runs bodies on sessions of a pool: leases, begins, commits, and drops the session after any driver error. A body that
// returns an error is rolled back; the session is kept. Thread-safe.
class Guard {
 public:
  // kClosed: Run() is UNAVAILABLE (STORE_UNAVAILABLE) at once, until OpenGate().
  enum class Gate { kClosed, kOpen };

  // `pool` must outlive it.
  Guard(SessionPool& pool, std::string redacted_dsn, DriverErrorObserver observer, Gate gate = Gate::kOpen)
      : pool_(pool), redacted_dsn_(std::move(redacted_dsn)), observer_(std::move(observer)), gate_(gate) {}

  void OpenGate() { gate_.store(Gate::kOpen, std::memory_order_release); }
  const DriverErrorObserver& observer() const { return observer_; }

  // `body` takes a Session& and returns absl::Status or absl::StatusOr<T>; it may throw what SOCI throws.
  template <typename Body>
  std::invoke_result_t<Body, Session&> Run(Scope scope, Deadline deadline, Body&& body) {
    using Result = std::invoke_result_t<Body, Session&>;
    if (gate_.load(std::memory_order_acquire) == Gate::kClosed) return NotOpenYet();
    absl::StatusOr<SessionLease> lease = pool_.Lease(deadline);
    if (!lease.ok()) return lease.status();
    Session& session = **lease;
    try {
      session.Begin(scope, deadline);
      Result result = body(session);
      if (scope != Scope::kAutocommit) IsOk(result) ? session.Commit() : session.Rollback();
      if (!session.End()) lease->Drop();
      return result;
    } catch (...) {
      absl::Status status = Explain(session);
      lease->Drop();
      return status;
    }
  }

 private:
  static bool IsOk(const absl::Status& status) { return status.ok(); }
  template <typename T>
  static bool IsOk(const absl::StatusOr<T>& result) {
    return result.ok();
  }

  absl::Status Explain(Session& session) const;

  SessionPool& pool_;
  const std::string redacted_dsn_;
  const DriverErrorObserver observer_;
  std::atomic<Gate> gate_;
};

}  // namespace cp::sql
