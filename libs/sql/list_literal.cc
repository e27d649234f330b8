#include "libs/sql/list_literal.h"

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"

namespace cp::sql {

void ArrayLiteral::Add(int64_t value) {
  Separate();
  absl::StrAppend(&text_, value);
}

void ArrayLiteral::Add(double value) {
  Separate();
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value).ptr;
  text_.append(buffer, end);
}

void ArrayLiteral::Add(absl::string_view text) {
  Separate();
  text_.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') text_.push_back('\\');
    text_.push_back(c);
  }
  text_.push_back('"');
}

std::string ArrayLiteral::Finish() {
  if (text_.empty()) text_.push_back('{');
  text_.push_back('}');
  return std::exchange(text_, std::string());
}

}  // namespace cp::sql
