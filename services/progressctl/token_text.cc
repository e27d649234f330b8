#include "services/progressctl/token_text.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::ctl {
namespace {

constexpr int kMaxDays = 36500;

}  // namespace

absl::StatusOr<absl::Time> ParseExpiry(absl::string_view text, absl::Time now) {
  if (text.empty()) return absl::InfiniteFuture();
  absl::Time time;
  absl::string_view number = text;
  int days = 0;
  if (absl::ConsumeSuffix(&number, "d") && absl::SimpleAtoi(number, &days) && days >= 1 && days <= kMaxDays) {
    return now + days * absl::Hours(24);
  }
  if (!absl::ParseTime("%Y-%m-%d", text, &time, nullptr) &&
      !absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                     absl::StrCat("--expires is \"", text, "\": allowed are a date (2027-01-31), a time ",
                                  "(2027-01-31T12:00:00Z) or a number of days (90d)"),
                     {{"setting", "expires"}});
  }
  if (time > now) return time;
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--expires is \"", text, "\": it must be in the future"), {{"setting", "expires"}});
}

std::string ScopeText(courseprogress::v1::TokenScope scope) {
  switch (scope) {
    case courseprogress::v1::TOKEN_SCOPE_READ:
      return "read";
    case courseprogress::v1::TOKEN_SCOPE_ADMIN:
      return "admin";
    default:
      return "unknown";
  }
}

std::string StateText(const courseprogress::v1::Token& token, absl::Time now) {
  if (token.has_revoke_time()) return "revoked";
  if (token.has_expire_time() && absl::FromUnixSeconds(token.expire_time().seconds()) <= now) return "expired";
  return "valid";
}

}  // namespace cp::ctl
