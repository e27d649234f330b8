#include "libs/moodle/demo_sqlite.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::moodle {
namespace {

// A play waits this long for another writer of the same file.
constexpr int kBusyTimeoutMs = 10000;

absl::Status SqliteError(int code, absl::string_view doing, const char* text) {
  const bool waited_in_vain = (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED;
  return MakeError(waited_in_vain ? absl::StatusCode::kUnavailable : absl::StatusCode::kFailedPrecondition,
                   reason::kSourceUnavailable, absl::StrCat("demo site: ", doing, ": ", text));
}

}  // namespace

absl::StatusOr<DemoDb> DemoDb::Open(const std::string& path, bool create) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  DemoDb db(raw);
  if (code != SQLITE_OK) {
    return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                     absl::StrCat("demo site ", path, ": ", sqlite3_errstr(code),
                                  create ? "; name a file in a folder that you may write to"
                                         : "; name a file that `progressctl demo create` made"));
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyTimeoutMs);
  return db;
}

absl::Status DemoDb::Exec(absl::string_view sql) {
  if (sqlite3_exec(db_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
    return absl::OkStatus();
  }
  return Error(sql.substr(0, 40));
}

absl::StatusOr<DemoStatement> DemoDb::Prepare(absl::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                         nullptr) != SQLITE_OK) {
    return Error("not a demo site");
  }
  return DemoStatement(raw);
}

absl::Status DemoDb::Error(absl::string_view doing) const {
  return SqliteError(sqlite3_extended_errcode(db_.get()), doing, sqlite3_errmsg(db_.get()));
}

absl::Status DemoStatement::Failed() const {
  sqlite3* db = sqlite3_db_handle(statement_.get());
  absl::Status error = SqliteError(sqlite3_extended_errcode(db), "statement", sqlite3_errmsg(db));
  sqlite3_reset(statement_.get());
  return error;
}

absl::Status DemoStatement::Bind(std::initializer_list<DemoValue> values) {
  int index = 0;
  for (const DemoValue& value : values) {
    ++index;
    int code = SQLITE_OK;
    if (const int64_t* number = std::get_if<int64_t>(&value)) {
      code = sqlite3_bind_int64(statement_.get(), index, *number);
    } else if (const absl::string_view* text = std::get_if<absl::string_view>(&value)) {
      code = sqlite3_bind_text64(statement_.get(), index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      code = sqlite3_bind_null(statement_.get(), index);
    }
    if (code != SQLITE_OK) return Failed();
  }
  return absl::OkStatus();
}

absl::Status DemoStatement::Run(std::initializer_list<DemoValue> values) {
  CP_RETURN_IF_ERROR(Bind(values));
  if (sqlite3_step(statement_.get()) != SQLITE_DONE) return Failed();
  sqlite3_reset(statement_.get());
  return absl::OkStatus();
}

absl::StatusOr<int64_t> DemoStatement::RunForInt(std::initializer_list<DemoValue> values, int64_t otherwise) {
  CP_RETURN_IF_ERROR(Bind(values));
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) return Failed();
  const int64_t result = code == SQLITE_ROW ? sqlite3_column_int64(statement_.get(), 0) : otherwise;
  sqlite3_reset(statement_.get());
  return result;
}

absl::StatusOr<DemoTransaction> DemoTransaction::Begin(DemoDb* db) {
  CP_RETURN_IF_ERROR(db->Exec("BEGIN IMMEDIATE"));
  return DemoTransaction(db);
}

DemoTransaction::~DemoTransaction() {
  if (db_ != nullptr) db_->Exec("ROLLBACK").IgnoreError();
}

absl::Status DemoTransaction::Commit() {
  CP_RETURN_IF_ERROR(db_->Exec("COMMIT"));
  db_ = nullptr;
  return absl::OkStatus();
}

}  // namespace cp::moodle
