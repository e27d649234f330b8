// A large Moodle on a real server, for measurements: Moodle's own tables and indexes (from the dumped site), filled
// with the demo site.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"

namespace cp::bench {

// Of each company; everybody is in every course of the own company: companies * users * courses pairs.
struct SiteSize {
  int64_t users = 2500;
  int64_t courses = 20;
  int64_t activities = 5;  // that count, of each course
  int64_t companies = 1;
};

// Makes the database, or makes it anew; returns its DSN. Nothing in the site is later than `now` (unix seconds).
absl::StatusOr<std::string> LoadDemoSite(const testing::MariadbServer& server, const std::string& database, int64_t now,
                                         const SiteSize& size = {});
absl::StatusOr<std::string> LoadDemoSite(const testing::PostgresServer& server, const std::string& database,
                                         int64_t now, const SiteSize& size = {});

// Adds copies of the site's people, with all that belongs to them, as the `from`-th to the last one before `to`; the
// site itself is number 0. The server does it alone, so that a million pairs take minutes. REQUIRES: each number once,
// at most 10,000 of them.
absl::Status AddPeople(const testing::DatabaseServer& server, const std::string& database, int64_t from, int64_t to);

// Statistics for the planner: after AddPeople(). LoadDemoSite() does it itself.
absl::Status Analyze(const testing::MariadbServer& server, const std::string& database);
absl::Status Analyze(const testing::PostgresServer& server, const std::string& database);

// The event log afresh, with one event for each enrolment: a log that grows with the site.
absl::Status LogEnrolments(const testing::MariadbServer& server, const std::string& database);
absl::Status LogEnrolments(const testing::PostgresServer& server, const std::string& database);

}  // namespace cp::bench
