// Makes a Moodle/IOMAD-shaped SQLite database for trying things out and for tests: real table and column names,
// contents that depend on the options alone, from a handful of rows to millions. Every call opens the file itself;
// different files may be worked on from different threads. Changes to a site that exists are in demo_plays.h.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace cp::moodle {

// Shares of the pairs (user, course), in percent. What is left of 100 has not been started.
struct DemoProgressMix {
  int completed = 40;
  int in_progress = 30;
};

inline constexpr int64_t kMaxDemoCompanies = 100'000;
inline constexpr int64_t kMaxDemoUsers = 1'000'000;
inline constexpr int64_t kMaxDemoCourses = 100'000;
inline constexpr int64_t kMaxDemoActivities = 1'000;

struct DemoOptions {
  int64_t companies = 3;              // 1..kMaxDemoCompanies
  int64_t users_per_company = 8;      // learners, 1..kMaxDemoUsers; managers come on top of them
  int64_t courses_per_company = 4;    // 1..kMaxDemoCourses
  int64_t activities_per_course = 5;  // tracked ones, 0..kMaxDemoActivities
  uint64_t seed = 1;
  DemoProgressMix mix;
  int64_t now = 0;         // unix seconds, REQUIRED; nothing in the site is later
  bool story = true;       // company 1 holds the people and the course named below
  bool overwrite = false;  // replace an existing file
};

// What progress derived from a fresh site must show. Every learner is enrolled in every course of the own company, so
// that each company has users_per_company * courses_per_company rows.
struct DemoSummary {
  int64_t companies = 0;
  int64_t users = 0;    // learners
  int64_t courses = 0;  // front page not counted
  int64_t pairs = 0;    // rows to expect over all companies
  int64_t completed = 0;
  int64_t in_progress = 0;
  int64_t not_started = 0;
  int64_t activities_done = 0;  // over all pairs
};

// Company 1 of a site with `story`: "Aktrea", whose first course is this one ...
inline constexpr char kStoryCourse[] = "API_course for completion test";
// ... and whose first two learners are these; neither has completed that course.
inline constexpr char kStoryUser17[] = "api User 17";
inline constexpr char kStoryEmail17[] = "apiuser17@aktrea.com";
inline constexpr char kStoryUser21[] = "api user21";
inline constexpr char kStoryEmail21[] = "apiuser21@aktrea.com";

// Writes the site beside `path` and moves it there when it is whole: a failed call leaves no half a site. On top of
// what DemoSummary counts there is what must not count: managers without a student role, activities without tracking,
// second enrolments, second departments. Memory does not grow with the site; a million pairs take some ten seconds.
// ALREADY_EXISTS when the file exists and may not be replaced; INVALID_ARGUMENT (CONFIG_INVALID, metadata setting).
absl::StatusOr<DemoSummary> CreateDemoSite(const std::string& path, const DemoOptions& options);

}  // namespace cp::moodle
