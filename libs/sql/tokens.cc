// TokenStore: the hash is kept as hex, since PostgreSQL's text can not hold its zero bytes.
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/errors.h"
#include "libs/sql/queries.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::ApiToken;
using progress::TokenScope;
using progress::TokenTable;

constexpr char kReadScope[] = "read";
constexpr char kAdminScope[] = "admin";

absl::Status UnknownToken(const std::string& id) {
  return MakeError(absl::StatusCode::kNotFound, reason::kNotFound, absl::StrCat("there is no token with the id ", id),
                   {{"resource", absl::StrCat("tokens/", id)}});
}

absl::Status Taken() {
  return MakeError(absl::StatusCode::kAlreadyExists, reason::kFieldInvalid,
                   "a token with this id or secret exists already", {{"field", "id"}});
}

}  // namespace

absl::Status SqlStore::CreateToken(const ApiToken& token, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    session.Run(query::kBumpAuthVersion);
    const bool read = token.scope == TokenScope::kRead;
    if (read && !session.RunForRow(query::kCompanyExists, token.company.value()).has_value()) {
      return UnknownCompany(token.company);
    }
    const auto inserted = session.RunForRow(query::kInsertToken, absl::BytesToHexString(token.sha256), token.id,
                                            read ? kReadScope : kAdminScope, token.company.value(), token.label,
                                            token.created_at, token.expires_at, token.revoked_at);
    return inserted.has_value() ? absl::OkStatus() : Taken();
  });
}

absl::Status SqlStore::RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    if (session.RunForRow(query::kRevokeToken, revoked_at, id).has_value()) {
      session.Run(query::kBumpAuthVersion);
      return absl::OkStatus();
    }
    if (session.RunForRow(query::kTokenExists, id).has_value()) return absl::OkStatus();
    return UnknownToken(id);
  });
}

absl::StatusOr<TokenTable> SqlStore::LoadTokens(Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<TokenTable> {
    TokenTable table;
    if (const auto row = session.RunForRow(query::kAuthVersion)) {
      table.auth_version = static_cast<uint64_t>(std::get<0>(*row));
    }
    auto& rows = session.Run(query::kLoadTokens);
    while (auto* row = rows.Next()) {
      auto& [hash, id, scope, company, label, created_at, expires_at, revoked_at] = *row;
      // A scope that this binary does not know must not become the wider one.
      const TokenScope known = scope == kAdminScope ? TokenScope::kAdmin : TokenScope::kRead;
      table.tokens.push_back({std::move(id), absl::HexStringToBytes(hash), known, CompanyId(company), std::move(label),
                              created_at, expires_at, revoked_at});
    }
    return table;
  });
}

}  // namespace cp::sql
