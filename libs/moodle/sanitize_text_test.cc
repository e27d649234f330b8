#include "libs/moodle/sanitize_text.h"

#include <random>
#include <string>

#include "gtest/gtest.h"

namespace cp::moodle {
namespace {

constexpr char kFffd[] = "\xEF\xBF\xBD";

std::string Cleaned(absl::string_view in) {
  std::string out = "left over";
  SanitizeText(in, &out);
  return out;
}

TEST(SanitizeText, KeepsValidTextByteForByte) {
  for (const std::string text :
       {"", "plain", " \t\n\"'\\ ", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\x01\x7F", "Zo\xC3\xAB \xF0\x9F\x98\x80", "e\xCC\x81",
        "\xEF\xBB\xBF"
        "bom",
        "\xEF\xBF\xBD"}) {
    std::string out;
    EXPECT_FALSE(SanitizeText(text, &out)) << text;
    EXPECT_EQ(out, text);
  }
}

TEST(SanitizeText, ReplacesNul) {
  EXPECT_EQ(Cleaned(absl::string_view("a\0b\0", 4)), std::string("a") + kFffd + "b" + kFffd);
}

TEST(SanitizeText, ReplacesEachMaximalSubpartOnce) {
  const std::string f = kFffd;
  EXPECT_EQ(Cleaned("a\x80z"), "a" + f + "z");                     // stray continuation
  EXPECT_EQ(Cleaned("\xC0\xAF"), f + f);                           // overlong "/"
  EXPECT_EQ(Cleaned("\xE0\x80\x80"), f + f + f);                   // overlong
  EXPECT_EQ(Cleaned("\xED\xA0\x80"), f + f + f);                   // surrogate
  EXPECT_EQ(Cleaned("\xF4\x90\x80\x80"), f + f + f + f);           // above U+10FFFF
  EXPECT_EQ(Cleaned("\xFF\xFE"), f + f);                           // never lead bytes
  EXPECT_EQ(Cleaned("\xE2\x82"), f);                               // cut off at the end
  EXPECT_EQ(Cleaned("\xF0\x9F\x98 x"), f + " x");                  // cut off by another character
  EXPECT_EQ(Cleaned("\xE2\x82\xE2\x82\xAC"), f + "\xE2\x82\xAC");  // then a whole one
}

// A second decoder, written the other way round: code points out of bytes.
bool IsValidUtf8WithoutNul(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    if (lead >= 0x80 && lead < 0xC0) return false;
    if (i + length > text.size()) return false;
    for (size_t j = 1; j < length; ++j) {
      const auto byte = static_cast<unsigned char>(text[i + j]);
      if ((byte & 0xC0) != 0x80) return false;
      point = (point << 6) | (byte & 0x3F);
    }
    const uint32_t least[] = {1, 0x80, 0x800, 0x10000};
    if (point < least[length - 1] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000) || lead > 0xF7)
      return false;
    i += length;
  }
  return true;
}

TEST(SanitizeText, IsValidWhateverCameInAndSaysWhetherItChanged) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string bytes("\0aZ\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC2\xDF\xE0\xE1\xED\xEF\xF0\xF1\xF4\xF5\xFF", 22);
  for (int round = 0; round < 50000; ++round) {
    std::string in;
    for (size_t length = random() % 8; in.size() < length;) in += bytes[random() % bytes.size()];
    std::string out;
    const bool changed = SanitizeText(in, &out);
    ASSERT_TRUE(IsValidUtf8WithoutNul(out)) << ::testing::PrintToString(in);
    ASSERT_EQ(changed, !IsValidUtf8WithoutNul(in)) << ::testing::PrintToString(in);
    ASSERT_EQ(changed, in != out) << ::testing::PrintToString(in);
  }
}

}  // namespace
}  // namespace cp::moodle
