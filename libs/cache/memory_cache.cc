#include "libs/cache/memory_cache.h"

#include <utility>

namespace cp::cache {

void MemoryCache::Get(const EntryKey& key, GetCallback callback) {
  absl::StatusOr<std::optional<std::string>> answer;
  {
    absl::MutexLock lock(&mutex_);
    if (hold_) {
      held_.push_back({key, std::move(callback)});
      return;
    }
    answer = Answer(key);
  }
  std::move(callback)(std::move(answer));
}

void MemoryCache::Put(const EntryKey& key, std::string value, absl::Duration ttl) {
  absl::MutexLock lock(&mutex_);
  history_[key].push_back(value);
  entries_[key] = {std::move(value), clock_.Monotonic() + ttl};
}

void MemoryCache::SetAdversary(Adversary adversary) {
  absl::MutexLock lock(&mutex_);
  adversary_ = std::move(adversary);
}

void MemoryCache::SetHold(bool hold) {
  absl::MutexLock lock(&mutex_);
  hold_ = hold;
}

size_t MemoryCache::ReleaseHeld() {
  std::vector<std::pair<GetCallback, absl::StatusOr<std::optional<std::string>>>> answers;
  {
    absl::MutexLock lock(&mutex_);
    for (Held& held : held_) answers.emplace_back(std::move(held.callback), Answer(held.key));
    held_.clear();
  }
  for (auto& [callback, answer] : answers) std::move(callback)(std::move(answer));
  return answers.size();
}

void MemoryCache::Lose() {
  absl::MutexLock lock(&mutex_);
  entries_.clear();
}

size_t MemoryCache::size() const {
  absl::MutexLock lock(&mutex_);
  return entries_.size();
}

absl::StatusOr<std::optional<std::string>> MemoryCache::Answer(const EntryKey& key) const {
  if (adversary_) {
    const auto history = history_.find(key);
    return adversary_(key, history == history_.end() ? std::vector<std::string>() : history->second);
  }
  const auto entry = entries_.find(key);
  if (entry == entries_.end() || entry->second.expires_at <= clock_.Monotonic()) return std::nullopt;
  return std::optional<std::string>(entry->second.value);
}

}  // namespace cp::cache
