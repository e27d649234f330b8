// Tokens in words.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "courseprogress/v1/admin_service.pb.h"

namespace cp::ctl {

// "2027-01-31" (its midnight UTC), "2027-01-31T12:00:00Z", or "90d" from now. INVALID_ARGUMENT (CONFIG_INVALID) for
// anything else, and for what is not in the future. "" is InfiniteFuture: never.
absl::StatusOr<absl::Time> ParseExpiry(absl::string_view text, absl::Time now);

// "read" or "admin".
std::string ScopeText(courseprogress::v1::TokenScope scope);

// "valid", "expired" or "revoked".
std::string StateText(const courseprogress::v1::Token& token, absl::Time now);

}  // namespace cp::ctl
