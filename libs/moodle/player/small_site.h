// A small site to play on: three companies, twelve learners, eight courses with activities of every kind, criteria,
// shared courses, two ways to enrol. Made by playing, so that it has the traces of its own past.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "libs/moodle/player/site_db.h"

namespace cp::moodle {

// Companies 1 to 3; learners are users 3 to 14; courses 2 to 9, of which 4 is shared with named companies and 9 is open
// to all. Course c has no criteria, one, or all its tracked activities, by c modulo 3. Who is in what depends on the
// seed. Nothing in it is later than `now` (unix seconds). The database must be empty. INTERNAL with the database's
// text.
absl::Status MakeSmallSite(SiteDb* db, int64_t now, uint64_t seed);

inline constexpr int64_t kSmallSiteCompanies = 3;
inline constexpr int64_t kSmallSiteFirstUser = 3;
inline constexpr int64_t kSmallSiteUsers = 12;
inline constexpr int64_t kSmallSiteFirstCourse = 2;
inline constexpr int64_t kSmallSiteCourses = 8;

}  // namespace cp::moodle
