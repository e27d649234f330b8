// Compares two streams in (user, course) order, what Moodle says now and what the store holds, and collects the changes
// that make the second equal the first. Fed in pieces; holds one piece of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/derive.h"
#include "libs/progress/progress_writer.h"
#include "libs/sync/company_result.h"

namespace cp::sync {

// The changes of one transaction, in key order.
struct Changes {
  std::vector<progress::CourseProgress> upserts;
  std::vector<progress::RowKey> tombstones;
  std::vector<AffectedRow> affected;  // upserts and tombstones together, up to the limit of the run
  int64_t created = 0;
  int64_t updated = 0;

  size_t size() const { return upserts.size() + tombstones.size(); }
};

// What RowMerge::Run() stopped for.
enum class MergeNeed {
  kSource,  // more pairs of Moodle
  kStored,  // more rows of the store
  kCommit,  // the changes fill a transaction
  kNothing  // both streams have ended; the changes may be empty
};

// A pair of Moodle that can not be derived, and why.
struct UnderivablePair {
  int64_t user_id = 0;
  absl::Status status;
};

// Not thread-safe. A stream that goes backwards, repeats a pair or names a user out of scope is an INTERNAL error: what
// was compared before it can not be trusted, so the caller must drop the changes.
class RowMerge {
 public:
  // `users`: the scope, ascending; empty = everybody.
  RowMerge(const progress::DeriveSwitches& switches, size_t batch_rows, size_t max_affected,
           std::vector<int64_t> users = {})
      : switches_(switches), batch_rows_(batch_rows), max_affected_(max_affected), users_(std::move(users)) {}

  // Both streams begin behind this user. REQUIRES: called first, if at all.
  void BeginAfter(int64_t user);

  // Where the next pairs are to be put; the pairs in it have all been compared.
  std::vector<progress::PairFacts>* source_buffer() { return &source_; }
  // The buffer holds new pairs; none = the end of the source.
  absl::Status OnSource();
  // The rows after stored_position(); none = the end.
  absl::Status OnStored(std::vector<progress::StoredRow> rows);
  // Key of the last stored row seen.
  const std::optional<progress::RowKey>& stored_position() const { return stored_position_; }

  // Compares until something is needed. REQUIRES: what the last call asked for was given.
  MergeNeed Run();

  // What has been collected since the last call.
  Changes TakeChanges();
  // Pairs that could not be derived since the last call; their stored rows were left alone.
  std::vector<UnderivablePair> TakeUnderivable();

  // Every row of the users up to this one has been compared, in both streams. The largest number when
  // both have ended; below 1 when nobody is settled.
  int64_t SettledUser() const;

  int64_t rows_read() const { return rows_read_; }

 private:
  void CompareHeads();
  void TakePair(const progress::StoredRow* stored);
  void Upsert(progress::CourseProgress row, RowChange change);
  void Tombstone(const progress::RowKey& key);
  bool ListsMore() const { return affected_count_ < max_affected_; }

  // Constant after construction.
  const progress::DeriveSwitches switches_;
  const size_t batch_rows_;
  const size_t max_affected_;
  const std::vector<int64_t> users_;

  std::vector<progress::PairFacts> source_;
  size_t source_next_ = 0;
  bool source_ended_ = false;
  std::optional<progress::RowKey> source_position_;

  std::vector<progress::StoredRow> stored_;
  size_t stored_next_ = 0;
  bool stored_ended_ = false;
  std::optional<progress::RowKey> stored_position_;

  Changes changes_;
  size_t affected_count_ = 0;
  std::vector<UnderivablePair> underivable_;
  int64_t rows_read_ = 0;
};

}  // namespace cp::sync
