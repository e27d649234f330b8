#include "services/sync_worker/lease_keeper.h"

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

TEST_F(LeaseKeeperTest, HasAThreadThatEndsWithIt) {
  LeaseKeeper keeper(&store_, &clock_);
  keeper.Hold(Acquire("me"));
  keeper.Start();
}

}  // namespace
}  // namespace cp::worker
