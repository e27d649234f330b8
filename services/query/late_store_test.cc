#include "services/query/late_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/progress/memory_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::query {
namespace {

using testing::HasReason;
using testing::IsOk;

TEST(LateStore, IsUnavailableUntilItIsOpened) {
  testing::FakeClock clock;
  const Deadline deadline = Deadline::After(clock, absl::Seconds(1));
  LateStore late;
  EXPECT_THAT(late.LoadTokens(deadline), HasReason(reason::kStoreUnavailable));
  EXPECT_THAT(late.ReadVersions({CompanyId(1)}, deadline), HasReason(reason::kStoreUnavailable));
  EXPECT_THAT(late.BumpVersion(CompanyId(1), deadline), HasReason(reason::kStoreUnavailable));

  auto store = std::make_unique<progress::MemoryStore>(clock);
  CP_ASSERT_OK(store->UpsertCompanies({testing::MakeCompany(1)}, deadline));
  late.Open(std::move(store));
  EXPECT_THAT(late.LoadTokens(deadline), IsOk());
  CP_ASSERT_OK_AND_ASSIGN(const progress::VersionBatch batch, late.ReadVersions({CompanyId(1)}, deadline));
  EXPECT_EQ(batch.companies.size(), 1U);
  EXPECT_THAT(late.BumpVersion(CompanyId(1), deadline), IsOk());
}

}  // namespace
}  // namespace cp::query
