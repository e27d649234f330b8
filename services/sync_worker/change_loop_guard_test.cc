// ChangeLoop: a Moodle that is broken while it is followed.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/change_loop_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::SizeIs;

class BrokenSourceTest : public ChangeLoopTest {
 protected:
  using AllRows = std::vector<std::vector<progress::CourseProgress>>;

  void SetUp() override {
    Start();
    Tick(3);
    sound_ = site();
    rows_ = Stored();
  }
  AllRows Stored() { return {Rows(kOne), Rows(kTwo), Rows(kThree)}; }

  // A tick and a round of the other loop, once a minute.
  void FollowFor(absl::Duration time) {
    for (const int64_t until = Now() + absl::ToInt64Seconds(time); Now() < until; clock.Advance(absl::Seconds(59))) {
      Follow();
    }
  }
  absl::Status RunChanges() {
    RunRequest request;
    request.mode = progress::RunMode::kChanges;
    return TryRun(std::move(request)).status();
  }

  // Three hours of it: nothing is deleted, and when the source is back, all that it says is there soon.
  void ExpectSurvives(const std::function<void()>& breaks) {
    breaks();
    for (int hour = 0; hour < 3; ++hour) {
      FollowFor(absl::Hours(1));
      ASSERT_EQ(Stored(), rows_) << "after hour " << hour;
      EXPECT_THAT(RunChanges(), HasReason(reason::kSourceImplausible));
      ASSERT_EQ(Stored(), rows_);
    }
    source.site = sound_;
    source.census.clear();
    site().Complete(1, 12);
    FollowFor(absl::Minutes(16));
    EXPECT_EQ(Difference(), "");
    EXPECT_THAT(Waiting(), IsEmpty());
    EXPECT_GE(SyncedAt(kOne), Now() - 61);
  }

  sync::ModelSite sound_;
  AllRows rows_;
};

TEST_F(BrokenSourceTest, WithoutAnyRowDeletesNothingUntilItIsBack) {
  ExpectSurvives([this] { source.site = sync::ModelSite(); });
}

TEST_F(BrokenSourceTest, WithoutEnrolmentsDeletesNothingUntilItIsBack) {
  ExpectSurvives([this] { site().tables[sync::Tail::kEnrolments].clear(); });
}

TEST_F(BrokenSourceTest, WithoutCompaniesDeletesNothingUntilItIsBack) {
  ExpectSurvives([this] {
    site().company_courses.clear();
    site().tables[sync::Tail::kCompanyUsers].clear();
  });
}

TEST_F(BrokenSourceTest, IsAcceptedByForce) {
  site().tables[sync::Tail::kEnrolments].clear();
  FollowFor(absl::Minutes(30));
  ASSERT_EQ(Stored(), rows_);
  RunRequest request;
  request.mode = progress::RunMode::kChanges;
  request.force = true;
  ASSERT_THAT(TryRun(std::move(request)), testing::IsOk());
  EXPECT_EQ(Difference(), "");
  EXPECT_THAT(Rows(kTwo), IsEmpty());
  site().users[1].modified = Now();
  FollowFor(absl::Minutes(6));
  EXPECT_THAT(Waiting(), IsEmpty()) << "what was accepted refuses nobody afterwards";
}

// Most rows of one table are gone, but not the newest: only the counts tell.
class LossyTest : public BrokenSourceTest {
 protected:
  void SetUp() override {
    SetRows(4000);
    BrokenSourceTest::SetUp();
  }
  void SetRows(int64_t enrolments) {
    source.census = {
        {"user", 4000}, {"course", 10}, {"enrol", 10}, {"user_enrolments", enrolments}, {"company_users", 4000}};
  }
  // A tick's run, for users that wait.
  absl::Status RunOfNewProcess() {
    ChangeFinder another({.lane = &store, .companies = &store, .source = &source, .clock = &clock}, {});
    parts_override = Parts();
    parts_override->changes = &another;
    RunRequest request;
    request.kind = kContinuousRun;
    request.mode = progress::RunMode::kChanges;
    request.turns = Turns::kUsers;
    request.found.emplace();
    absl::Status status = TryRun(std::move(request)).status();
    parts_override.reset();
    return status;
  }
  void Lose() {
    SetRows(1000);
    auto& enrolments = site().tables[sync::Tail::kEnrolments];
    enrolments.erase(enrolments.begin(), std::prev(enrolments.end()));
  }
};

TEST_F(LossyTest, LookThatFindsTheLossDeletesNothing) {
  Lose();
  FollowFor(absl::Hours(2));
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(LossyTest, TicksServeNobodyAfterIt) {
  Lose();
  Look();
  site().Complete(1, 12);
  FollowFor(absl::Minutes(30));
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(LossyTest, NewProcessServesNobodyEither) {
  Lose();
  Look();
  site().Complete(1, 12);
  Tick();
  EXPECT_THAT(RunOfNewProcess(), HasReason(reason::kSourceImplausible));
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(LossyTest, WhatTheLookOfAnotherWorkerFoundIsJudgedToo) {
  ChangeFinder another({.lane = &store, .companies = &store, .source = &source, .clock = &clock}, {});
  ASSERT_THAT(another.Find(/*look=*/true, Soon(clock)), testing::IsOk());
  Tick(2);  // what a new process finds in its overlap
  Lose();
  ASSERT_THAT(another.Find(/*look=*/true, Soon(clock)), testing::IsOk());
  Tick();
  EXPECT_EQ(Stored(), rows_);
}

// A tick finds whom the look of another worker finds again because their rows are gone, and nobody else.
class OtherWorkersLookTest : public LossyTest {
 protected:
  void SetUp() override {
    LossyTest::SetUp();
    Find(/*look=*/true);
    Tick(2);  // what a new process finds in its overlap
    ASSERT_THAT(Waiting(), IsEmpty());
  }
  sync::DetectionReport Find(bool look) {
    const auto report = another_.Find(look, Soon(clock));
    EXPECT_THAT(report, testing::IsOk());
    return report.value_or(sync::DetectionReport());
  }
  void FindWhileTheirCompaniesAreBusy() {
    for (const CompanyId company : {kTwo, kThree}) {
      const auto lease = store.AcquireLease(company, "other:9", absl::Hours(1), Soon(clock));
      ASSERT_THAT(lease, testing::IsOk());
      leases_.push_back(*lease);
    }
    site().Complete(1, 12);
    site().Complete(5, 12);
    Tick();
    ASSERT_THAT(Waiting(), ElementsAre(2, 3));
  }
  void LoseEnrolmentsOf(int64_t user) {
    SetRows(1000);
    std::erase_if(site().tables[sync::Tail::kEnrolments], [user](const auto& row) { return row.second.user == user; });
  }
  void ServeThem() {
    for (const progress::Lease& lease : leases_) ASSERT_THAT(store.ReleaseLease(lease, Soon(clock)), testing::IsOk());
    clock.Advance(kBusyBackOff);
    Tick();
  }

 private:
  ChangeFinder another_{{.lane = &store, .companies = &store, .source = &source, .clock = &clock},
                        {.owner = "another"}};
  std::vector<progress::Lease> leases_;
};

TEST_F(OtherWorkersLookTest, IsJudgedByWhoFoundTheSameUsersBefore) {
  FindWhileTheirCompaniesAreBusy();
  LoseEnrolmentsOf(1);
  ASSERT_TRUE(Find(/*look=*/true).looked);
  ServeThem();
  EXPECT_TRUE(finder.trust().IsRefused());
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(OtherWorkersLookTest, IsJudgedByWhoStandsBy) {
  FindWhileTheirCompaniesAreBusy();
  Find(/*look=*/false);
  LoseEnrolmentsOf(1);
  clock.Advance(sync::DetectorOptions().count_interval);
  for (int tick = 0; !Find(/*look=*/false).looked; ++tick) ASSERT_LT(tick, 3);
  const int calls = source.feed.calls;
  ServeThem();
  EXPECT_EQ(source.feed.calls, calls) << "it has asked Moodle for no change";
  EXPECT_TRUE(finder.trust().IsRefused());
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(OtherWorkersLookTest, IsLeftToTheNextTickWhenItComesDuringARun) {
  site().Complete(1, 12);
  site().Complete(2, 13);
  source.before_open = [this](CompanyId company) {
    if (company == kTwo) {
      LoseEnrolmentsOf(2);
      EXPECT_TRUE(Find(/*look=*/true).looked);
    }
    return absl::OkStatus();
  };
  Tick();
  EXPECT_NE(Rows(kTwo), rows_[1]) << "was served before";
  EXPECT_EQ(Rows(kThree), rows_[2]);
  EXPECT_FALSE(finder.trust().IsRefused());
  source.before_open = nullptr;
  Tick();
  EXPECT_TRUE(finder.trust().IsRefused());
  EXPECT_EQ(Rows(kThree), rows_[2]);
}

// What was found waits for a comparison: it is not among those whom a tick serves.
class LossyCompanyTest : public LossyTest {
 protected:
  void SetUp() override {
    LossyTest::SetUp();
    source.census["company_users"] = 1000;
    site().tables[sync::Tail::kCompanyUsers].erase(3);
    Look();
    ASSERT_TRUE(store.ReadCandidates(kOne, 1, Soon(clock))->full);
    site().Complete(1, 12);
  }
};

TEST_F(LossyCompanyTest, TicksServeNobody) {
  FollowFor(absl::Minutes(30));
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(LossyCompanyTest, NewProcessServesNobody) {
  Tick();
  EXPECT_THAT(RunOfNewProcess(), HasReason(reason::kSourceImplausible));
  EXPECT_EQ(Stored(), rows_);
}

TEST_F(LossyTest, NobodyIsFreshUntilItPasses) {
  const int64_t before = SyncedAt(kThree);
  Lose();
  Look();
  FollowFor(absl::Minutes(30));
  EXPECT_EQ(SyncedAt(kThree), before);
  source.site = sound_;
  SetRows(4000);
  FollowFor(absl::Minutes(16));
  EXPECT_GE(SyncedAt(kThree), Now() - 61);
}

TEST_F(LossyTest, AsksTheGuardAgainAfterPauses) {
  Lose();
  Look();
  std::vector<int64_t> asked;
  for (int minute = 0; minute < 60; ++minute) {
    const int before = source.censuses;
    Follow();
    if (source.censuses > before) asked.push_back(minute);
    clock.Advance(absl::Seconds(59));
  }
  EXPECT_THAT(asked, SizeIs(::testing::AllOf(::testing::Ge(5U), ::testing::Le(7U)))) << "5 minutes, then 10 each";
}

TEST_F(LossyTest, OnlyComparisonsOfEverythingMayAgreeOnIt) {
  Lose();
  FollowFor(absl::Hours(3));
  EXPECT_THAT(*store.ReadCensus(/*pending=*/true, Soon(clock)), Eq(std::nullopt));
  for (int run = 0; run < 2; ++run) {
    EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
    FollowFor(absl::Minutes(11));
  }
  EXPECT_EQ(Stored(), rows_);
  EXPECT_EQ(store.ReadCensus(/*pending=*/true, Soon(clock))->value().agreeing, 2);
  ASSERT_THAT(TryRun(), testing::IsOk());
  EXPECT_EQ(Difference(), "");
  FollowFor(absl::Minutes(2));
  EXPECT_THAT(Waiting(), IsEmpty());
}

// One that was accepted refuses no user's turn, whoever reads it.
TEST_F(BrokenSourceTest, AcceptedEmptyTableLetsUsersBeServed) {
  source.census = {{"user", 8}, {"course", 4}, {"enrol", 0}, {"user_enrolments", 6}, {"company_users", 6}};
  source.empty_tables = {"enrol"};
  ASSERT_THAT(RunForced(), testing::IsOk());
  for (const int64_t course : {12, 13}) {
    const int censuses = source.censuses;
    site().Complete(course == 12 ? 1 : 2, course);
    Tick();
    EXPECT_EQ(source.censuses, censuses) << "found by a tick";
    EXPECT_EQ(Difference(), "");
  }
}

}  // namespace
}  // namespace cp::worker
