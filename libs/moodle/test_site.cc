#include "libs/moodle/test_site.h"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "libs/base/status.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/temp_dir.h"

namespace cp::moodle {
namespace {

// The columns that are read, and the indexes that reading them needs, as Moodle 4.1 makes them.
constexpr char kMoodleTables[] = R"sql(
CREATE TABLE {user} (id BIGINT PRIMARY KEY, deleted SMALLINT NOT NULL, suspended SMALLINT NOT NULL,
  username VARCHAR(254) NOT NULL, firstname VARCHAR(254) NOT NULL, lastname VARCHAR(254) NOT NULL,
  email VARCHAR(254) NOT NULL);
CREATE TABLE {course} (id BIGINT PRIMARY KEY, fullname VARCHAR(254) NOT NULL, visible SMALLINT NOT NULL,
  enablecompletion SMALLINT NOT NULL);
CREATE TABLE {enrol} (id BIGINT PRIMARY KEY, status BIGINT NOT NULL, courseid BIGINT NOT NULL);
CREATE INDEX {enro_cou_ix} ON {enrol} (courseid);
CREATE TABLE {user_enrolments} (id BIGINT PRIMARY KEY, status BIGINT NOT NULL, enrolid BIGINT NOT NULL,
  userid BIGINT NOT NULL, timestart BIGINT NOT NULL, timeend BIGINT NOT NULL, timecreated BIGINT NOT NULL);
CREATE UNIQUE INDEX {userenro_enruse_uix} ON {user_enrolments} (enrolid, userid);
CREATE INDEX {userenro_use_ix} ON {user_enrolments} (userid);
CREATE TABLE {course_completions} (id BIGINT PRIMARY KEY, userid BIGINT NOT NULL, course BIGINT NOT NULL,
  timestarted BIGINT NOT NULL, timecompleted BIGINT NULL);
CREATE UNIQUE INDEX {courcomp_usecou_uix} ON {course_completions} (userid, course);
CREATE INDEX {courcomp_cou_ix} ON {course_completions} (course);
CREATE TABLE {modules} (id BIGINT PRIMARY KEY, visible SMALLINT NOT NULL);
CREATE TABLE {course_modules} (id BIGINT PRIMARY KEY, course BIGINT NOT NULL, module BIGINT NOT NULL,
  completion SMALLINT NOT NULL, deletioninprogress SMALLINT NOT NULL);
CREATE INDEX {courmodu_cou_ix} ON {course_modules} (course);
CREATE TABLE {course_modules_completion} (id BIGINT PRIMARY KEY, coursemoduleid BIGINT NOT NULL,
  userid BIGINT NOT NULL, completionstate SMALLINT NOT NULL, timemodified BIGINT NOT NULL);
CREATE UNIQUE INDEX {courmoducomp_usecou_uix} ON {course_modules_completion} (userid, coursemoduleid);
CREATE INDEX {courmoducomp_cou_ix} ON {course_modules_completion} (coursemoduleid);
CREATE TABLE {course_sections} (id BIGINT PRIMARY KEY, course BIGINT NOT NULL, section BIGINT NOT NULL,
  sequence TEXT NULL);
CREATE UNIQUE INDEX {coursect_cousec_uix} ON {course_sections} (course, section);
CREATE TABLE {config} (id BIGINT PRIMARY KEY, name VARCHAR(254) NOT NULL, value TEXT NOT NULL);
CREATE TABLE {context} (id BIGINT PRIMARY KEY, contextlevel BIGINT NOT NULL, instanceid BIGINT NOT NULL,
  path VARCHAR(254) NULL);
CREATE UNIQUE INDEX {cont_conins_uix} ON {context} (contextlevel, instanceid);
CREATE TABLE {role_assignments} (id BIGINT PRIMARY KEY, roleid BIGINT NOT NULL, contextid BIGINT NOT NULL,
  userid BIGINT NOT NULL);
CREATE INDEX {roleassi_useconrol_ix} ON {role_assignments} (userid, contextid, roleid);
CREATE INDEX {roleassi_con_ix} ON {role_assignments} (contextid);
CREATE TABLE {role_capabilities} (id BIGINT PRIMARY KEY, contextid BIGINT NOT NULL, roleid BIGINT NOT NULL,
  capability VARCHAR(254) NOT NULL, permission BIGINT NOT NULL);
CREATE INDEX {rolecapa_cap_ix} ON {role_capabilities} (capability);
)sql";

constexpr char kIomadTables[] = R"sql(
CREATE TABLE {company} (id BIGINT PRIMARY KEY, name VARCHAR(50) NOT NULL, shortname VARCHAR(25) NOT NULL);
CREATE TABLE {company_users} (id BIGINT PRIMARY KEY, companyid BIGINT NOT NULL, userid BIGINT NOT NULL,
  departmentid BIGINT NOT NULL, suspended SMALLINT NOT NULL);
CREATE UNIQUE INDEX {compuser_comusedep_uix} ON {company_users} (companyid, userid, departmentid);
CREATE TABLE {company_course} (id BIGINT PRIMARY KEY, companyid BIGINT NOT NULL, courseid BIGINT NOT NULL);
CREATE INDEX {compcour_comcou_ix} ON {company_course} (companyid, courseid);
CREATE TABLE {iomad_courses} (id BIGINT PRIMARY KEY, courseid BIGINT NOT NULL, shared SMALLINT NULL);
)sql";

[[noreturn]] void Die(const absl::Status& status) {
  std::cerr << status << std::endl;
  std::abort();
}

absl::Status ExecuteSqlite(const std::string& path, absl::string_view sql) {
  sqlite3* db = nullptr;
  char* text = nullptr;
  absl::Status status;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK ||
      sqlite3_exec(db, absl::StrCat("PRAGMA synchronous=OFF;", sql).c_str(), nullptr, nullptr, &text) != SQLITE_OK) {
    status = absl::InternalError(text == nullptr ? "can not open" : text);
  }
  sqlite3_free(text);
  sqlite3_close(db);
  return status;
}

TestDatabase OnMariadb(const std::string& name) {
  const testing::MariadbServer& server = testing::MariadbServer::Shared();
  const absl::StatusOr<std::string> dsn = server.CreateDatabase(name);
  if (!dsn.ok()) Die(dsn.status());
  return {"mariadb", *dsn,
          [&server, name](absl::string_view sql) {
            return server.Execute(name, absl::StrCat("SET sql_mode='ANSI_QUOTES,NO_BACKSLASH_ESCAPES';", sql));
          },
          [&server, name](const auto& hidden) { return server.CreateReader(name, hidden); }};
}

TestDatabase OnPostgres(const std::string& name) {
  const testing::PostgresServer& server = testing::PostgresServer::Shared();
  const absl::StatusOr<std::string> dsn = server.CreateDatabase(name);
  if (!dsn.ok()) Die(dsn.status());
  return {"postgres", *dsn, [&server, name](absl::string_view sql) { return server.Execute(name, sql); },
          [&server, name](const auto& hidden) { return server.CreateReader(name, hidden); }};
}

TestDatabase OnSqlite() {
  const auto directory = std::make_shared<testing::TempDir>();
  const std::string path = directory->File("moodle.sqlite");
  return {"sqlite", absl::StrCat("sqlite3://", path),
          [directory, path](absl::string_view sql) { return ExecuteSqlite(path, sql); }, nullptr};
}

std::string Number(int64_t value) { return absl::StrCat(value); }

}  // namespace

TestDatabase MakeTestDatabase(const std::string& engine) {
  static std::atomic<int> made{0};
  const std::string name = absl::StrCat("site", ++made);
  if (engine == "mariadb") return OnMariadb(name);
  if (engine == "postgres") return OnPostgres(name);
  return OnSqlite();
}

TestSite::TestSite(TestDatabase database, std::string prefix, bool iomad)
    : database_(std::move(database)), prefix_(std::move(prefix)), iomad_(iomad) {
  Sql(kMoodleTables);
  if (iomad_) Sql(kIomadTables);
  tables_ = std::exchange(script_, std::string());
  Insert("context", {Number(kSystemContext), "10", "0", "'/1'"});
  Insert("context", {Number(kCategoryContext), "40", "1", "'/1/100'"});
  Insert("modules", {"1", "1"});
  Insert("modules", {"2", "0"});
  Course(1, "Front page");
  Config("enablecompletion", "1");
  Config("defaultuserroleid", Number(kEverybody));
  Config("siteguest", "1");
  Config("siteadmins", "2");
  Define(kStudent, kSystemContext, 1);
  User(1, "Guest", "user");
  if (iomad_) Company(1);
}

absl::Status TestSite::Build() {
  if (script_.empty()) return absl::OkStatus();
  const std::string rows = std::exchange(script_, std::string());
  return database_.execute(absl::StrCat(std::exchange(tables_, std::string()), "BEGIN;", rows, "COMMIT"));
}

void TestSite::Sql(absl::string_view sql) {
  while (true) {
    const size_t open = sql.find('{');
    if (open == absl::string_view::npos) break;
    const size_t close = sql.find('}', open);
    absl::StrAppend(&script_, sql.substr(0, open), "\"", prefix_, sql.substr(open + 1, close - open - 1), "\"");
    sql.remove_prefix(close + 1);
  }
  absl::StrAppend(&script_, sql);
}

void TestSite::Insert(absl::string_view table, const std::vector<std::string>& values) {
  absl::StrAppend(&script_, "INSERT INTO \"", prefix_, table, "\" VALUES (", absl::StrJoin(values, ", "), ");\n");
}

std::string TestSite::Text(absl::string_view bytes) const {
  if (database_.engine == "postgres") {
    return absl::StrCat("'", absl::StrReplaceAll(bytes, {{"'", "''"}}), "'");
  }
  const std::string hex = absl::StrCat("x'", absl::BytesToHexString(bytes), "'");
  return database_.engine == "sqlite" ? absl::StrCat("CAST(", hex, " AS TEXT)") : hex;
}

void TestSite::User(int64_t id, absl::string_view firstname, absl::string_view lastname, int64_t deleted,
                    int64_t suspended) {
  Insert("user", {Number(id), Number(deleted), Number(suspended), Text(absl::StrCat("user", id)), Text(firstname),
                  Text(lastname), Text(absl::StrCat("user", id, "@example.test"))});
}

void TestSite::Course(int64_t id, absl::string_view name, int64_t visible, int64_t completion) {
  Insert("course", {Number(id), Text(name), Number(visible), Number(completion)});
  Insert("context", {Number(CourseContext(id)), "50", Number(id), absl::StrCat("'/1/100/", CourseContext(id), "'")});
}

void TestSite::Company(int64_t id, absl::string_view name) {
  Insert("company", {Number(id), Text(name), Text(absl::StrCat("c", id))});
}

void TestSite::Member(int64_t company, int64_t user, int64_t department, int64_t suspended) {
  Insert("company_users", {Number(NextId()), Number(company), Number(user), Number(department), Number(suspended)});
}

void TestSite::CompanyCourse(int64_t company, int64_t course) {
  Insert("company_course", {Number(NextId()), Number(company), Number(course)});
}

void TestSite::SharedCourse(int64_t course, int64_t shared) {
  Insert("iomad_courses", {Number(NextId()), Number(course), Number(shared)});
}

void TestSite::Enrol(int64_t user, int64_t course, const TestEnrolment& enrolment) {
  const int64_t instance = NextId();
  Insert("enrol", {Number(instance), Number(enrolment.instance_status), Number(course)});
  Insert("user_enrolments", {Number(NextId()), Number(enrolment.status), Number(instance), Number(user),
                             Number(enrolment.timestart), Number(enrolment.timeend), Number(enrolment.timecreated)});
}

void TestSite::Assign(int64_t user, int64_t context, int64_t role) {
  Insert("role_assignments", {Number(NextId()), Number(role), Number(context), Number(user)});
}

void TestSite::Define(int64_t role, int64_t context, int64_t permission) {
  Insert("role_capabilities", {Number(NextId()), Number(context), Number(role), "'moodle/course:isincompletionreports'",
                               Number(permission)});
}

void TestSite::Config(absl::string_view name, absl::string_view value) {
  Sql(absl::StrCat("DELETE FROM {config} WHERE name = '", name, "';\n"));
  Insert("config", {Number(NextId()), Text(name), Text(value)});
}

void TestSite::Learner(int64_t user, int64_t course) {
  User(user);
  if (iomad_) Member(1, user);
  Enrol(user, course);
  Assign(user, CourseContext(course), kStudent);
}

void TestSite::Activity(int64_t id, int64_t course, const TestActivity& activity) {
  Insert("course_modules", {Number(id), Number(course), Number(activity.module), Number(activity.completion),
                            Number(activity.deletioninprogress)});
  if (!activity.listed) return;
  // Between neighbours whose numbers contain this one's digits.
  Insert("course_sections",
         {Number(NextId()), Number(course), Number(last_id_), absl::StrCat("'9", id, ",", id, ",", id, "9'")});
}

void TestSite::State(int64_t user, int64_t activity, int64_t state, int64_t time) {
  Insert("course_modules_completion", {Number(NextId()), Number(activity), Number(user), Number(state), Number(time)});
}

void TestSite::Completed(int64_t user, int64_t course, const std::string& timecompleted, int64_t timestarted) {
  Insert("course_completions", {Number(NextId()), Number(user), Number(course), Number(timestarted), timecompleted});
}

absl::StatusOr<std::vector<progress::PairFacts>> ReadFacts(sync::Source& source, const Clock& clock, int64_t company,
                                                           size_t page) {
  const Deadline deadline = Deadline::After(clock, absl::Minutes(1));
  CP_ASSIGN_OR_RETURN(const auto snapshot, source.OpenSnapshot({.company = CompanyId(company), .now = kNow}, deadline));
  std::vector<progress::PairFacts> all;
  std::vector<progress::PairFacts> rows;
  do {
    CP_RETURN_IF_ERROR(snapshot->Next(page, &rows, deadline));
    all.insert(all.end(), rows.begin(), rows.end());
  } while (!rows.empty());
  return all;
}

absl::StatusOr<std::vector<std::string>> ReadPairs(sync::Source& source, const Clock& clock, int64_t company,
                                                   size_t page) {
  CP_ASSIGN_OR_RETURN(const std::vector<progress::PairFacts> facts, ReadFacts(source, clock, company, page));
  std::vector<std::string> pairs;
  for (const progress::PairFacts& pair : facts) pairs.push_back(absl::StrCat(pair.user_id, ":", pair.course_id));
  return pairs;
}

}  // namespace cp::moodle
