// How a process gets its reporting store.
#pragma once

#include <cstddef>
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

// Connects and checks, or makes, the schema. Errors are one line that names --store-dsn, its value without secrets, and
// the cure: INVALID_ARGUMENT | FAILED_PRECONDITION (CONFIG_INVALID; the latter: user or password refused), UNAVAILABLE
// (STORE_UNAVAILABLE), FAILED_PRECONDITION (STORE_NOT_MIGRATED when `migrate` is false and sync-worker has not run yet:
// try again later; STORE_TOO_NEW).
absl::StatusOr<std::unique_ptr<progress::Store>> OpenStore(const StoreOptions& options);

}  // namespace cp::sql
