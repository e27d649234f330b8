// Test support: small hand-made sites, the same on every engine, with Moodle's table, column and index names.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/clock.h"
#include "libs/progress/derive.h"
#include "libs/sync/source.h"

namespace cp::moodle {

// An empty database of its own.
struct TestDatabase {
  std::string engine;  // "mariadb", "postgres", "sqlite"
  std::string dsn;
  std::function<absl::Status(absl::string_view sql)> execute;  // one or several statements
  // The DSN of an account that may SELECT from all tables made so far but the hidden ones, and nothing else. Not
  // SQLite.
  std::function<absl::StatusOr<std::string>(const std::vector<std::string>& hidden)> create_reader = nullptr;
};

inline std::vector<std::string> TestEngines() { return {"mariadb", "postgres", "sqlite"}; }

// On the servers that the test process shares. Aborts the test when it can not be made.
TestDatabase MakeTestDatabase(const std::string& engine);

// Ids of what every site has. The context of course c is 1000 + c, below that of the one category.
inline constexpr int64_t kSystemContext = 1;
inline constexpr int64_t kCategoryContext = 100;
inline constexpr int64_t kTeacher = 3;    // a role that defines nothing
inline constexpr int64_t kStudent = 5;    // allowed in the system context
inline constexpr int64_t kEverybody = 7;  // config.defaultuserroleid; defines nothing
inline int64_t CourseContext(int64_t course) { return 1000 + course; }

inline constexpr int64_t kNow = 1795176001;

struct TestEnrolment {
  int64_t status = 0;           // user_enrolments.status
  int64_t instance_status = 0;  // enrol.status
  int64_t timestart = 0;
  int64_t timeend = 0;
  int64_t timecreated = 1790000000;
};

struct TestActivity {
  int64_t completion = 2;
  int64_t deletioninprogress = 0;
  int64_t module = 1;  // 1: visible, 2: disabled for the site
  bool listed = true;  // in the sequence of a section
};

// Collects SQL; nothing happens before Build().
class TestSite {
 public:
  explicit TestSite(TestDatabase database, std::string prefix = "mdl_", bool iomad = true);

  // Makes the tables and all rows, in one script.
  absl::Status Build();

  // A raw row: values in the order of the table's columns in test_site.cc.
  void Insert(absl::string_view table, const std::vector<std::string>& values);
  void Sql(absl::string_view sql);  // statements, each with its ';'; {table} is prefixed
  // A text literal of any bytes that the engine can store.
  std::string Text(absl::string_view bytes) const;

  void User(int64_t id, absl::string_view firstname = "First", absl::string_view lastname = "Last", int64_t deleted = 0,
            int64_t suspended = 0);
  void Course(int64_t id, absl::string_view name = "Course", int64_t visible = 1, int64_t completion = 1);
  void Company(int64_t id, absl::string_view name = "Company");
  void Member(int64_t company, int64_t user, int64_t department = 1, int64_t suspended = 0);
  void CompanyCourse(int64_t company, int64_t course);
  void SharedCourse(int64_t course, int64_t shared);

  void Enrol(int64_t user, int64_t course, const TestEnrolment& enrolment = {});
  void Assign(int64_t user, int64_t context, int64_t role);
  void Define(int64_t role, int64_t context, int64_t permission);
  void Config(absl::string_view name, absl::string_view value);
  // A user in company 1 who is enrolled as a student in the course.
  void Learner(int64_t user, int64_t course);

  void Activity(int64_t id, int64_t course, const TestActivity& activity = {});
  void State(int64_t user, int64_t activity, int64_t state, int64_t time = 1791000000);
  void Completed(int64_t user, int64_t course, const std::string& timecompleted, int64_t timestarted = 0);

  const TestDatabase& database() const { return database_; }

 private:
  int64_t NextId() { return ++last_id_; }

  TestDatabase database_;
  std::string prefix_;
  bool iomad_;
  std::string tables_;  // to be made
  std::string script_;  // rows to be made then, in one transaction
  int64_t last_id_ = 0;
};

// "user:course" of every pair, in the order they came, `page` at a time; or the error.
absl::StatusOr<std::vector<std::string>> ReadPairs(sync::Source& source, const Clock& clock, int64_t company = 1,
                                                   size_t page = 1000);
absl::StatusOr<std::vector<progress::PairFacts>> ReadFacts(sync::Source& source, const Clock& clock,
                                                           int64_t company = 1, size_t page = 1000);

}  // namespace cp::moodle
