#include "libs/runtime/redact.h"

#include <gtest/gtest.h>

#include <string>

namespace cp::runtime {
namespace {

TEST(RedactDsn, HidesThePasswordOfEveryForm) {
  EXPECT_EQ(RedactDsn("postgresql://host=db port=5432 dbname=cp user=cp password=hunter2"),
            "postgresql://host=db port=5432 dbname=cp user=cp password=***");
  EXPECT_EQ(RedactDsn("mysql://host=db password='it''s a secret' user=cp"), "mysql://host=db password=*** user=cp");
  EXPECT_EQ(RedactDsn("postgresql://password='a\\'b c' user=cp"), "postgresql://password=*** user=cp");
  EXPECT_EQ(RedactDsn("mysql://PASSWORD = hunter2 user=cp"), "mysql://PASSWORD =*** user=cp");
  EXPECT_EQ(RedactDsn("mysql://pass=\"hunter 2\" db=x"), "mysql://pass=*** db=x");
  EXPECT_EQ(RedactDsn("postgresql://cp:hunter2@db:5432/cp"), "postgresql://cp:***@db:5432/cp");
  EXPECT_EQ(RedactDsn("postgresql://db/cp?user=cp&password=hunter2&sslmode=require"),
            "postgresql://db/cp?user=cp&password=***&sslmode=require");
  EXPECT_EQ(RedactDsn("redis://:hunter2@127.0.0.1:6379/0"), "redis://:***@127.0.0.1:6379/0");
  EXPECT_EQ(RedactDsn("redis://hunter2@127.0.0.1:6379/0"), "redis://***@127.0.0.1:6379/0");
}

TEST(RedactDsn, HidesPasswordsThatLookLikeSyntax) {
  for (const std::string dsn : {"redis://:hun@ter2/x@h:1", "redis://:hun/ter2@h:1", "pg://u:password=ter2@h/db",
                                "mysql://password='hun ter2", "postgresql://password=hunter2", "x password=hun=ter2"}) {
    EXPECT_EQ(RedactDsn(dsn).find("ter2"), std::string::npos) << RedactDsn(dsn);
  }
}

TEST(RedactDsn, LeavesEverythingElse) {
  for (const std::string dsn :
       {"", "sqlite3:///var/lib/cp/store.db", "postgresql://cp@db/cp", "mysql://host=db passfile=/run/pw user=cp",
        "redis://127.0.0.1:6379/0", "plain text", "sqlite3://a@b.db"}) {
    EXPECT_EQ(RedactDsn(dsn), dsn);
  }
}

}  // namespace
}  // namespace cp::runtime
