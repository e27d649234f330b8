// Commands in RESP (redis.io, "Redis serialization protocol"): an array of byte strings.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace cp::redis {

inline std::string ToWire(absl::Span<const absl::string_view> arguments) {
  constexpr size_t overhead = 16;  // "$<length>\r\n" and "\r\n" for lengths we have
  size_t bytes = overhead;
  for (const absl::string_view argument : arguments) bytes += argument.size() + overhead;
  std::string wire;
  wire.reserve(bytes);
  absl::StrAppend(&wire, "*", arguments.size(), "\r\n");
  for (const absl::string_view argument : arguments) {
    absl::StrAppend(&wire, "$", argument.size(), "\r\n", argument, "\r\n");
  }
  return wire;
}

inline std::string ToWire(std::initializer_list<absl::string_view> arguments) {
  return ToWire(absl::MakeConstSpan(arguments.begin(), arguments.size()));
}

}  // namespace cp::redis
