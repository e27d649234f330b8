#include "services/query/admin_commands.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/data_version.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/secret.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;

constexpr size_t kMaxLabelCharacters = 100;
// How long a cleared cache may be waited for; after it the answer says 0 (decisions: 250 ms).
constexpr absl::Duration kClearBudget = absl::Milliseconds(250);

absl::Status FieldInvalid(absl::string_view field, absl::string_view message) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid, message, {{"field", std::string(field)}});
}

int32_t Clamped(int64_t count) {
  return static_cast<int32_t>(std::clamp<int64_t>(count, 0, std::numeric_limits<int32_t>::max()));
}

// Leaves the field unset for 0.
template <typename MutableTime>
void SetTime(int64_t unix_seconds, MutableTime mutable_time) {
  if (unix_seconds != 0) mutable_time()->set_seconds(unix_seconds);
}

v1::TokenScope ScopeOf(const progress::ApiToken& token) {
  return token.scope == progress::TokenScope::kAdmin ? v1::TOKEN_SCOPE_ADMIN : v1::TOKEN_SCOPE_READ;
}

void Describe(const progress::ApiToken& token, v1::Token* out) {
  out->set_token_id(token.id);
  out->set_scope(ScopeOf(token));
  out->set_company_id(static_cast<int32_t>(token.company.value()));
  out->set_label(token.label);
  SetTime(token.created_at, [out] { return out->mutable_create_time(); });
  SetTime(token.expires_at, [out] { return out->mutable_expire_time(); });
  SetTime(token.revoked_at, [out] { return out->mutable_revoke_time(); });
}

// REQUIRES: valid UTF-8, which protobuf has checked.
size_t Characters(absl::string_view utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

absl::Status CheckScope(const v1::CreateTokenRequest& request) {
  switch (request.scope()) {
    case v1::TOKEN_SCOPE_READ:
      if (request.company_id() >= 1) return absl::OkStatus();
      return FieldInvalid("company_id",
                          absl::StrCat("company_id must be 1 or more for scope read, not ", request.company_id()));
    case v1::TOKEN_SCOPE_ADMIN:
      if (request.company_id() == 0) return absl::OkStatus();
      return FieldInvalid("company_id", absl::StrCat("company_id must be 0 for scope admin, which belongs to no ",
                                                     "company, not ", request.company_id()));
    default:
      return FieldInvalid("scope", "scope must be TOKEN_SCOPE_READ or TOKEN_SCOPE_ADMIN");
  }
}

absl::Status CheckNewToken(const v1::CreateTokenRequest& request, int64_t now) {
  CP_RETURN_IF_ERROR(CheckScope(request));
  if (Characters(request.label()) > kMaxLabelCharacters) {
    return FieldInvalid("label", absl::StrCat("label must have at most ", kMaxLabelCharacters, " characters, not ",
                                              Characters(request.label())));
  }
  constexpr int64_t kLastSecond = 253402300799;  // 9999-12-31T23:59:59Z, the last that google.protobuf.Timestamp has
  if (request.has_expire_time() &&
      (request.expire_time().seconds() <= now || request.expire_time().seconds() > kLastSecond)) {
    return FieldInvalid("expire_time",
                        "expire_time must be in the future and before the year 10000; leave it out for a "
                        "token that never ends");
  }
  return absl::OkStatus();
}

void DescribeSettings(const progress::CompanySettings& settings, v1::GetCompanySettingsResponse* response) {
  auto& out = *response->mutable_settings();
  for (int i = 0; i < progress::kFieldCount; ++i) {
    out[std::string(progress::SettingKeyOf(static_cast<progress::Field>(i)))] =
        settings.visible_fields.test(static_cast<size_t>(i)) ? "1" : "0";
  }
  out["max_records"] = absl::StrCat(settings.max_records);
  out["cache_ttl_seconds"] = absl::StrCat(settings.cache_ttl_seconds);
  out["cache_enabled"] = settings.cache_enabled ? "1" : "0";
  for (const CourseId course : settings.hidden_courses) {
    response->add_hidden_course_ids(static_cast<int32_t>(course.value()));
  }
  std::sort(response->mutable_hidden_course_ids()->begin(), response->mutable_hidden_course_ids()->end());
}

}  // namespace

absl::Status AdminCommands::ListCompanies(Deadline deadline, v1::ListCompaniesResponse* response) const {
  CP_ASSIGN_OR_RETURN(const auto companies, parts_.store->ListCompanies(deadline));
  for (const progress::CompanyState& state : companies) {
    v1::Company* out = response->add_companies();
    out->set_company_id(static_cast<int32_t>(state.company.id.value()));
    out->set_name(state.company.name);
    out->set_shortname(state.company.shortname);
    out->set_data_version(ToStamp(state.version));
    SetTime(state.source_synced_at, [out] { return out->mutable_data_as_of_time(); });
    out->set_live_row_count(Clamped(state.live_rows));
  }
  return absl::OkStatus();
}

absl::Status AdminCommands::GetCompanySettings(const v1::GetCompanySettingsRequest& request, Deadline deadline,
                                               v1::GetCompanySettingsResponse* response) const {
  progress::CompanySettings settings;
  if (request.company_id() != 0) {
    CP_ASSIGN_OR_RETURN(settings, parts_.store->ReadSettings(CompanyId(request.company_id()), deadline));
  }
  response->set_company_id(request.company_id());
  DescribeSettings(settings, response);
  return absl::OkStatus();
}

absl::Status AdminCommands::ClearCache(const v1::ClearCacheRequest& request, Deadline deadline,
                                       v1::ClearCacheResponse* response) const {
  response->set_cleared_count(0);
  if (request.company_id() <= 0) return absl::OkStatus();
  const CompanyId company(request.company_id());
  CP_RETURN_IF_ERROR(parts_.epoch->BeforeVersion(company, deadline));
  const absl::StatusOr<DataVersion> version = parts_.store->BumpVersion(company, deadline);
  if (absl::IsNotFound(version.status())) return absl::OkStatus();
  CP_RETURN_IF_ERROR(version.status());
  if (parts_.invalidator == nullptr) return absl::OkStatus();
  const Deadline soon = std::min(deadline, Deadline::After(*parts_.clock, kClearBudget));
  const sync::Cleared cleared = parts_.invalidator->ClearSuperseded(company, *version, soon);
  response->set_cleared_count(Clamped(cleared.removed));
  if (!cleared.status.ok()) {
    response->add_warnings(
        absl::StrCat(cleared.status.message(), "; older answers are not served, they only expire later"));
    parts_.logger->Warning("cache_not_cleared", {{"company", company.value()}, {"status", cleared.status}});
  }
  return absl::OkStatus();
}

absl::Status AdminCommands::CreateToken(const v1::CreateTokenRequest& request, Deadline deadline,
                                        v1::CreateTokenResponse* response) const {
  const int64_t now = absl::ToUnixSeconds(parts_.clock->Now());
  CP_RETURN_IF_ERROR(CheckNewToken(request, now));
  CP_ASSIGN_OR_RETURN(rpc::NewToken made, rpc::MakeToken());
  progress::ApiToken token;
  token.id = made.id;
  token.sha256 = made.sha256;
  token.scope = request.scope() == v1::TOKEN_SCOPE_ADMIN ? progress::TokenScope::kAdmin : progress::TokenScope::kRead;
  token.company = CompanyId(request.company_id());
  token.label = request.label();
  token.created_at = now;
  token.expires_at = request.expire_time().seconds();
  CP_RETURN_IF_ERROR(parts_.store->CreateToken(token, deadline));
  Describe(token, response->mutable_token());
  response->set_secret(std::move(made.secret));
  return absl::OkStatus();
}

absl::Status AdminCommands::ListTokens(Deadline deadline, v1::ListTokensResponse* response) const {
  CP_ASSIGN_OR_RETURN(const progress::TokenTable table, parts_.store->LoadTokens(deadline));
  for (const progress::ApiToken& token : table.tokens) Describe(token, response->add_tokens());
  return absl::OkStatus();
}

absl::Status AdminCommands::RevokeToken(const v1::RevokeTokenRequest& request, Deadline deadline) const {
  if (request.token_id().empty()) {
    return FieldInvalid("token_id", "token_id must be a token's public id, as ListTokens shows it; it is empty");
  }
  return parts_.store->RevokeToken(request.token_id(), absl::ToUnixSeconds(parts_.clock->Now()), deadline);
}

}  // namespace cp::query
