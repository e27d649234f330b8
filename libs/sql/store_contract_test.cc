// SQLite and PostgreSQL pass the suite that every store must pass.
#include "libs/testing/store_contract.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/sql/run_rows.h"
#include "libs/sql/test_support.h"

namespace cp::sql {
namespace {

using InspectRow = Row<Text, Text, Text, Text, Text, Int, Int, Real, Int, Int, Text, Int, Text, Int, Int, Int>;
constexpr Query<InspectRow(Int, Int, Int)> kInspect{
    "test",
    "SELECT firstname, lastname, email, username, coursename, timecompleted, timestarted, percentage, activities_done,"
    " activities_total, status, last_activity, content_hash, row_version, last_updated, is_deleted FROM course_progress"
    " WHERE company_id = :company AND user_id = :user AND course_id = :course"};
using ResultRow = Row<Text, Int, Int, Int, Int, Int, Int, Int, Int, Text>;
constexpr Query<ResultRow(Text, Int)> kInspectResult{
    "test",
    "SELECT state, started_at, finished_at, source_read_at, rows_read, rows_created, rows_updated, rows_deleted,"
    " cache_cleared, errors FROM sync_run_company WHERE run_id = :run AND company_id = :company"};
constexpr Query<Row<>(Int, Text, Text)> kSetSetting{
    "test",
    "INSERT INTO company_setting (company_id, key, value) VALUES (:company, :key, :value)"
    " ON CONFLICT (company_id, key) DO UPDATE SET value = excluded.value"};
constexpr Query<Row<>(Int, Int, Int)> kSetCourse{
    "test",
    "INSERT INTO company_course (company_id, course_id, visible) VALUES (:company, :course, :visible)"
    " ON CONFLICT (company_id, course_id) DO UPDATE SET visible = excluded.visible"};
constexpr Query<Row<>(Int)> kBumpViewVersion{
    "test", "UPDATE company SET version = version + 1, view_version = view_version + 1 WHERE company_id = :company"};

constexpr Query<Row<Int>(Int, Int)> kInspectEdge{
    "test", "SELECT edge_at FROM user_edge WHERE company_id = :company AND user_id = :user"};

const char* AddingTo(progress::OldRows log) {
  if (log == progress::OldRows::kAlerts) {
    return "INSERT INTO alert (kind, severity, message, raised_at, resolved_at) VALUES ('k', 's', 'm', 1, ";
  }
  return log == progress::OldRows::kAudit ? "INSERT INTO audit (actor, action, at) VALUES ('a', 'b', "
                                          : "INSERT INTO request_log (method, code, at) VALUES ('m', 'OK', ";
}

const char* Counting(progress::OldRows what) {
  switch (what) {
    case progress::OldRows::kRequestLog:
      return "SELECT count(*) FROM request_log";
    case progress::OldRows::kAlerts:
      return "SELECT count(*) FROM alert";
    case progress::OldRows::kAudit:
      return "SELECT count(*) FROM audit";
    case progress::OldRows::kRuns:
      return "SELECT count(*) FROM sync_run_company";
    case progress::OldRows::kTombstones:
      return "SELECT count(*) FROM course_progress WHERE is_deleted = 1";
    case progress::OldRows::kOrphans:
      break;
  }
  return "SELECT (SELECT count(*) FROM client_sync) + (SELECT count(*) FROM quota_day)"
         " + (SELECT count(*) FROM sync_candidate) + (SELECT count(*) FROM user_edge)";
}

progress::ProgressStatus StatusFrom(const std::string& word) {
  for (const auto status : {progress::ProgressStatus::kInProgress, progress::ProgressStatus::kCompleted}) {
    if (word == progress::ToString(status)) return status;
  }
  return progress::ProgressStatus::kNotStarted;
}

class SqlHarness final : public testing::StoreHarness {
 public:
  explicit SqlHarness(Engine engine) : database_(engine), store_(database_.Open()), other_(database_.Open()) {}

  progress::Store& store() override { return *store_; }
  progress::Store& other() override { return *other_; }
  const Clock& clock() override { return database_.clock(); }

  void ExpireLease(CompanyId company, absl::Duration) override {
    database_.Execute(absl::StrCat("UPDATE company SET lease_until = 1 WHERE company_id = ", company.value()));
  }

  void ExpireDetector(absl::Duration) override { database_.Execute("UPDATE lane_state SET detector_until = 1"); }

  void PassTime() override {
    database_.Execute(
        "UPDATE company SET lease_until = lease_until - 1000, served_at = served_at - 1000 WHERE served_at > 0");
  }

  void SilenceRun(const std::string& run_id, absl::Duration silence) override {
    database_.Execute(absl::StrCat("UPDATE sync_run SET heartbeat_at = heartbeat_at - ",
                                   absl::ToInt64Milliseconds(silence), " WHERE run_id = '", run_id, "'"));
  }

  void SetSetting(CompanyId company, const std::string& key, const std::string& value) override {
    Session& session = database_.Behind();
    session.Begin(Scope::kWrite, database_.Soon());
    session.Run(kBumpViewVersion, company.value());
    absl::string_view course_text = key;
    int64_t course = 0;
    if (absl::ConsumePrefix(&course_text, "course_") && absl::SimpleAtoi(course_text, &course)) {
      session.Run(kSetCourse, company.value(), course, Int{value == "1"});
    } else {
      session.Run(kSetSetting, company.value(), key, value);
    }
    session.Commit();
    session.End();
  }

  std::optional<progress::StoredRecord> Inspect(CompanyId company, const progress::RowKey& key) override {
    const auto row = database_.Behind().RunForRow(kInspect, company.value(), key.user.value(), key.course.value());
    if (!row.has_value()) return std::nullopt;
    const auto& [firstname, lastname, email, username, coursename, timecompleted, timestarted, percentage, done, total,
                 status, last_activity, hash, row_version, last_updated, is_deleted] = *row;
    progress::StoredRecord record;
    record.row = {key,
                  firstname,
                  lastname,
                  email,
                  username,
                  coursename,
                  timecompleted,
                  timestarted,
                  percentage,
                  static_cast<int32_t>(done),
                  static_cast<int32_t>(total),
                  StatusFrom(status),
                  last_activity};
    record.content_hash = hash;
    record.row_version = static_cast<uint64_t>(row_version);
    record.last_updated = last_updated;
    record.is_deleted = is_deleted != 0;
    return record;
  }

  std::optional<progress::CompanyRunRecord> InspectResult(const std::string& run_id, CompanyId company) override {
    const auto row = database_.Behind().RunForRow(kInspectResult, run_id, company.value());
    if (!row.has_value()) return std::nullopt;
    progress::CompanyRunRecord result;
    result.run_id = run_id;
    result.company = company;
    std::string state;
    std::string errors;
    std::tie(state, result.started_at, result.finished_at, result.source_read_at, result.rows_read, result.created,
             result.updated, result.deleted, result.cache_cleared, errors) = *row;
    result.state = RunStateFrom(state);
    result.errors = nlohmann::json::parse(errors).get<std::vector<std::string>>();
    return result;
  }

  std::optional<int64_t> InspectEdge(const progress::CompanyUser& user) override {
    const auto row = database_.Behind().RunForRow(kInspectEdge, user.company.value(), user.user_id);
    return row.has_value() ? std::make_optional<int64_t>(std::get<0>(*row)) : std::nullopt;
  }

  uint64_t PurgeFloor(CompanyId company) override {
    return static_cast<uint64_t>(
        database_.Number(absl::StrCat("SELECT purge_floor FROM company WHERE company_id = ", company.value())));
  }

  void AddLogRow(progress::OldRows log, int64_t at) override {
    database_.Execute(absl::StrCat(AddingTo(log), at, ")"));
  }

  void AddClient(CompanyId company) override {
    const std::string token = absl::StrCat("'token-", next_client_++, "')");
    for (const char* table : {"client_sync (company_id, token_id)", "quota_day (day, company_id, token_id)"}) {
      const char* day = absl::StrContains(table, "day,") ? "20000, " : "";
      database_.Execute(absl::StrCat("INSERT INTO ", table, " VALUES (", day, company.value(), ", ", token));
    }
  }

  int64_t Count(progress::OldRows what) override { return database_.Number(Counting(what)); }

  void CutConnections() override {
    database_.Execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

 private:
  TestDatabase database_;
  int next_client_ = 0;
  std::unique_ptr<progress::Store> store_;
  std::unique_ptr<progress::Store> other_;
};

std::unique_ptr<testing::StoreHarness> Sqlite() { return std::make_unique<SqlHarness>(Engine::kSqlite); }
std::unique_ptr<testing::StoreHarness> Postgres() { return std::make_unique<SqlHarness>(Engine::kPostgres); }

const bool kSqlite = testing::RegisterStoreContract("Sqlite", &Sqlite);
const bool kPostgres = testing::RegisterStoreContract("Postgres", &Postgres);
const bool kLost = testing::RegisterLostConnectionContract("Postgres", &Postgres);

}  // namespace
}  // namespace cp::sql
