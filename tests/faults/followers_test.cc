// Workers that follow Moodle while it is played upon, killed at random moments, alone and two at once: once they are
// left in peace the store equals a fresh derivation. Nobody clears the leases that the dead have left: they expire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/faults/live_site.h"

namespace cp::faults {
namespace {

constexpr absl::Duration kSoon = absl::Seconds(30);
// A lease of the dead lasts a minute; a company that was in it waits longer each time before it is tried again.
constexpr absl::Duration kLeasesExpire = absl::Seconds(150);

class FollowersTest : public ::testing::Test {
 protected:
  void SetUp() override { site_.Fill(); }

  // Operations at random moments until `length` has passed.
  void PlayFor(absl::Duration length) {
    for (const absl::Time end = absl::Now() + length; absl::Now() < end;) {
      const auto step = site_.Play();
      ASSERT_THAT(step, testing::IsOk()) << story_;
      absl::StrAppend(&story_, step->ToString(), "\n");
      absl::SleepFor(Random(50, 300));
    }
  }

  void Kill(std::unique_ptr<testing::Process>& worker) {
    ASSERT_TRUE(worker->Running()) << "it ended by itself\n" << e2e::ReadFile(site_.log_path());
    worker->Stop(SIGKILL, absl::Seconds(10));
    absl::StrAppend(&story_, "killed\n");
  }

  // The store holds what it must and nobody waits.
  void ExpectConverges(absl::Duration patience) {
    const absl::Time start = absl::Now();
    EXPECT_EQ(site_.DifferenceAfter(patience), "") << Describe();
    EXPECT_TRUE(site_.IsFollowedWithin(patience)) << Describe();
    std::printf("converged %.1f s after the last operation\n", absl::ToDoubleSeconds(absl::Now() - start));
  }

  absl::Duration Random(int from_ms, int to_ms) {
    return absl::Milliseconds(std::uniform_int_distribution<int>(from_ms, to_ms)(random_));
  }
  int LogLines(absl::string_view event) const {
    const std::vector<std::string> parts = absl::StrSplit(e2e::ReadFile(site_.log_path()), event);
    return static_cast<int>(parts.size()) - 1;
  }
  std::string Describe() const {
    return absl::StrCat("CP_SEED=", seed_, "\n", story_, e2e::ReadFile(site_.log_path()));
  }

  const uint64_t seed_ = testing::RandomSeed();
  std::mt19937_64 random_{seed_};
  LiveSite site_{seed_, absl::Now() - absl::Hours(1)};
  std::string story_;
};

TEST_F(FollowersTest, AWorkerThatIsKilledAtRandomMomentsConverges) {
  const SyncedAtWatch watch(site_.store_dsn());
  auto worker = site_.StartWorker({"--count-interval=2s"});
  ASSERT_TRUE(site_.IsFollowedWithin(kSoon)) << Describe();
  for (int kill = 0; kill < 6; ++kill) {
    ASSERT_NO_FATAL_FAILURE(PlayFor(Random(300, 2500)));
    ASSERT_NO_FATAL_FAILURE(Kill(worker));
    ASSERT_NO_FATAL_FAILURE(PlayFor(Random(0, 300)));
    worker = site_.StartWorker({"--count-interval=2s"});
  }
  ExpectConverges(kLeasesExpire);
  EXPECT_EQ(watch.Violations(), "");
}

TEST_F(FollowersTest, TwoAtOnceConvergeAndEitherMayBeKilled) {
  const SyncedAtWatch watch(site_.store_dsn());
  std::vector<std::unique_ptr<testing::Process>> workers;
  for (int i = 0; i < 2; ++i) workers.push_back(site_.StartWorker({"--count-interval=2s"}));
  ASSERT_TRUE(site_.IsFollowedWithin(kSoon)) << Describe();
  ASSERT_NO_FATAL_FAILURE(PlayFor(absl::Seconds(6)));
  ExpectConverges(kSoon);
  for (std::unique_ptr<testing::Process>& worker : workers) {
    ASSERT_NO_FATAL_FAILURE(PlayFor(Random(500, 2500)));
    ASSERT_NO_FATAL_FAILURE(Kill(worker));
    ASSERT_NO_FATAL_FAILURE(PlayFor(Random(500, 1500)));
    worker = site_.StartWorker({"--count-interval=2s"});
  }
  ExpectConverges(kLeasesExpire);
  EXPECT_EQ(site_.StoreInt("SELECT COUNT(*) FROM sync_run WHERE state = 'failed'"), 0) << Describe();
  EXPECT_EQ(LogLines("changes_not_followed"), 0) << Describe();
  EXPECT_EQ(watch.Violations(), "");
}

// The time that a company says its data is of: what was committed in Moodle before it is in the store.
TEST_F(FollowersTest, DataIsNeverYoungerThanWhatWasRead) {
  const SyncedAtWatch watch(site_.store_dsn());
  const auto worker = site_.StartWorker();
  ASSERT_TRUE(site_.IsFollowedWithin(kSoon)) << Describe();
  const auto store = moodle::SiteDb::Open(site_.store_dsn());
  CP_ASSERT_OK(store.status());
  const int64_t user = site_.StoreInt("SELECT MIN(user_id) FROM course_progress WHERE is_deleted = 0");
  const std::string rows = absl::StrCat(
      "SELECT c.source_synced_at AS synced_at, p.lastname AS lastname FROM course_progress p JOIN company c ON "
      "c.company_id = p.company_id WHERE p.is_deleted = 0 AND p.user_id = ",
      user);
  for (int change = 0; change < 5; ++change) {
    const std::string name = absl::StrCat("Name ", change);
    site_.history().player().set_now(absl::ToUnixSeconds(absl::Now()));
    CP_ASSERT_OK(site_.history().player().RenameUser(user, name));
    const int64_t committed_at = absl::ToUnixSeconds(absl::Now());
    EXPECT_TRUE(e2e::Await(
        [&] {
          bool all_later = true;
          for (const moodle::TextRow& row : (*store)->Texts(rows)) {
            const bool later = std::stoll(row.values[0]) > committed_at;
            EXPECT_TRUE(!later || row.values[1] == name) << row.values[0] << " is later than " << committed_at;
            all_later = all_later && later;
          }
          return all_later;
        },
        kSoon))
        << Describe();
  }
  const std::string oldest = "SELECT MIN(source_synced_at) FROM company";
  const int64_t before = site_.StoreInt(oldest);
  EXPECT_TRUE(e2e::Await([&] { return site_.StoreInt(oldest) >= before + 2; }, kSoon)) << "it stands still";
  EXPECT_EQ(watch.Violations(), "");
}

}  // namespace
}  // namespace cp::faults
