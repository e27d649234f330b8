// R2: which requests share one read of the current versions. Private to the read path.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "libs/cache/request_table.h"

namespace cp::cache {

// At most one batch is in flight. A request joins the next one, never the one in flight: the read of its version must
// start after it arrived.
class VersionBatches {
 public:
  VersionBatches(size_t max_companies, absl::Duration timeout) : max_companies_(max_companies), timeout_(timeout) {}

  void Join(const Request& request) { waiting_.push_back({request.ref, request.company}); }

  // Sends the next batch unless one is in flight or nobody waits. Requests beyond `max_companies` companies wait on.
  bool Send(absl::Duration now, RequestTable& requests, command::ReadVersions* command);

  // Sends a batch that nobody waits for, of no company: it only shows whether the store answers. REQUIRES: none is in
  // flight.
  void SendProbe(absl::Duration now, command::ReadVersions* command);

  bool InFlight(uint64_t batch) const { return in_flight_ != 0 && in_flight_ == batch; }
  // When the batch in flight is given up; InfiniteDuration without one.
  absl::Duration deadline() const { return deadline_; }

  struct Member {
    RequestRef request;
    CompanyState* company;
  };
  // Ends the batch in flight and hands out its members, each request at most once. Valid until the next call of this.
  std::vector<Member>& Finish();
  // Hands out who waits for the next batch; nobody does afterwards.
  std::vector<Member> TakeWaiting() { return std::exchange(waiting_, {}); }

  // Only for proving that the simulator notices: breaks R2.
  void JoinSentBatch(const Request& request) { sent_.push_back({request.ref, request.company}); }

 private:
  void Launch(uint64_t batch, absl::Duration now, command::ReadVersions* command);

  const size_t max_companies_;
  const absl::Duration timeout_;
  uint64_t last_batch_ = 0;
  uint64_t in_flight_ = 0;
  absl::Duration deadline_ = absl::InfiniteDuration();
  std::vector<Member> waiting_;
  std::vector<Member> sent_;
  std::vector<Member> finished_;
};

}  // namespace cp::cache
