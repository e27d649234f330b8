#include "tests/faults/cut_off_source.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::faults {
namespace {

// Counts down the reads that still succeed.
class Patience {
 public:
  explicit Patience(int reads) : reads_(reads), unlimited_(reads == 0) {}

  absl::Status Take() {
    if (unlimited_ || reads_-- > 0) return absl::OkStatus();
    return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is gone");
  }

 private:
  int reads_;
  const bool unlimited_;
};

class Snapshot final : public sync::SourceSnapshot {
 public:
  Snapshot(std::unique_ptr<sync::SourceSnapshot> snapshot, Patience* patience)
      : snapshot_(std::move(snapshot)), patience_(*patience) {}

  absl::StatusOr<std::vector<std::string>> EmptyTables(Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return snapshot_->EmptyTables(deadline);
  }
  absl::Status Next(size_t max_rows, std::vector<progress::PairFacts>* rows, Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return snapshot_->Next(max_rows, rows, deadline);
  }
  std::vector<progress::UserEdge> TakeEdges() override { return snapshot_->TakeEdges(); }
  int64_t SanitizedValues() const override { return snapshot_->SanitizedValues(); }

 private:
  const std::unique_ptr<sync::SourceSnapshot> snapshot_;
  Patience& patience_;
};

class Feed final : public sync::ChangeFeed {
 public:
  Feed(std::unique_ptr<sync::ChangeFeed> feed, Patience* patience) : feed_(std::move(feed)), patience_(*patience) {}

  absl::StatusOr<std::map<sync::Tail, int64_t>> Heads(Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return feed_->Heads(deadline);
  }
  absl::StatusOr<std::vector<sync::TailRow>> ReadTail(sync::Tail tail, int64_t after, int64_t through, int limit,
                                                      Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return feed_->ReadTail(tail, after, through, limit, deadline);
  }
  absl::StatusOr<std::vector<sync::StampedRow>> ReadStamped(sync::Stamp stamp, int64_t since, int64_t after, int limit,
                                                            Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return feed_->ReadStamped(stamp, since, after, limit, deadline);
  }
  absl::StatusOr<std::vector<sync::DigestRow>> ReadDigests(sync::DigestKind kind,
                                                           const std::map<sync::Tail, int64_t>& heads_before,
                                                           int64_t after, int limit, Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return feed_->ReadDigests(kind, heads_before, after, limit, deadline);
  }
  absl::StatusOr<std::vector<int64_t>> UsersOfCourses(absl::Span<const int64_t> courses, int64_t after, int limit,
                                                      Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return feed_->UsersOfCourses(courses, after, limit, deadline);
  }
  absl::StatusOr<std::vector<progress::CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                      Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    return feed_->CompaniesOfUsers(users, deadline);
  }

 private:
  const std::unique_ptr<sync::ChangeFeed> feed_;
  Patience& patience_;
};

class CutOffSource final : public sync::Source {
 public:
  CutOffSource(std::unique_ptr<sync::Source> source, int fails_after)
      : source_(std::move(source)), patience_(fails_after) {}

  absl::StatusOr<sync::SourceInfo> Probe(Deadline deadline) override { return source_->Probe(deadline); }
  absl::StatusOr<std::vector<progress::Company>> Companies(Deadline deadline) override {
    return source_->Companies(deadline);
  }
  absl::StatusOr<progress::SourceCensus> Census(Deadline deadline) override { return source_->Census(deadline); }
  absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> OpenSnapshot(const sync::SnapshotRequest& request,
                                                                     Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    CP_ASSIGN_OR_RETURN(auto snapshot, source_->OpenSnapshot(request, deadline));
    return std::make_unique<Snapshot>(std::move(snapshot), &patience_);
  }
  absl::StatusOr<std::unique_ptr<sync::ChangeFeed>> OpenFeed(Deadline deadline) override {
    CP_RETURN_IF_ERROR(patience_.Take());
    CP_ASSIGN_OR_RETURN(auto feed, source_->OpenFeed(deadline));
    return std::make_unique<Feed>(std::move(feed), &patience_);
  }
  void Interrupt() override { source_->Interrupt(); }

 private:
  const std::unique_ptr<sync::Source> source_;
  Patience patience_;
};

}  // namespace

std::unique_ptr<sync::Source> MakeCutOffSource(std::unique_ptr<sync::Source> source, int fails_after) {
  return std::make_unique<CutOffSource>(std::move(source), fails_after);
}

}  // namespace cp::faults
