// The source documents' own story, with the real binaries: what a sync changes is in the very next answer.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
namespace pb = courseprogress::v1;

// A demo Moodle with three companies, each with 5 people and 4 courses, and a stack over it.
class StoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const CommandResult demo = RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_path_),
                                                          "--companies=3", "--users=5", "--courses=4", "--seed=7"});
    ASSERT_EQ(demo.exit_code, 0) << demo.err;
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_path_);
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
    CP_ASSERT_OK(RunSync(*stack_).status());
  }

  std::string Token(int company) {
    auto token = stack_->ReadToken(company);
    CP_EXPECT_OK(token.status());
    return token.value_or("");
  }

  // The story's two people complete the story's course, in Moodle only.
  void TwoUsersComplete() {
    const CommandResult played = RunCommand("progressctl", {"demo", "complete", absl::StrCat("--path=", moodle_path_)});
    ASSERT_EQ(played.exit_code, 0) << played.err;
  }

  std::string Dump() const { return DumpStore(absl::StrCat(stack_->folder(), "/progress.db")); }

  // Of company 1, and good in a store of its own.
  std::string TokenOfAnotherStore() {
    const std::string store = absl::StrCat("--store-dsn=sqlite3://", moodle_folder_.File("other.db"));
    const CommandResult synced =
        RunCommand("sync-worker", {"--once", absl::StrCat("--moodle-dsn=sqlite3://", moodle_path_), store});
    EXPECT_EQ(synced.exit_code, 0) << synced.err;
    const CommandResult made = RunCommand("progressctl", {"token", "create", "--company=1", "--output=secret", store});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    return std::string(absl::StripAsciiWhitespace(made.out));
  }

  static std::map<std::string, std::string> StatusOfStoryCourse(const Response& response) {
    std::map<std::string, std::string> status;
    for (const pb::CourseProgress& row : response.rows()) {
      if (row.coursename() == "API_course for completion test" &&
          (row.email() == "apiuser17@aktrea.com" || row.email() == "apiuser21@aktrea.com")) {
        status[row.email()] = absl::StrCat(row.status(), " ", row.percentage());
      }
    }
    return status;
  }

  testing::TempDir moodle_folder_;
  const std::string moodle_path_ = moodle_folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
};

const std::map<std::string, std::string> kBothCompleted = {{"apiuser17@aktrea.com", "completed 100"},
                                                           {"apiuser21@aktrea.com", "completed 100"}};

TEST_F(StoryTest, CompletionsAreInTheNextReadAfterTheSyncAndNotBefore) {
  const std::string token = Token(1);
  const auto miss = Read(*stack_, token);
  CP_ASSERT_OK(miss.status());
  EXPECT_FALSE(miss->cached());
  EXPECT_EQ(miss->source(), pb::DATA_SOURCE_STORE);
  const auto hit = Read(*stack_, token);
  CP_ASSERT_OK(hit.status());
  EXPECT_TRUE(hit->cached());
  EXPECT_EQ(hit->source(), pb::DATA_SOURCE_CACHE);
  EXPECT_EQ(hit->data_version(), miss->data_version());
  CP_ASSERT_OK(Read(*stack_, token, 10, 0).status());
  CP_ASSERT_OK(Read(*stack_, token, 10, 10).status());

  TwoUsersComplete();
  const auto old_state = Read(*stack_, token);
  CP_ASSERT_OK(old_state.status());
  EXPECT_TRUE(old_state->cached());
  EXPECT_NE(StatusOfStoryCourse(*old_state), kBothCompleted);

  const auto sync = RunSync(*stack_, {1});
  CP_ASSERT_OK(sync.status());
  EXPECT_TRUE(sync->success());
  EXPECT_EQ(sync->total_processed(), 2);
  EXPECT_EQ(sync->records_created(), 0);
  EXPECT_EQ(sync->records_updated(), 2);
  EXPECT_EQ(sync->cache_cleared(), 3);
  EXPECT_THAT(sync->errors(), IsEmpty());
  EXPECT_THAT(sync->warnings(), IsEmpty());
  ASSERT_THAT(sync->companies(), SizeIs(1));
  EXPECT_THAT(sync->companies(0).affected_courses(), ElementsAre("API_course for completion test"));
  std::set<std::string> affected;
  for (const pb::AffectedUser& user : sync->companies(0).affected_users()) {
    affected.insert(absl::StrCat(user.username(), " ", user.email(), " ", user.percentage(), " ", user.status()));
  }
  EXPECT_THAT(affected, UnorderedElementsAre("api User 17 apiuser17@aktrea.com 100 completed",
                                             "api user21 apiuser21@aktrea.com 100 completed"));

  const auto fresh = Read(*stack_, token);
  CP_ASSERT_OK(fresh.status());
  EXPECT_FALSE(fresh->cached());
  EXPECT_EQ(StatusOfStoryCourse(*fresh), kBothCompleted);
  EXPECT_EQ(fresh->data_version(), sync->companies(0).data_version());
  const auto again = Read(*stack_, token);
  CP_ASSERT_OK(again.status());
  EXPECT_TRUE(again->cached());
  EXPECT_EQ(StatusOfStoryCourse(*again), kBothCompleted);
}

TEST_F(StoryTest, ARepeatedSyncProcessesNothingAndTheCacheStays) {
  const std::string token = Token(1);
  CP_ASSERT_OK(Read(*stack_, token).status());
  const auto sync = RunSync(*stack_, {1});
  CP_ASSERT_OK(sync.status());
  EXPECT_TRUE(sync->success());
  EXPECT_EQ(sync->total_processed(), 0);
  EXPECT_EQ(sync->cache_cleared(), 0);
  const auto read = Read(*stack_, token);
  CP_ASSERT_OK(read.status());
  EXPECT_TRUE(read->cached());
}

TEST_F(StoryTest, SyncingOneCompanyLeavesTheOthersCached) {
  const std::string token_a = Token(1);
  const std::string token_b = Token(2);
  CP_ASSERT_OK(Read(*stack_, token_a).status());
  CP_ASSERT_OK(Read(*stack_, token_b).status());
  TwoUsersComplete();
  CP_ASSERT_OK(RunSync(*stack_, {1}).status());
  EXPECT_FALSE(Read(*stack_, token_a)->cached());
  EXPECT_TRUE(Read(*stack_, token_b)->cached());
}

TEST_F(StoryTest, ATokenSeesItsOwnCompanyOnly) {
  std::set<std::string> seen[2];
  for (int company = 1; company <= 2; ++company) {
    const auto rows = ReadAll(*stack_, Token(company), 7);
    CP_ASSERT_OK(rows.status());
    EXPECT_THAT(*rows, SizeIs(20));
    for (const auto& row : *rows) seen[company - 1].insert(row.email());
  }
  for (const std::string& email : seen[0]) EXPECT_FALSE(seen[1].contains(email)) << email;
}

TEST_F(StoryTest, ClearCacheRemovesACompanysEntriesAndNothingForUnknownOnes) {
  const std::string token = Token(1);
  for (int page = 0; page < 5; ++page) CP_ASSERT_OK(Read(*stack_, token, 4, page * 4).status());
  const auto clear = [&](int company) {
    pb::ClearCacheRequest request;
    request.set_company_id(company);
    pb::ClearCacheResponse response;
    EXPECT_TRUE(stack_->admin().ClearCache(Call(stack_->admin_token()).get(), request, &response).ok());
    return response.cleared_count();
  };
  EXPECT_EQ(clear(0), 0);
  EXPECT_EQ(clear(-1), 0);
  EXPECT_EQ(clear(9999), 0);
  EXPECT_TRUE(Read(*stack_, token, 4, 0)->cached());
  EXPECT_EQ(clear(1), 5);
  for (int page = 0; page < 5; ++page) EXPECT_FALSE(Read(*stack_, token, 4, page * 4)->cached());
}

TEST_F(StoryTest, TwoInstancesAgreeRightAfterTheAcknowledgement) {
  StackOptions other;
  other.moodle_dsn = "sqlite3://unused";
  other.store_dsn = stack_->store_dsn();
  other.start_worker = false;
  other.with_redis = false;  // the message can not reach it, and it shares no cache
  auto second = Stack::Start(other);
  CP_ASSERT_OK(second.status());
  const std::string token = Token(1);
  CP_ASSERT_OK(Read(**second, token).status());
  EXPECT_TRUE(Read(**second, token)->cached());
  TwoUsersComplete();
  CP_ASSERT_OK(RunSync(*stack_, {1}).status());
  EXPECT_EQ(StatusOfStoryCourse(*Read(**second, token)), kBothCompleted);
  EXPECT_EQ(StatusOfStoryCourse(*Read(*stack_, token)), kBothCompleted);
}

TEST_F(StoryTest, TheTokenDecidesWhoMayAsk) {
  const std::string token = Token(1);
  const std::string before = Dump();
  const std::string foreign = TokenOfAnotherStore();
  ASSERT_EQ(foreign.size(), token.size());
  for (const std::string& bad :
       {std::string(), std::string("garbage"), std::string(5000, 'x'), token.substr(1), token + "x", foreign}) {
    EXPECT_THAT(Read(*stack_, bad).status(), testing::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"))
        << bad;
  }
  EXPECT_THAT(Read(*stack_, stack_->admin_token()).status(),
              testing::StatusIs(absl::StatusCode::kPermissionDenied, "NO_COMPANY"));
  pb::ListTokensResponse tokens;
  ASSERT_TRUE(stack_->admin().ListTokens(Call(stack_->admin_token()).get(), {}, &tokens).ok());
  EXPECT_EQ(stack_->admin().ListTokens(Call(token).get(), {}, &tokens).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  pb::RevokeTokenRequest revoke;
  for (const pb::Token& known : tokens.tokens()) {
    if (known.company_id() == 1) revoke.set_token_id(known.token_id());
  }
  CP_ASSERT_OK(Read(*stack_, token).status());
  pb::RevokeTokenResponse revoked;
  ASSERT_TRUE(stack_->admin().RevokeToken(Call(stack_->admin_token()).get(), revoke, &revoked).ok());
  EXPECT_THAT(Read(*stack_, token).status(), testing::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_EQ(Dump(), before);
}

TEST_F(StoryTest, LimitsAreNamed) {
  const std::string token = Token(1);
  const std::string before = Dump();
  for (const int limit : {0, -1, -2147483647}) {
    EXPECT_THAT(Read(*stack_, token, limit).status(),
                testing::StatusIs(absl::StatusCode::kInvalidArgument, "LIMIT_NOT_POSITIVE"));
  }
  for (const int limit : {1001, 10001, 2147483647}) {
    EXPECT_THAT(Read(*stack_, token, limit).status(),
                testing::StatusIs(absl::StatusCode::kInvalidArgument, "LIMIT_TOO_LARGE"));
  }
  CP_EXPECT_OK(Read(*stack_, token, 1000).status());
  EXPECT_THAT(Read(*stack_, token, 10, -1).status(),
              testing::StatusIs(absl::StatusCode::kInvalidArgument, "OFFSET_NEGATIVE"));
  const auto past = Read(*stack_, token, 10, 1000000);
  CP_ASSERT_OK(past.status());
  EXPECT_THAT(past->rows(), IsEmpty());
  EXPECT_EQ(past->empty_reason(), pb::EMPTY_REASON_PAST_THE_END);
  EXPECT_EQ(Dump(), before);
}

}  // namespace
}  // namespace cp::e2e
