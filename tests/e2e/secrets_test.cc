// Tokens with the real binaries: one that has expired is refused, and no secret is ever written anywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace pb = courseprogress::v1;

class SecretsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string moodle = folder_.File("moodle.db");
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle), "--companies=1",
                                         "--users=3", "--courses=2", "--seed=2"})
                  .exit_code,
              0);
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle);
    options.worker_arguments = {"--log-level=debug"};
    options.query_arguments = {"--log-level=debug"};
    CP_ASSERT_OK_AND_ASSIGN(stack_, Stack::Start(options));
    CP_ASSERT_OK(RunSync(*stack_).status());
  }

  // The secret; `for_whom` is --admin or --company=1.
  std::string Create(const std::string& for_whom, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"token", "create", for_whom, "--output=secret"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult made =
        RunCommand("progressctl", arguments, absl::Minutes(1), {absl::StrCat("CP_TOKEN=", stack_->admin_token())});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    EXPECT_THAT(made.err, IsEmpty());
    return std::string(absl::StripAsciiWhitespace(made.out));
  }
  std::string InStore() const { return absl::StrCat("--store-dsn=", stack_->store_dsn()); }
  std::string ByService() const { return absl::StrCat("--query-address=", stack_->query_address()); }

  testing::TempDir folder_;
  std::unique_ptr<Stack> stack_;
};

TEST_F(SecretsTest, AnExpiredTokenIsRefusedByBothServices) {
  const absl::Time expiry = absl::Now() + absl::Seconds(3);
  // To a second: the store keeps no more.
  const std::string expires = absl::StrCat(
      "--expires=",
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(absl::ToUnixSeconds(expiry)), absl::UTCTimeZone()));
  const std::string reader = Create("--company=1", {InStore(), expires});
  const std::string by_service = Create("--company=1", {ByService(), expires});
  const std::string admin = Create("--admin", {InStore(), expires});
  const auto sync_as_admin = [&] {
    pb::RunSyncRequest request;
    SyncResult result;
    return stack_->sync().RunSync(Call(admin).get(), request, &result).error_code();
  };
  const auto reads = [&](const std::string& token) { return Read(*stack_, token).status(); };
  for (const std::string& token : {reader, by_service}) {
    if (absl::Now() < expiry - absl::Seconds(1)) {
      CP_EXPECT_OK(reads(token));
    }
    ASSERT_TRUE(Await([&] { return !reads(token).ok(); }));
    EXPECT_GE(absl::Now(), expiry - absl::Seconds(1));
    EXPECT_THAT(reads(token), testing::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
    // The same words as for a token that never was.
    EXPECT_EQ(reads(token), reads("cpt_never-made"));
  }
  ASSERT_TRUE(Await([&] { return sync_as_admin() == grpc::StatusCode::UNAUTHENTICATED; }));
  CP_EXPECT_OK(RunSync(*stack_).status());
  // One that is past cannot even be made.
  const CommandResult past =
      RunCommand("progressctl", {"token", "create", "--company=1", "--expires=2020-01-01", InStore()});
  EXPECT_EQ(past.exit_code, 2);
  EXPECT_THAT(past.err, HasSubstr("it must be in the future"));
}

std::string Sha256Hex(const std::string& folder, const std::string& text) {
  testing::ProcessOptions digest;
  digest.argv = {"sh", "-c", "printf %s \"$1\" | sha256sum", folder, text};
  const auto printed = testing::RunProcess(digest, absl::Seconds(20));
  CP_EXPECT_OK(printed.status());
  return printed.value_or("").substr(0, 64);
}

TEST_F(SecretsTest, NoFileOfTheProductHoldsASecretAndTheStoreHoldsTheDigest) {
  std::vector<std::string> secrets = {stack_->admin_token(), Create("--admin", {InStore()}),
                                      Create("--company=1", {InStore()}), Create("--company=1", {ByService()})};
  CP_EXPECT_OK(Read(*stack_, secrets[2]).status());
  CP_EXPECT_OK(Read(*stack_, secrets[3]).status());
  EXPECT_THAT(Read(*stack_, secrets[1]).status(), testing::StatusIs(absl::StatusCode::kPermissionDenied, "NO_COMPANY"));
  EXPECT_THAT(Read(*stack_, secrets[2] + "garbled").status(),
              testing::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  pb::RunSyncRequest request;
  SyncResult result;
  EXPECT_TRUE(stack_->sync().RunSync(Call(secrets[1]).get(), request, &result).ok());
  const grpc::Status refused = stack_->sync().RunSync(Call(secrets[2]).get(), request, &result);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ErrorReason(refused), "SCOPE_MISSING");
  const CommandResult listed = RunCommand("progressctl", {"token", "list", "--output=json", ByService()},
                                          absl::Minutes(1), {absl::StrCat("CP_TOKEN=", secrets[0])});
  EXPECT_EQ(listed.exit_code, 0) << listed.err;
  for (const std::string& secret : secrets) EXPECT_THAT(listed.out, Not(HasSubstr(secret)));

  // While the services run, so that the write-ahead log is there, too.
  std::string store;
  int logs = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(stack_->folder())) {
    if (!file.is_regular_file()) continue;
    const std::string content = ReadFile(file.path());
    const std::string name = file.path().filename();
    for (const std::string& secret : secrets) {
      // Whole, and without the prefix that all have.
      EXPECT_FALSE(absl::StrContains(content, absl::StripPrefix(secret, "cpt_"))) << name;
    }
    if (absl::StartsWith(name, "progress.db")) store += content;
    if (absl::EndsWith(name, ".log") && !content.empty()) ++logs;
  }
  EXPECT_GE(logs, 2);
  EXPECT_TRUE(std::filesystem::exists(stack_->folder() + "/progress.db-wal"));
  for (const std::string& secret : secrets) {
    EXPECT_TRUE(absl::StrContains(store, Sha256Hex(folder_.path(), secret)));
  }
}

}  // namespace
}  // namespace cp::e2e
