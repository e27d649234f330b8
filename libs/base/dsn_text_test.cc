#include "libs/base/dsn_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace cp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(RedactDsn, ShowsHarmlessWordsAndHidesTheValueOfEveryOther) {
  EXPECT_EQ(RedactDsn("postgresql://host=db port=5432 dbname=cp user=cp password=hunter2 sslmode=require"),
            "postgresql://host=db port=5432 dbname=cp user=cp password=*** sslmode=require");
  EXPECT_EQ(RedactDsn("mysql://host=db pasword=hunter2"), "mysql://host=db pasword=***");
  EXPECT_EQ(RedactDsn("mysql://Password=hunter2 PASSWORD=hunter2"), "mysql://Password=*** PASSWORD=***");
  EXPECT_EQ(RedactDsn("mysql://pass=\"hunter 2\" db=x"), "mysql://pass=*** db=x");
  EXPECT_EQ(RedactDsn("postgresql://password='a\\'b c' user=cp"), "postgresql://password=*** user=cp");
  EXPECT_EQ(RedactDsn("postgresql://password=p&ssw0rd user=cp"), "postgresql://password=*** user=cp");
  EXPECT_EQ(RedactDsn("postgresql://password=correct\\ horse"), "postgresql://password=***");
  EXPECT_EQ(RedactDsn("postgresql://host=/run/postgresql,db2 passfile=/run/pw"),
            "postgresql://host=/run/postgresql,db2 passfile=/run/pw");
}

TEST(RedactDsn, HidesTheValueOfAHarmlessWordThatHoldsMore) {
  EXPECT_EQ(RedactDsn("postgresql://dbname=postgresql://u:hunter2@h/d"), "postgresql://dbname=***");
  EXPECT_EQ(RedactDsn("postgresql://host=h&password=hunter2"), "postgresql://host=***");
}

TEST(RedactDsn, ShowsUrlsWithoutTheirPassword) {
  EXPECT_EQ(RedactDsn("postgresql://cp:hunter2@db:5432/cp"), "postgresql://cp:***@db:5432/cp");
  EXPECT_EQ(RedactDsn("postgresql://cp@db/cp"), "postgresql://cp@db/cp");
  EXPECT_EQ(RedactDsn("postgresql://db/cp?user=cp&password=hunter2&sslmode=require"),
            "postgresql://db/cp?user=cp&password=***&sslmode=require");
  EXPECT_EQ(RedactDsn("redis://:hunter2@127.0.0.1:6379/0"), "redis://:***@127.0.0.1:6379/0");
  EXPECT_EQ(RedactDsn("redis://hunter2@[::1]:6379/0"), "redis://***@[::1]:6379/0");
  EXPECT_EQ(RedactDsn("redis://127.0.0.1:6379/0"), "redis://127.0.0.1:6379/0");
}

TEST(RedactDsn, HidesEverythingOfATextThatIsNotWellFormed) {
  EXPECT_EQ(RedactDsn("postgresql://password='sek'retK x"), "postgresql://***");
  EXPECT_EQ(RedactDsn("postgresql://password='it''s secret' user=cp"), "postgresql://***");
  EXPECT_EQ(RedactDsn(":s3cret@host:6379/0"), "***");
  EXPECT_EQ(RedactDsn("host=db password=s3cret"), "***");
  for (const std::string dsn :
       {"redis://:hun@ter2/x@h:1", "redis://:hun/ter2@h:1", "pg://u:password=ter2@h/db", "mysql://password='hun ter2",
        "postgresql://u:hun#ter2@h/d", "postgresql://u:hun?ter2@h/d", "postgresql://u:hun=ter2@h/d",
        "MYSQL://u:ter2@h/d", "postgresql://h/d?ter2", "mysql://password=hun ter2", "mysql://password=hunter2\\",
        "redis://h/0?x=1#ter2", "mysql://password = hunter2 user=cp", "mysql://user= password=hunter2"}) {
    EXPECT_THAT(RedactDsn(dsn), Not(HasSubstr("ter2"))) << dsn;
  }
}

TEST(RedactDsn, ShowsThePathOfASqliteFile) {
  for (const std::string dsn : {"", "sqlite3:///var/lib/cp/my store.db", "sqlite3://a@b.db", "sqlite://db=x.db"}) {
    EXPECT_EQ(RedactDsn(dsn), dsn);
  }
  EXPECT_EQ(RedactDsn("sqlite3://host=h password=hunter2"), "sqlite3://***");
}

TEST(RedactText, ShowsWhatCanNotBeADsn) {
  EXPECT_EQ(RedactText("127.0.0.1:7070"), "127.0.0.1:7070");
  EXPECT_EQ(RedactText("plain text"), "plain text");
  EXPECT_EQ(RedactText("mysql://host=a password=hunter2"), "mysql://host=a password=***");
  EXPECT_EQ(RedactText(":hunter2@host:6379"), "***");
  EXPECT_EQ(RedactText("password=hunter2"), "***");
}

TEST(DsnWords, AreReadWithQuotesAndBackslashes) {
  const auto words = ParseDsnWords(" a=b  c='d e' f=g\\ h i=");
  ASSERT_TRUE(words.has_value());
  std::vector<std::string> texts;
  for (const DsnWord& word : *words) texts.push_back(word.name + "|" + word.value);
  EXPECT_THAT(texts, ElementsAre("a|b", "c|'d e'", "f|g\\ h", "i|"));
  for (const char* wrong : {"a", "a b=c", "=b", "a='b", "a='b'c", "a-b=c", "a=b\\", "a =b"}) {
    EXPECT_FALSE(ParseDsnWords(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace cp
