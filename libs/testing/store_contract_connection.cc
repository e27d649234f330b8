// Connections that break: only for stores that have some (StoreHarness::CutConnections).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;

constexpr int kPatience = 20;  // calls until every broken connection of a pool has been replaced

// The first call may say UNAVAILABLE; the store then works again by itself.
template <typename Call>
auto Retried(const Call& call) {
  auto result = call();
  for (int i = 1; i < kPatience && StatusOf(result).code() == absl::StatusCode::kUnavailable; ++i) {
    EXPECT_THAT(result, HasReason(reason::kStoreUnavailable));
    result = call();
  }
  return result;
}

void ReadsGoOnAfterTheLoss(StoreCase& t) {
  t.AddCompanies(1);
  const DataVersion version = t.Put(1, {Row(1, 2)});
  for (int round = 0; round < 5; ++round) {
    t.harness().CutConnections();
    const CompanyId id(1);
    const auto versions = Retried([&] { return t.store().ReadVersions({&id, 1}, t.Soon()); });
    ASSERT_THAT(versions, IsOk());
    EXPECT_EQ(versions->companies.at(id).version, version);
    EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(1, 2)));
  }
}

void LeaseOutlivesTheConnection(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1);
  t.harness().CutConnections();
  const auto second = Retried([&] { return t.store().AcquireLease(CompanyId(1), "b", absl::Minutes(1), t.Soon()); });
  EXPECT_THAT(second, HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(t.Write(lease, {Row(1, 2)}).version, 1u);
}

void ABatchIsWrittenWholeOrNotAtAll(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1);
  t.Write(lease, {Row(1, 2), Row(2, 2)});
  t.harness().CutConnections();
  const auto version = t.TryWrite(t.store(), lease, {Row(1, 2, 4), Row(2, 2, 4)});
  if (!version.ok()) {
    EXPECT_THAT(version.status().code(), AnyOf(absl::StatusCode::kUnavailable, absl::StatusCode::kDeadlineExceeded));
  }
  const auto page = Retried([&] {
    progress::PageQuery query;
    query.company = CompanyId(1);
    return t.store().ReadPage(query, t.Soon());
  });
  ASSERT_THAT(page, IsOk());
  const bool written = page->version.version.version == 2;
  EXPECT_EQ(written || version.ok(), written);
  const int32_t done = written ? 4 : 1;
  EXPECT_THAT(page->rows, ElementsAre(Row(1, 2, done), Row(2, 2, done)));
}

}  // namespace

std::vector<ContractCase> LostConnectionContract() {
  return {CP_CONTRACT_CASE(ReadsGoOnAfterTheLoss), CP_CONTRACT_CASE(LeaseOutlivesTheConnection),
          CP_CONTRACT_CASE(ABatchIsWrittenWholeOrNotAtAll)};
}

}  // namespace cp::testing
