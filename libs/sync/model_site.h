// A small Moodle in memory, with the traces that its changes leave: for the tests of the change lane.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/progress/change_lane.h"
#include "libs/progress/derive.h"
#include "libs/sync/change_feed.h"

namespace cp::sync {

// One row of one of Moodle's tables, as far as a test needs it. Which fields count depends on the table.
struct ModelRow {
  int64_t user = 0;
  int64_t owner = 0;     // the course, or the company of kCompanyUsers
  int64_t modified = 0;  // time of change, 0 = back-dated
  bool off = false;      // an enrolment or a member that is suspended, a completion that was taken back
  int64_t opens = 0;     // of an enrolment
  int64_t closes = 0;    // of an enrolment, 0 = never
};

struct ModelUser {
  std::string name;
  bool suspended = false;
  int64_t modified = 0;
};

struct ModelCourse {
  std::string name;
  bool hidden = false;
};

// Copied, it is a snapshot or a backup.
class ModelSite {
 public:
  using Table = std::map<int64_t, ModelRow>;  // by id

  // Inserts a row and returns its id. kActivityCompletions: one activity done.
  int64_t Insert(Tail table, const ModelRow& row);
  // Takes an id for a row that is inserted later: a transaction that is still open.
  int64_t Reserve(Tail table) { return ++last_id_[table]; }
  void InsertAt(Tail table, int64_t id, const ModelRow& row) { tables[table][id] = row; }
  void Log(const Touched& touched) { log[++last_id_[Tail::kLog]] = touched; }
  // So that the pair is reported; rows are back-dated unless `modified` is given. Returns the enrolment's id.
  int64_t Enrol(int64_t user, int64_t course, int64_t modified = 0);
  int64_t Join(int64_t user, int64_t company) { return Insert(Tail::kCompanyUsers, {.user = user, .owner = company}); }
  // Takes a course completion down; the table's row tells of it, so a tick finds it.
  void Complete(int64_t user, int64_t course) { Insert(Tail::kCourseCompletions, {.user = user, .owner = course}); }

  // What is to be reported of the company at `now`, and when an enrolment of its members opens or closes next.
  std::map<progress::RowKey, progress::PairFacts> PairsOf(int64_t company, int64_t now) const;
  std::map<int64_t, int64_t> EdgesOf(int64_t company, int64_t now) const;

  std::map<int64_t, ModelUser> users;
  std::map<int64_t, ModelCourse> courses;
  std::map<int64_t, std::set<int64_t>> company_courses;
  std::map<Tail, Table> tables;  // without kLog
  std::map<int64_t, Touched> log;
  bool has_log = true;
  // Odd: completion is switched off. Every change is another state of the site, as every revision of a course is.
  int64_t completion_revision = 0;
  int64_t company_revision = 0;

 private:
  bool IsReported(int64_t user, int64_t course, int64_t now) const;
  progress::PairFacts FactsOf(int64_t user, int64_t course) const;

  std::map<Tail, int64_t> last_id_;
};

// Users 1..8, courses 11..14, companies 1..3 with two courses each, and some enrolments.
ModelSite MakeSmallSite();

// What the feeds of one test have in common.
struct FeedControl {
  std::set<std::string> off;  // detectors, by ToString() of their enum, that find nothing
  int calls = 0;
  int fail_at = -1;                     // this call fails, counted from 0
  std::function<void()> takes;          // called by each call, to let time pass
  std::map<std::string, int> calls_of;  // "log", "course", ...
};

// A view of `site` as it is now.
std::unique_ptr<ChangeFeed> MakeModelFeed(const ModelSite& site, FeedControl& control);

}  // namespace cp::sync
