// A private directory that is removed with everything in it.
#pragma once

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace cp::testing {

// Not copyable; may be moved. Made under TMPDIR (or /tmp) with mode 0700. Aborts the test when it can not be made.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(TempDir&& other) noexcept;
  TempDir& operator=(TempDir&&) = delete;

  const std::string& path() const { return path_; }
  // path() + "/" + name
  std::string File(absl::string_view name) const;

  // Gives the directory and what is in it to a system user, when we run as root; else does nothing.
  void GiveTo(const std::string& user) const;

 private:
  std::string path_;
};

}  // namespace cp::testing
