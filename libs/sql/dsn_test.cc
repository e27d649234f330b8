#include "libs/sql/dsn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::StatusIs;

TEST(StoreDsn, ReadsAnSqlitePath) {
  CP_ASSERT_OK_AND_ASSIGN(const Dsn dsn, ParseDsn("sqlite3:///var/lib/cp/store.db"));
  EXPECT_EQ(dsn.engine, Engine::kSqlite);
  EXPECT_EQ(dsn.path, "/var/lib/cp/store.db");
  EXPECT_EQ(dsn.redacted, "sqlite3:///var/lib/cp/store.db");
  EXPECT_EQ(ParseDsn("sqlite3://dbname=/a/b c=d.db")->path, "/a/b c=d.db");
}

TEST(StoreDsn, ReadsPostgresKeywordsAndHidesThePassword) {
  CP_ASSERT_OK_AND_ASSIGN(const Dsn dsn, ParseDsn("postgresql://host=h port=5 dbname=d user=u password='s3 cr\\'et'"));
  EXPECT_EQ(dsn.engine, Engine::kPostgres);
  EXPECT_THAT(dsn.conninfo, HasSubstr("password='s3 cr\\'et'"));
  EXPECT_EQ(dsn.redacted, "postgresql://host=h port=5 dbname=d user=u password=***");
}

TEST(StoreDsn, ReadsLibpqUriAndHidesThePassword) {
  CP_ASSERT_OK_AND_ASSIGN(const Dsn dsn, ParseDsn("postgresql://u:s3cret@h:5/d"));
  EXPECT_THAT(dsn.conninfo, HasSubstr("host='h'"));
  EXPECT_THAT(dsn.redacted, Not(HasSubstr("s3cret")));
}

TEST(StoreDsn, KeepsTheOperatorsTimeoutsAndAddsTheMissingOnes) {
  CP_ASSERT_OK_AND_ASSIGN(const Dsn dsn, ParseDsn("postgresql://host=h connect_timeout=30"));
  EXPECT_THAT(dsn.conninfo, HasSubstr("connect_timeout='30'"));
  EXPECT_THAT(dsn.conninfo, Not(HasSubstr("connect_timeout='5'")));
  EXPECT_THAT(dsn.conninfo, HasSubstr("tcp_user_timeout='20000'"));
}

class RefusedDsn : public ::testing::TestWithParam<const char*> {};

TEST_P(RefusedDsn, NamesTheSettingAndTheFormsButNotTheText) {
  const auto dsn = ParseDsn(GetParam());
  EXPECT_THAT(dsn, StatusIs(absl::StatusCode::kInvalidArgument, "--store-dsn"));
  EXPECT_THAT(dsn, StatusIs(absl::StatusCode::kInvalidArgument, "sqlite3://<path>"));
  EXPECT_THAT(dsn, HasReason("CONFIG_INVALID"));
  EXPECT_THAT(std::string(dsn.status().message()), Not(HasSubstr("s3cret")));
}

INSTANTIATE_TEST_SUITE_P(Texts, RefusedDsn,
                         ::testing::Values("", "store.db", "mysql://host=h password=s3cret", "sqlite3://",
                                           "sqlite3://:memory:", "sqlite3://file:x?mode=memory", "sqlite3://a\"b",
                                           "postgresql://host=h passwrod=s3cret",
                                           "postgresql://host='h password=s3cret"));

TEST(StoreDsn, NamesAnUnknownWordInBothForms) {
  for (const char* text : {"postgresql://host=h pasword=s3cret", "postgresql://h/d?pasword=s3cret"}) {
    EXPECT_THAT(ParseDsn(text), StatusIs(absl::StatusCode::kInvalidArgument, "\"pasword\" is not a word")) << text;
  }
}

}  // namespace
}  // namespace cp::sql
