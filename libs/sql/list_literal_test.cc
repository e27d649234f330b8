#include "libs/sql/list_literal.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "libs/base/ids.h"

namespace cp::sql {
namespace {

TEST(ArrayLiteral, IsEmptyWithoutElements) { EXPECT_EQ(ArrayLiteral().Finish(), "{}"); }

TEST(ArrayLiteral, HoldsNumbers) {
  ArrayLiteral literal;
  literal.Add(int64_t{1});
  literal.Add(std::numeric_limits<int64_t>::min());
  EXPECT_EQ(literal.Finish(), "{1,-9223372036854775808}");
  EXPECT_EQ(literal.Finish(), "{}") << "Finish() starts afresh";
}

TEST(ArrayLiteral, WritesDoublesThatReadBackEqual) {
  ArrayLiteral literal;
  literal.Add(100.0 / 3);
  literal.Add(0.0);
  EXPECT_EQ(literal.Finish(), "{33.333333333333336,0}");
}

TEST(ArrayLiteral, QuotesEveryText) {
  ArrayLiteral literal;
  for (const char* text : {"", "NULL", "a,b", "{}", "\"", "\\", " "}) literal.Add(absl::string_view(text));
  EXPECT_EQ(literal.Finish(), R"({"","NULL","a,b","{}","\"","\\"," "})");
}

TEST(IdList, IsJsonOnSqliteAndAnArrayOnPostgres) {
  const std::vector<CompanyId> ids = {CompanyId(1), CompanyId(20)};
  EXPECT_EQ(IdList(Engine::kSqlite, ids), "[1,20]");
  EXPECT_EQ(IdList(Engine::kPostgres, ids), "{1,20}");
  EXPECT_EQ(IdList(Engine::kSqlite, std::vector<CompanyId>()), "[]");
}

}  // namespace
}  // namespace cp::sql
