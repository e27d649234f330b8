#include "services/sync_worker/run_plan.h"

#include <vector>

#include "gmock/gmock.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::worker {
namespace {

using ::cp::testing::MakeCompany;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int64_t> Ids(const absl::StatusOr<std::vector<progress::Company>>& plan) {
  std::vector<int64_t> ids;
  EXPECT_THAT(plan, testing::IsOk());
  if (plan.ok()) {
    for (const progress::Company& company : *plan) ids.push_back(company.id.value());
  }
  return ids;
}

PlanInput Input(std::vector<CompanyId> named = {}) {
  return {.named = std::move(named),
          .in_moodle = {MakeCompany(1), MakeCompany(2), MakeCompany(3)},
          .oldest_first = {MakeCompany(3), MakeCompany(9), MakeCompany(1)}};
}

TEST(RunPlan, ServesNewCompaniesThenTheOldestServed) { EXPECT_THAT(Ids(PlanRun(Input())), ElementsAre(2, 3, 9, 1)); }

TEST(RunPlan, ServesTheNamedOnesInTheSameOrder) {
  EXPECT_THAT(Ids(PlanRun(Input({CompanyId(1), CompanyId(2), CompanyId(1)}))), ElementsAre(2, 1));
}

TEST(RunPlan, AcceptsANameThatOnlyTheStoreKnows) { EXPECT_THAT(Ids(PlanRun(Input({CompanyId(9)}))), ElementsAre(9)); }

TEST(RunPlan, RefusesANameThatNobodyKnows) {
  const absl::Status status = PlanRun(Input({CompanyId(1), CompanyId(8)})).status();
  EXPECT_THAT(status, testing::StatusIs(absl::StatusCode::kNotFound, "company 8"));
  EXPECT_EQ(MetadataOf(status)["company"], "8");
}

TEST(RunPlan, TakesMoodlesNameForAKnownCompany) {
  PlanInput input = Input({CompanyId(3)});
  input.in_moodle[2].name = "Renamed";
  EXPECT_EQ(PlanRun(input)->at(0).name, "Renamed");
}

TEST(RunPlan, FindsTheCompaniesThatAreGone) {
  EXPECT_THAT(GoneFromMoodle(Input()), ElementsAre(CompanyId(9)));
  EXPECT_THAT(GoneFromMoodle(PlanInput()), IsEmpty());
}

TEST(RunPlan, HasNothingToDoOnAnEmptySite) { EXPECT_THAT(Ids(PlanRun(PlanInput())), IsEmpty()); }

}  // namespace
}  // namespace cp::worker
