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

TEST(StoreDsn, ReadsUrls) {
  const struct {
    const char* url;
    std::vector<const char*> words;
    const char* redacted;
  } cases[] = {
      {"postgres://u:s3cret@h:5/d",
       {"user='u'", "password='s3cret'", "host='h'", "port='5'", "dbname='d'"},
       "postgres://u:***@h:5/d"},
      {"postgresql://u:a%40b%2F%27c%25@[::1]:5432/d?sslmode=require&connect_timeout=9",
       {"password='a@b/\\'c%'", "host='::1'", "port='5432'", "sslmode='require'", "connect_timeout='9'"},
       "postgresql://u:***@[::1]:5432/d?sslmode=require&connect_timeout=9"},
      {"postgresql://h", {"host='h'"}, "postgresql://h"},
      {"postgresql:///d?host=/run/postgresql",
       {"host='/run/postgresql'", "dbname='d'"},
       "postgresql:///d?host=/run/postgresql"},
      {"postgres://host=h dbname=d", {"host='h'", "dbname='d'"}, "postgres://host=h dbname=d"},
  };
  for (const auto& one : cases) {
    CP_ASSERT_OK_AND_ASSIGN(const Dsn dsn, ParseDsn(one.url));
    EXPECT_EQ(dsn.engine, Engine::kPostgres);
    for (const char* word : one.words) EXPECT_THAT(dsn.conninfo, HasSubstr(word)) << one.url;
    EXPECT_EQ(dsn.redacted, one.redacted);
  }
  EXPECT_EQ(ParseDsn("sqlite:///a/b.db")->path, "/a/b.db");
}

TEST(StoreDsn, SaysWhatIsWrongWithAUrl) {
  const struct {
    const char* url;
    const char* says;
  } cases[] = {
      {"postgresql://u:s3cret@h:x/d", "--store-dsn: the URL has a port that is not a number, 1..65535; use sqlite3://"},
      {"postgresql://u:s3cret@::1/d", "write an IPv6 address in brackets"},
      {"postgresql://u:s3/cret@h/d", "write / in user or password as %2F"},
      {"postgresql://u:s3=cret@h/d", "write = in user or password as %3D"},
      {"postgresql://u:s3%cret@h/d", "has a % in its password"},
      {"postgresql://u:s3cret@h/d?user=x", "gives user twice"},
  };
  for (const auto& one : cases) {
    const absl::Status status = ParseDsn(one.url).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, one.says)) << one.url;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("cret"))) << one.url;
  }
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
                                           "postgresql://host=h passwrod=s3cret", "postgresql://u:s3cret@h:0/d",
                                           "postgresql://host='h password=s3cret"));

TEST(StoreDsn, NamesAnUnknownWordInBothForms) {
  for (const char* text : {"postgresql://host=h pasword=s3cret", "postgresql://h/d?pasword=s3cret"}) {
    EXPECT_THAT(ParseDsn(text), StatusIs(absl::StatusCode::kInvalidArgument, "\"pasword\" is not a word")) << text;
  }
}

}  // namespace
}  // namespace cp::sql
