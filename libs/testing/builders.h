// Rows and facts for tests: valid by default, so that a test names only what it is about.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "libs/base/ids.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/derive.h"
#include "libs/progress/progress_writer.h"
#include "libs/progress/sync_store.h"
#include "libs/progress/token_store.h"

namespace cp::progress {

// How GoogleTest shows keys and rows.
void PrintTo(const RowKey& key, std::ostream* out);
void PrintTo(const CourseProgress& row, std::ostream* out);

}  // namespace cp::progress

namespace cp::testing {

progress::RowKey Key(int64_t user, int64_t course);

// A row of a person who has done `done` of `total` activities; every text differs from pair to pair.
progress::CourseProgress Row(int64_t user, int64_t course, int32_t done = 1, int32_t total = 4);

// The same person and course with the course completed at `timecompleted`.
progress::CourseProgress CompletedRow(int64_t user, int64_t course, int64_t timecompleted = 1795000000);

// What Row() is derived from.
progress::PairFacts Facts(int64_t user, int64_t course, int64_t done = 1, int64_t total = 4);

progress::Company MakeCompany(int64_t id);

// A read token of the company that never expires; the hash is made from the id.
progress::ApiToken ReadToken(const std::string& id, int64_t company);
progress::ApiToken AdminToken(const std::string& id);

}  // namespace cp::testing
