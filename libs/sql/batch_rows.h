// The rows of a batch, in the way each engine takes them fastest.
#pragma once

#include "libs/progress/progress_writer.h"
#include "libs/sql/session.h"

namespace cp::sql {

// Writes the batch's upserts and tombstones with `row_version`. PostgreSQL: COPY where no row of the company lies
// between the upserts' keys, else one statement each over arrays (SOCI's bulk vectors are eight times slower); SQLite:
// a prepared statement per row. REQUIRES: the company's row lock is held by this transaction.
void WriteRows(Session& session, const progress::Batch& batch, int64_t row_version);

}  // namespace cp::sql
