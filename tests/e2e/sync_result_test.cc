// What a sync says and what a sync tells: counts of created and updated rows, a row that can not be derived, and the
// messages that a subscriber of the real Redis receives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/moodle/demo_plays.h"
#include "libs/moodle/demo_site.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
namespace pb = courseprogress::v1;

constexpr char kSecondCourse[] = "Data protection 1-2";  // of company 1
constexpr char kThirdLearner[] = "user1.3";              // of company 1

int64_t Now() { return absl::ToUnixSeconds(absl::Now()); }

// Three companies, each with 4 people in 3 courses.
class SyncResultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    moodle::DemoOptions options;
    options.companies = 3;
    options.users_per_company = 4;
    options.courses_per_company = 3;
    options.seed = 11;
    options.now = Now();
    CP_ASSERT_OK(moodle::CreateDemoSite(moodle_, options).status());
  }

  void StartStack() {
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    CP_ASSERT_OK_AND_ASSIGN(stack_, Stack::Start(options));
    CP_ASSERT_OK(RunSync(*stack_).status());
    store_ = std::string(absl::StripPrefix(stack_->store_dsn(), "sqlite3://"));
  }

  void CompleteStoryCourse(const std::vector<std::string>& users) {
    CP_ASSERT_OK(moodle::PlayCompletions(moodle_, CompanyId(1), moodle::kStoryCourse, users, Now()).status());
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
  std::string store_;
};

std::vector<std::string> Affected(const pb::CompanySyncResult& company) {
  std::vector<std::string> rows;
  for (const pb::AffectedUser& row : company.affected_users()) {
    rows.push_back(absl::StrCat(row.username(), " | ", row.coursename(), " | ", pb::RowChange_Name(row.change())));
  }
  return rows;
}

TEST_F(SyncResultTest, CountsANewRowAndTwoChangedOnesApart) {
  CP_ASSERT_OK(moodle::PlayUnenrol(moodle_, CompanyId(1), kSecondCourse, kThirdLearner, Now()));
  StartStack();
  CP_ASSERT_OK(moodle::PlayEnrol(moodle_, CompanyId(1), kSecondCourse, kThirdLearner, Now()));
  CompleteStoryCourse({moodle::kStoryEmail17, moodle::kStoryEmail21});
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_, {1}));
  EXPECT_TRUE(sync.success());
  EXPECT_EQ(sync.records_created(), 1);
  EXPECT_EQ(sync.records_updated(), 2);
  EXPECT_EQ(sync.records_deleted(), 0);
  EXPECT_EQ(sync.total_processed(), 3);
  EXPECT_EQ(sync.rows_read(), 12);
  ASSERT_THAT(sync.companies(), SizeIs(1));
  EXPECT_THAT(
      Affected(sync.companies(0)),
      UnorderedElementsAre(absl::StrCat(kThirdLearner, " | ", kSecondCourse, " | ROW_CHANGE_CREATED"),
                           absl::StrCat(moodle::kStoryUser17, " | ", moodle::kStoryCourse, " | ROW_CHANGE_UPDATED"),
                           absl::StrCat(moodle::kStoryUser21, " | ", moodle::kStoryCourse, " | ROW_CHANGE_UPDATED")));
  // The record of the run says the same.
  EXPECT_THAT(
      Select(store_, absl::StrCat("SELECT company_id, state, rows_read, rows_created, rows_updated, rows_deleted FROM "
                                  "sync_run_company WHERE run_id = '",
                                  sync.run_id(), "'")),
      ElementsAre(ElementsAre("1", "succeeded", "12", "1", "2", "0")));
  EXPECT_EQ(SelectOne(store_, "SELECT count(*) FROM course_progress WHERE company_id = 1 AND is_deleted = 0"), "12");
}

// Two rows that no rule can derive: a completion behind the year 9999 and a person whose id has no room in the answer.
class UnderivableTest : public SyncResultTest {
 protected:
  static constexpr char kLateUser[] = "3000000000";

  void SetUp() override {
    SyncResultTest::SetUp();
    StartStack();
    user17_ = SelectOne(moodle_, absl::StrCat("SELECT id FROM mdl_user WHERE email = '", moodle::kStoryEmail17, "'"));
    course_ =
        SelectOne(moodle_, absl::StrCat("SELECT id FROM mdl_course WHERE fullname = '", moodle::kStoryCourse, "'"));
    old_row_ = RowOfUser17();
    ASSERT_THAT(old_row_, SizeIs(1));
    CompleteStoryCourse({moodle::kStoryEmail17, moodle::kStoryEmail21});
    SetCompletion("999999999999999");
    EnrolSomebodyWithALateId();
    Execute(moodle_, "UPDATE mdl_user SET firstname = 'Renamed' WHERE username = 'user2.1'");  // 3 rows of company 2
  }

  void SetCompletion(const std::string& time) {
    Execute(moodle_, absl::StrCat("UPDATE mdl_course_completions SET timecompleted = ", time,
                                  " WHERE userid = ", user17_, " AND course = ", course_));
  }

  void EnrolSomebodyWithALateId() {
    Execute(
        moodle_,
        absl::StrCat("INSERT INTO mdl_user (id, confirmed, mnethostid, username, firstname, lastname, email) VALUES (",
                     kLateUser,
                     ", 1, 1, 'late', 'Late', 'Comer', 'late@example.test');"
                     "INSERT INTO mdl_company_users (companyid, userid, managertype, departmentid) SELECT companyid, ",
                     kLateUser, ", managertype, departmentid FROM mdl_company_users WHERE userid = ", user17_,
                     " LIMIT 1;"
                     "INSERT INTO mdl_user_enrolments (enrolid, userid, timestart, timeend) SELECT u.enrolid, ",
                     kLateUser,
                     ", u.timestart, u.timeend FROM mdl_user_enrolments u JOIN mdl_enrol e ON e.id = u.enrolid "
                     "WHERE u.userid = ",
                     user17_, " AND e.courseid = ", course_,
                     " LIMIT 1;"
                     "INSERT INTO mdl_role_assignments (roleid, contextid, userid) SELECT roleid, contextid, ",
                     kLateUser, " FROM mdl_role_assignments WHERE userid = ", user17_));
  }

  Rows RowOfUser17() {
    return Select(store_, absl::StrCat("SELECT * FROM course_progress WHERE company_id = 1 AND user_id = ", user17_,
                                       " AND course_id = ", course_));
  }

  void ExpectErrorsNameBothRows(const std::vector<std::string>& errors) {
    const auto names = [this](const std::string& user, const std::string& column) {
      return HasSubstr(absl::StrCat("company 1: user ", user, ", course ", course_, ": ", column, " is "));
    };
    EXPECT_THAT(errors, UnorderedElementsAre(names(user17_, "timecompleted"), names(kLateUser, "user_id")));
  }

  std::string user17_, course_;
  Rows old_row_;
};

TEST_F(UnderivableTest, RowsAreNamedLeftAloneAndEveryOtherOneIsWritten) {
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_));
  EXPECT_FALSE(sync.success());
  ExpectErrorsNameBothRows({sync.errors().begin(), sync.errors().end()});
  EXPECT_EQ(sync.records_updated(), 4);  // user 21's completion, three rows of the renamed person
  EXPECT_EQ(sync.records_created(), 0);
  EXPECT_EQ(sync.records_deleted(), 0);
  EXPECT_EQ(RowOfUser17(), old_row_);
  EXPECT_EQ(SelectOne(store_, absl::StrCat("SELECT count(*) FROM course_progress WHERE user_id = ", kLateUser)), "0");
  std::map<int, bool> success;
  for (const pb::CompanySyncResult& company : sync.companies()) success[company.company_id()] = company.success();
  EXPECT_EQ(success, (std::map<int, bool>{{1, false}, {2, true}, {3, true}}));

  // Served as it was, beside what was written.
  CP_ASSERT_OK_AND_ASSIGN(const std::string token, stack_->ReadToken(1));
  CP_ASSERT_OK_AND_ASSIGN(const auto rows, ReadAll(*stack_, token, 5));
  ASSERT_THAT(rows, SizeIs(12));
  for (const pb::CourseProgress& row : rows) {
    if (absl::StrCat(row.course_id()) != course_) continue;
    if (row.email() == moodle::kStoryEmail17) {
      EXPECT_NE(row.status(), "completed");
    } else if (row.email() == moodle::kStoryEmail21) {
      EXPECT_EQ(row.status(), "completed");
    }
  }
}

TEST_F(UnderivableTest, RowsMakeTheCommandFailAndNothingElse) {
  const CommandResult once = RunCommand("sync-worker", {"--once", absl::StrCat("--moodle-dsn=sqlite3://", moodle_),
                                                        absl::StrCat("--store-dsn=", stack_->store_dsn())});
  EXPECT_EQ(once.exit_code, 1) << once.out << once.err;
  std::vector<std::string> errors;
  for (const absl::string_view line : absl::StrSplit(once.out, '\n')) {
    if (absl::StartsWith(line, "error: ")) errors.emplace_back(line);
  }
  ExpectErrorsNameBothRows(errors);
  EXPECT_THAT(once.out, AllOf(HasSubstr("company 2 "), HasSubstr("0 created, 4 updated, 0 deleted")));
  EXPECT_EQ(RowOfUser17(), old_row_);

  SetCompletion("1700000000");
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult repaired, RunSync(*stack_, {1}));
  EXPECT_EQ(repaired.records_updated(), 1);
  EXPECT_THAT(repaired.errors(), ElementsAre(HasSubstr(kLateUser)));
  EXPECT_NE(RowOfUser17(), old_row_);
}

// One message as it arrived, and what the store knew at that moment.
struct Heard {
  std::string channel;
  nlohmann::json message;
  uint64_t version_in_store = 0;
};

// Subscribes as consumers do, and hears in the order in which Redis sent.
class Subscriber {
 public:
  Subscriber(int port, std::string store) : port_(port), store_(std::move(store)), redis_(Connect(port)) {
    freeReplyObject(redisCommand(redis_.get(), "PSUBSCRIBE cp:inv:*"));
  }

  // Sends a mark and returns what came before it.
  std::vector<Heard> HeardUntilNow() {
    const auto sender = Connect(port_);
    freeReplyObject(redisCommand(sender.get(), "PUBLISH cp:inv:mark mark"));
    for (;;) {
      Heard heard;
      if (!HearOne(&heard) || heard.channel == "cp:inv:mark") break;
      heard_.push_back(std::move(heard));
    }
    return std::exchange(heard_, {});
  }

  // Waits for so many messages, whoever sends them.
  void AwaitMessages(size_t count) {
    while (heard_.size() < count) {
      Heard heard;
      if (!HearOne(&heard)) return;
      heard_.push_back(std::move(heard));
    }
  }

 private:
  using Context = std::unique_ptr<redisContext, void (*)(redisContext*)>;

  static Context Connect(int port) {
    Context redis(redisConnect("127.0.0.1", port), redisFree);
    redisSetTimeout(redis.get(), {.tv_sec = 20, .tv_usec = 0});
    return redis;
  }

  bool HearOne(Heard* heard) {
    void* received = nullptr;
    if (redisGetReply(redis_.get(), &received) != REDIS_OK) {
      ADD_FAILURE() << "no message within 20 s: " << redis_->errstr;
      return false;
    }
    const std::unique_ptr<redisReply, void (*)(void*)> reply(static_cast<redisReply*>(received), freeReplyObject);
    if (reply->elements != 4) {
      ADD_FAILURE() << "not a pmessage";
      return false;
    }
    heard->channel = reply->element[2]->str;
    heard->message = nlohmann::json::parse(reply->element[3]->str, nullptr, false);
    if (heard->message.is_object()) {
      const std::string company = heard->message["company"].dump();
      EXPECT_TRUE(absl::SimpleAtoi(SelectOne(store_, "SELECT version FROM company WHERE company_id = " + company),
                                   &heard->version_in_store));
    }
    return true;
  }

  const int port_;
  const std::string store_;
  const Context redis_;
  std::vector<Heard> heard_;
};

std::vector<std::string> KeysOf(const nlohmann::json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

using SubscriberTest = SyncResultTest;

TEST_F(SubscriberTest, HearsOfTheChangedCompaniesAfterTheCommitAndOfNoOther) {
  StartStack();
  std::map<int, std::string> before;  // company -> data_version
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult unchanged, RunSync(*stack_));
  for (const pb::CompanySyncResult& company : unchanged.companies()) {
    before[company.company_id()] = company.data_version();
  }
  Subscriber subscriber(stack_->redis().port(), store_);
  CP_ASSERT_OK(RunSync(*stack_).status());
  EXPECT_THAT(subscriber.HeardUntilNow(), IsEmpty()) << "a sync without a change tells nobody";

  CompleteStoryCourse({moodle::kStoryEmail17, moodle::kStoryEmail21});
  Execute(moodle_,
          "DELETE FROM mdl_user_enrolments WHERE userid = (SELECT id FROM mdl_user WHERE username = 'user3.2');"
          "UPDATE mdl_user SET lastname = 'Renamed' WHERE username = 'user3.1'");
  const int64_t start = Now();
  std::thread hearing([&subscriber] { subscriber.AwaitMessages(2); });  // looks into the store at each message
  const absl::StatusOr<SyncResult> done = RunSync(*stack_);
  hearing.join();
  CP_ASSERT_OK(done.status());
  const SyncResult& sync = *done;
  ASSERT_TRUE(sync.success());
  const std::vector<Heard> all = subscriber.HeardUntilNow();
  const int64_t end = Now();
  std::map<int, Heard> heard;  // the first of each company
  for (const Heard& one : all) heard.emplace(one.message["company"].get<int>(), one);
  // One more can only be a repetition of one that was confirmed too late.
  if (sync.warnings().empty()) {
    EXPECT_THAT(all, SizeIs(2));
  }
  ASSERT_THAT(heard, UnorderedElementsAre(::testing::Key(1), ::testing::Key(3)));

  const std::map<int, std::pair<int, int>> rows = {{1, {2, 0}}, {3, {3, 3}}};  // upserted, deleted
  for (const pb::CompanySyncResult& company : sync.companies()) {
    if (company.company_id() == 2) {
      EXPECT_EQ(company.data_version(), before[2]);
      continue;
    }
    const Heard& one = heard[company.company_id()];
    const nlohmann::json& message = one.message;
    EXPECT_EQ(one.channel, absl::StrCat("cp:inv:", company.company_id()));
    EXPECT_THAT(KeysOf(message),
                UnorderedElementsAre("schema", "company", "generation", "reason", "run_id", "committed_at",
                                     "rows_upserted", "rows_deleted", "prev_version", "published_at"));
    EXPECT_EQ(message["schema"], 1);
    EXPECT_EQ(message["generation"], company.data_version());
    EXPECT_EQ(message["prev_version"], before[company.company_id()]);
    EXPECT_EQ(message["reason"], "sync");
    EXPECT_EQ(message["run_id"], sync.run_id());
    EXPECT_EQ(message["rows_upserted"], rows.at(company.company_id()).first);
    EXPECT_EQ(message["rows_deleted"], rows.at(company.company_id()).second);
    const double committed = message["committed_at"];
    EXPECT_GE(committed, start);
    EXPECT_LE(committed, end);
    EXPECT_GE(message["published_at"].get<double>(), committed);
    // The version was in the store when the message came: nobody hears of what may still be rolled back.
    const std::string version_now =
        SelectOne(store_, absl::StrCat("SELECT version FROM company WHERE company_id = ", company.company_id()));
    EXPECT_EQ(absl::StrCat(one.version_in_store), version_now);
  }
}

}  // namespace
}  // namespace cp::e2e
