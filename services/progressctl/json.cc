#include "services/progressctl/json.h"

#include <google/protobuf/util/json_util.h>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::ctl {

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    return MakeError(absl::StatusCode::kInternal, reason::kInternal, "the answer can not be written as JSON");
  }
  return json;
}

}  // namespace cp::ctl
