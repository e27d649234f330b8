#include "libs/testing/temp_dir.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace cp::testing {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::perror(what.c_str());
  std::abort();
}

}  // namespace

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "courseprogress-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) Die(absl::StrCat("mkdtemp ", pattern));
  path_ = std::move(pattern);
}

TempDir::~TempDir() {
  if (path_.empty()) return;
  std::error_code error;
  std::filesystem::remove_all(path_, error);
  if (error) std::fprintf(stderr, "%s is left behind: %s\n", path_.c_str(), error.message().c_str());
}

TempDir::TempDir(TempDir&& other) noexcept : path_(std::exchange(other.path_, std::string())) {}

std::string TempDir::File(absl::string_view name) const { return absl::StrCat(path_, "/", name); }

void TempDir::GiveTo(const std::string& user) const {
  if (geteuid() != 0) return;
  const passwd* entry = getpwnam(user.c_str());
  if (entry == nullptr) Die(absl::StrCat("no system user ", user));
  const auto give = [&](const std::string& path) {
    if (lchown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) Die(absl::StrCat("chown ", path));
  };
  give(path_);
  for (const auto& item : std::filesystem::recursive_directory_iterator(path_)) give(item.path().string());
}

}  // namespace cp::testing
