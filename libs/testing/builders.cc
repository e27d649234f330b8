#include "libs/testing/builders.h"

#include "absl/strings/str_cat.h"
#include "libs/testing/fake_clock.h"

namespace cp::progress {

void PrintTo(const RowKey& key, std::ostream* out) { *out << "(user " << key.user << ", course " << key.course << ")"; }

void PrintTo(const CourseProgress& row, std::ostream* out) {
  PrintTo(row.key, out);
  *out << " " << ToString(row.status) << " " << row.activities_done << "/" << row.activities_total << " "
       << row.percentage << " % completed " << row.timecompleted << " started " << row.timestarted << " last "
       << row.last_activity << " '" << row.firstname << "' '" << row.lastname << "' '" << row.email << "' '"
       << row.username << "' '" << row.coursename << "'";
}

}  // namespace cp::progress

namespace cp::testing {
namespace {

constexpr int64_t kEnrolled = FakeClock::kStart - 30 * 86400;
constexpr int64_t kLastActivity = FakeClock::kStart - 86400;
constexpr size_t kSha256Bytes = 32;

progress::ApiToken Token(const std::string& id, progress::TokenScope scope) {
  progress::ApiToken token;
  token.id = id;
  token.sha256 = (id + std::string(kSha256Bytes, '#')).substr(0, kSha256Bytes);
  token.scope = scope;
  token.label = absl::StrCat("token ", id);
  token.created_at = FakeClock::kStart;
  return token;
}

}  // namespace

progress::RowKey Key(int64_t user, int64_t course) { return {UserId(user), CourseId(course)}; }

progress::PairFacts Facts(int64_t user, int64_t course, int64_t done, int64_t total) {
  progress::PairFacts facts;
  facts.user_id = user;
  facts.course_id = course;
  facts.firstname = absl::StrCat("First", user);
  facts.lastname = absl::StrCat("Last", user);
  facts.email = absl::StrCat("user", user, "@example.test");
  facts.username = absl::StrCat("user", user);
  facts.coursename = absl::StrCat("Course ", course);
  facts.completion_enabled = true;
  facts.first_enrolled = kEnrolled;
  facts.activities_done = done;
  facts.activities_total = total;
  facts.last_activity = done > 0 ? kLastActivity : 0;
  return facts;
}

progress::CourseProgress Row(int64_t user, int64_t course, int32_t done, int32_t total) {
  return *progress::Derive(Facts(user, course, done, total), {});
}

progress::CourseProgress CompletedRow(int64_t user, int64_t course, int64_t timecompleted) {
  progress::PairFacts facts = Facts(user, course, 4, 4);
  facts.timecompleted = timecompleted;
  return *progress::Derive(facts, {});
}

progress::Company MakeCompany(int64_t id) {
  return {CompanyId(id), absl::StrCat("Company ", id), absl::StrCat("company", id)};
}

progress::ApiToken ReadToken(const std::string& id, int64_t company) {
  progress::ApiToken token = Token(id, progress::TokenScope::kRead);
  token.company = CompanyId(company);
  return token;
}

progress::ApiToken AdminToken(const std::string& id) { return Token(id, progress::TokenScope::kAdmin); }

}  // namespace cp::testing
