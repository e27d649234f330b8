// Isolation of companies, as a property: random companies with people and courses in common, random requests through
// the whole service with its caches. Each answer is exactly what the token's own company holds, row for row, counted by
// its own offset, and names nothing of another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using progress::Field;
using progress::RowKey;
using testing::HasReason;
using testing::IsOk;
using Reply = TestService::Reply;

constexpr int kHistories = 25;
constexpr int kSteps = 120;
constexpr int64_t kUsers = 5;    // in common
constexpr int64_t kCourses = 5;  // in common: 2..6
constexpr int kMaxCompanies = 5;

// In every text of a company's rows.
std::string MarkOf(int64_t company) { return absl::StrCat("<c", company, ">"); }

// What one company holds, kept beside the store.
struct Company {
  int64_t id = 0;
  std::map<RowKey, progress::CourseProgress> rows;
  std::set<int64_t> hidden_courses;
  progress::FieldMask visible = progress::FieldMask().set();
  int32_t max_records = 1000;
  bool synced = false;
  DataVersion version;
  std::vector<std::string> tokens;

  std::vector<progress::CourseProgress> Page(int32_t limit, int32_t offset) const {
    std::vector<progress::CourseProgress> page;
    int32_t position = 0;
    for (const auto& [key, row] : rows) {
      if (hidden_courses.contains(key.course.value())) continue;
      if (position++ >= offset && static_cast<int32_t>(page.size()) < limit) page.push_back(row);
    }
    return page;
  }
};

std::string TimeText(int64_t unix_seconds) {
  if (unix_seconds == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(unix_seconds), absl::UTCTimeZone());
}

void ExpectRow(const v1::CourseProgress& sent, const progress::CourseProgress& row, progress::FieldMask visible) {
  const auto shown = [&](Field field) { return visible.test(static_cast<size_t>(field)); };
  EXPECT_EQ(sent.has_user_id(), shown(Field::kUserId));
  EXPECT_EQ(sent.has_firstname(), shown(Field::kFirstname));
  EXPECT_EQ(sent.has_lastname(), shown(Field::kLastname));
  EXPECT_EQ(sent.has_email(), shown(Field::kEmail));
  EXPECT_EQ(sent.has_course_id(), shown(Field::kCourseId));
  EXPECT_EQ(sent.has_coursename(), shown(Field::kCoursename));
  EXPECT_EQ(sent.has_timecompleted(), shown(Field::kTimecompleted));
  EXPECT_EQ(sent.has_timecompleted_unix(), shown(Field::kTimecompletedUnix));
  EXPECT_EQ(sent.has_timestarted(), shown(Field::kTimestarted));
  EXPECT_EQ(sent.has_timestarted_unix(), shown(Field::kTimestartedUnix));
  EXPECT_EQ(sent.has_percentage(), shown(Field::kPercentage));
  EXPECT_EQ(sent.has_status(), shown(Field::kStatus));
  if (sent.has_user_id()) {
    EXPECT_EQ(sent.user_id(), row.key.user.value());
  }
  if (sent.has_firstname()) {
    EXPECT_EQ(sent.firstname(), row.firstname);
  }
  if (sent.has_lastname()) {
    EXPECT_EQ(sent.lastname(), row.lastname);
  }
  if (sent.has_email()) {
    EXPECT_EQ(sent.email(), row.email);
  }
  if (sent.has_course_id()) {
    EXPECT_EQ(sent.course_id(), row.key.course.value());
  }
  if (sent.has_coursename()) {
    EXPECT_EQ(sent.coursename(), row.coursename);
  }
  if (sent.has_timecompleted()) {
    EXPECT_EQ(sent.timecompleted(), TimeText(row.timecompleted));
  }
  if (sent.has_timecompleted_unix()) {
    EXPECT_EQ(sent.timecompleted_unix(), static_cast<double>(row.timecompleted));
  }
  if (sent.has_timestarted()) {
    EXPECT_EQ(sent.timestarted(), TimeText(row.timestarted));
  }
  if (sent.has_timestarted_unix()) {
    EXPECT_EQ(sent.timestarted_unix(), static_cast<double>(row.timestarted));
  }
  if (sent.has_percentage()) {
    EXPECT_EQ(sent.percentage(), progress::PercentageHundredths(row) / 100.0);
  }
  if (sent.has_status()) {
    EXPECT_EQ(sent.status(), std::string(progress::ToString(row.status)));
  }
}

// Whatever it says, it says nothing of another company.
void ExpectNoOtherMark(const Reply& reply, int64_t company) {
  const std::string said =
      absl::StrCat(reply.response.SerializeAsString(), reply.status.error_message(), reply.status.error_details());
  for (int64_t other = 1; other <= kMaxCompanies; ++other) {
    if (other != company) {
      EXPECT_FALSE(absl::StrContains(said, MarkOf(other))) << "company " << other;
    }
  }
}

class History {
 public:
  explicit History(uint64_t seed) : random_(seed) {
    if (Draw(2) == 0) service_.options.read_path.local_cache_bytes = 0;
    companies_.resize(static_cast<size_t>(2 + Draw(kMaxCompanies - 1)));
    for (size_t i = 0; i < companies_.size(); ++i) {
      Company& company = companies_[i];
      company.id = static_cast<int64_t>(i) + 1;
      EXPECT_THAT(service_.store.UpsertCompanies({testing::MakeCompany(company.id)}, Soon()), IsOk());
      company.tokens.push_back(service_.NewReadToken(company.id));
      if (Draw(4) != 0) Sync(company);
    }
  }

  void Step() {
    const int64_t kind = Draw(20);
    Company& company = companies_[static_cast<size_t>(Draw(static_cast<int64_t>(companies_.size())))];
    if (kind < 3) return Sync(company);
    if (kind < 6) return ChangeSetting(company);
    if (kind == 6) return company.tokens.push_back(service_.NewReadToken(company.id));
    if (kind == 7) return service_.cache.Lose();
    if (kind == 8) return ReadAllAtOnce();
    ReadOne(company);
  }

  // Readers of every company at the same position and the same version, and a writer beside them.
  void Storm() {
    for (Company& company : companies_) {
      if (!company.synced || company.version.version == 0) SyncToTheNextVersion(company);
    }
    std::atomic<bool> stop = false;
    std::vector<std::thread> readers;
    for (const Company& company : companies_) {
      for (const std::string& token : company.tokens) {
        readers.emplace_back([this, &company, &token, &stop] {
          while (!stop) {
            const Reply reply = service_.Get(token, Page(2, 1));
            ExpectNoOtherMark(reply, company.id);
            for (const v1::CourseProgress& row : reply.response.rows()) {
              if (row.has_email()) {
                EXPECT_TRUE(absl::StrContains(row.email(), MarkOf(company.id))) << row.email();
              }
            }
          }
        });
      }
    }
    for (int round = 0; round < 20; ++round) {
      for (Company& company : companies_) SyncToTheNextVersion(company);
    }
    stop = true;
    for (std::thread& reader : readers) reader.join();
  }

 private:
  int64_t Draw(int64_t below) { return std::uniform_int_distribution<int64_t>(0, below - 1)(random_); }
  Deadline Soon() const { return Deadline::After(service_.clock, absl::Seconds(10)); }

  progress::CourseProgress RandomRow(int64_t company) {
    progress::CourseProgress row = testing::Row(1 + Draw(kUsers), 2 + Draw(kCourses), static_cast<int32_t>(Draw(5)), 4);
    for (std::string* text : {&row.firstname, &row.lastname, &row.email, &row.username, &row.coursename}) {
      absl::StrAppend(text, " ", MarkOf(company), ++changes_);
    }
    return row;
  }

  void Sync(Company& company) {
    std::map<RowKey, progress::CourseProgress> upserts;
    std::vector<RowKey> tombstones;
    for (int64_t i = Draw(8); i > 0; --i) {
      progress::CourseProgress row = RandomRow(company.id);
      upserts.insert_or_assign(row.key, row);
    }
    for (const auto& [key, row] : company.rows) {
      if (!upserts.contains(key) && Draw(6) == 0) tombstones.push_back(key);
    }
    for (const RowKey& key : tombstones) company.rows.erase(key);
    std::vector<progress::CourseProgress> rows;
    for (const auto& [key, row] : upserts) {
      company.rows.insert_or_assign(key, row);
      rows.push_back(row);
    }
    company.synced = true;
    company.version = service_.Sync(company.id, rows, tombstones);
  }

  void SyncToTheNextVersion(Company& company) {
    const DataVersion before = company.version;
    do {
      Sync(company);
    } while (company.version <= before);
  }

  void ChangeSetting(Company& company) {
    if (!company.synced) return;
    std::string key, value;
    const bool on = Draw(2) == 0;
    if (const int64_t kind = Draw(3); kind == 0) {
      const int64_t course = 2 + Draw(kCourses);
      if (on) {
        company.hidden_courses.erase(course);
      } else {
        company.hidden_courses.insert(course);
      }
      key = absl::StrCat("course_", course);
      value = on ? "1" : "0";
    } else if (kind == 1) {
      const auto field = static_cast<size_t>(Draw(progress::kFieldCount));
      company.visible.set(field, on);
      key = std::string(progress::SettingKeyOf(static_cast<Field>(field)));
      value = on ? "1" : "0";
    } else {
      company.max_records = on ? 1000 : 3;
      key = "max_records";
      value = absl::StrCat(company.max_records);
    }
    service_.store.SetSetting(CompanyId(company.id), key, value);
    ++company.version.version;
  }

  void ReadOne(const Company& company) {
    TestService::Request request = Page(static_cast<int32_t>(1 + Draw(7)), static_cast<int32_t>(Draw(30)));
    request.set_bypass_cache(Draw(10) == 0);
    const Company& other = companies_[static_cast<size_t>(Draw(static_cast<int64_t>(companies_.size())))];
    // Of another company it is a demand like any other: met, or refused without a word about that one.
    const bool demands = Draw(8) == 0 && other.synced && company.synced;
    if (demands) request.set_min_data_version(ToStamp(other.version));
    const std::string& token = company.tokens[static_cast<size_t>(Draw(static_cast<int64_t>(company.tokens.size())))];
    const Reply reply = service_.Get(token, request);
    if (demands && other.version > company.version && request.limit() <= company.max_records) {
      EXPECT_THAT(reply.error, HasReason(reason::kDataVersionAhead));
      return ExpectRefusal(reply, company);
    }
    Expect(reply, request, company);
  }

  void ReadAllAtOnce() {
    const TestService::Request request = Page(static_cast<int32_t>(1 + Draw(3)), static_cast<int32_t>(Draw(4)));
    std::vector<Reply> replies(companies_.size());
    std::vector<std::thread> readers;
    for (size_t i = 0; i < companies_.size(); ++i) {
      readers.emplace_back([&, i] { replies[i] = service_.Get(companies_[i].tokens[0], request); });
    }
    for (std::thread& reader : readers) reader.join();
    for (size_t i = 0; i < companies_.size(); ++i) Expect(replies[i], request, companies_[i]);
  }

  static void ExpectRefusal(const Reply& reply, const Company& company) {
    EXPECT_EQ(reply.response.rows_size(), 0);
    ExpectNoOtherMark(reply, company.id);
  }

  static void Expect(const Reply& reply, const TestService::Request& request, const Company& company) {
    SCOPED_TRACE(absl::StrCat("company ", company.id, ": ", request.ShortDebugString()));
    if (request.limit() > company.max_records) {
      EXPECT_THAT(reply.error, HasReason(reason::kLimitTooLarge));
      EXPECT_EQ(MetadataOf(reply.error)["maximum"], absl::StrCat(company.max_records));
      return ExpectRefusal(reply, company);
    }
    ASSERT_THAT(reply.error, IsOk());
    const auto rows = company.Page(request.limit(), request.offset());
    ASSERT_EQ(reply.response.rows_size(), static_cast<int>(rows.size()));
    for (size_t i = 0; i < rows.size(); ++i) {
      ExpectRow(reply.response.rows(static_cast<int>(i)), rows[i], company.visible);
    }
    ExpectNoOtherMark(reply, company.id);
    if (company.synced) {
      EXPECT_EQ(reply.response.data_version(), ToStamp(company.version));
    }
    EXPECT_EQ(reply.response.has_data_as_of_time(), company.synced);
    EXPECT_EQ(reply.response.empty_reason(), EmptyReasonOf(rows.empty(), request, company));
  }

  static v1::EmptyReason EmptyReasonOf(bool empty, const TestService::Request& request, const Company& company) {
    if (!empty) return v1::EMPTY_REASON_UNSPECIFIED;
    if (!company.synced) return v1::EMPTY_REASON_NO_DATA_YET;
    return request.offset() > 0 ? v1::EMPTY_REASON_PAST_THE_END : v1::EMPTY_REASON_NO_ROWS;
  }

  std::mt19937_64 random_;
  TestService service_;
  std::vector<Company> companies_;
  int64_t changes_ = 0;
};

TEST(Isolation, NoAnswerHoldsARowACountOrANameOfAnotherCompany) {
  const uint64_t seed = testing::RandomSeed();
  for (int history = 0; history < kHistories && !::testing::Test::HasFailure(); ++history) {
    SCOPED_TRACE(absl::StrCat("history ", history));
    History companies(seed + static_cast<uint64_t>(history));
    for (int step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) companies.Step();
  }
}

TEST(Isolation, HoldsWhileEverybodyReadsAndSomebodyWrites) {
  const uint64_t seed = testing::RandomSeed();
  for (uint64_t history = 0; history < 5; ++history) {
    History companies(seed + history);
    companies.Storm();
  }
}

}  // namespace
}  // namespace cp::query
