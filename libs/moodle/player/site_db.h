// A writable connection to a Moodle-shaped database on any engine, for what plays Moodle's part. Not thread-safe.
//
// Private to this library: failures are exceptions (SOCI's), which MoodlePlayer and SmallSite turn into statuses.
#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"

namespace cp::moodle {

// An SQL literal: what a number or a text becomes without a word, so that a row reads as its values.
class SqlValue {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a value stands in a row without a word around it.
  SqlValue(int64_t number) : sql_(absl::StrCat(number)) {}
  SqlValue(int number) : sql_(absl::StrCat(number)) {}
  SqlValue(std::nullptr_t) : sql_("NULL") {}
  SqlValue(absl::string_view text);
  SqlValue(const char* text) : SqlValue(absl::string_view(text)) {}
  SqlValue(const std::string& text) : SqlValue(absl::string_view(text)) {}
  // NOLINTEND(google-explicit-constructor): from here on constructors are explicit again.

  const std::string& sql() const { return sql_; }

 private:
  std::string sql_;
};

struct SqlColumn {
  absl::string_view name;
  SqlValue value;
};

// A row as text; NULL is "NULL".
struct TextRow {
  std::vector<std::string> names;
  std::vector<std::string> values;
};

class SiteDb {
 public:
  // `dsn` as the source takes it: "mysql://..", "postgresql://..", "sqlite3://<path>".
  static absl::StatusOr<std::unique_ptr<SiteDb>> Open(const std::string& dsn);

  absl::string_view engine() const { return engine_; }  // "mysql", "postgresql", "sqlite3"

  // One transaction around `body`; rolled back when it throws, which becomes INTERNAL.
  absl::Status Transaction(absl::FunctionRef<void()> body);

  // One statement; $0 to $9 are replaced by the arguments, unquoted.
  template <typename... Args>
  void Run(absl::string_view format, const Args&... args) {
    session_.once << absl::Substitute(format, args...);
  }

  // Returns the new row's id, which is higher than all there ever were.
  int64_t Insert(absl::string_view table, const std::vector<SqlColumn>& columns);

  // Rows of integers; NULL is 0.
  template <typename... Args>
  std::vector<std::vector<int64_t>> Rows(absl::string_view format, const Args&... args) {
    return ReadRows(absl::Substitute(format, args...));
  }
  // Column 0.
  template <typename... Args>
  std::vector<int64_t> Ints(absl::string_view format, const Args&... args) {
    std::vector<int64_t> all;
    for (const std::vector<int64_t>& row : ReadRows(absl::Substitute(format, args...))) all.push_back(row.at(0));
    return all;
  }
  // Of the first row; 0 when there is none.
  template <typename... Args>
  int64_t Int(absl::string_view format, const Args&... args) {
    const std::vector<int64_t> all = Ints(format, args...);
    return all.empty() ? 0 : all.front();
  }

  std::vector<TextRow> Texts(const std::string& sql);

 private:
  SiteDb() = default;
  std::vector<std::vector<int64_t>> ReadRows(const std::string& sql);

  std::string engine_;
  soci::session session_;
};

}  // namespace cp::moodle
