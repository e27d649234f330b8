#include "libs/sync/lane_test_kit.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/testing/builders.h"

namespace cp::sync {

LaneTestKit::LaneTestKit() {
  for (const int64_t company : kCompanies) {
    EXPECT_TRUE(kit.store().UpsertCompanies({testing::MakeCompany(company)}, kit.Soon()).ok());
  }
  Restart();
}

void LaneTestKit::Restart() {
  detector_ = std::make_unique<ChangeDetector>(
      kit.lane(), [this](Deadline) { return MakeModelFeed(site, control); }, kit.clock(), options);
}

int64_t LaneTestKit::SyncedAt(int64_t company) {
  const CompanyId id(company);
  return kit.store().ReadVersions({&id, 1}, kit.Soon())->companies.at(id).source_synced_at;
}

bool LaneTestKit::SyncCompany(CompanyId company, const progress::CompanyCandidates& waiting) {
  kit.task.company = testing::MakeCompany(company.value());
  kit.task.users = waiting.full ? std::vector<int64_t>() : waiting.users;
  kit.task.candidates_through = waiting.through;
  kit.task.found_by = waiting.found_by;
  kit.pairs() = site.PairsOf(company.value(), Now());
  kit.edges = site.EdgesOf(company.value(), Now());
  const bool is_ok = kit.Sync().outcome == CompanyOutcome::kSucceeded;
  EXPECT_TRUE(is_ok);
  return is_ok;
}

void LaneTestKit::SyncWaiting(int users) {
  while (true) {
    const auto waiting = lane().Waiting(kit.Soon());
    ASSERT_TRUE(waiting.ok());
    if (waiting->empty()) return;
    for (const progress::CompanyCandidates& company : *waiting) {
      if (!SyncCompany(company.company, *lane().ReadCandidates(company.company, users, kit.Soon()))) return;
    }
  }
}

void LaneTestKit::Start() {
  EXPECT_TRUE(Tick().ok());
  SyncWaiting();
  EXPECT_EQ(Difference(), "");
}

std::vector<std::string> LaneTestKit::Waiting() {
  std::vector<std::string> waiting;
  for (const auto& [who, waits] : lane().candidates()) {
    waiting.push_back(absl::StrCat(who.company.value(), "/", who.user_id, " ", waits.found_by));
  }
  return waiting;
}

std::string LaneTestKit::Difference() {
  std::string difference;
  for (const int64_t company : kCompanies) {
    kit.task.company = testing::MakeCompany(company);
    kit.pairs() = site.PairsOf(company, Now());
    if (kit.Stored() != kit.Derived()) {
      absl::StrAppend(&difference, "company ", company, ": ", ::testing::PrintToString(kit.Stored()), " instead of ",
                      ::testing::PrintToString(kit.Derived()), "\n");
    }
  }
  return difference;
}

DetectionReport Ticked(LaneTestKit& kit) {
  const auto report = kit.Tick();
  EXPECT_TRUE(report.ok()) << report.status();
  return report.value_or(DetectionReport());
}

DetectionReport Looked(LaneTestKit& kit) {
  const auto report = kit.Look();
  EXPECT_TRUE(report.ok()) << report.status();
  return report.value_or(DetectionReport());
}

void ExpectFollows(LaneTestKit& kit) {
  kit.SyncWaiting();
  EXPECT_EQ(kit.Difference(), "");
}

void ExpectQuiet(LaneTestKit& kit) {
  EXPECT_TRUE(Ticked(kit).found.empty());
  Looked(kit);
  ExpectFollows(kit);
  EXPECT_TRUE(Ticked(kit).found.empty());
  EXPECT_TRUE(Looked(kit).found.empty());
  EXPECT_TRUE(kit.Waiting().empty());
}

}  // namespace cp::sync
