// Notices a reporting store that was set back to an older state (a restored backup, a standby that lagged) and raises
// its epoch before it makes a version a second time: what the caches hold of that version is of other rows.
//
// The evidence is the shared cache's hint of a company: the highest version ever published or cached. A store below it
// has lost versions. Once the store has made new ones it is not below any more, so the hints are asked before the first
// version that this process makes of a company. A cache that does not answer then may come back with old entries and
// hints: the epoch is raised all the same, so that whatever it holds is of versions that this store never makes again.
#pragma once

#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/progress/progress_reader.h"
#include "libs/progress/progress_writer.h"
#include "libs/progress/sync_store.h"
#include "libs/sync/invalidation.h"

namespace cp::sync {

struct EpochRaise {
  absl::string_view cause;  // for people
  CompanyId company = {};   // with evidence; 0: it was not one company
  DataVersion stored = {};  // what the store had of it
  DataVersion known = {};   // what the cache knew of it
  uint64_t epoch = 0;       // in force now

  // One line for the log.
  std::string Describe() const;
};

// Thread-safe; every method but BeforeVersion() of a company that was looked at blocks. Two threads may look at the
// same company at once; one of them raises.
class EpochGuard {
 public:
  struct Parts {
    progress::ProgressReader* reader = nullptr;
    progress::ProgressWriter* writer = nullptr;
    CacheInvalidator* cache = nullptr;  // null: no shared cache, nothing to look at
    const Clock* clock = nullptr;
    std::function<void(const EpochRaise&)> on_raise;  // may be empty; must be thread-safe
  };

  // All parts outlive it.
  explicit EpochGuard(Parts parts) : parts_(std::move(parts)) {}

  // Compares what the cache knows with the store, and raises the epoch once when a company is below. Companies that the
  // store does not know count as version 0. OK also when the cache does not answer: they stay to be looked at. Errors
  // are the store's.
  absl::Status Examine(absl::Span<const CompanyId> companies, Deadline deadline);
  // All that the store knows.
  absl::Status ExamineAll(progress::CompanyDirectory& directory, Deadline deadline);

  // REQUIRED before a transaction of this process that makes a version of the company. Returns at once when it was
  // looked at; else looks, and raises the epoch when the cache does not answer.
  absl::Status BeforeVersion(CompanyId company, Deadline deadline);

  // The store itself was seen to have gone back from this epoch.
  absl::Status WentBackFrom(uint64_t epoch, Deadline deadline);

 private:
  bool Examined(CompanyId company) const;
  absl::Status ExamineSome(absl::Span<const CompanyId> companies, Deadline deadline);
  absl::Status Raise(uint64_t beyond, progress::EpochCause cause, EpochRaise why, Deadline deadline);

  const Parts parts_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_set<CompanyId> examined_ ABSL_GUARDED_BY(mutex_);
  bool raised_ ABSL_GUARDED_BY(mutex_) = false;  // by this process: every later version is of its epoch or a higher one
};

}  // namespace cp::sync
