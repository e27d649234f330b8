// Writers and readers at the same time, through connections of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

constexpr int kBatches = 30;

// Commits one batch after the other; collects the versions that were made and stops at the first error.
struct Writer {
  std::vector<uint64_t> versions;
  absl::Status end;

  void Run(StoreCase& t, progress::Store& store, const progress::Lease& lease, int64_t first_user) {
    for (int i = 0; i < kBatches; ++i) {
      const auto version = t.TryWrite(store, lease, {Row(first_user + i, 2), Row(first_user, 3, i % 4)});
      if (!version.ok()) {
        end = version.status();
        return;
      }
      versions.push_back(version->version);
    }
  }
};

void TwoWritersOfOneCompanyNeverShareAVersion(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1);
  Writer a;
  Writer b;
  std::thread first([&] { a.Run(t, t.store(), lease, 1000); });
  std::thread second([&] { b.Run(t, t.other(), lease, 2000); });
  first.join();
  second.join();
  CP_EXPECT_OK(a.end);
  CP_EXPECT_OK(b.end);
  std::set<uint64_t> versions(a.versions.begin(), a.versions.end());
  versions.insert(b.versions.begin(), b.versions.end());
  EXPECT_EQ(versions.size(), 2u * kBatches);
  EXPECT_EQ(*versions.rbegin(), 2u * kBatches) << "versions are made without gaps";
  EXPECT_EQ(t.VersionOf(1).version.version, 2u * kBatches);
  EXPECT_EQ(t.LiveRows(1).size(), 2u * (kBatches + 1));
}

void TakeoverStopsTheOldHolderInTheMiddle(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease old = t.Hold(1, absl::Seconds(1));
  t.harness().ExpireLease(CompanyId(1), absl::Seconds(1));
  Writer loser;
  std::thread thread([&] { loser.Run(t, t.other(), old, 1000); });
  const progress::Lease current = t.Hold(1);
  Writer winner;
  winner.Run(t, t.store(), current, 2000);
  thread.join();
  CP_EXPECT_OK(winner.end);
  // The loser may have ended before the takeover; otherwise the fence stopped it, and none of its versions follows.
  if (loser.versions.size() < static_cast<size_t>(kBatches)) {
    EXPECT_THAT(loser.end, HasReason(reason::kLeaseLost));
  }
  if (!loser.versions.empty()) {
    EXPECT_LT(loser.versions.back(), winner.versions.front());
  }
  EXPECT_EQ(t.VersionOf(1).version.version, loser.versions.size() + winner.versions.size());
  EXPECT_THAT(t.TryWrite(t.other(), old, {Row(1, 2)}), HasReason(reason::kLeaseLost));
}

void OneOfManyTakesTheLease(StoreCase& t) {
  t.AddCompanies(1);
  constexpr int kThreads = 8;
  std::atomic<int> holders{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      progress::Store& store = i % 2 == 0 ? t.store() : t.other();
      absl::StatusOr<progress::Lease> lease = absl::UnknownError("not asked");
      do {
        lease = store.AcquireLease(CompanyId(1), absl::StrCat("thread ", i), absl::Minutes(10), t.Soon());
      } while (ReasonOf(lease.status()) == reason::kStoreConflict);
      if (lease.ok()) ++holders;
      if (ReasonOf(lease.status()) == reason::kAlreadyRunning) ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(holders, 1);
  EXPECT_EQ(refused, kThreads - 1);
}

void WritersOfTwoCompaniesDoNotMeet(StoreCase& t) {
  t.AddCompanies(2);
  const progress::Lease first_lease = t.Hold(1);
  const progress::Lease second_lease = t.Hold(2);
  Writer a;
  Writer b;
  std::thread first([&] { a.Run(t, t.store(), first_lease, 1000); });
  std::thread second([&] { b.Run(t, t.other(), second_lease, 1000); });
  first.join();
  second.join();
  CP_EXPECT_OK(a.end);
  CP_EXPECT_OK(b.end);
  EXPECT_EQ(t.VersionOf(1).version.version, static_cast<uint64_t>(kBatches));
  EXPECT_EQ(t.VersionOf(2).version.version, static_cast<uint64_t>(kBatches));
  EXPECT_EQ(t.LiveRows(1), t.LiveRows(2));
}

// Batch k sets all rows to k activities: a page whose rows differ was torn.
void PagesAreNeverTorn(StoreCase& t) {
  t.AddCompanies(1);
  constexpr int64_t kUsers = 50;
  const progress::Lease lease = t.Hold(1);
  const auto batch_of = [](int32_t k) {
    std::vector<progress::CourseProgress> rows;
    for (int64_t user = 1; user <= kUsers; ++user) rows.push_back(Row(user, 2, k, 100));
    return rows;
  };
  const uint64_t start = t.Write(lease, batch_of(0)).version;
  std::thread writer([&] {
    for (int32_t k = 1; k <= kBatches; ++k) CP_EXPECT_OK(t.TryWrite(t.other(), lease, batch_of(k)));
  });
  uint64_t last = 0;
  do {
    const progress::PageSnapshot page = t.Page(1);
    const uint64_t k = page.version.version.version - start;
    EXPECT_GE(page.version.version.version, last) << "versions went backwards";
    last = page.version.version.version;
    EXPECT_EQ(page.rows.size(), static_cast<size_t>(kUsers));
    for (const auto& row : page.rows) EXPECT_EQ(row.activities_done, static_cast<int32_t>(k));
  } while (last < start + kBatches && !::testing::Test::HasFailure());
  writer.join();
}

// Rows that stay live through the whole walk come exactly once, whatever is written meanwhile.
void WalkByKeyWhileWritingMissesNothing(StoreCase& t) {
  t.AddCompanies(1);
  std::vector<progress::CourseProgress> even;
  for (int64_t user = 2; user <= 400; user += 2) even.push_back(Row(user, 2));
  t.Put(1, even);
  const progress::Lease lease = t.Hold(1);
  std::thread writer([&] {
    for (int64_t user = 1; user <= 399; user += 2) CP_EXPECT_OK(t.TryWrite(t.other(), lease, {Row(user, 2)}));
  });
  const auto walked = t.Stored(1, 7);
  writer.join();
  for (const auto& row : even) EXPECT_TRUE(walked.contains(row.key)) << row.key.user;
  EXPECT_EQ(t.Stored(1).size(), 400u);
}

}  // namespace

std::vector<ContractCase> ConcurrencyContract() {
  return {CP_CONTRACT_CASE(TwoWritersOfOneCompanyNeverShareAVersion),
          CP_CONTRACT_CASE(TakeoverStopsTheOldHolderInTheMiddle),
          CP_CONTRACT_CASE(OneOfManyTakesTheLease),
          CP_CONTRACT_CASE(WritersOfTwoCompaniesDoNotMeet),
          CP_CONTRACT_CASE(PagesAreNeverTorn),
          CP_CONTRACT_CASE(WalkByKeyWhileWritingMissesNothing)};
}

}  // namespace cp::testing
