#include "libs/moodle/demo_plan.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace cp::moodle {
namespace {

// Names as real sites have them: accents, apostrophes, other scripts, quotes, a formula, a combining mark.
constexpr std::array<const char*, 12> kFirstnames = {"Amélie", "Sean", "Łukasz", "Zoë",   "美咲",  "Мария",
                                                     "Nuño",   "Ayşe", "Jürgen", "Chloé", "Ahmed", "Siân"};
constexpr std::array<const char*, 12> kLastnames = {"O'Brien",  "Müller", "Nováková", "de la Cruz",
                                                    "Петрова",  "田中",   "Smith-Li", "Åberg",
                                                    "D'Angelo", "Yılmaz", "=SUM(A1)", "Nguyễn"};
constexpr std::array<const char*, 8> kSubjects = {
    "Fire safety",      "Data protection", "First aid", "Welcome & onboarding",
    "\"Safe\" lifting", "Forklift, basic", "Phishing",  "Leadership"};

// Finalizer of SplitMix64 (Steele, Lea, Flood 2014).
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

enum Draws : uint64_t { kStatus, kDone, kEnrolled, kPace, kSelf, kRow, kFirst, kLast, kDepartment };

}  // namespace

uint64_t DemoPlan::Draw(uint64_t what, uint64_t a, uint64_t b, uint64_t c) const {
  return Mix(Mix(Mix(Mix(Mix(options_.seed) ^ what) ^ a) ^ b) ^ c);
}

int64_t DemoPlan::SiteCreatedAt() const { return std::max<int64_t>(1, options_.now - 400 * kSecondsPerDay); }

std::string DemoPlan::CompanyName(int64_t company) const {
  if (options_.story && company == 0) return "Aktrea";
  return absl::StrCat("Demo Company ", company + 1);
}

std::string DemoPlan::CompanyShortname(int64_t company) const {
  if (options_.story && company == 0) return "aktrea";
  return absl::StrCat("demo", company + 1);
}

std::string DemoPlan::CourseName(int64_t company, int64_t course) const {
  if (IsStoryCourse(company, course)) return kStoryCourse;
  return absl::StrCat(kSubjects[course % kSubjects.size()], " ", company + 1, "-", course + 1);
}

DemoPerson DemoPlan::Person(int64_t company, int64_t user) const {
  // The original plugin shows these texts as `username`; Moodle itself would only take lower case from its forms.
  if (IsStoryPerson(company, user)) {
    if (user == 0) return {kStoryUser17, "api", "User 17", kStoryEmail17};
    return {kStoryUser21, "api", "user21", kStoryEmail21};
  }
  const std::string username = absl::StrCat("user", company + 1, ".", user + 1);
  return {username, kFirstnames[Draw(kFirst, company, user, 0) % kFirstnames.size()],
          kLastnames[Draw(kLast, company, user, 0) % kLastnames.size()],
          absl::StrCat(username, "@", CompanyShortname(company), ".example.test")};
}

bool DemoPlan::InSecondDepartment(int64_t company, int64_t user) const {
  return Draw(kDepartment, company, user, 0) % 5 == 0;
}

DemoProgress DemoPlan::Progress(int64_t company, int64_t user, int64_t course) const {
  const auto draw = [&](uint64_t what, uint64_t below) { return Draw(what, company, user, course) % below; };
  DemoProgress progress;
  // Enrolled 30 to 300 days ago, at most a day between two steps: everything lies between the site's birth and now.
  progress.enrolled_at =
      std::max<int64_t>(1, options_.now - static_cast<int64_t>(30 + draw(kEnrolled, 270)) * kSecondsPerDay);
  progress.self_enrolled = draw(kSelf, 10) == 0;
  progress.has_completion_row = draw(kRow, 2) == 0;
  int64_t status = static_cast<int64_t>(draw(kStatus, 100));
  if (IsStoryPerson(company, user) && IsStoryCourse(company, course)) status = user == 0 ? 100 : options_.mix.completed;
  const int64_t activities = options_.activities_per_course;
  if (status < options_.mix.completed) {
    progress.done = activities;
    progress.started_at = progress.enrolled_at + kSecondsPerDay;
    progress.completed_at = progress.started_at + static_cast<int64_t>(1 + draw(kPace, 20)) * kSecondsPerDay;
    progress.has_completion_row = true;
  } else if (status < options_.mix.completed + options_.mix.in_progress) {
    progress.done = activities > 1 ? 1 + static_cast<int64_t>(draw(kDone, activities - 1)) : 0;
    if (progress.done == 0 || draw(kPace, 2) == 0) {
      progress.started_at = progress.enrolled_at + kSecondsPerDay;
      progress.has_completion_row = true;
    }
  }
  return progress;
}

}  // namespace cp::moodle
