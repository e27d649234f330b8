#include "libs/moodle/dsn.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/reasons.h"
#include "libs/testing/status_matchers.h"

namespace cp::moodle {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Dsn, KnowsTheEngines) {
  const auto engine = [](absl::string_view text) { return ParseDsn(text).value().engine; };
  EXPECT_EQ(engine("mysql://host=h dbname=d"), Engine::kMysql);
  EXPECT_EQ(engine("mariadb://host=h dbname=d"), Engine::kMysql);
  EXPECT_EQ(engine("postgresql://host=h dbname=d"), Engine::kPostgres);
  EXPECT_EQ(engine("postgres://host=h dbname=d"), Engine::kPostgres);
  EXPECT_EQ(engine("sqlite3:///var/lib/m.db"), Engine::kSqlite);
  EXPECT_EQ(ParseDsn("sqlite3:///var/lib/m.db").value().connect, "/var/lib/m.db");
  EXPECT_EQ(ParseDsn("sqlite://relative dir/m.db").value().connect, "relative dir/m.db");
}

TEST(Dsn, HidesPasswordsHoweverTheyAreWritten) {
  for (const std::string dsn :
       {"mysql://host=h password=secret1 dbname=d", "mysql://host=h pass=secret1 dbname=d",
        "postgresql://password='sec ret1 with \\' quote' dbname=d", "postgresql://sslpassword=secret1 dbname=d",
        "mysql://password=\"a secret1\" dbname=d", "postgresql://dbname=d password=sec\\ ret1"}) {
    CP_ASSERT_OK_AND_ASSIGN(const Dsn parsed, ParseDsn(dsn));
    EXPECT_THAT(parsed.redacted, AllOf(HasSubstr("dbname=d"), HasSubstr("=***"), Not(HasSubstr("ret1")))) << dsn;
    EXPECT_THAT(dsn, HasSubstr(parsed.connect));
  }
}

TEST(Dsn, ReadsUrls) {
  const struct {
    const char* url;
    const char* connect;
    const char* redacted;
  } cases[] = {
      {"mysql://reader:s%40f%27e@db:3306/moodle",
       "user='reader' password='s@f\\'e' host='db' port='3306' dbname='moodle'", "mysql://reader:***@db:3306/moodle"},
      {"mariadb://reader@[::1]/moodle?sslca=/etc/ca.pem",
       "user='reader' host='::1' dbname='moodle' sslca='/etc/ca.pem'",
       "mariadb://reader@[::1]/moodle?sslca=/etc/ca.pem"},
      {"postgres://reader:s3cret@db/moodle?sslmode=require",
       "user='reader' password='s3cret' host='db' dbname='moodle' sslmode='require'",
       "postgres://reader:***@db/moodle?sslmode=require"},
      {"postgresql://db1:5432,db2/moodle", "host='db1,db2' port='5432,' dbname='moodle'",
       "postgresql://db1:5432,db2/moodle"},
  };
  for (const auto& one : cases) {
    CP_ASSERT_OK_AND_ASSIGN(const Dsn parsed, ParseDsn(one.url));
    EXPECT_EQ(parsed.connect, one.connect);
    EXPECT_EQ(parsed.redacted, one.redacted);
  }
}

TEST(Dsn, SaysWhatIsWrongWithAUrl) {
  EXPECT_THAT(ParseDsn("mysql://u:p@db:0/m"), testing::StatusIs(absl::StatusCode::kInvalidArgument, "port"));
  EXPECT_THAT(ParseDsn("mysql://u:p@db"), testing::StatusIs(absl::StatusCode::kInvalidArgument, "names no database"));
  EXPECT_THAT(ParseDsn("mysql://u:p@db/m?sslmode=require"),
              testing::StatusIs(absl::StatusCode::kInvalidArgument, "\"sslmode\""));
  EXPECT_THAT(ParseDsn("mysql://u:p@a,b/m"), testing::StatusIs(absl::StatusCode::kInvalidArgument, "several hosts"));
  EXPECT_THAT(ParseDsn("postgresql://u:p=w@db/m"), testing::StatusIs(absl::StatusCode::kInvalidArgument, "%3D"));
}

TEST(Dsn, NamesAnUnknownWord) {
  for (const std::string scheme : {"mysql://", "postgresql://"}) {
    const auto parsed = ParseDsn(scheme + "host=h dbname=d pasword=secret");
    EXPECT_THAT(parsed, testing::StatusIs(absl::StatusCode::kInvalidArgument, "\"pasword\"")) << scheme;
    EXPECT_THAT(std::string(parsed.status().message()), Not(HasSubstr("secret")));
  }
}

TEST(Dsn, RefusesWhatCanNotBeRightWithoutRepeatingIt) {
  for (const std::string dsn :
       {"", "host=h password=secret", "oracle://password=secret", "mysql://host=h password=secret",
        "mysql://dbname= password=secret", "postgresql://user:secret@host", "mysql://=secret dbname=d",
        "mysql://user:secret@host:x/db", "mysql://user:secret@h1,h2/db", "mysql://user:secret@host/db?pasword=secret",
        "postgresql://us=er:secret@host/db", "mysql://dbname=d password='secret", "sqlite3://",
        "sqlite3://a\"secret"}) {
    const auto parsed = ParseDsn(dsn);
    EXPECT_THAT(parsed, AllOf(testing::StatusIs(absl::StatusCode::kInvalidArgument, "--moodle-dsn"),
                              testing::HasReason(reason::kConfigInvalid)))
        << dsn;
    EXPECT_THAT(std::string(parsed.status().message()), Not(HasSubstr("secret"))) << dsn;
  }
}

}  // namespace
}  // namespace cp::moodle
