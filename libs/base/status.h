// Errors of our own: an absl::Status that also carries a machine-readable reason (google.rpc.ErrorInfo.reason) and
// metadata. libs/rpc turns it into what goes over the wire; nothing else does.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp {

// REQUIRES: code != kOk; reason is UPPER_SNAKE. `message` is for people, says what is allowed, and never holds driver
// text, a secret or an e-mail address.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                       const std::map<std::string, std::string>& metadata = {});

// The reason given to MakeError(), or "" for a status made otherwise.
std::string ReasonOf(const absl::Status& status);

// The metadata given to MakeError(), or empty.
std::map<std::string, std::string> MetadataOf(const absl::Status& status);

}  // namespace cp

// Returns the status of `expr` from the enclosing function unless it is OK.
#define CP_RETURN_IF_ERROR(expr)                                                 \
  do {                                                                           \
    if (::absl::Status cp_status_ = (expr); !cp_status_.ok()) return cp_status_; \
  } while (false)

#define CP_CONCAT_INNER_(a, b) a##b
#define CP_CONCAT_(a, b) CP_CONCAT_INNER_(a, b)

// `CP_ASSIGN_OR_RETURN(auto x, F());` declares x, or returns the status of F() from the enclosing function.
#define CP_ASSIGN_OR_RETURN(lhs, expr) CP_ASSIGN_OR_RETURN_IMPL_(CP_CONCAT_(cp_statusor_, __LINE__), lhs, expr)
#define CP_ASSIGN_OR_RETURN_IMPL_(var, lhs, expr) \
  auto var = (expr);                              \
  if (!var.ok()) return std::move(var).status();  \
  lhs = *std::move(var)
