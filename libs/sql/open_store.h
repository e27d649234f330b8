// How a process gets its reporting store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/store.h"

namespace cp::sql {

struct StoreOptions {
  std::string dsn;                                    // "sqlite3://<path>" or "postgresql://host=.. dbname=.."
  size_t pool_size = 4;                               // 1..1000 connections at most
  absl::Duration connect_timeout = absl::Seconds(5);  // of one attempt, and of OpenStore()'s wait for the first
  absl::Duration migrate_timeout = absl::Minutes(10);
  // True for sync-worker and progressctl: makes the SQLite file and applies migrations. False: uses what is there.
  bool migrate = false;
  const Clock* clock = nullptr;  // required; must outlive the store

  // Called for every statement, with its kind ("versions", "page_head", "settings", "page", "stored", "copy", "upsert",
  // ...). Both must be thread-safe and quick; empty is allowed.
  std::function<void(absl::string_view kind)> on_statement;
  // What a driver said about an error, for the log: holds no parameters and no row data. Never goes to a client.
  std::function<void(absl::string_view detail)> on_driver_error;
};

// How busy the connections to the store are.
struct PoolUse {
  size_t limit = 0;       // pool_size
  size_t in_use = 0;      // working for a call
  size_t idle = 0;        // open and waiting for work; 0..limit - in_use
  uint64_t waits = 0;     // calls since the start that had to wait for a connection, the first one of all included
  absl::Duration waited;  // time that these calls have waited, together
};

// A reporting store in a database. Thread-safe, but for Open().
class DatabaseStore : public progress::Store {
 public:
  // Connects and checks, or makes, the schema. May be repeated until it is OK; before that every call to the store is
  // UNAVAILABLE (STORE_UNAVAILABLE) at once. One thread at a time. Errors are one line that names --store-dsn, its
  // value without secrets, and the cure: FAILED_PRECONDITION (CONFIG_INVALID: user or password refused), UNAVAILABLE
  // (STORE_UNAVAILABLE), FAILED_PRECONDITION (STORE_NOT_MIGRATED when `migrate` is false and sync-worker has not run
  // yet: try again later; STORE_TOO_NEW).
  virtual absl::Status Open() = 0;
  // Never waits for the database.
  virtual PoolUse pool_use() const = 0;
};

// Not open yet: for a server that listens, and says so, while its store is being waited for. INVALID_ARGUMENT
// (CONFIG_INVALID) for a DSN that can not be read or a pool size out of range.
absl::StatusOr<std::unique_ptr<DatabaseStore>> MakeStore(const StoreOptions& options);

// MakeStore() and Open().
absl::StatusOr<std::unique_ptr<DatabaseStore>> OpenStore(const StoreOptions& options);

}  // namespace cp::sql
