// The one reader of the small files that a process is configured with. Thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace cp::files {

inline constexpr size_t kMaxSecretBytes = 64 << 10;       // a password, a token, a DSN
inline constexpr size_t kMaxCertificatesBytes = 1 << 20;  // a bundle of CAs
inline constexpr size_t kMaxSettingsBytes = 1 << 20;

// The whole content, 1..max_bytes of it. INVALID_ARGUMENT otherwise, with a text that goes on after "<path>: " and says
// why: "there is no such file", "it is a folder; name a file", "this user may not read it", "it is empty", "it is
// larger than 64 KiB". Reads pipes (/dev/fd/63) to their end; never more than max_bytes of anything.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t max_bytes);

}  // namespace cp::files
