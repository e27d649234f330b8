// Awkward text and identifiers: nothing is trimmed, folded, cut or taken for equal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;

std::string Repeat(absl::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) absl::StrAppend(&out, text);
  return out;
}

const std::vector<std::string>& AwkwardTexts() {
  static const auto* const texts =
      new std::vector<std::string>{"",
                                   " leading and trailing ",
                                   "tab\there, newline\nthere, return\r\n",
                                   "O'Brien said \"no\"; DROP TABLE course_progress; --",
                                   "back\\slash \\n \\0 \\\\",
                                   "100% _wild_ [x] $1 :p ?",
                                   "=1+1",
                                   "null",
                                   "NULL",
                                   "0",
                                   "Straße STRASSE strasse",
                                   "é versus e\xcc\x81",  // composed and decomposed
                                   "İstanbul ıstanbul",   // Turkish case pairs
                                   "Æon Ǆ ﬀ",             // collation expansions
                                   "日本語 全社共有 한국어 العربية",
                                   "\xe2\x80\xae"
                                   "right to left",
                                   "🎓🚀 👩‍👩‍👧‍👦 𝕏",  // outside the basic plane
                                   "replaced \xef\xbf\xbd here",
                                   "\x01\x1f\x7f",
                                   "<b>bold</b> &amp; <script>alert(1)</script>",
                                   Repeat("x", 254),
                                   Repeat("🎓", 254),
                                   Repeat("ab ", 5000)};
  return *texts;
}

progress::CourseProgress Spelled(int64_t user, const std::string& text) {
  progress::CourseProgress row = Row(user, 2);
  row.firstname = text;
  row.lastname = text;
  row.email = text;
  row.username = text;
  row.coursename = text;
  return row;
}

void TextComesBackByteForByte(StoreCase& t) {
  t.AddCompanies(1);
  std::vector<progress::CourseProgress> rows;
  int64_t user = 0;
  for (const std::string& text : AwkwardTexts()) rows.push_back(Spelled(++user, text));
  t.Put(1, rows);
  const auto read = t.LiveRows(1);
  ASSERT_EQ(read.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(read[i], rows[i]) << "text " << i;
}

void TextIsReplacedByteForByte(StoreCase& t) {
  t.AddCompanies(1);
  for (const std::string& text : AwkwardTexts()) {
    t.Put(1, {Spelled(1, text)});
    EXPECT_THAT(t.LiveRows(1), ElementsAre(Spelled(1, text)));
  }
}

// A collation that folds case would take these for duplicates or for unchanged.
void PeopleWhoDifferOnlyInCaseAreTwo(StoreCase& t) {
  t.AddCompanies(1);
  const std::vector<progress::CourseProgress> rows = {Spelled(1, "alice@acme.test"), Spelled(2, "Alice@acme.test"),
                                                      Spelled(3, "ALICE@ACME.TEST"), Spelled(4, "alice@acme.test ")};
  t.Put(1, rows);
  EXPECT_EQ(t.LiveRows(1), rows);
}

void ChangeOfCaseAloneIsAChange(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Spelled(1, "alice")});
  t.Put(1, {Spelled(1, "Alice")});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Spelled(1, "Alice")));
  EXPECT_EQ(t.Stored(1).at(Key(1, 2)).content_hash, progress::ContentHash(Spelled(1, "Alice")));
}

void CompaniesWithAwkwardNames(StoreCase& t) {
  int64_t id = 0;
  std::vector<progress::Company> companies;
  for (const std::string& text : AwkwardTexts()) companies.push_back({CompanyId(++id), text, text});
  CP_ASSERT_OK(t.store().UpsertCompanies(companies, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto states, t.store().ListCompanies(t.Soon()));
  ASSERT_EQ(states.size(), companies.size());
  for (size_t i = 0; i < states.size(); ++i) {
    EXPECT_EQ(states[i].company.name, companies[i].name);
    EXPECT_EQ(states[i].company.shortname, companies[i].shortname);
  }
}

void TokensWithAwkwardLabels(StoreCase& t) {
  t.AddCompanies(1);
  int number = 0;
  std::vector<std::string> labels;
  for (const std::string& text : AwkwardTexts()) {
    if (text.size() > 400) continue;
    progress::ApiToken token = ReadToken(absl::StrCat("token", 100 + number++), 1);
    token.label = text;
    labels.push_back(text);
    CP_ASSERT_OK(t.store().CreateToken(token, t.Soon()));
  }
  CP_ASSERT_OK_AND_ASSIGN(const auto table, t.store().LoadTokens(t.Soon()));
  ASSERT_EQ(table.tokens.size(), labels.size());
  for (size_t i = 0; i < labels.size(); ++i) EXPECT_EQ(table.tokens[i].label, labels[i]);
}

void ExtremesOfNumbersSurvive(StoreCase& t) {
  t.AddCompanies(1);
  progress::CourseProgress row = Row(2147483647, 2147483647, 2147483646, 2147483647);
  row.timecompleted = 253402300799;
  row.timestarted = 253402300799;
  row.last_activity = 253402300799;
  progress::CourseProgress third = Row(1, 2, 1, 3);
  progress::CourseProgress seventh = Row(1, 3, 1, 7);
  t.Put(1, {third, seventh, row});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(third, seventh, row));
}

}  // namespace

std::vector<ContractCase> TextContract() {
  return {CP_CONTRACT_CASE(TextComesBackByteForByte),        CP_CONTRACT_CASE(TextIsReplacedByteForByte),
          CP_CONTRACT_CASE(PeopleWhoDifferOnlyInCaseAreTwo), CP_CONTRACT_CASE(ChangeOfCaseAloneIsAChange),
          CP_CONTRACT_CASE(CompaniesWithAwkwardNames),       CP_CONTRACT_CASE(TokensWithAwkwardLabels),
          CP_CONTRACT_CASE(ExtremesOfNumbersSurvive)};
}

}  // namespace cp::testing
