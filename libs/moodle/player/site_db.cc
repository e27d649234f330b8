#include "libs/moodle/player/site_db.h"

#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdlib>
#include <exception>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace cp::moodle {
namespace {

std::string AsText(const soci::row& row, size_t column) {
  if (row.get_indicator(column) == soci::i_null) return "NULL";
  switch (row.get_properties(column).get_data_type()) {
    case soci::dt_integer:
      return absl::StrCat(row.get<int>(column));
    case soci::dt_long_long:
      return absl::StrCat(row.get<long long>(column));
    case soci::dt_unsigned_long_long:
      return absl::StrCat(row.get<unsigned long long>(column));
    case soci::dt_double:
      return absl::StrCat(row.get<double>(column));
    default:
      return row.get<std::string>(column);
  }
}

void Prepare(soci::session& session, absl::string_view engine) {
  if (engine == "mysql") {
    // Literals as in the other engines: 'a\b' has a backslash, || joins texts.
    session.once << "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'";
    session.once << "SET NAMES utf8mb4";
  } else if (engine == "sqlite3") {
    session.once << "PRAGMA busy_timeout = 10000";
    session.once << "PRAGMA journal_mode = WAL";
    session.once << "PRAGMA synchronous = OFF";
  }
}

}  // namespace

SqlValue::SqlValue(absl::string_view text) : sql_(absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'")) {}

absl::StatusOr<std::unique_ptr<SiteDb>> SiteDb::Open(const std::string& dsn) {
  const std::vector<std::string> parts = absl::StrSplit(dsn, absl::MaxSplits("://", 1));
  if (parts.size() != 2) return absl::InvalidArgumentError("a DSN is <engine>://<parameters>");
  auto db = std::unique_ptr<SiteDb>(new SiteDb());
  db->engine_ = parts[0];
  try {
    if (parts[0] == "mysql") {
      db->session_.open(soci::mysql, parts[1]);
    } else if (parts[0] == "postgresql") {
      db->session_.open(soci::postgresql, parts[1]);
    } else {
      db->session_.open(soci::sqlite3, parts[1]);
    }
    Prepare(db->session_, db->engine_);
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
  return db;
}

absl::Status SiteDb::Transaction(absl::FunctionRef<void()> body) {
  try {
    soci::transaction transaction(session_);
    body();
    transaction.commit();
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
  return absl::OkStatus();
}

int64_t SiteDb::Insert(absl::string_view table, const std::vector<SqlColumn>& columns) {
  const auto name = [](std::string* out, const SqlColumn& column) { absl::StrAppend(out, column.name); };
  const auto value = [](std::string* out, const SqlColumn& column) { absl::StrAppend(out, column.value.sql()); };
  long long id = 0;
  session_.once << absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(columns, ", ", name), ") VALUES (",
                                absl::StrJoin(columns, ", ", value), ") RETURNING id"),
      soci::into(id);
  return id;
}

std::vector<TextRow> SiteDb::Texts(const std::string& sql) {
  std::vector<TextRow> rows;
  const soci::rowset<soci::row> result = (session_.prepare << sql);
  for (const soci::row& row : result) {
    TextRow& text = rows.emplace_back();
    for (size_t column = 0; column < row.size(); ++column) {
      text.names.push_back(row.get_properties(column).get_name());
      text.values.push_back(AsText(row, column));
    }
  }
  return rows;
}

std::vector<std::vector<int64_t>> SiteDb::ReadRows(const std::string& sql) {
  std::vector<std::vector<int64_t>> rows;
  for (const TextRow& row : Texts(sql)) {
    std::vector<int64_t>& ints = rows.emplace_back();
    for (const std::string& value : row.values) ints.push_back(std::strtoll(value.c_str(), nullptr, 10));
  }
  return rows;
}

}  // namespace cp::moodle
