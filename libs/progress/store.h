// A reporting store: every port over one database, and how to open it.
#pragma once

#include <memory>

#include "libs/progress/change_lane.h"
#include "libs/progress/housekeeping.h"
#include "libs/progress/progress_reader.h"
#include "libs/progress/progress_writer.h"
#include "libs/progress/sync_store.h"
#include "libs/progress/token_store.h"

namespace cp::progress {

// Owns its connections; thread-safe. Implementations: libs/progress/memory_store (tests, model), libs/sql (SQLite,
// PostgreSQL). All pass libs/testing/store_contract.
class Store : public ProgressReader,
              public ProgressWriter,
              public ChangeLane,
              public Housekeeping,
              public CompanyDirectory,
              public Outbox,
              public RunLog,
              public RunHistory,
              public TokenStore {};

}  // namespace cp::progress
