#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/dsn_text.h"
#include "libs/testing/status_matchers.h"

namespace cp {
namespace {

using ::cp::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

std::string WordsOf(absl::string_view url) {
  const absl::StatusOr<std::vector<DsnWord>> words = ParseDsnUrl(url);
  if (!words.ok()) return words.status().ToString();
  return absl::StrJoin(*words, "|",
                       [](std::string* out, const DsnWord& word) { absl::StrAppend(out, word.name, "=", word.value); });
}

TEST(ParseDsnUrl, ReadsEveryPart) {
  const struct {
    const char* url;
    const char* words;
  } cases[] = {
      {"cp:s3cret@db:5432/progress?sslmode=require",
       "user=cp|password=s3cret|host=db|port=5432|dbname=progress|sslmode=require"},
      {"db/progress", "host=db|dbname=progress"},
      {"db", "host=db"},
      {"db/", "host=db"},
      {"db:3306", "host=db|port=3306"},
      {"cp@db/x", "user=cp|host=db|dbname=x"},
      {"cp:@db/x", "user=cp|password=|host=db|dbname=x"},
      {":s3cret@db/x", "password=s3cret|host=db|dbname=x"},
      {"/x", "dbname=x"},
      {"cp@/x", "user=cp|dbname=x"},
      {"/x?host=/run/postgresql&user=cp", "dbname=x|host=/run/postgresql|user=cp"},
      {"?dbname=x", "dbname=x"},
      // Percent-encoding, in every part.
      {"c%70:p%40s%2Fs%3Aw%25%20%3F%23@d%62/pro%67ress?sslmode=re%71uire&application_name=a%26b%3Dc",
       "user=cp|password=p@s/s:w% ?#|host=db|dbname=progress|sslmode=require|application_name=a&b=c"},
      {"u%C3%BCser:p:w@db/x", "user=u\xC3\xBCser|password=p:w|host=db|dbname=x"},
      {"%2Frun%2Fpostgresql/x", "host=/run/postgresql|dbname=x"},
      {"db/a+b", "host=db|dbname=a+b"},
      // IPv6, and several hosts.
      {"cp:s3cret@[::1]:5432/x", "user=cp|password=s3cret|host=::1|port=5432|dbname=x"},
      {"[2001:db8::7]/x", "host=2001:db8::7|dbname=x"},
      {"[fe80::1%25eth0]/x", "host=fe80::1%eth0|dbname=x"},
      {"[::ffff:10.0.0.1]", "host=::ffff:10.0.0.1"},
      {"db1:5432,db2,[::1]:5434/x", "host=db1,db2,::1|port=5432,,5434|dbname=x"},
      {"db1,db2/x", "host=db1,db2|dbname=x"},
  };
  for (const auto& one : cases) EXPECT_EQ(WordsOf(one.url), one.words) << one.url;
}

TEST(ParseDsnUrl, SaysWhatIsWrongAndRepeatsNothing) {
  const struct {
    const char* url;
    const char* says;
  } cases[] = {
      {"cp:s3cret@db:x/d", "has a port that is not a number, 1..65535"},
      {"cp:s3cret@db:0/d", "1..65535"},
      {"cp:s3cret@db:65536/d", "1..65535"},
      {"cp:s3cret@db:/d", "1..65535"},
      {"cp:s3cret@db:5432:1/d", "has two : in its host and port; write an IPv6 address in brackets, [::1]"},
      {"cp:s3cret@::1/d", "brackets, [::1]"},
      {"cp:s3cret@[::1/d", "has a [ without its ]"},
      {"cp:s3cret@[db]/d", "something else than an IPv6 address in brackets"},
      {"cp:s3cret@[::1]5432/d", "something else than a port after its ]"},
      {"cp:s3cret@d b/d", "has a character in its host that no host name has"},
      {"cp:s3cret%@db/d", "has a % in its password that two hexadecimal digits do not follow; write % as %25"},
      {"cp:s3cret%4@db/d", "in its password"},
      {"c%zzp:s3cret@db/d", "in its user"},
      {"cp:s3cret@db/d%", "in its database"},
      {"cp:s3cret@db/d?sslmode=%1", "in its parameters"},
      {"cp:s3cret%00@db/d", "has a NUL byte in its password"},
      {"cp:s3@cret@db/d", "has two @; write @ in user or password as %40"},
      {"cp:s3/cret@db/d", "has an @ after its first /; write / in user or password as %2F"},
      {"cp:s3#cret@db/d", "has a #; write # in user or password as %23"},
      {"cp:s3cret@db/d?sslmode", "has something else than name=value&name=value after its ?"},
      {"cp:s3cret@db/d?=x", "has something else than name=value"},
      {"cp:s3cret@db/d?ssl-mode=x", "has a parameter whose name is not letters, digits and _"},
      {"cp:s3cret@db/d?password=s3cret", "gives password twice; keep one"},
      {"cp:s3cret@db/d?dbname=x", "gives dbname twice"},
  };
  for (const auto& one : cases) {
    const absl::Status status = ParseDsnUrl(one.url).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, one.says)) << one.url;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("cret"))) << one.url;
  }
}

TEST(ToDsnText, QuotesWhatWordsCanNotHold) {
  EXPECT_EQ(ToDsnText({{"user", "cp"}, {"password", "a'b\\c d"}, {"dbname", ""}}),
            "user='cp' password='a\\'b\\\\c d' dbname=''");
}

}  // namespace
}  // namespace cp
