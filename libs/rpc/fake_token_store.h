// For tests of libs/rpc: a token table in memory that counts how it is read, and can be down or slow.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/progress/progress_reader.h"
#include "libs/progress/token_store.h"
#include "libs/rpc/secret.h"

namespace cp::rpc {

// Thread-safe.
class FakeTokenStore final : public progress::TokenStore, public progress::ProgressReader {
 public:
  // Adds the token that `secret` is the text of; its id is the secret's.
  void Add(const std::string& secret, progress::TokenScope scope, CompanyId company = {}, int64_t expires_at = 0) {
    absl::MutexLock lock(&mutex_);
    progress::ApiToken token;
    token.id = secret;
    token.sha256 = Sha256(secret);
    token.scope = scope;
    token.company = company;
    token.expires_at = expires_at;
    table_.tokens.push_back(std::move(token));
    ++table_.auth_version;
  }
  void Revoke(absl::string_view id) {
    absl::MutexLock lock(&mutex_);
    for (progress::ApiToken& token : table_.tokens) {
      if (token.id == id) token.revoked_at = 1;
    }
    ++table_.auth_version;
  }
  // An older state of the store: no tokens, a lower auth_version.
  void RestoreEmpty() {
    absl::MutexLock lock(&mutex_);
    table_ = {};
  }
  void SetDown(bool down) {
    absl::MutexLock lock(&mutex_);
    down_ = down;
  }
  // Called in the middle of every ReadVersions(), before it looks at the state. Set it before the first read.
  void OnRead(std::function<void()> hook) { hook_ = std::move(hook); }

  int version_reads() const {
    absl::MutexLock lock(&mutex_);
    return version_reads_;
  }
  int loads() const {
    absl::MutexLock lock(&mutex_);
    return loads_;
  }
  int most_at_once() const {
    absl::MutexLock lock(&mutex_);
    return most_at_once_;
  }

  absl::StatusOr<progress::VersionBatch> ReadVersions(absl::Span<const CompanyId>, Deadline) override {
    {
      absl::MutexLock lock(&mutex_);
      ++version_reads_;
      most_at_once_ = std::max(most_at_once_, ++at_once_);
    }
    if (hook_) hook_();
    absl::MutexLock lock(&mutex_);
    --at_once_;
    if (down_) return Down();
    progress::VersionBatch batch;
    batch.auth_version = table_.auth_version;
    return batch;
  }
  absl::StatusOr<progress::PageSnapshot> ReadPage(const progress::PageQuery&, Deadline) override { return Down(); }
  absl::Status CreateToken(const progress::ApiToken&, Deadline) override { return Down(); }
  absl::Status RevokeToken(const std::string&, int64_t, Deadline) override { return Down(); }
  absl::StatusOr<progress::TokenTable> LoadTokens(Deadline) override {
    absl::MutexLock lock(&mutex_);
    ++loads_;
    if (down_) return Down();
    return table_;
  }

 private:
  static absl::Status Down() {
    return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "The store is down.");
  }

  mutable absl::Mutex mutex_;
  progress::TokenTable table_ ABSL_GUARDED_BY(mutex_);
  bool down_ ABSL_GUARDED_BY(mutex_) = false;
  int version_reads_ ABSL_GUARDED_BY(mutex_) = 0;
  int loads_ ABSL_GUARDED_BY(mutex_) = 0;
  int at_once_ ABSL_GUARDED_BY(mutex_) = 0;
  int most_at_once_ ABSL_GUARDED_BY(mutex_) = 0;
  std::function<void()> hook_;
};

}  // namespace cp::rpc
