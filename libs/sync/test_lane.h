// The lane of a MemoryStore, for tests: it can be looked into and changed, and it can fail.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "libs/progress/memory_store.h"

namespace cp::sync {

// Not thread-safe.
class TestLane final : public progress::ChangeLane {
 public:
  using Contents = progress::LaneContents;

  // `store` must outlive the lane.
  explicit TestLane(progress::MemoryStore& store) : store_(store) {}

  // INVALID_ARGUMENT for a detection that names a digest twice.
  absl::StatusOr<int64_t> CommitDetection(const progress::Detection& detection, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> DueEdges(int64_t now, int limit, Deadline deadline) override;

  absl::StatusOr<progress::LaneState> ReadLane(Deadline deadline) override { return store_.ReadLane(deadline); }
  absl::StatusOr<std::vector<progress::Digest>> ReadDigests(const std::string& kind, int64_t after, int limit,
                                                            Deadline deadline) override {
    return store_.ReadDigests(kind, after, limit, deadline);
  }
  absl::StatusOr<std::vector<progress::CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                      Deadline deadline) override {
    return store_.CompaniesOfUsers(users, deadline);
  }
  absl::StatusOr<std::vector<progress::CompanyUser>> UsersOfCourses(absl::Span<const int64_t> courses,
                                                                    progress::CompanyUser after, int limit,
                                                                    Deadline deadline) override {
    return store_.UsersOfCourses(courses, after, limit, deadline);
  }
  absl::StatusOr<std::vector<progress::CompanyCandidates>> Waiting(Deadline deadline) override {
    return store_.Waiting(deadline);
  }
  absl::StatusOr<progress::CompanyCandidates> ReadCandidates(CompanyId company, int limit, Deadline deadline) override {
    return store_.ReadCandidates(company, limit, deadline);
  }
  absl::Status MarkFresh(int64_t read_at, Deadline deadline) override { return store_.MarkFresh(read_at, deadline); }

  // What the store keeps now.
  Contents contents() const { return store_.InspectLane(); }
  std::map<progress::CompanyUser, Contents::Waits> candidates() const { return contents().candidates; }
  std::map<progress::CompanyUser, int64_t> edges() const { return contents().edges; }
  progress::LaneState state() const { return contents().state; }
  void Change(absl::FunctionRef<void(Contents&)> change);
  void SetEdges(std::map<progress::CompanyUser, int64_t> edges);
  void SetEdge(const progress::CompanyUser& user, int64_t edge_at);
  // The store is as it was.
  void SetBack(Contents contents) { store_.SetLane(std::move(contents)); }

  int commits() const { return commits_; }
  // So many of the next detections are refused, because somebody else stored one just before.
  int refuse = 0;
  // So many of the next detections are stored, and answered with UNAVAILABLE.
  int lose_answers = 0;
  // Finds no edges.
  bool edges_off = false;

 private:
  progress::MemoryStore& store_;
  int commits_ = 0;
};

}  // namespace cp::sync
