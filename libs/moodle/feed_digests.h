// The state of Moodle's objects, in short: what ChangeFeed::ReadDigests() answers. A page costs a few aggregates over
// Moodle's indexes, each limited to the page's objects.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/schema.h"
#include "libs/moodle/statements.h"
#include "libs/sync/change_feed.h"

namespace cp::moodle {

// Not thread-safe. The references must outlive it.
class FeedDigests {
 public:
  FeedDigests(Connection& connection, const Statements& statements, const Schema& schema)
      : connection_(connection), statements_(statements), schema_(schema) {}

  using Heads = std::map<sync::Tail, int64_t>;
  absl::StatusOr<std::vector<sync::DigestRow>> Read(sync::DigestKind kind, const Heads& heads_before, int64_t after,
                                                    int limit, Deadline deadline);

 private:
  // One object while it is read: values one after the other, all of them in `now`.
  struct Parts {
    int64_t id = 0;
    std::string before;
    std::string now;
  };
  using Page = std::vector<Parts>;  // by id

  absl::StatusOr<Page> Courses(int64_t after, int limit, Deadline deadline);
  absl::StatusOr<Page> CourseRows(const Heads& heads, int64_t after, int limit, Deadline deadline);
  absl::Status AddCompletions(Page* page, IdRange courses, int64_t head, Deadline deadline);
  absl::StatusOr<Page> Companies(const Heads& heads, int64_t after, int limit, Deadline deadline);
  absl::StatusOr<Page> Site(const Heads& heads, Deadline deadline);

  // Calls `add` for the rows whose first column is an object of the page; others are passed over. `name` comes before
  // the values of every object that has a row.
  absl::Status AddTo(Page* page, absl::string_view name, const std::string& sql, Deadline deadline,
                     absl::FunctionRef<void(const Row&, Parts*)> add);
  // All columns from `first` to the end belong to both.
  absl::Status AddColumns(Page* page, absl::string_view name, const std::string& sql, int first, int end,
                          Deadline deadline);
  // Columns 1 to `sums` are of what was there before, as many follow of what is there now.
  absl::Status AddSums(Page* page, absl::string_view name, const std::string& sql, int sums, Deadline deadline);

  Connection& connection_;
  const Statements& statements_;
  const Schema& schema_;
};

}  // namespace cp::moodle
