// Many values in one text parameter: how lists reach a prepared statement on either engine.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/sql/dsn.h"

namespace cp::sql {

// A PostgreSQL array literal in the making: {1,2,3} or {"a","b\"c"}. Text elements are always quoted, so that an empty
// text, NULL, braces, commas and white space are what they are.
class ArrayLiteral {
 public:
  void Add(int64_t value);
  void Add(double value);  // shortest text that reads back as the same number
  void Add(absl::string_view text);
  void Reserve(size_t bytes) { text_.reserve(bytes); }

  // The literal; empties this object.
  std::string Finish();

 private:
  void Separate() { text_.push_back(text_.empty() ? '{' : ','); }

  std::string text_;
};

inline int64_t ListedValue(int64_t id) { return id; }
template <typename StrongId>
int64_t ListedValue(const StrongId& id) {
  return id.value();
}

// ["a","b"] on SQLite, {"a","b"} on PostgreSQL. REQUIRES: no control characters.
template <typename Range>
std::string TextList(Engine engine, const Range& texts) {
  ArrayLiteral literal;
  for (const auto& text : texts) literal.Add(absl::string_view(text));
  std::string list = literal.Finish();
  if (engine == Engine::kSqlite) {
    list.front() = '[';
    list.back() = ']';
  }
  return list;
}

// [1,2,3] on SQLite, {1,2,3} on PostgreSQL. `Range` holds strong ids or plain ones.
template <typename Range>
std::string IdList(Engine engine, const Range& ids) {
  ArrayLiteral literal;
  for (const auto& id : ids) literal.Add(ListedValue(id));
  std::string text = literal.Finish();
  if (engine == Engine::kSqlite) {
    text.front() = '[';
    text.back() = ']';
  }
  return text;
}

}  // namespace cp::sql
