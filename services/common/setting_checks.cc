#include "services/common/setting_checks.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/dsn.h"
#include "libs/moodle/open_source.h"
#include "libs/redis/redis_url.h"
#include "libs/rpc/client.h"
#include "libs/sql/dsn.h"

namespace cp::service {
namespace {

// A library's error without the setting it begins with: ConfigParser says that.
absl::Status WithoutName(const absl::Status& status, absl::string_view setting) {
  if (status.ok()) return status;
  absl::string_view text = status.message();
  if (absl::ConsumePrefix(&text, setting)) {
    absl::ConsumePrefix(&text, ":");
    absl::ConsumePrefix(&text, " ");
  }
  return MakeError(status.code(), ReasonOf(status), text, MetadataOf(status));
}

bool SameFile(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code error;
  if (std::filesystem::equivalent(a, b, error)) return true;
  const auto canonical_a = std::filesystem::weakly_canonical(std::filesystem::absolute(a, error), error);
  const auto canonical_b = std::filesystem::weakly_canonical(std::filesystem::absolute(b, error), error);
  return !error && canonical_a == canonical_b;
}

}  // namespace

absl::Status CheckListen(absl::string_view address) { return rpc::CheckAddress(address); }

absl::Status CheckStoreDsn(absl::string_view dsn) { return WithoutName(sql::ParseDsn(dsn).status(), "--store-dsn"); }

absl::Status CheckMoodleDsn(absl::string_view dsn) {
  return WithoutName(moodle::ParseDsn(dsn).status(), "--moodle-dsn");
}

absl::Status CheckMoodlePrefix(absl::string_view prefix) {
  return WithoutName(moodle::CheckPrefix(prefix), "--moodle-prefix");
}

absl::Status CheckRedisUrl(absl::string_view url) {
  return WithoutName(redis::ParseRedisUrl(url).status(), "--redis-url");
}

absl::Status CheckStoreIsNotMoodle(const std::string& store_dsn, const std::string& moodle_dsn) {
  const absl::StatusOr<sql::Dsn> store = sql::ParseDsn(store_dsn);
  const absl::StatusOr<moodle::Dsn> source = moodle::ParseDsn(moodle_dsn);
  const bool both_sqlite =
      store.ok() && source.ok() && store->engine == sql::Engine::kSqlite && source->engine == moodle::Engine::kSqlite;
  if (!both_sqlite || !SameFile(store->path, source->connect)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--store-dsn and --moodle-dsn name the same file, ", store->path,
                                ": Moodle's database is only read; give the store a file of its own"),
                   {{"setting", "store-dsn"}});
}

}  // namespace cp::service
