// The parts of the store that hold no progress rows: companies, outbox, censuses, tokens.
#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/progress/memory_store.h"

namespace cp::progress {

absl::Status MemoryStore::UpsertCompanies(const std::vector<Company>& companies, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  for (const Company& company : companies) {
    CompanyData& data = companies_[company.id];
    data.company = company;
    data.gone_at = 0;
  }
  return absl::OkStatus();
}

absl::Status MemoryStore::MarkGone(absl::Span<const CompanyId> companies, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  for (const CompanyId company : companies) {
    const auto it = companies_.find(company);
    if (it != companies_.end() && it->second.gone_at == 0) it->second.gone_at = absl::ToUnixSeconds(clock_.Now());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<CompanyState>> MemoryStore::ListCompanies(Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::vector<CompanyState> states;
  for (const auto& [id, data] : companies_) {
    CompanyState state;
    state.company = data.company;
    state.version = {epoch_, data.version};
    state.source_synced_at = data.source_synced_at;
    state.gone = data.gone_at != 0;
    state.live_rows =
        std::count_if(data.rows.begin(), data.rows.end(), [](const auto& row) { return !row.second.is_deleted; });
    states.push_back(std::move(state));
  }
  return states;
}

absl::StatusOr<std::vector<Company>> MemoryStore::OldestServedFirst(Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::vector<const CompanyData*> order;
  for (const auto& [id, data] : companies_) order.push_back(&data);
  // Stable: equal times stay in the order of the ids.
  std::stable_sort(order.begin(), order.end(), [](const CompanyData* a, const CompanyData* b) {
    return std::tie(a->served_at, a->source_synced_at) < std::tie(b->served_at, b->source_synced_at);
  });
  std::vector<Company> companies;
  for (const CompanyData* data : order) companies.push_back(data->company);
  return companies;
}

absl::Status MemoryStore::MarkServed(CompanyId company, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(CompanyData * data, Find(company));
  data->served_at = clock_.Now();
  return absl::OkStatus();
}

absl::StatusOr<CompanySettings> MemoryStore::ReadSettings(CompanyId company, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(const CompanyData* data, Find(company));
  return SettingsFrom(data->settings);
}

absl::StatusOr<std::vector<OutboxEntry>> MemoryStore::ReadOutbox(int limit, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const size_t count = std::min(outbox_.size(), static_cast<size_t>(limit));
  return std::vector<OutboxEntry>(outbox_.begin(), outbox_.begin() + static_cast<std::ptrdiff_t>(count));
}

absl::Status MemoryStore::ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::erase_if(outbox_,
                [&](const OutboxEntry& entry) { return entry.company == company && entry.version <= version; });
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SourceCensus>> MemoryStore::ReadCensus(bool pending, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  return pending ? pending_census_ : accepted_census_;
}

absl::Status MemoryStore::WriteCensus(bool pending, const SourceCensus& census, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  (pending ? pending_census_ : accepted_census_) = census;
  return absl::OkStatus();
}

absl::Status MemoryStore::CreateToken(const ApiToken& token, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  if (token.scope == TokenScope::kRead) CP_RETURN_IF_ERROR(Find(token.company).status());
  const bool taken = std::any_of(tokens_.begin(), tokens_.end(), [&](const ApiToken& other) {
    return other.id == token.id || other.sha256 == token.sha256;
  });
  if (taken) {
    return MakeError(absl::StatusCode::kAlreadyExists, reason::kFieldInvalid,
                     "a token with this id or secret exists already", {{"field", "id"}});
  }
  tokens_.push_back(token);
  std::sort(tokens_.begin(), tokens_.end(), [](const ApiToken& a, const ApiToken& b) {
    return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
  });
  ++auth_version_;
  return absl::OkStatus();
}

absl::Status MemoryStore::RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const auto token = std::find_if(tokens_.begin(), tokens_.end(), [&](const ApiToken& t) { return t.id == id; });
  if (token == tokens_.end()) {
    return MakeError(absl::StatusCode::kNotFound, reason::kNotFound, absl::StrCat("token ", id, " is not known"),
                     {{"resource", absl::StrCat("tokens/", id)}});
  }
  if (token->revoked_at != 0) return absl::OkStatus();
  token->revoked_at = revoked_at;
  ++auth_version_;
  return absl::OkStatus();
}

absl::StatusOr<TokenTable> MemoryStore::LoadTokens(Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  return TokenTable{auth_version_, tokens_};
}

}  // namespace cp::progress
