// What a batch changes for the change lane, in the transaction of its rows.
#pragma once

#include "libs/progress/progress_writer.h"
#include "libs/sql/session.h"

namespace cp::sql {

// Reads what is there and writes the difference: mostly none. REQUIRES: the company's row lock is held by this
// transaction.
void ReplaceEdges(Session& session, CompanyId company, const progress::EdgeReplacement& replacement);

void RemoveCandidates(Session& session, CompanyId company, const progress::CandidatesDone& done);

}  // namespace cp::sql
