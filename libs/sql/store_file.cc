#include "libs/sql/store_file.h"

#include <sys/stat.h>

#include <filesystem>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "libs/sql/dsn.h"

namespace cp::sql {
namespace {

bool Grants(const std::string& path, mode_t right) {
  struct stat facts = {};
  return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & right) != 0;
}

}  // namespace

std::string StoreFileWarning(absl::string_view dsn) {
  const absl::StatusOr<Dsn> parsed = ParseDsn(dsn);
  if (!parsed.ok() || parsed->engine != Engine::kSqlite) return "";
  const std::filesystem::path file(parsed->path);
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  if (!Grants(parsed->path, S_IROTH | S_IWOTH) || !Grants(folder, S_IXOTH)) return "";
  return absl::StrCat("the store's file ", parsed->path,
                      " holds personal data, and every user of this machine can open it; chmod o-rw it, and the files "
                      "-wal and -shm beside it");
}

}  // namespace cp::sql
