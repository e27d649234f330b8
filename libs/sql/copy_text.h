// Rows in the text format of PostgreSQL's COPY .. FROM STDIN.
// https://www.postgresql.org/docs/15/sql-copy.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace cp::sql {

// Values are added in the order of the columns; EndRow() after the last. No value is NULL. Any text is what it is,
// "\N" and "\." included; NUL bytes are the caller's to refuse. One thread at a time.
class CopyText {
 public:
  void Add(int64_t value);
  void Add(double value);  // shortest text that reads back as the same number
  void Add(absl::string_view text);
  void EndRow() { text_.back() = '\n'; }
  void Reserve(size_t bytes) { text_.reserve(bytes); }

  const std::string& text() const { return text_; }

 private:
  std::string text_;  // each value ends with the tab or newline that follows it
};

}  // namespace cp::sql
