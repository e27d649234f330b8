#include "libs/rpc/authenticator.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/secret.h"
#include "libs/rpc/status.h"

namespace cp::rpc {
namespace {

constexpr char kHeader[] = "authorization";
constexpr char kScheme[] = "bearer ";
constexpr size_t kMaxTokenBytes = 512;

// RFC 6750 b64token. Anything else can be no token, whoever made it, and costs no read.
bool IsTokenText(absl::string_view text) {
  if (text.empty() || text.size() > kMaxTokenBytes) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~+/=", c);
  });
}

}  // namespace

absl::string_view ToString(Refusal refusal) {
  switch (refusal) {
    case Refusal::kMissing:
      return "missing";
    case Refusal::kGarbled:
      return "garbled";
    case Refusal::kUnknown:
      return "unknown";
    case Refusal::kExpired:
      return "expired";
    case Refusal::kRevoked:
      return "revoked";
  }
  return "unknown";
}

Credential Credential::FromMetadata(const Metadata& metadata) {
  Credential credential;
  const auto [first, last] = metadata.equal_range(kHeader);
  if (first == last) return credential;
  credential.state_ = State::kGarbled;
  if (std::next(first) != last) return credential;  // two tokens: nobody can say which one is meant
  absl::string_view value(first->second.data(), first->second.size());
  if (!absl::StartsWithIgnoreCase(value, kScheme)) return credential;
  value = absl::StripAsciiWhitespace(value.substr(sizeof(kScheme) - 1));
  if (!IsTokenText(value)) return credential;
  const std::string digest = Sha256(value);
  std::copy(digest.begin(), digest.end(), credential.hash_.begin());
  credential.state_ = State::kHashed;
  return credential;
}

// Immutable once it is published.
struct Authenticator::Table {
  // SHA-256 of random secrets is uniform: its first bytes are the hash.
  struct HashOfHash {
    size_t operator()(const Credential::Hash& hash) const {
      size_t value;
      std::memcpy(&value, hash.data(), sizeof(value));
      return value;
    }
  };

  struct SameHash {
    bool operator()(const Credential::Hash& a, const Credential::Hash& b) const {
      return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
    }
  };

  uint64_t auth_version = 0;
  absl::Duration installed_at;  // Clock::Monotonic()
  absl::flat_hash_map<Credential::Hash, progress::ApiToken, HashOfHash, SameHash> tokens;
};

Authenticator::Authenticator(progress::TokenStore* tokens, progress::ProgressReader* versions, const Clock* clock,
                             Executor* executor, AuthenticatorOptions options)
    : tokens_(tokens), versions_(versions), clock_(clock), executor_(executor), options_(options) {}

Authenticator::~Authenticator() = default;

std::shared_ptr<const Authenticator::Table> Authenticator::table() const {
  absl::MutexLock lock(&table_mutex_);
  return table_;
}

LookupResult Authenticator::Lookup(const Credential& credential, absl::Time now) const {
  using Kind = LookupResult::Kind;
  if (credential.state_ == Credential::State::kMissing) return {Kind::kRefused, {}, Refusal::kMissing};
  if (credential.state_ == Credential::State::kGarbled) return {Kind::kRefused, {}, Refusal::kGarbled};
  const std::shared_ptr<const Table> current = table();
  if (current == nullptr) return {Kind::kUnknown, {}, Refusal::kUnknown};
  const auto found = current->tokens.find(credential.hash_);
  if (found == current->tokens.end()) return {Kind::kUnknown, {}, Refusal::kUnknown};
  const progress::ApiToken& token = found->second;
  if (token.revoked_at != 0) return {Kind::kRefused, {}, Refusal::kRevoked};
  if (token.expires_at != 0 && absl::FromUnixSeconds(token.expires_at) <= now) {
    return {Kind::kRefused, {}, Refusal::kExpired};
  }
  return {Kind::kKnown, {token.id, token.scope, token.company}, Refusal::kUnknown};
}

uint64_t Authenticator::auth_version() const {
  const std::shared_ptr<const Table> current = table();
  return current == nullptr ? 0 : current->auth_version;
}

bool Authenticator::Confirm(uint64_t auth_version, absl::Duration arrived) {
  absl::MutexLock lock(&table_mutex_);
  // A table installed after the arrival may not be the one the caller looked into.
  if (table_ == nullptr || table_->installed_at > arrived || table_->auth_version != auth_version) return false;
  confirmed_at_ = std::max(confirmed_at_, arrived);
  return true;
}

bool Authenticator::WithinGrace() const {
  absl::MutexLock lock(&table_mutex_);
  return clock_->Monotonic() - confirmed_at_ <= options_.auth_grace;
}

absl::Status Authenticator::Read(Deadline version_deadline, Deadline load_deadline) {
  const absl::Duration sent_at = clock_->Monotonic();
  CP_ASSIGN_OR_RETURN(const progress::VersionBatch batch, versions_->ReadVersions({}, version_deadline));
  {
    absl::MutexLock lock(&table_mutex_);
    // Reads follow one another, so a lower version is no late answer: the store was restored from an older state.
    if (table_ != nullptr && table_->auth_version == batch.auth_version) {
      confirmed_at_ = std::max(confirmed_at_, sent_at);
      return absl::OkStatus();
    }
  }
  return Load(load_deadline);
}

absl::Status Authenticator::Load(Deadline deadline) {
  const absl::Duration sent_at = clock_->Monotonic();
  CP_ASSIGN_OR_RETURN(progress::TokenTable loaded, tokens_->LoadTokens(deadline));
  auto table = std::make_shared<Table>();
  table->auth_version = loaded.auth_version;
  table->tokens.reserve(loaded.tokens.size());
  for (progress::ApiToken& token : loaded.tokens) {
    Credential::Hash hash;
    if (token.sha256.size() != hash.size()) continue;  // no token hashes to it
    std::copy(token.sha256.begin(), token.sha256.end(), hash.begin());
    table->tokens.emplace(hash, std::move(token));
  }
  absl::MutexLock lock(&table_mutex_);
  table->installed_at = clock_->Monotonic();
  table_ = std::move(table);
  confirmed_at_ = std::max(confirmed_at_, sent_at);
  return absl::OkStatus();
}

// REQUIRES: the caller set kReading.
void Authenticator::RunRefresh(Deadline version_deadline, Deadline load_deadline) {
  std::vector<Done> served;
  {
    absl::MutexLock lock(&refresh_mutex_);
    ++reads_begun_;
    served.swap(waiting_);
  }
  const absl::Status status = Read(version_deadline, load_deadline);
  bool more;
  {
    absl::MutexLock lock(&refresh_mutex_);
    ++reads_ended_;
    last_read_ = status;
    more = !waiting_.empty();
    refresh_state_ = more ? RefreshState::kQueued : RefreshState::kIdle;
  }
  if (more) QueueRefresh();
  for (Done& done : served) done(status);
}

// REQUIRES: the caller set kQueued.
void Authenticator::QueueRefresh() {
  {
    absl::MutexLock lock(&refresh_mutex_);
    if (std::exchange(task_queued_, true)) return;
  }
  if (executor_->Submit([this] { RunQueuedRefresh(); })) return;
  std::vector<Done> refused;
  {
    absl::MutexLock lock(&refresh_mutex_);
    task_queued_ = false;
    if (refresh_state_ != RefreshState::kQueued) return;  // a blocking Refresh() has begun it and serves them
    refresh_state_ = RefreshState::kIdle;
    refused.swap(waiting_);
  }
  for (Done& done : refused) done(Overloaded());
}

void Authenticator::RunQueuedRefresh() {
  {
    absl::MutexLock lock(&refresh_mutex_);
    task_queued_ = false;
    if (refresh_state_ != RefreshState::kQueued) return;
    refresh_state_ = RefreshState::kReading;
  }
  const Deadline version_deadline = Deadline::After(*clock_, options_.read_timeout);
  RunRefresh(version_deadline, Deadline::At(version_deadline.at() + options_.load_timeout));
}

void Authenticator::RefreshAsync(Done done) {
  {
    absl::ReleasableMutexLock lock(&refresh_mutex_);
    if (waiting_.size() >= options_.max_waiting) {
      lock.Release();
      return done(Overloaded());
    }
    waiting_.push_back(std::move(done));
    if (refresh_state_ != RefreshState::kIdle) return;
    refresh_state_ = RefreshState::kQueued;
  }
  QueueRefresh();
}

// Begins the read itself unless one is under way: a caller on an executor thread must not wait for a task behind it.
absl::Status Authenticator::Refresh(Deadline deadline) {
  absl::MutexLock lock(&refresh_mutex_);
  const uint64_t mine = reads_begun_ + 1;
  while (reads_ended_ < mine) {
    if (refresh_state_ != RefreshState::kReading) {
      refresh_state_ = RefreshState::kReading;
      refresh_mutex_.Unlock();
      RunRefresh(deadline, deadline);
      refresh_mutex_.Lock();
      continue;
    }
    const auto may_go_on = [this, mine]() ABSL_SHARED_LOCKS_REQUIRED(refresh_mutex_) {
      return reads_ended_ >= mine || refresh_state_ != RefreshState::kReading;
    };
    if (!refresh_mutex_.AwaitWithTimeout(absl::Condition(&may_go_on), deadline.Remaining(*clock_))) {
      return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                       "The reporting store did not answer in time.");
    }
  }
  return last_read_;
}

void Authenticator::AuthenticateAsync(const Credential& credential, Authenticated done) {
  const LookupResult first = Lookup(credential, clock_->Now());
  if (first.kind == LookupResult::Kind::kRefused) return done(TokenInvalid(), first.refusal);
  RefreshAsync([this, credential, done = std::move(done)](const absl::Status& refreshed) {
    const LookupResult now = Lookup(credential, clock_->Now());
    if (now.kind == LookupResult::Kind::kKnown && (refreshed.ok() || WithinGrace())) {
      return done(now.principal, std::nullopt);
    }
    if (now.kind == LookupResult::Kind::kRefused || refreshed.ok()) return done(TokenInvalid(), now.refusal);
    done(MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "The token can not be checked now: the reporting store does not answer. Try again later."),
         std::nullopt);
  });
}

absl::Status TokenInvalid() {
  return MakeError(absl::StatusCode::kUnauthenticated, reason::kTokenInvalid,
                   "The call needs a valid token: authorization: Bearer <token>.");
}

absl::Status RequireCompany(const Principal& principal) {
  if (principal.scope == progress::TokenScope::kRead && principal.company != CompanyId()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, reason::kNoCompany,
                   "The token is bound to no company, so it can not read progress. Use a token with scope read.");
}

absl::Status RequireAdmin(const Principal& principal) {
  if (principal.scope == progress::TokenScope::kAdmin) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, reason::kScopeMissing,
                   "The call needs a token with scope admin.", {{"scope", "admin"}});
}

}  // namespace cp::rpc
