// The change lane as the worker runs it, over a ModelSite and a store in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/sync/change_detector.h"
#include "libs/sync/model_site.h"
#include "libs/sync/sync_test_kit.h"

namespace cp::sync {

class LaneTestKit {
 public:
  // MakeSmallSite(); nothing is synced yet.
  LaneTestKit();

  // A new process: what the detector remembers is gone.
  void Restart();
  absl::StatusOr<DetectionReport> Tick() { return detector_->Tick(kit.Soon()); }
  absl::StatusOr<DetectionReport> Look() { return detector_->Look(kit.Soon()); }
  ChangeDetector& detector() { return *detector_; }
  TestLane& lane() { return kit.lane(); }
  // source_synced_at
  int64_t SyncedAt(int64_t company);
  int64_t Now() { return absl::ToUnixSeconds(kit.clock().Now()); }

  // Syncs what waits, at most `users` at a time, until nothing does.
  void SyncWaiting(int users = 3);
  // First start: everything is compared.
  void Start();
  // Candidates that wait, "company/user found_by".
  std::vector<std::string> Waiting();
  // What the store holds beyond or below a fresh derivation; "" = nothing.
  std::string Difference();

  int64_t Enrol(int64_t user, int64_t course, int64_t modified = 0) { return site.Enrol(user, course, modified); }
  int64_t Join(int64_t user, int64_t company) { return site.Join(user, company); }

  SyncTestKit kit;
  ModelSite site = MakeSmallSite();
  FeedControl control;
  DetectorOptions options;

 private:
  bool SyncCompany(CompanyId company, const progress::CompanyCandidates& waiting);

  std::unique_ptr<ChangeDetector> detector_;
};

inline constexpr int64_t kCompanies[] = {1, 2, 3};

// Expect that the detection succeeds.
DetectionReport Ticked(LaneTestKit& kit);
DetectionReport Looked(LaneTestKit& kit);
// Syncs what waits, and expects that the store equals a fresh derivation then.
void ExpectFollows(LaneTestKit& kit);
// Ticks and looks find nothing any more, but that a look derives again whom ticks had found.
void ExpectQuiet(LaneTestKit& kit);

}  // namespace cp::sync
