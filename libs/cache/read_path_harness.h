// Plays the driver of a ReadPath in its unit tests: calls it, sorts its commands, and replies by name.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/cache/entry_codec.h"
#include "libs/cache/read_path.h"
#include "libs/testing/status_matchers.h"

namespace cp::cache {

constexpr uint64_t kEpoch = 100;
constexpr CompanyId kAcme = CompanyId(7);

inline DataVersion V(uint64_t version) { return {.epoch = kEpoch, .version = version}; }

class Harness {
 public:
  explicit Harness(const ReadPathOptions& options = {}) : path_(MakeReadPath(options)) {}

  // Requests: a page of kAcme unless `request` says otherwise. Returns the request's id.
  RequestId Ask(ReadRequest request = {}) {
    if (request.query.company == CompanyId()) request.query.company = kAcme;
    path_->OnRequest(++last_request_, request, now_, Fresh());
    Sort();
    return last_request_;
  }

  // Replies. The store says that `version` is current for every company of the oldest batch.
  void ReplyVersions(const DataVersion& version, int32_t max_records = 1000, int32_t ttl_seconds = 0) {
    const command::ReadVersions batch = TakeFirst(batches);
    progress::VersionBatch reply{.epoch = version.epoch, .auth_version = 5, .companies = {}};
    for (const CompanyId company : batch.companies) {
      reply.companies[company] = CompanyVersion(version, max_records, ttl_seconds);
    }
    ReplyVersions(batch.batch, std::move(reply));
  }
  void ReplyVersions(uint64_t batch, absl::StatusOr<progress::VersionBatch> reply) {
    path_->OnVersions(batch, std::move(reply), now_, Fresh());
    Sort();
  }
  void FailVersions() { ReplyVersions(TakeFirst(batches).batch, absl::UnavailableError("connection lost")); }

  void ReplyShared(absl::StatusOr<std::optional<std::string>> bytes) {
    path_->OnShared(TakeFirst(lookups).lookup, std::move(bytes), now_, Fresh());
    Sort();
  }
  void ReplySharedMiss() { ReplyShared(std::nullopt); }
  // What the oldest look-up asks for, correctly stored.
  void ReplySharedHit() {
    ASSERT_FALSE(lookups.empty());
    const EntryKey key = lookups.front().key;
    ReplyShared(EncodeEntry(key, *PageOf(key.version, key.company)));
  }

  void ReplyPage(const DataVersion& version, int32_t max_records = 1000) {
    const command::LoadPage load = TakeFirst(loads);
    ReplyPage(load.flight, LoadedPage{CompanyVersion(version, max_records, 0), PageOf(version, load.query.company)});
  }
  void ReplyPage(uint64_t flight, absl::StatusOr<LoadedPage> page) {
    path_->OnPage(flight, std::move(page), now_, Fresh());
    Sort();
  }
  void FailPage(absl::Status status = absl::UnavailableError("connection lost")) {
    ReplyPage(TakeFirst(loads).flight, std::move(status));
  }

  void Hint(const DataVersion& version, CompanyId company = kAcme) { path_->OnHint(company, version); }

  absl::Duration Advance(absl::Duration step) {
    now_ += step;
    const absl::Duration next = path_->OnTimer(now_, Fresh());
    Sort();
    return next;
  }
  Deadline In(absl::Duration budget) const { return Deadline::At(now_ + budget); }

  // Brings `version` into the in-process cache, by one whole miss.
  void Warm(const DataVersion& version, ReadRequest request = {}) {
    Ask(request);
    ReplyVersions(version);
    while (!lookups.empty()) ReplySharedMiss();
    ReplyPage(version);
    puts.clear();
  }

  bool Answered(RequestId request) const { return answers_.contains(request); }
  const absl::StatusOr<ReadAnswer>& AnswerOf(RequestId request) const {
    static const absl::StatusOr<ReadAnswer> kNone = absl::NotFoundError("not answered yet");
    const auto found = answers_.find(request);
    return found == answers_.end() ? kNone : found->second;
  }
  const ReadPathCounters& counters() const { return path_->counters(); }

  static progress::CompanyVersion CompanyVersion(const DataVersion& version, int32_t max_records, int32_t ttl_seconds) {
    return {.version = version,
            .view_version = 3,
            .source_synced_at = 1'795'000'000,
            .max_records = max_records,
            .cache_ttl_seconds = ttl_seconds};
  }
  static PayloadPtr PageOf(const DataVersion& version, CompanyId company = kAcme) {
    return std::make_shared<Payload>(
        Payload{.version = version,
                .bytes = absl::StrCat("rows of ", company.value(), " at ", version.version),
                .computed_at_ms = 1'795'000'000'000});
  }

  // Commands not yet replied to, oldest first.
  std::vector<command::ReadVersions> batches;
  std::vector<command::GetShared> lookups;
  std::vector<command::LoadPage> loads;
  std::vector<command::PutShared> puts;
  std::vector<command::RaiseEpoch> raises;
  std::vector<absl::Status> corrupt_entries;

 private:
  template <typename C>
  static C TakeFirst(std::vector<C>& commands) {
    EXPECT_FALSE(commands.empty()) << "nothing to reply to";
    if (commands.empty()) return C();
    C first = std::move(commands.front());
    commands.erase(commands.begin());
    return first;
  }

  std::vector<Command>* Fresh() {
    commands_.clear();
    return &commands_;
  }
  void Sort() {
    for (Command& command : commands_) std::visit([this](auto& c) { Take(std::move(c)); }, command);
  }
  void Take(command::ReadVersions c) { batches.push_back(std::move(c)); }
  void Take(command::GetShared c) { lookups.push_back(c); }
  void Take(command::LoadPage c) { loads.push_back(c); }
  void Take(command::PutShared c) { puts.push_back(std::move(c)); }
  void Take(command::RaiseEpoch c) { raises.push_back(c); }
  void Take(command::CorruptEntry c) { corrupt_entries.push_back(std::move(c.found)); }
  void Take(command::Answer c) {
    EXPECT_TRUE(answers_.emplace(c.request, std::move(c.answer)).second) << "answered twice: " << c.request;
  }

  std::unique_ptr<ReadPath> path_;
  absl::Duration now_ = absl::Hours(1);
  RequestId last_request_ = 0;
  std::vector<Command> commands_;
  std::map<RequestId, absl::StatusOr<ReadAnswer>> answers_;
};

// The answer is the page of `version`, from `source`, under that version.
MATCHER_P2(IsPageOf, version, source, "") {
  if (!arg.ok()) {
    *result_listener << arg.status();
    return false;
  }
  *result_listener << "version " << arg->payload->version << ", source " << static_cast<int>(arg->source);
  return arg->payload->version == version && arg->current.version == version && arg->source == source;
}

}  // namespace cp::cache
