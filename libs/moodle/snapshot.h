// The pairs of one company, chunk by chunk.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/schema.h"
#include "libs/moodle/statements.h"
#include "libs/sync/source.h"

namespace cp::moodle {

struct SnapshotOptions {
  sync::SnapshotRequest request;
  bool include_untracked = false;
};

// Owns the connection, whose transaction is the snapshot. Reads the site's settings before it returns.
absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> MakeSnapshot(std::unique_ptr<Connection> connection,
                                                                   const Statements& statements, const Schema& schema,
                                                                   const SnapshotOptions& options, Deadline deadline);

}  // namespace cp::moodle
