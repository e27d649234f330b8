#include "libs/sql/copy_text.h"

#include <charconv>

namespace cp::sql {
namespace {

constexpr size_t kLongestNumber = 32;

template <typename Number>
void Append(Number value, std::string* text) {
  char buffer[kLongestNumber];
  char* const end = std::to_chars(buffer, buffer + sizeof(buffer) - 1, value).ptr;
  *end = '\t';
  text->append(buffer, end + 1);
}

// What stands behind the backslash for a byte that ends a value or a row, or that is the backslash itself.
char Escaped(char special) {
  switch (special) {
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    default:
      return special;
  }
}

}  // namespace

void CopyText::Add(int64_t value) { Append(value, &text_); }

void CopyText::Add(double value) { Append(value, &text_); }

void CopyText::Add(absl::string_view text) {
  constexpr absl::string_view kSpecial = "\\\t\n\r";
  for (size_t at = text.find_first_of(kSpecial); at != absl::string_view::npos; at = text.find_first_of(kSpecial)) {
    text_.append(text.data(), at);
    text_.push_back('\\');
    text_.push_back(Escaped(text[at]));
    text.remove_prefix(at + 1);
  }
  text_.append(text.data(), text.size());
  text_.push_back('\t');
}

}  // namespace cp::sql
