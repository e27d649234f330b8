// Whole commands, from the words on the command line to output and exit code, against services in this process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/secret.h"
#include "libs/rpc/status.h"
#include "libs/testing/status_matchers.h"
#include "services/progressctl/ctl_fixture.h"

namespace cp::ctl {
namespace {

using ::cp::testing::IsOk;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
namespace pb = courseprogress::v1;

// --- sync

TEST_F(CtlTest, SyncAsksForTheNamedCompaniesWithTheTokenAndReports) {
  services_.sync.RunSync_.answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse* response) {
    response->set_success(true);
    response->add_companies()->set_records_updated(2);
    return grpc::Status::OK;
  };
  const Result result = Run({"sync", "--company=3", "--company", "7", "--force"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("2 records synced (0 created, 2 updated, 0 deleted), 0 cache entries cleared"));
  ASSERT_THAT(services_.sync.RunSync_.requests, SizeIs(1));
  EXPECT_THAT(services_.sync.RunSync_.requests[0].company_ids(), ElementsAre(3, 7));
  EXPECT_TRUE(services_.sync.RunSync_.requests[0].force());
  EXPECT_EQ(services_.sync.RunSync_.authorization, "Bearer cpt_secret");
}

TEST_F(CtlTest, SyncWithoutCompaniesMeansAll) {
  services_.sync.RunSync_.answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse* response) {
    response->set_success(true);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"sync"}).exit_code, 0);
  EXPECT_EQ(Run({"sync", "--all"}).exit_code, 0);
  for (const pb::RunSyncRequest& request : services_.sync.RunSync_.requests)
    EXPECT_THAT(request.company_ids(), IsEmpty());
}

// Variables that services and scripts use have names like our flags; none may delete, force or narrow anything.
TEST_F(CtlTest, StrayVariablesDoNotChangeWhatACommandDoes) {
  environment_.insert({{"CP_FORCE", "true"},
                       {"CP_COMPANY", "3"},
                       {"CP_LIMIT", "1"},
                       {"CP_OFFSET", "5"},
                       {"CP_OUTPUT", "json"},
                       {"CP_ADMIN", "true"},
                       {"CP_NOW", "1"},
                       {"CP_PATH", "/nowhere"}});
  services_.sync.RunSync_.answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse* response) {
    response->set_success(true);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"sync"}).out, HasSubstr("records synced"));
  ASSERT_THAT(services_.sync.RunSync_.requests, SizeIs(1));
  EXPECT_FALSE(services_.sync.RunSync_.requests[0].force());
  EXPECT_THAT(services_.sync.RunSync_.requests[0].company_ids(), IsEmpty());
  EXPECT_EQ(Run({"get"}).exit_code, 0);
  ASSERT_THAT(services_.progress.GetCourseProgress_.requests, SizeIs(1));
  EXPECT_EQ(services_.progress.GetCourseProgress_.requests[0].offset(), 0);
  EXPECT_NE(services_.progress.GetCourseProgress_.requests[0].limit(), 1);
  EXPECT_EQ(Run({"demo", "create"}).exit_code, 2) << "--path is missing";
  EXPECT_EQ(Run({"cache", "clear"}).exit_code, 2) << "--company is missing";
}

TEST_F(CtlTest, SyncAsJsonHasTheOriginalsKeysWithNumbers) {
  services_.sync.RunSync_.answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse* response) {
    response->set_success(true);
    response->set_records_updated(2);
    response->set_duration_seconds(0.5);
    return grpc::Status::OK;
  };
  const Result result = Run({"sync", "--output=json"});
  const nlohmann::json json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["success"], true);
  EXPECT_EQ(json["records_updated"], 2);
  EXPECT_EQ(json["records_created"], 0);
  EXPECT_EQ(json["duration_seconds"], 0.5);
  EXPECT_THAT(json["errors"], IsEmpty());
}

TEST_F(CtlTest, SyncExitCodesTellFailedTruncatedAndAlreadyRunningApart) {
  auto& answer = services_.sync.RunSync_.answer;
  answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse* response) {
    response->add_errors("company 2: Moodle went away");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"sync"}).exit_code, 1);
  answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse*) { return grpc::Status::OK; };
  EXPECT_EQ(Run({"sync"}).exit_code, 3);
  answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse*) {
    return Refuse(absl::StatusCode::kAborted, reason::kAlreadyRunning, "company 3 is being synced by host:7");
  };
  const Result busy = Run({"sync", "--company=3"});
  EXPECT_EQ(busy.exit_code, 4);
  EXPECT_EQ(busy.err, "progressctl: ABORTED ALREADY_RUNNING: company 3 is being synced by host:7\n");
}

TEST_F(CtlTest, TheTokenIsNeverShown) {
  const Result shown = Run({"status", "--print-config"});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.out, AllOf(HasSubstr("token = "), Not(HasSubstr("cpt_secret"))));
}

// --- errors of the services

TEST_F(CtlTest, AServiceThatIsNotThereNamesTheAddressAndTheSetting) {
  environment_["CP_WORKER_ADDRESS"] = "127.0.0.1:1";
  const Result result = Run({"sync"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(
      result.err,
      "progressctl: UNAVAILABLE: sync-worker at 127.0.0.1:1 does not answer: is it running, and is --worker-address "
      "right?\n");
}

TEST_F(CtlTest, ABadTokenNamesTheSettingsToCheck) {
  services_.progress.GetCourseProgress_.answer = [](const auto&, auto*) {
    return Refuse(absl::StatusCode::kUnauthenticated, reason::kTokenInvalid, "the token is not valid");
  };
  const Result result = Run({"get"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err,
            "progressctl: UNAUTHENTICATED TOKEN_INVALID: the token is not valid (check --token, CP_TOKEN or "
            "CP_TOKEN_FILE)\n");
}

TEST_F(CtlTest, ARefusedArgumentIsAUsageErrorInTheServicesWords) {
  services_.progress.GetCourseProgress_.answer = [](const auto&, auto*) {
    return Refuse(absl::StatusCode::kInvalidArgument, reason::kLimitTooLarge, "limit is 5000; allowed are 1 to 1000");
  };
  const Result result = Run({"get", "--limit=5000"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "progressctl: INVALID_ARGUMENT LIMIT_TOO_LARGE: limit is 5000; allowed are 1 to 1000\n");
}

TEST_F(CtlTest, ACallEndsAtItsTimeout) {
  const auto client_gone = std::make_shared<absl::Notification>();
  services_.progress.GetCourseProgress_.answer = [client_gone](const auto&, auto*) {
    client_gone->WaitForNotification();
    return grpc::Status::OK;
  };
  const Result result = Run({"get", "--timeout=50ms"});
  client_gone->Notify();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("DEADLINE_EXCEEDED: query-service at 127.0.0.1:"));
  EXPECT_THAT(result.err, HasSubstr("has not answered within 50ms"));
}

// --- get

class CtlGetTest : public CtlTest {
 protected:
  // A company of `rows` rows, 100 at most a page.
  void ServeRows(int rows) {
    services_.progress.GetCourseProgress_.answer = [rows](const pb::GetCourseProgressRequest& request,
                                                          pb::GetCourseProgressResponse* page) {
      for (int i = request.offset(); i < std::min(rows, request.offset() + request.limit()); ++i) {
        page->add_rows()->set_user_id(i + 1);
      }
      page->set_data_version("v1");
      page->set_source(pb::DATA_SOURCE_STORE);
      return grpc::Status::OK;
    };
  }
};

TEST_F(CtlGetTest, ReadsOnePageAndSaysWhereItCameFromBesideTheData) {
  ServeRows(250);
  const Result result = Run({"get", "--output=csv", "--offset=240"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "userid\r\n241\r\n242\r\n243\r\n244\r\n245\r\n246\r\n247\r\n248\r\n249\r\n250\r\n");
  EXPECT_THAT(result.err, StartsWith("10 rows from STORE, not cached, data version v1"));
}

TEST_F(CtlGetTest, AllPagesGoesToTheEmptyPage) {
  ServeRows(250);
  const Result result = Run({"get", "--all-pages", "--output=csv"});
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 251);
  std::vector<int> offsets;
  for (const auto& request : services_.progress.GetCourseProgress_.requests) offsets.push_back(request.offset());
  EXPECT_THAT(offsets, ElementsAre(0, 100, 200, 250));
}

TEST_F(CtlGetTest, AChangeWhileReadingIsSaid) {
  ServeRows(150);
  auto serve = services_.progress.GetCourseProgress_.answer;
  services_.progress.GetCourseProgress_.answer = [serve](const auto& request, auto* page) {
    const grpc::Status status = serve(request, page);
    if (request.offset() >= 100) page->set_data_version("v2");
    return status;
  };
  EXPECT_THAT(Run({"get", "--all-pages"}).err,
              HasSubstr("the data changed while it was being read (now data version v2)"));
  EXPECT_THAT(Run({"get"}).err, Not(HasSubstr("changed")));
}

TEST_F(CtlGetTest, PassesLimitFreshnessAndBypassOn) {
  ServeRows(1);
  EXPECT_EQ(Run({"get", "--limit=-1", "--min-data-version=abc", "--bypass-cache"}).exit_code, 0);
  const pb::GetCourseProgressRequest& request = services_.progress.GetCourseProgress_.requests.at(0);
  EXPECT_EQ(request.limit(), -1) << "the service decides";
  EXPECT_EQ(request.min_data_version(), "abc");
  EXPECT_TRUE(request.bypass_cache());
}

// --- tokens

TEST_F(CtlTest, TokenCreateAsSecretPrintsTheSecretAlone) {
  services_.admin.CreateToken_.answer = [](const pb::CreateTokenRequest& request, pb::CreateTokenResponse* response) {
    response->mutable_token()->set_token_id("abc");
    response->mutable_token()->set_label(request.label());
    response->set_secret("cpt_new");
    return grpc::Status::OK;
  };
  const Result result = Run({"token", "create", "--company=3", "--label=Power BI", "--expires=90d", "--output=secret"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "cpt_new\n");
  EXPECT_THAT(result.err, IsEmpty());
  const pb::CreateTokenRequest& request = services_.admin.CreateToken_.requests.at(0);
  EXPECT_EQ(request.scope(), pb::TOKEN_SCOPE_READ);
  EXPECT_EQ(request.company_id(), 3);
  EXPECT_EQ(request.expire_time().seconds(), testing::FakeClock::kStart + 90 * 86400);
  const Result text = Run({"token", "create", "--company=3", "--label=Power BI"});
  EXPECT_THAT(text.out, AllOf(StartsWith("token abc, scope "), HasSubstr("label Power BI, expires never\ncpt_new\n")));
}

TEST_F(CtlTest, TheFirstAdminTokenGoesStraightIntoTheStore) {
  const Result result = Run({"token", "create", "--admin", "--store-dsn=sqlite3://x.db", "--output=secret"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(opened_, ElementsAre("sqlite3://x.db"));
  const auto table = store_->LoadTokens(Deadline::After(clock_, absl::Seconds(1)));
  ASSERT_THAT(table, IsOk());
  ASSERT_THAT(table->tokens, SizeIs(1));
  const progress::ApiToken& created = table->tokens[0];
  EXPECT_EQ(created.scope, progress::TokenScope::kAdmin);
  EXPECT_EQ(created.created_at, testing::FakeClock::kStart);
  EXPECT_EQ(created.expires_at, 0);
  ASSERT_THAT(result.out, AllOf(StartsWith("cpt_"), EndsWith("\n")));
  EXPECT_EQ(created.sha256, rpc::Sha256(result.out.substr(0, result.out.size() - 1)));
  EXPECT_THAT(services_.admin.CreateToken_.requests, IsEmpty());
}

TEST_F(CtlTest, ANewStoreIsSaidBesideTheAnswer) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"token", "create", "--admin", "--store-dsn=sqlite3://nope.db", "--output=secret"},
           {"migrate", "--store-dsn=sqlite3://nope.db"}}) {
    made_file_ = "/srv/nope.db";
    const Result made = Run(words);
    EXPECT_EQ(made.exit_code, 0) << made.err;
    EXPECT_THAT(made.err, StartsWith("note: there was no store at /srv/nope.db: a new, empty one was made."));
    EXPECT_THAT(made.out, Not(HasSubstr("nope")));
    made_file_.clear();
    EXPECT_THAT(Run(words).err, IsEmpty());
  }
}

TEST_F(CtlTest, AWarningOfTheStoreIsSaidBesideTheAnswer) {
  store_warning_ = "the store's file x.db holds personal data";
  const Result migrated = Run({"migrate", "--store-dsn=sqlite3://x.db"});
  EXPECT_EQ(migrated.exit_code, 0);
  EXPECT_EQ(migrated.err, "warning: the store's file x.db holds personal data\n");
  EXPECT_EQ(migrated.out, "the store's schema is up to date\n");
}

TEST_F(CtlTest, AReadTokenForAnUnknownCompanyIsRefusedByTheStore) {
  const Result result = Run({"token", "create", "--company=9", "--store-dsn=sqlite3://x.db"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("NOT_FOUND"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST_F(CtlTest, TokenListAndRevoke) {
  services_.admin.ListTokens_.answer = [](const auto&, pb::ListTokensResponse* response) {
    pb::Token& token = *response->add_tokens();
    token.set_token_id("abc");
    token.set_scope(pb::TOKEN_SCOPE_ADMIN);
    token.mutable_expire_time()->set_seconds(1);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"token", "list"}).out,
              AllOf(StartsWith("token-id  scope  company  "),
                    HasSubstr("abc       admin  -        1970-01-01 00:00:00 UTC  1970-01-01 00:00:01 UTC  expired")));
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--token-id=abc"}, {"--token-id", "abc"}, {"abc"}}) {
    std::vector<std::string> command = {"token", "revoke"};
    command.insert(command.end(), words.begin(), words.end());
    const Result revoked = Run(command);
    EXPECT_EQ(revoked.exit_code, 0) << revoked.err;
    EXPECT_EQ(services_.admin.RevokeToken_.requests.back().token_id(), "abc");
  }
  EXPECT_EQ(services_.admin.RevokeToken_.requests.size(), 3u);
  services_.admin.RevokeToken_.answer = [](const auto&, auto*) {
    return Refuse(absl::StatusCode::kNotFound, reason::kNotFound, "there is no token xyz");
  };
  const Result unknown = Run({"token", "revoke", "xyz"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_EQ(unknown.err, "progressctl: NOT_FOUND: there is no token xyz\n");
}

// --- the rest

TEST_F(CtlTest, CacheClearSaysHowMany) {
  services_.admin.ClearCache_.answer = [](const auto& request, pb::ClearCacheResponse* response) {
    response->set_cleared_count(request.company_id());
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"cache", "clear", "--company=5"}).out, "5 cache entries cleared\n");
  EXPECT_EQ(Run({"cache", "clear", "--company=1"}).out, "1 cache entry cleared\n");
  EXPECT_THAT(Run({"cache", "clear", "--company=1"}).err, IsEmpty());
}

TEST_F(CtlTest, CacheClearTellsThatNotAllMayBeGone) {
  services_.admin.ClearCache_.answer = [](const auto&, pb::ClearCacheResponse* response) {
    response->set_cleared_count(500);
    response->add_warnings("Redis did not answer before the deadline");
    return grpc::Status::OK;
  };
  const Result result = Run({"cache", "clear", "--company=5"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "500 cache entries cleared\n");
  EXPECT_EQ(result.err, "warning: Redis did not answer before the deadline\n");
}

TEST_F(CtlTest, CacheClearOfAnUnknownCompanyIsNoErrorButSaysSo) {
  EXPECT_THAT(Run({"cache", "clear", "--company=5"}).err, IsEmpty());
  services_.admin.GetCompanySettings_.answer = [](const auto&, auto*) {
    return Refuse(absl::StatusCode::kNotFound, reason::kNotFound, "the reporting store knows no company 99");
  };
  const Result result = Run({"cache", "clear", "--company=99"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "0 cache entries cleared\n");
  EXPECT_EQ(result.err, "company 99 is not known to the reporting store\n");
}

TEST_F(CtlTest, CompanySettingsAreSorted) {
  services_.admin.GetCompanySettings_.answer = [](const auto&, pb::GetCompanySettingsResponse* response) {
    (*response->mutable_settings())["max_records"] = "1000";
    (*response->mutable_settings())["cache_ttl_seconds"] = "0";
    (*response->mutable_settings())["field_email"] = "1";
    response->add_hidden_course_ids(7);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"company", "settings", "--company=5"}).out,
            "cache_ttl_seconds = 0  (as long as query-service keeps entries by default: its --app-env)\n"
            "field_email = 1\nmax_records = 1000\nhidden courses: 7\n");
}

TEST_F(CtlTest, StatusShowsHealthAndTheAgeOfTheData) {
  services_.admin.ListCompanies_.answer = [](const auto&, pb::ListCompaniesResponse* response) {
    pb::Company& company = *response->add_companies();
    company.set_company_id(1);
    company.set_name("Aktrea");
    company.set_live_row_count(12);
    company.mutable_data_as_of_time()->set_seconds(testing::FakeClock::kStart - 300);
    response->add_companies()->set_company_id(2);
    return grpc::Status::OK;
  };
  const Result text = Run({"status"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("SERVING"), HasSubstr("Aktrea"), HasSubstr("5 min"), HasSubstr("never synced")));
  const nlohmann::json json = nlohmann::json::parse(Run({"status", "--output=json"}).out);
  EXPECT_EQ(json["query_service"]["health"], "SERVING");
  EXPECT_EQ(json["companies"][0]["data_age_seconds"], 300);
  EXPECT_TRUE(json["companies"][1]["data_age_seconds"].is_null());
}

TEST_F(CtlTest, StatusFailsWhenAServiceDoesNotServe) {
  services_.SetServing(false);
  const Result result = Run({"status"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("NOT_SERVING"));
  environment_["CP_WORKER_ADDRESS"] = "127.0.0.1:1";
  const nlohmann::json json = nlohmann::json::parse(Run({"status", "--output=json"}).out);
  EXPECT_EQ(json["sync_worker"]["health"], "UNREACHABLE");
  EXPECT_THAT(json["sync_worker"]["error"].get<std::string>(), HasSubstr("--worker-address"));
}

TEST_F(CtlTest, StatusWithoutATokenShowsHealthOnly) {
  environment_.erase("CP_TOKEN");
  const Result result = Run({"status"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("needs an admin token"));
  EXPECT_THAT(services_.admin.ListCompanies_.requests, IsEmpty());
}

TEST_F(CtlTest, StoreRestoredRaisesTheEpochEachTime) {
  const auto epoch = [this] { return store_->ReadVersions({}, Deadline::After(clock_, absl::Seconds(1)))->epoch; };
  const uint64_t before = epoch();
  const Result result = Run({"store", "restored", "--store-dsn=sqlite3://x.db"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_GT(epoch(), before);
  EXPECT_THAT(result.out, HasSubstr(absl::StrCat("the store's epoch is ", epoch(), " now")));
  const uint64_t first = epoch();
  Run({"store", "restored", "--store-dsn=sqlite3://x.db"});
  EXPECT_GT(epoch(), first);
  store_down_ = true;
  EXPECT_EQ(Run({"store", "restored", "--store-dsn=sqlite3://x.db"}).exit_code, 1);
}

TEST_F(CtlTest, AStoreThatIsNotThereWasNotRestored) {
  made_file_ = "/srv/nope.db";
  const Result result = Run({"store", "restored", "--store-dsn=sqlite3://nope.db"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/srv/nope.db"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST_F(CtlTest, MigrateOpensTheStoreOrSaysWhyNot) {
  store_down_ = true;
  const Result failed = Run({"migrate", "--store-dsn=sqlite3:///no/such/store.db"});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_EQ(failed.err, "progressctl: UNAVAILABLE: no store\n");
  store_down_ = false;
  EXPECT_EQ(Run({"migrate", "--store-dsn=sqlite3://x.db"}).out, "the store's schema is up to date\n");
}

}  // namespace
}  // namespace cp::ctl
