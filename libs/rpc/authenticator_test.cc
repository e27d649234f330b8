#include "libs/rpc/authenticator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/fake_token_store.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/manual_executor.h"
#include "libs/testing/status_matchers.h"

namespace cp::rpc {
namespace {

using progress::TokenScope;
using ::testing::Eq;
using testing::HasReason;
using ::testing::Optional;
using testing::StatusIs;
using Kind = LookupResult::Kind;

Credential Bearer(const std::string& token) {
  const std::string header = "Bearer " + token;
  return Credential::FromMetadata({{"authorization", header}});
}

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() {
    store_.Add("reader", TokenScope::kRead, CompanyId(7));
    store_.Add("admin", TokenScope::kAdmin);
  }

  LookupResult Lookup(const std::string& token) { return authenticator_.Lookup(Bearer(token), clock_.Now()); }
  absl::Status Refresh() { return authenticator_.Refresh(Deadline::After(clock_, absl::Seconds(1))); }

  struct Outcome {
    int calls = 0;
    absl::StatusOr<Principal> principal = absl::UnknownError("not called");
    std::optional<Refusal> why;
  };
  Outcome Authenticate(const std::string& token) {
    auto outcome = std::make_shared<Outcome>();  // by value: a call after the end would be a bug worth seeing
    authenticator_.AuthenticateAsync(Bearer(token), [outcome](absl::StatusOr<Principal> principal, auto why) {
      ++outcome->calls;
      outcome->principal = std::move(principal);
      outcome->why = why;
    });
    executor_.RunAll();
    EXPECT_EQ(outcome->calls, 1);
    return *outcome;
  }

  testing::FakeClock clock_;
  FakeTokenStore store_;
  testing::ManualExecutor executor_;
  Authenticator authenticator_{&store_, &store_, &clock_, &executor_, {.max_waiting = 100}};
};

TEST_F(AuthenticatorTest, KnowsATokenWithItsRights) {
  CP_ASSERT_OK(Refresh());
  const LookupResult reader = Lookup("reader");
  ASSERT_EQ(reader.kind, Kind::kKnown);
  EXPECT_EQ(reader.principal.token_id, "reader");
  EXPECT_EQ(reader.principal.scope, TokenScope::kRead);
  EXPECT_EQ(reader.principal.company, CompanyId(7));
  EXPECT_EQ(Lookup("admin").principal.scope, TokenScope::kAdmin);
  EXPECT_EQ(Lookup("reader2").kind, Kind::kUnknown);
}

TEST_F(AuthenticatorTest, RefusesWhatCanBeNoTokenWithoutARead) {
  const auto refusal = [&](const Credential::Metadata& metadata) {
    const LookupResult result = authenticator_.Lookup(Credential::FromMetadata(metadata), clock_.Now());
    EXPECT_EQ(result.kind, Kind::kRefused);
    return result.refusal;
  };
  EXPECT_EQ(refusal({}), Refusal::kMissing);
  EXPECT_EQ(refusal({{"x-api-key", "reader"}}), Refusal::kMissing);
  const std::string too_long = "Bearer " + std::string(513, 'a');
  for (const std::string& header : {std::string(), std::string("reader"), std::string("Bearer"), std::string("Bearer "),
                                    std::string("Basic reader"), std::string("Bearer a b"), std::string("Bearer \xff"),
                                    std::string("Bearer a\0b", 10), too_long}) {
    EXPECT_EQ(refusal({{"authorization", header}}), Refusal::kGarbled) << header;
  }
  EXPECT_EQ(refusal({{"authorization", "Bearer reader"}, {"authorization", "Bearer admin"}}), Refusal::kGarbled);
  EXPECT_EQ(Authenticate("a b").why, Refusal::kGarbled);
  EXPECT_EQ(store_.version_reads() + store_.loads(), 0);
}

TEST_F(AuthenticatorTest, AcceptsTheSchemeInAnyCase) {  // RFC 7235: schemes are case-insensitive
  CP_ASSERT_OK(Refresh());
  const Credential credential = Credential::FromMetadata({{"authorization", "bEARER reader"}});
  EXPECT_EQ(authenticator_.Lookup(credential, clock_.Now()).kind, Kind::kKnown);
}

TEST_F(AuthenticatorTest, EndsATokenAtTheSecondItExpires) {
  store_.Add("short", TokenScope::kRead, CompanyId(7), absl::ToUnixSeconds(clock_.Now()) + 10);
  CP_ASSERT_OK(Refresh());
  EXPECT_EQ(Lookup("short").kind, Kind::kKnown);
  clock_.Advance(absl::Seconds(9));
  EXPECT_EQ(Lookup("short").kind, Kind::kKnown);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Lookup("short").kind, Kind::kRefused);
  EXPECT_EQ(Lookup("short").refusal, Refusal::kExpired);
}

TEST_F(AuthenticatorTest, RefusesARevokedTokenAtTheNextCall) {
  EXPECT_THAT(Authenticate("reader").principal, testing::IsOk());
  store_.Revoke("reader");
  const Outcome outcome = Authenticate("reader");
  EXPECT_THAT(outcome.principal, HasReason(reason::kTokenInvalid));
  EXPECT_EQ(outcome.why, Refusal::kRevoked);
}

TEST_F(AuthenticatorTest, AcceptsATokenMadeAMomentAgo) {
  CP_ASSERT_OK(Refresh());
  store_.Add("new", TokenScope::kAdmin);
  EXPECT_EQ(Lookup("new").kind, Kind::kUnknown);
  EXPECT_THAT(Authenticate("new").principal, testing::IsOk());
}

TEST_F(AuthenticatorTest, GivesOneAnswerForEveryCause) {
  store_.Add("old", TokenScope::kAdmin, {}, 1);
  store_.Add("gone", TokenScope::kAdmin);
  store_.Revoke("gone");
  for (const char* token : {"", "a b", "unknown", "old", "gone"}) {
    const Outcome outcome = Authenticate(token);
    EXPECT_EQ(outcome.principal.status(), TokenInvalid()) << token;
    EXPECT_TRUE(outcome.why.has_value());
  }
  EXPECT_THAT(TokenInvalid(), StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(AuthenticatorTest, LoadsTheTokensOnlyWhenTheyChanged) {
  for (int i = 0; i < 10; ++i) CP_ASSERT_OK(Refresh());
  EXPECT_EQ(store_.version_reads(), 10);
  EXPECT_EQ(store_.loads(), 1);
}

TEST_F(AuthenticatorTest, ReadsOnceForManyUnknownTokensAtATime) {
  int refused = 0;
  for (int i = 0; i < 100; ++i) {
    authenticator_.AuthenticateAsync(Bearer("garbage" + std::to_string(i)), [&](auto principal, auto why) {
      EXPECT_THAT(principal, HasReason(reason::kTokenInvalid));
      EXPECT_THAT(why, Optional(Eq(Refusal::kUnknown)));
      ++refused;
    });
  }
  EXPECT_EQ(executor_.QueueDepth(), 1u);
  executor_.RunAll();
  EXPECT_EQ(refused, 100);
  EXPECT_EQ(store_.version_reads(), 1);
}

TEST_F(AuthenticatorTest, NeverAnswersFromAReadThatBeganBeforeTheCall) {
  int reads_when_done = 0;
  store_.OnRead([&, first = true]() mutable {
    if (!std::exchange(first, false)) return;
    authenticator_.RefreshAsync([&](const absl::Status& status) {
      CP_EXPECT_OK(status);
      reads_when_done = store_.version_reads();
    });
  });
  CP_ASSERT_OK(Refresh());
  EXPECT_EQ(reads_when_done, 0);
  executor_.RunAll();
  EXPECT_EQ(reads_when_done, 2);
}

TEST_F(AuthenticatorTest, ConfirmsOnlyTheTableThatWasLookedInto) {
  CP_ASSERT_OK(Refresh());
  clock_.Advance(absl::Seconds(1));
  const absl::Duration arrived = clock_.Monotonic();
  const uint64_t version = authenticator_.auth_version();
  EXPECT_TRUE(authenticator_.Confirm(version, arrived));
  EXPECT_FALSE(authenticator_.Confirm(version + 1, arrived)) << "a token changed";
  EXPECT_FALSE(authenticator_.Confirm(version - 1, arrived)) << "the store was restored";

  clock_.Advance(absl::Seconds(1));
  store_.Revoke("reader");
  CP_ASSERT_OK(Refresh());
  EXPECT_FALSE(authenticator_.Confirm(version + 1, arrived)) << "the call looked into the table before this one";
  EXPECT_TRUE(authenticator_.Confirm(version + 1, clock_.Monotonic()));
}

TEST_F(AuthenticatorTest, ConfirmsNothingBeforeTheFirstLoad) {
  EXPECT_FALSE(authenticator_.Confirm(0, clock_.Monotonic()));
  EXPECT_FALSE(authenticator_.WithinGrace());
}

TEST_F(AuthenticatorTest, FollowsAStoreRestoredFromAnOlderState) {
  CP_ASSERT_OK(Refresh());
  store_.RestoreEmpty();
  EXPECT_EQ(Authenticate("reader").why, Refusal::kUnknown);
  EXPECT_EQ(authenticator_.auth_version(), 0u);
}

TEST_F(AuthenticatorTest, ServesFromMemoryForTheGraceWhileTheStoreIsDown) {
  CP_ASSERT_OK(Refresh());
  store_.SetDown(true);
  clock_.Advance(absl::Seconds(60));
  EXPECT_THAT(Authenticate("reader").principal, testing::IsOk());
  EXPECT_THAT(Authenticate("maybe-new").principal, HasReason(reason::kStoreUnavailable)) << "it can not be known";
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_THAT(Authenticate("reader").principal, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Authenticate("a b").why, Refusal::kGarbled);
  store_.SetDown(false);
  EXPECT_THAT(Authenticate("reader").principal, testing::IsOk());
}

TEST_F(AuthenticatorTest, CountsTheGraceFromTheLastConfirmation) {
  CP_ASSERT_OK(Refresh());
  clock_.Advance(absl::Seconds(50));
  EXPECT_TRUE(authenticator_.Confirm(authenticator_.auth_version(), clock_.Monotonic()));
  clock_.Advance(absl::Seconds(50));
  EXPECT_TRUE(authenticator_.WithinGrace());
  clock_.Advance(absl::Seconds(11));
  EXPECT_FALSE(authenticator_.WithinGrace());
}

TEST_F(AuthenticatorTest, RefusesInsteadOfWaitingWithoutBound) {
  int overloaded = 0;
  for (int i = 0; i < 103; ++i) {
    authenticator_.RefreshAsync([&](const absl::Status& status) {
      if (ReasonOf(status) == reason::kOverloaded) ++overloaded;
    });
  }
  EXPECT_EQ(overloaded, 3);
  executor_.RunAll();
  EXPECT_EQ(overloaded, 3);
}

TEST_F(AuthenticatorTest, SaysOverloadedWhenTheExecutorIsFullAndRecovers) {
  testing::ManualExecutor full(0);
  Authenticator authenticator(&store_, &store_, &clock_, &full);
  absl::Status seen;
  authenticator.RefreshAsync([&](const absl::Status& status) { seen = status; });
  EXPECT_THAT(seen, HasReason(reason::kOverloaded));
  CP_EXPECT_OK(authenticator.Refresh(Deadline::After(clock_, absl::Seconds(1))));
}

TEST_F(AuthenticatorTest, BlockingRefreshDoesNotWaitForATaskBehindIt) {
  int served = 0;
  authenticator_.RefreshAsync([&](const absl::Status&) { ++served; });
  ASSERT_EQ(executor_.QueueDepth(), 1u);
  CP_EXPECT_OK(Refresh());
  EXPECT_EQ(served, 1) << "it serves those who waited for the queued one";
  executor_.RunAll();
  EXPECT_EQ(store_.version_reads(), 1);
}

TEST_F(AuthenticatorTest, BlockingRefreshGivesUpAtItsDeadline) {
  absl::Notification reading, go_on;
  store_.OnRead([&, first = true]() mutable {
    if (!std::exchange(first, false)) return;
    reading.Notify();
    go_on.WaitForNotification();
  });
  std::thread slow([&] { CP_EXPECT_OK(Refresh()); });
  reading.WaitForNotification();
  EXPECT_THAT(authenticator_.Refresh(Deadline::After(clock_, absl::Milliseconds(5))),
              HasReason(reason::kDeadlineExceeded));
  go_on.Notify();
  slow.join();
}

TEST_F(AuthenticatorTest, NeverReadsTwiceAtATimeUnderManyThreads) {
  const std::unique_ptr<Executor> executor = MakeExecutor("auth", 2, 1);
  Authenticator authenticator(&store_, &store_, &clock_, executor.get());
  constexpr int kThreads = 4, kRefreshes = 200;
  absl::BlockingCounter answers(kThreads * kRefreshes);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kRefreshes; ++i) {
        CP_EXPECT_OK(authenticator.Refresh(Deadline::After(clock_, absl::Seconds(30))));
        authenticator.RefreshAsync([&](const absl::Status& status) {
          CP_EXPECT_OK(status);
          answers.DecrementCount();
        });
        store_.Add("t" + std::to_string(t) + "-" + std::to_string(i), TokenScope::kAdmin);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  answers.Wait();
  executor->Shutdown();
  EXPECT_EQ(store_.most_at_once(), 1);
}

TEST(Scopes, ReadTokensReadAndAdminTokensOperate) {
  const Principal reader{"r", TokenScope::kRead, CompanyId(7)};
  const Principal admin{"a", TokenScope::kAdmin, CompanyId()};
  CP_EXPECT_OK(RequireCompany(reader));
  CP_EXPECT_OK(RequireAdmin(admin));
  EXPECT_THAT(RequireCompany(admin), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(RequireCompany(admin), HasReason(reason::kNoCompany));
  EXPECT_THAT(RequireAdmin(reader), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(RequireAdmin(reader), HasReason(reason::kScopeMissing));
  EXPECT_EQ(MetadataOf(RequireAdmin(reader)).at("scope"), "admin");
}

}  // namespace
}  // namespace cp::rpc
