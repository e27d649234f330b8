// What a store keeps for the change lane, in memory, beside a MemoryStore: for the tests of this library.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/progress/change_lane.h"
#include "libs/progress/memory_store.h"

namespace cp::sync {

// Not thread-safe. Copied and assigned to play a store that was set back.
class MemoryLane final : public progress::ChangeLane {
 public:
  // `store` must outlive the lane; it says which users have which rows.
  explicit MemoryLane(progress::MemoryStore& store) : store_(&store) {}

  // The store took the batch: its edges and candidates, in the same transaction.
  void Apply(const progress::Batch& batch);

  absl::StatusOr<progress::LaneState> ReadLane(Deadline deadline) override;
  absl::StatusOr<int64_t> CommitDetection(const progress::Detection& detection, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::Digest>> ReadDigests(const std::string& kind, int64_t after, int limit,
                                                            Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> DueEdges(int64_t now, int limit, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                      Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> UsersOfCourses(absl::Span<const int64_t> courses,
                                                                    progress::CompanyUser after, int limit,
                                                                    Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyCandidates>> Waiting(Deadline deadline) override;
  absl::StatusOr<progress::CompanyCandidates> ReadCandidates(CompanyId company, int limit, Deadline deadline) override;
  absl::Status MarkFresh(int64_t read_at, Deadline deadline) override;

  // For tests.
  struct Waits {
    int64_t sequence = 0;
    int64_t found_at = 0;
    std::string found_by;
  };
  std::map<progress::CompanyUser, Waits>& candidates() { return candidates_; }
  std::map<progress::CompanyUser, int64_t>& edges() { return edges_; }
  progress::LaneState& state() { return state_; }
  const std::map<std::pair<std::string, int64_t>, std::string>& digests() const { return digests_; }
  int commits() const { return commits_; }
  // So many of the next detections are refused, because somebody else stored one just before.
  int refuse = 0;

 private:
  void Remember(const progress::CompanyUser& who, const std::string& found_by, int64_t found_at);
  // Rows of the store, live or not.
  std::vector<std::pair<CompanyId, progress::StoredRow>> Rows();

  progress::MemoryStore* store_;
  progress::LaneState state_;
  std::map<progress::CompanyUser, Waits> candidates_;
  std::map<progress::CompanyUser, int64_t> edges_;
  std::map<std::pair<std::string, int64_t>, std::string> digests_;
  int commits_ = 0;
};

}  // namespace cp::sync
