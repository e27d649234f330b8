#include "tests/e2e/observe.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

constexpr int kBusyTimeoutMs = 10'000;

using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

Connection Open(const std::string& path) {
  sqlite3* opened = nullptr;
  EXPECT_EQ(sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK) << path;
  sqlite3_busy_timeout(opened, kBusyTimeoutMs);
  return Connection(opened, &sqlite3_close);
}

}  // namespace

Rows Select(const std::string& sqlite_path, const std::string& sql) {
  const Connection connection = Open(sqlite_path);
  sqlite3_stmt* prepared = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(connection.get(), sql.c_str(), -1, &prepared, nullptr), SQLITE_OK)
      << sqlite3_errmsg(connection.get());
  const Statement statement(prepared, &sqlite3_finalize);
  Rows rows;
  int code = SQLITE_DONE;
  while (prepared != nullptr && (code = sqlite3_step(prepared)) == SQLITE_ROW) {
    std::vector<std::string>& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(prepared); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, i));
      row.emplace_back(text == nullptr ? "NULL" : text);
    }
  }
  EXPECT_EQ(code, SQLITE_DONE) << sqlite3_errmsg(connection.get());
  return rows;
}

std::string SelectOne(const std::string& sqlite_path, const std::string& sql) {
  const Rows rows = Select(sqlite_path, sql);
  EXPECT_TRUE(rows.size() == 1 && rows[0].size() == 1) << sql << ": " << rows.size() << " rows";
  return rows.size() == 1 && rows[0].size() == 1 ? rows[0][0] : "";
}

std::string DumpStore(const std::string& sqlite_path) {
  std::string dump;
  for (const char* sql : {"SELECT 'course_progress', * FROM course_progress ORDER BY 2, 3, 4",
                          "SELECT 'company', company_id, version, view_version FROM company ORDER BY 2"}) {
    for (const std::vector<std::string>& row : Select(sqlite_path, sql)) {
      absl::StrAppend(&dump, absl::StrJoin(row, "|"), "\n");
    }
  }
  return dump;
}

void Execute(const std::string& sqlite_path, const std::string& sql) {
  const Connection connection = Open(sqlite_path);
  EXPECT_EQ(sqlite3_exec(connection.get(), sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(connection.get()) << ": " << sql;
}

double Metric(const std::string& address, const std::string& sample) {
  const auto text = HttpGet(address, "/metrics");
  CP_EXPECT_OK(text.status());
  double value = 0;
  for (const absl::string_view line : absl::StrSplit(text.value_or(""), '\n')) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    if (parts.size() == 2 && parts[0] == sample) {
      EXPECT_TRUE(absl::SimpleAtod(parts[1], &value)) << line;
    }
  }
  return value;
}

bool Await(const std::function<bool()>& condition, absl::Duration patience) {
  const absl::Time give_up = absl::Now() + patience;
  while (!condition()) {
    if (absl::Now() > give_up) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string LineWith(const std::string& text, const std::string& part) {
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StrContains(line, part)) return std::string(line);
  }
  return "";
}

}  // namespace cp::e2e
