#include "services/common/setting_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"

namespace cp::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::StatusIs;
constexpr absl::StatusCode kWrong = absl::StatusCode::kInvalidArgument;

TEST(SettingChecks, AcceptWhatTheLibrariesAccept) {
  CP_EXPECT_OK(CheckListen("127.0.0.1:0"));
  CP_EXPECT_OK(CheckStoreDsn("postgresql://host=db dbname=cp"));
  CP_EXPECT_OK(CheckMoodleDsn("mysql://host=db dbname=moodle"));
  CP_EXPECT_OK(CheckMoodlePrefix("mdl_"));
  CP_EXPECT_OK(CheckRedisUrl("redis://cache:6379/0"));
}

TEST(SettingChecks, SayTheRuleAndNeitherNameNorSecret) {
  const std::string secret = "s3cret";
  for (const absl::Status& status :
       {CheckStoreDsn("postgresql://pasword=" + secret), CheckMoodleDsn("mysql://pasword=" + secret),
        CheckRedisUrl("redis://:" + secret + "@host:99999/0"), CheckListen("nowhere"), CheckMoodlePrefix("mdl-")}) {
    EXPECT_THAT(status, StatusIs(kWrong));
    EXPECT_THAT(std::string(status.message()), Not(::testing::StartsWith("--")));
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(secret)));
  }
}

TEST(CheckStoreIsNotMoodle, RefusesOneFileUnderAnyPath) {
  testing::TempDir folder;
  const std::string file = folder.File("moodle.db");
  const std::string link = folder.File("link.db");
  const auto check = [](const std::string& store, const std::string& moodle) {
    return CheckStoreIsNotMoodle(absl::StrCat("sqlite3://", store), absl::StrCat("sqlite3://", moodle));
  };
  EXPECT_THAT(check(file, folder.path() + "/./moodle.db"), StatusIs(kWrong, "name the same file"));  // not there yet
  std::ofstream(file) << "x";
  std::filesystem::create_symlink(file, link);
  EXPECT_THAT(check(file, file), StatusIs(kWrong, "name the same file"));
  EXPECT_THAT(check(link, file), StatusIs(kWrong, "name the same file"));
  CP_EXPECT_OK(check(folder.File("store.db"), file));
  CP_EXPECT_OK(CheckStoreIsNotMoodle("postgresql://host=h dbname=d", "postgresql://host=h dbname=d"));
}

}  // namespace
}  // namespace cp::service
