#include "services/sync_worker/outbox_relay.h"

#include <deque>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/fake_moodle.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr CompanyId kOne(1), kTwo(2);

class FakeOutbox final : public progress::Outbox {
 public:
  std::deque<progress::OutboxEntry> rows;

  void Add(CompanyId company, uint64_t version) {
    progress::OutboxEntry entry;
    entry.company = company;
    entry.version = {7, version};
    entry.run_id = "RUN";
    entry.created_at = 1000;
    entry.upserted = 3;
    rows.push_back(entry);
  }

  absl::StatusOr<std::vector<progress::OutboxEntry>> ReadOutbox(int limit, Deadline) override {
    const size_t count = std::min(rows.size(), static_cast<size_t>(limit));
    return std::vector<progress::OutboxEntry>(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
  }
  absl::Status ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline) override {
    std::erase_if(
        rows, [&](const progress::OutboxEntry& entry) { return entry.company == company && entry.version <= version; });
    return absl::OkStatus();
  }
};

class OutboxRelayTest : public ::testing::Test {
 protected:
  std::vector<std::pair<int64_t, uint64_t>> Published() const {
    std::vector<std::pair<int64_t, uint64_t>> published;
    for (const sync::Invalidation& message : cache_.Published()) {
      published.emplace_back(message.company.value(), message.version.version);
    }
    return published;
  }

  testing::FakeClock clock_;
  FakeOutbox outbox_;
  FakeInvalidator cache_;
  OutboxRelay relay_{&outbox_, &cache_, &clock_};
};

TEST_F(OutboxRelayTest, PublishesOldestFirstAndConfirms) {
  outbox_.Add(kTwo, 5);
  outbox_.Add(kOne, 9);
  EXPECT_THAT(relay_.RelayOnce(), IsOkAndHolds(2));
  EXPECT_THAT(Published(), ElementsAre(std::pair(2, 5), std::pair(1, 9)));
  EXPECT_THAT(outbox_.rows, IsEmpty());
}

TEST_F(OutboxRelayTest, SaysWhatWasCommittedAndThatItRepeats) {
  outbox_.Add(kOne, 9);
  ASSERT_THAT(relay_.RelayOnce(), IsOkAndHolds(1));
  const sync::Invalidation message = cache_.Published().at(0);
  EXPECT_EQ(message.version, (DataVersion{7, 9}));
  EXPECT_EQ(message.reason, "republish");
  EXPECT_EQ(message.run_id, "RUN");
  EXPECT_EQ(message.committed_at, 1000);
  EXPECT_EQ(message.upserted, 3);
  EXPECT_EQ(message.previous, (DataVersion{7, 8}));
}

TEST_F(OutboxRelayTest, TellsOfAllChangesThatOneMessageStandsFor) {
  outbox_.Add(kOne, 4);
  outbox_.Add(kOne, 3);
  outbox_.Add(kOne, 6);
  ASSERT_THAT(relay_.RelayOnce(), IsOkAndHolds(1));
  const sync::Invalidation message = cache_.Published().at(0);
  EXPECT_EQ(message.version, (DataVersion{7, 6}));
  EXPECT_EQ(message.previous, (DataVersion{7, 2}));
  EXPECT_EQ(message.upserted, 9);
}

TEST_F(OutboxRelayTest, SendsOnlyTheNewestVersionOfACompany) {
  outbox_.Add(kOne, 1);
  outbox_.Add(kTwo, 4);
  outbox_.Add(kOne, 3);
  EXPECT_THAT(relay_.RelayOnce(), IsOkAndHolds(2));
  EXPECT_THAT(Published(), ElementsAre(std::pair(1, 3), std::pair(2, 4)));
  EXPECT_THAT(outbox_.rows, IsEmpty());
}

TEST_F(OutboxRelayTest, KeepsTheRowsWhileTheCacheIsAway) {
  outbox_.Add(kOne, 1);
  cache_.SetAway(true);
  EXPECT_THAT(relay_.RelayOnce(), HasReason(reason::kCacheUnavailable));
  EXPECT_THAT(outbox_.rows, SizeIs(1));
  cache_.SetAway(false);
  EXPECT_THAT(relay_.RelayOnce(), IsOkAndHolds(1));
}

TEST_F(OutboxRelayTest, EmptiesALongOutbox) {
  for (int64_t company = 1; company <= 2500; ++company) outbox_.Add(CompanyId(company), 1);
  EXPECT_THAT(relay_.RelayOnce(), IsOkAndHolds(2500));
  EXPECT_THAT(outbox_.rows, IsEmpty());
}

TEST_F(OutboxRelayTest, RelaysAtOnceAndEndsWhenStopped) {
  outbox_.Add(kOne, 1);
  StopSignal stop;
  stop.Request();
  relay_.Run(stop);
  EXPECT_THAT(outbox_.rows, IsEmpty());
}

}  // namespace
}  // namespace cp::worker
