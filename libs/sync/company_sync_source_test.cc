// What one sync does about rows that can not be derived, and about a Moodle that fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/sync_test_kit.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::ElementsAre;
using testing::Facts;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Key;
using testing::Row;
using ::testing::SizeIs;
using testing::StatusIs;

// Rows that can not be derived.

TEST(UnderivableRow, IsNamedAndLeftAloneWhileTheOthersAreWritten) {
  SyncTestKit kit;
  for (int64_t user = 1; user <= 3; ++user) kit.Put(user, 2);
  kit.Sync();
  for (int64_t user = 1; user <= 3; ++user) kit.Put(user, 2, 4);
  kit.pairs().at(Key(2, 2)).timecompleted = -5;
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_TRUE(result.status.ok()) << "it did not stop the company";
  EXPECT_THAT(result.record.errors,
              ElementsAre("company 1: user 2, course 2: timecompleted is -5, outside 0..253402300799"));
  EXPECT_EQ(result.record.updated, 2);
  EXPECT_EQ(result.record.deleted, 0);
  EXPECT_THAT(kit.Stored(), ElementsAre(Row(1, 2, 4), Row(2, 2), Row(3, 2, 4)));
  EXPECT_EQ(kit.Recorded()->state, progress::RunState::kFailed);
  EXPECT_EQ(kit.Recorded()->errors, result.record.errors);
}

TEST(UnderivableRow, IsWrittenOnceItCanBe) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.pairs().at(Key(1, 2)).activities_done = 9;
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(kit.Stored(), IsEmpty());
  kit.Put(1, 2);
  EXPECT_EQ(kit.Sync().record.created, 1);
}

TEST(UnderivableRow, TombstoneOfItStaysATombstone) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Sync();
  kit.Remove(1, 2);
  kit.Sync();
  kit.Put(1, 2);
  kit.pairs().at(Key(1, 2)).timestarted = -1;
  EXPECT_EQ(kit.Sync().affected_count, 0);
  EXPECT_THAT(kit.Stored(), IsEmpty());
}

TEST(UnderivableRow, MayHaveAnIdThatIsOutOfRange) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Put(5, 2);
  kit.Sync();
  kit.Put(Facts(0, 2));
  kit.Put(Facts(3, int64_t{1} << 40));
  kit.Put(Facts(int64_t{1} << 31, 2));
  kit.Put(5, 2, 4);
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.record.errors,
              ElementsAre(HasSubstr("user 0, course 2: user_id"), HasSubstr("user 3, course 1099511627776: course_id"),
                          HasSubstr("user 2147483648, course 2: user_id")));
  EXPECT_THAT(kit.Stored(), ElementsAre(Row(1, 2), Row(5, 2, 4)));
}

TEST(UnderivableRow, ListIsCappedAndTheRestCounted) {
  SyncTestKit kit;
  kit.options.max_listed_errors = 3;
  kit.options.source_rows = 2;
  for (int64_t user = 1; user <= 10; ++user) {
    kit.Put(user, 2);
    kit.pairs().at(Key(user, 2)).activities_total = -1;
  }
  const CompanyResult result = kit.Sync();
  ASSERT_THAT(result.record.errors, SizeIs(4));
  EXPECT_THAT(result.record.errors.back(), HasSubstr("7 more rows could not be derived"));
  EXPECT_EQ(result.record.rows_read, 10);
}

// The source.

TEST(BrokenSource, EmptyTableStopsBeforeTheFirstWrite) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.pairs().clear();
  kit.empty_tables = {"user_enrolments"};
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, HasReason(reason::kSourceImplausible));
  EXPECT_EQ(MetadataOf(result.status)["table"], "user_enrolments");
  EXPECT_THAT(result.record.errors, ElementsAre(HasSubstr("user_enrolments is empty")));
  EXPECT_EQ(kit.Version(), 1u);
  EXPECT_THAT(kit.Stored(), SizeIs(10));
  EXPECT_EQ(kit.CountOf("FetchSource"), 0);
  EXPECT_EQ(kit.CountOf("CloseSnapshot"), 1);
}

TEST(BrokenSource, EmptyTablePassesWhenTheRunAcceptedIt) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.pairs().clear();
  kit.empty_tables = {"user_enrolments"};
  kit.task.accept_empty_tables = true;
  EXPECT_EQ(kit.Sync().record.deleted, 10);
  EXPECT_THAT(kit.Stored(), IsEmpty());
}

TEST(BrokenSource, EmptyTablePassesWhenItWasAcceptedBeforeAndAnotherOneDoesNot) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.task.known_empty_tables = {"user_enrolments"};
  kit.empty_tables = {"user_enrolments", "course"};
  EXPECT_EQ(MetadataOf(kit.Sync().status)["table"], "course");
  EXPECT_THAT(kit.Stored(), SizeIs(10));
  kit.empty_tables = {"user_enrolments"};
  kit.pairs().clear();
  EXPECT_EQ(kit.Sync().record.deleted, 10);
}

TEST(BrokenSource, FailureInTheMiddleTombstonesNothingBehindIt) {
  for (int fetch = 0; fetch <= 3; ++fetch) {
    SyncTestKit kit;
    for (int64_t user = 1; user <= 12; ++user) kit.Put(user, 2);
    kit.Sync();
    kit.options.source_rows = 4;
    kit.Remove(2, 2);
    kit.meddle = FailNth("FetchSource", fetch, {SourceDown()});
    const CompanyResult result = kit.Sync();
    SCOPED_TRACE(fetch);
    EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
    EXPECT_THAT(result.status, HasReason(reason::kSourceUnavailable));
    EXPECT_EQ(result.record.deleted, fetch == 0 ? 0 : 1) << "what was compared before is written";
    EXPECT_THAT(kit.Stored(), SizeIs(fetch == 0 ? 12 : 11));
    EXPECT_EQ(kit.Recorded()->state, progress::RunState::kFailed);
    ExpectConverges(kit);
  }
}

TEST(BrokenSource, UnreachableFromTheStartChangesNothing) {
  for (const char* call : {"OpenSnapshot", "CheckTables"}) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth(call, 0, {SourceDown()});
    const CompanyResult result = kit.Sync();
    EXPECT_THAT(result.record.errors, ElementsAre("company 1: Moodle's database does not answer"));
    EXPECT_EQ(kit.Version(), 1u);
    EXPECT_EQ(kit.CountOf("ReleaseLease"), 1);
    ExpectConverges(kit);
  }
}

// Asks `failures` times in vain, and lets time pass as told.
CompanyResult SyncWithRetries(SyncTestKit& kit, int failures, std::vector<absl::Duration>* waits) {
  kit.options.source_retries = 3;
  kit.meddle = [=](CompanySync&, const Action& action, int) mutable -> std::optional<Fault> {
    if (const auto* wait = std::get_if<Wait>(&action)) waits->push_back(wait->duration);
    if (!std::holds_alternative<OpenSnapshot>(action) || failures-- <= 0) return std::nullopt;
    return Fault{SourceDown()};
  };
  return kit.Sync();
}

TEST(SourceThatDoesNotAnswer, IsAskedAgainAfterOneTwoAndFourSeconds) {
  for (const double jitter : {0.0, 0.5}) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.options.jitter = jitter;
    std::vector<absl::Duration> waits;
    EXPECT_EQ(SyncWithRetries(kit, 3, &waits).outcome, CompanyOutcome::kSucceeded);
    EXPECT_EQ(kit.Stored(), kit.Derived());
    const double factor = 1 + jitter / 4;
    EXPECT_THAT(waits, ElementsAre(absl::Seconds(1 * factor), absl::Seconds(2 * factor), absl::Seconds(4 * factor)));
  }
}

TEST(SourceThatDoesNotAnswer, FailsTheCompanyAfterTheLastRetry) {
  SyncTestKit kit;
  MakeChanges(kit);
  std::vector<absl::Duration> waits;
  const CompanyResult result = SyncWithRetries(kit, 4, &waits);
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(result.record.errors, ElementsAre("company 1: Moodle's database does not answer"));
  EXPECT_EQ(kit.Recorded()->state, progress::RunState::kFailed);
  EXPECT_THAT(waits, SizeIs(3));
  ExpectConverges(kit);
}

TEST(SourceThatDoesNotAnswer, IsNotWaitedForBeyondTheRun) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.options.source_retries = 3;
  kit.meddle = [](CompanySync& sync, const Action& action, int) -> std::optional<Fault> {
    if (std::holds_alternative<Wait>(action)) sync.RequestStop();
    return std::holds_alternative<OpenSnapshot>(action) ? std::make_optional(Fault{SourceDown()}) : std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(result.status, HasReason(reason::kSourceUnavailable));
  EXPECT_EQ(kit.CountOf("OpenSnapshot"), 1);
  EXPECT_EQ(kit.CountOf("ReleaseLease"), 1);
}

struct Disorder {
  std::vector<progress::PairFacts> stream;
  std::string text;
};

TEST(BrokenSource, DisorderIsAnErrorAndWritesNothing) {
  const std::vector<Disorder> cases = {
      {{Facts(1, 2), Facts(3, 2), Facts(2, 2)}, "user 2, course 2 after user 3, course 2"},
      {{Facts(1, 3), Facts(1, 2)}, "user 1, course 2 after user 1, course 3"},
      {{Facts(1, 2), Facts(1, 2)}, "user 1, course 2 after user 1, course 2"},
      {{Facts(1, 2), Facts(2, 2), Facts(2, 2, 4)}, "user 2, course 2 after user 2, course 2"}};
  for (const Disorder& c : cases) {
    for (size_t fetch = 1; fetch <= 3; ++fetch) {
      SyncTestKit kit;
      for (int64_t user = 1; user <= 5; ++user) kit.Put(user, 2);
      kit.Sync();
      kit.options.source_rows = fetch;
      kit.raw_stream = c.stream;
      const CompanyResult result = kit.Sync();
      EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
      EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kInternal, c.text));
      EXPECT_EQ(kit.Version(), 1u) << "what was compared before can not be trusted";
      kit.raw_stream.reset();
      ExpectConverges(kit);
    }
  }
}

// The process stops while Moodle is read: not the source's fault, and nothing behind that point is deleted.
TEST(InterruptedSource, EndsTheCompanyAsTruncated) {
  for (const char* command : {"OpenSnapshot", "CheckTables", "FetchSource"}) {
    SCOPED_TRACE(command);
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth(command, 0, {absl::CancelledError("stopping")});
    const CompanyResult result = kit.Sync();
    EXPECT_EQ(result.outcome, CompanyOutcome::kTruncated);
    EXPECT_TRUE(result.record.errors.empty());
    EXPECT_EQ(result.record.deleted, 0);
    EXPECT_EQ(kit.CountOf("ReleaseLease"), 1);
    ExpectConverges(kit);
  }
}

}  // namespace
}  // namespace cp::sync
