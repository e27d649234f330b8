// Messages as JSON.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/statusor.h"

namespace cp::ctl {

// One line. Every field is there, zeros and empty lists included, but for unset `optional` ones: a hidden field stays
// away.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

}  // namespace cp::ctl
