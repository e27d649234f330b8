// Checks of single settings (runtime::StringCheck), so that everything that is wrong is listed at once and before
// anything is opened. Texts go on after the setting's name and value, and hold neither.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace cp::service {

absl::Status CheckListen(absl::string_view address);
absl::Status CheckStoreDsn(absl::string_view dsn);
absl::Status CheckMoodleDsn(absl::string_view dsn);
absl::Status CheckMoodlePrefix(absl::string_view prefix);
absl::Status CheckRedisUrl(absl::string_view url);

// A rule over two settings: the store is written, Moodle is only read, so they must not be one SQLite file, whatever
// the paths look like. OK for what CheckStoreDsn() or CheckMoodleDsn() refuses.
absl::Status CheckStoreIsNotMoodle(const std::string& store_dsn, const std::string& moodle_dsn);

}  // namespace cp::service
