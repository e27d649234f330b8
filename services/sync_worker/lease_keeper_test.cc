#include "services/sync_worker/lease_keeper.h"

#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/progress/memory_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;

constexpr CompanyId kOne(1);

// A store whose renewals wait until they are let go; everything else is refused.
class StuckWriter final : public progress::ProgressWriter {
 public:
  absl::StatusOr<progress::Lease> AcquireLease(CompanyId, const std::string&, absl::Duration, Deadline) override {
    return Refused();
  }
  absl::Status RenewLease(const progress::Lease& lease, absl::Duration, Deadline) override {
    asked.push_back(lease.company);
    if (!started.HasBeenNotified()) started.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  }
  absl::Status ReleaseLease(const progress::Lease&, Deadline) override { return Refused(); }
  absl::StatusOr<std::vector<progress::StoredRow>> ReadStored(const progress::StoredQuery&, Deadline) override {
    return Refused();
  }
  absl::StatusOr<DataVersion> CommitBatch(const progress::Batch&, Deadline) override { return Refused(); }
  absl::StatusOr<DataVersion> BumpVersion(CompanyId, Deadline) override { return Refused(); }
  absl::StatusOr<uint64_t> RaiseEpoch(uint64_t, progress::EpochCause, Deadline) override { return Refused(); }

  absl::Notification started;
  absl::Notification go_on;
  std::vector<CompanyId> asked;

 private:
  static absl::Status Refused() { return absl::UnimplementedError("not part of the test"); }
};

class LeaseKeeperTest : public ::testing::Test {
 protected:
  LeaseKeeperTest() { CP_EXPECT_OK(store_.UpsertCompanies({testing::MakeCompany(1)}, Soon())); }

  Deadline Soon() const { return Deadline::After(clock_, absl::Seconds(5)); }
  progress::Lease Acquire(const std::string& owner) {
    const absl::StatusOr<progress::Lease> lease = store_.AcquireLease(kOne, owner, kLeaseTtl, Soon());
    CP_EXPECT_OK(lease);
    return lease.value_or(progress::Lease());
  }
  absl::Status TryAcquire() { return store_.AcquireLease(kOne, "other", kLeaseTtl, Soon()).status(); }
  // Five minutes of what the thread does.
  void LetTimePass() {
    for (int i = 0; i < 300; ++i) {
      clock_.Advance(absl::Seconds(1));
      keeper_.RenewDue();
    }
  }

  testing::FakeClock clock_;
  progress::MemoryStore store_{clock_};
  LeaseKeeper keeper_{&store_, &clock_};
};

TEST_F(LeaseKeeperTest, KeepsAHeldLease) {
  keeper_.Hold(Acquire("me"));
  LetTimePass();
  EXPECT_THAT(TryAcquire(), HasReason(reason::kAlreadyRunning));
}

TEST_F(LeaseKeeperTest, LetsADroppedLeaseExpire) {
  const progress::Lease lease = Acquire("me");
  keeper_.Hold(lease);
  LetTimePass();
  keeper_.Drop(lease);
  LetTimePass();
  CP_EXPECT_OK(TryAcquire());
}

TEST_F(LeaseKeeperTest, DoesNotTouchTheLeaseOfItsSuccessor) {
  keeper_.Hold(Acquire("me"));
  clock_.Advance(kLeaseTtl + absl::Seconds(1));
  Acquire("successor");
  LetTimePass();  // would keep the successor's alive for ever if it renewed by company
  CP_EXPECT_OK(TryAcquire());
}

TEST_F(LeaseKeeperTest, DropsALeaseWithoutWaitingForTheRenewalOfAnother) {
  StuckWriter writer;
  LeaseKeeper keeper(&writer, &clock_);
  const progress::Lease stuck{kOne, 1};
  const progress::Lease other{CompanyId(2), 1};
  keeper.Hold(stuck);
  keeper.Hold(other);
  clock_.Advance(kLeaseRenewal);
  std::thread renewing([&keeper] { keeper.RenewDue(); });
  writer.started.WaitForNotification();
  keeper.Drop(other);
  absl::Notification dropped;
  std::thread dropping([&] {
    keeper.Drop(stuck);
    dropped.Notify();
  });
  EXPECT_FALSE(dropped.WaitForNotificationWithTimeout(absl::Milliseconds(50))) << "its own renewal is under way";
  writer.go_on.Notify();
  dropping.join();
  renewing.join();
  EXPECT_THAT(writer.asked, ::testing::ElementsAre(kOne)) << "a lease that was dropped is not renewed";
}

TEST_F(LeaseKeeperTest, HasAThreadThatEndsWithIt) {
  LeaseKeeper keeper(&store_, &clock_);
  keeper.Hold(Acquire("me"));
  keeper.Start();
}

}  // namespace
}  // namespace cp::worker
