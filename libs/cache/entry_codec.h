// The bytes of one entry in the shared cache: a checked header, then the payload.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/cache/read_path.h"

namespace cp::cache {

// Layout: proto/courseprogress/internal/v1/cache_entry.proto. Costs one copy of the payload.
std::string EncodeEntry(const EntryKey& key, const Payload& payload);

// DATA_LOSS naming the first header field that is not what `key` asks for, or the checksum. Never trusts a length.
absl::StatusOr<PayloadPtr> DecodeEntry(const EntryKey& key, absl::string_view bytes);

}  // namespace cp::cache
