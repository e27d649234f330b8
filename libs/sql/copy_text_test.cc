#include "libs/sql/copy_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace cp::sql {
namespace {

std::string Copied(absl::string_view text) {
  CopyText rows;
  rows.Add(text);
  rows.EndRow();
  return rows.text();
}

TEST(CopyText, IsEmptyWithoutRows) { EXPECT_EQ(CopyText().text(), ""); }

TEST(CopyText, SeparatesValuesByTabsAndRowsByNewlines) {
  CopyText rows;
  rows.Add(int64_t{1});
  rows.Add(absl::string_view("a"));
  rows.EndRow();
  rows.Add(int64_t{2});
  rows.Add(absl::string_view(""));
  rows.EndRow();
  EXPECT_EQ(rows.text(), "1\ta\n2\t\n");
}

TEST(CopyText, WritesNumbersThatReadBackEqual) {
  CopyText rows;
  rows.Add(std::numeric_limits<int64_t>::min());
  rows.Add(100.0 / 3);
  rows.Add(0.0);
  rows.Add(-std::numeric_limits<double>::min());
  rows.EndRow();
  EXPECT_EQ(rows.text(), "-9223372036854775808\t33.333333333333336\t0\t-2.2250738585072014e-308\n");
}

TEST(CopyText, EscapesWhatEndsAValueOrARow) { EXPECT_EQ(Copied("a\tb\nc\rd\\"), "a\\tb\\nc\\rd\\\\\n"); }

TEST(CopyText, MarksOfTheFormatAreTextToo) {
  EXPECT_EQ(Copied("\\N"), "\\\\N\n");
  EXPECT_EQ(Copied("\\."), "\\\\.\n");
}

TEST(CopyText, LeavesEveryOtherByteAlone) {
  std::string plain;
  for (int byte = 1; byte < 256; ++byte) {
    if (absl::string_view("\t\n\r\\").find(static_cast<char>(byte)) == absl::string_view::npos) {
      plain.push_back(static_cast<char>(byte));
    }
  }
  EXPECT_EQ(Copied(plain), plain + "\n");
}

}  // namespace
}  // namespace cp::sql
