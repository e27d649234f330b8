#include "libs/sync/run_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cp::sync {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

CompanyResult Result(CompanyOutcome outcome, int64_t created = 0) {
  CompanyResult result;
  result.outcome = outcome;
  result.record.created = created;
  if (outcome == CompanyOutcome::kFailed) result.record.errors = {"company 1: it failed"};
  if (outcome == CompanyOutcome::kAlreadyRunning) result.warnings = {"company 1 is being synced by other:9"};
  return result;
}

RunOutcome OutcomeOf(bool named, const std::vector<CompanyOutcome>& companies) {
  RunSummary summary(named);
  for (const CompanyOutcome outcome : companies) summary.Add(Result(outcome));
  return summary.outcome();
}

constexpr CompanyOutcome kOk = CompanyOutcome::kSucceeded;
constexpr CompanyOutcome kFailed = CompanyOutcome::kFailed;
constexpr CompanyOutcome kTruncated = CompanyOutcome::kTruncated;
constexpr CompanyOutcome kBusy = CompanyOutcome::kAlreadyRunning;

TEST(RunSummary, RunWithoutCompaniesHasNothingToDo) {
  EXPECT_EQ(OutcomeOf(false, {}), RunOutcome::kDone);
  EXPECT_TRUE(RunSummary(false).success());
}

TEST(RunSummary, TheWorstOutcomeIsTheRuns) {
  EXPECT_EQ(OutcomeOf(false, {kOk, kOk}), RunOutcome::kDone);
  EXPECT_EQ(OutcomeOf(false, {kOk, kFailed, kTruncated, kBusy}), RunOutcome::kFailed);
  EXPECT_EQ(OutcomeOf(false, {kOk, kTruncated, kBusy}), RunOutcome::kTruncated);
}

TEST(RunSummary, ABusyCompanyMattersWhenNamedOrWhenAllAreBusy) {
  EXPECT_EQ(OutcomeOf(true, {kOk, kBusy}), RunOutcome::kAlreadyRunning);
  EXPECT_EQ(OutcomeOf(false, {kOk, kBusy}), RunOutcome::kDone);
  EXPECT_EQ(OutcomeOf(false, {kBusy, kBusy}), RunOutcome::kAlreadyRunning);
}

TEST(RunSummary, ExitCodesAreTheDocumentedOnes) {
  EXPECT_EQ(ExitCodeOf(RunOutcome::kDone), 0);
  EXPECT_EQ(ExitCodeOf(RunOutcome::kFailed), 1);
  EXPECT_EQ(ExitCodeOf(RunOutcome::kTruncated), 3);
  EXPECT_EQ(ExitCodeOf(RunOutcome::kAlreadyRunning), 4);
}

TEST(RunSummary, StatesAreTheRecords) {
  EXPECT_EQ(StateOf(RunOutcome::kDone), progress::RunState::kSucceeded);
  EXPECT_EQ(StateOf(RunOutcome::kTruncated), progress::RunState::kTruncated);
  EXPECT_EQ(StateOf(RunOutcome::kFailed), progress::RunState::kFailed);
}

TEST(RunSummary, AddsUpTheCompanies) {
  RunSummary summary(false);
  for (int i = 1; i <= 3; ++i) {
    CompanyResult result = Result(kOk, i);
    result.record.updated = 10 * i;
    result.record.deleted = 100 * i;
    result.record.rows_read = 1000 * i;
    result.record.cache_cleared = i;
    summary.Add(result);
  }
  EXPECT_EQ(summary.companies(), 3);
  EXPECT_EQ(summary.created(), 6);
  EXPECT_EQ(summary.updated(), 60);
  EXPECT_EQ(summary.deleted(), 600);
  EXPECT_EQ(summary.processed(), 666);
  EXPECT_EQ(summary.rows_read(), 6000);
  EXPECT_EQ(summary.cache_cleared(), 6);
}

TEST(RunSummary, AnyErrorMakesSuccessFalse) {
  RunSummary summary(false);
  summary.Add(Result(kOk, 5));
  EXPECT_TRUE(summary.success());
  summary.Add(Result(kFailed));
  EXPECT_FALSE(summary.success());
  EXPECT_THAT(summary.errors(), ElementsAre("company 1: it failed"));
}

TEST(RunSummary, AnErrorOfTheRunItselfFailsIt) {
  RunSummary summary(false);
  summary.AddError(absl::UnavailableError("Moodle does not answer"));
  EXPECT_EQ(summary.outcome(), RunOutcome::kFailed);
  EXPECT_THAT(summary.errors(), ElementsAre("Moodle does not answer"));
}

TEST(RunSummary, CompaniesThatWereNotBegunTruncateTheRun) {
  RunSummary summary(false);
  summary.Add(Result(kOk));
  summary.AddNotBegun(0);
  EXPECT_EQ(summary.outcome(), RunOutcome::kDone);
  EXPECT_THAT(summary.warnings(), IsEmpty());
  summary.AddNotBegun(7);
  EXPECT_EQ(summary.outcome(), RunOutcome::kTruncated);
  EXPECT_FALSE(summary.success());
  EXPECT_THAT(summary.errors(), IsEmpty());
  EXPECT_THAT(summary.warnings(), ElementsAre(HasSubstr("7 companies")));
}

TEST(RunSummary, CacheThatWasAwayIsOneWarningForAllCompanies) {
  RunSummary summary(false);
  for (int i = 0; i < 3; ++i) {
    CompanyResult result = Result(kOk);
    result.warnings = {"company 1: odd text", "company 1: the cache was not told at once"};
    result.cache_missed = true;
    summary.Add(result);
  }
  EXPECT_THAT(summary.warnings(), ElementsAre("company 1: the cache was not told at once (and 2 more companies)",
                                              "company 1: odd text", "company 1: odd text", "company 1: odd text"));
}

TEST(RunSummary, CapsWhatItLists) {
  RunSummary summary(false);
  for (int i = 0; i < 2000; ++i) summary.Add(Result(kFailed));
  ASSERT_THAT(summary.errors(), SizeIs(RunSummary::kMaxListed + 1));
  EXPECT_EQ(summary.errors().back(), "1000 more errors");
}

}  // namespace
}  // namespace cp::sync
