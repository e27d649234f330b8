// For tests: a Moodle in memory that can be told to fail, and a cache that can be told to be away.
#pragma once

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/invalidation.h"
#include "libs/sync/model_site.h"
#include "libs/sync/source.h"
#include "libs/testing/builders.h"

namespace cp::worker {

// Thread-safe while nobody changes its fields.
class FakeSource final : public sync::Source {
 public:
  // What the fake is made of; set before it is used, or between runs.
  std::map<CompanyId, std::map<std::pair<int64_t, int64_t>, progress::PairFacts>> pairs;
  std::map<CompanyId, std::string> names;
  std::map<std::string, int64_t> census;
  std::vector<std::string> empty_tables;
  // Instead of all of these, the fake is this Moodle, and changes in it can be followed. A census still counts.
  std::optional<sync::ModelSite> site;
  sync::FeedControl feed;
  absl::Status feed_error;
  // Of a site: called with each pair before it is read.
  std::function<void(progress::PairFacts*)> distort;

  absl::Status companies_error;
  int companies_fails = 0;  // so many of the next calls
  absl::Status probe_error;
  std::map<CompanyId, absl::Status> open_error;
  // Called before a snapshot is opened; an error is the answer.
  std::function<absl::Status(CompanyId)> before_open;
  // The stream of this company fails once so many rows were read.
  std::map<CompanyId, int64_t> dies_after;
  // Called before each Next() with the company.
  std::function<void(CompanyId)> before_next;

  // Set by Interrupt(); what is read then is CANCELLED.
  std::unique_ptr<absl::Notification> interrupted = std::make_unique<absl::Notification>();
  // As the next process finds it.
  void Revive() { interrupted = std::make_unique<absl::Notification>(); }

  int64_t skew_seconds = 0;
  int64_t last_now = 0;
  std::vector<CompanyId> opened;
  int censuses = 0;

  void Add(CompanyId company, const progress::PairFacts& facts) {
    names.try_emplace(company, "Company " + std::to_string(company.value()));
    pairs[company][{facts.user_id, facts.course_id}] = facts;
  }
  void Fill(CompanyId company, int64_t users, int64_t courses) {
    for (int64_t user = 1; user <= users; ++user) {
      for (int64_t course = 2; course < 2 + courses; ++course) Add(company, testing::Facts(user, course));
    }
  }

  absl::StatusOr<sync::SourceInfo> Probe(Deadline) override {
    if (!probe_error.ok()) return probe_error;
    return sync::SourceInfo{.kind = "fake", .version = "1", .iomad = true, .clock_skew_seconds = skew_seconds};
  }

  absl::StatusOr<std::vector<progress::Company>> Companies(Deadline) override {
    if (!companies_error.ok()) return companies_error;
    if (companies_fails > 0) {
      --companies_fails;
      return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
    }
    std::vector<progress::Company> companies;
    if (site.has_value()) {
      for (const auto& [id, courses] : site->company_courses) companies.push_back(testing::MakeCompany(id));
      return companies;
    }
    for (const auto& [id, name] : names) companies.push_back({.id = id, .name = name, .shortname = name});
    return companies;
  }

  absl::StatusOr<progress::SourceCensus> Census(Deadline) override {
    progress::SourceCensus counted;
    ++censuses;
    counted.rows = census;
    if (counted.rows.empty() && site.has_value()) {
      counted.rows = RowsOfSite();
    } else if (counted.rows.empty()) {
      for (const char* table : {"user", "course", "enrol", "user_enrolments", "company_users"})
        counted.rows[table] = 10;
    }
    return counted;
  }

  absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> OpenSnapshot(const sync::SnapshotRequest& request,
                                                                     Deadline) override {
    const CompanyId company = request.company;
    last_now = request.now;
    opened.push_back(company);
    if (before_open) CP_RETURN_IF_ERROR(before_open(company));
    const auto error = open_error.find(company);
    if (error != open_error.end()) return error->second;
    return std::make_unique<Snapshot>(this, request);
  }

  absl::StatusOr<std::unique_ptr<sync::ChangeFeed>> OpenFeed(Deadline) override {
    if (!feed_error.ok()) return feed_error;
    if (site.has_value()) return sync::MakeModelFeed(*site, feed);
    return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "the fake has no change feed");
  }

  void Interrupt() override {
    if (!interrupted->HasBeenNotified()) interrupted->Notify();
  }

 private:
  std::map<std::string, int64_t> RowsOfSite() const {
    const auto count = [this](sync::Tail table) {
      const auto rows = site->tables.find(table);
      return rows == site->tables.end() ? int64_t{0} : static_cast<int64_t>(rows->second.size());
    };
    return {{"user", static_cast<int64_t>(site->users.size())},
            {"course", static_cast<int64_t>(site->courses.size())},
            {"enrol", count(sync::Tail::kEnrolments)},
            {"user_enrolments", count(sync::Tail::kEnrolments)},
            {"company_users", count(sync::Tail::kCompanyUsers)}};
  }

  class Snapshot final : public sync::SourceSnapshot {
   public:
    Snapshot(FakeSource* source, const sync::SnapshotRequest& request) : source_(*source), company_(request.company) {
      if (source_.site.has_value()) {
        ReadSite(request);
      } else {
        ReadPairs(request);
      }
      const auto dies = source_.dies_after.find(company_);
      if (dies != source_.dies_after.end()) dies_after_ = dies->second;
    }

    absl::StatusOr<std::vector<std::string>> EmptyTables(Deadline) override {
      std::vector<std::string> empty = source_.empty_tables;
      if (!source_.site.has_value()) return empty;
      for (const auto& [table, rows] : source_.RowsOfSite()) {
        if (rows == 0) empty.push_back(table);
      }
      return empty;
    }

    absl::Status Next(size_t max_rows, std::vector<progress::PairFacts>* rows, Deadline) override {
      // A copy: the hook may replace itself.
      if (const std::function<void(CompanyId)> hook = source_.before_next) hook(company_);
      rows->clear();
      if (source_.interrupted->HasBeenNotified()) {
        return MakeError(absl::StatusCode::kCancelled, reason::kCancelled, "interrupted");
      }
      while (rows->size() < max_rows && position_ < rows_.size()) {
        if (dies_after_.has_value() && static_cast<int64_t>(position_) >= *dies_after_) {
          return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is gone");
        }
        rows->push_back(rows_[position_++]);
      }
      return absl::OkStatus();
    }

    std::vector<progress::UserEdge> TakeEdges() override {
      const bool ended = position_ == rows_.size();
      std::vector<progress::UserEdge> taken;
      while (!edges_.empty() && (ended || (position_ > 0 && edges_.front().user_id < rows_[position_ - 1].user_id))) {
        taken.push_back(edges_.front());
        edges_.pop_front();
      }
      return taken;
    }
    int64_t SanitizedValues() const override { return 0; }

   private:
    void ReadPairs(const sync::SnapshotRequest& request) {
      const auto it = source_.pairs.find(company_);
      // Gone: what is left of it counts for nothing.
      if (!source_.names.contains(company_) || it == source_.pairs.end()) return;
      for (const auto& [key, facts] : it->second) {
        if (request.after_user == 0 || key.first > request.after_user) rows_.push_back(facts);
      }
    }

    void ReadSite(const sync::SnapshotRequest& request) {
      const auto is_wanted = [&request](int64_t user) {
        return user > request.after_user &&
               (request.users.empty() || std::binary_search(request.users.begin(), request.users.end(), user));
      };
      for (auto [key, facts] : source_.site->PairsOf(company_.value(), request.now)) {
        if (!is_wanted(facts.user_id)) continue;
        if (source_.distort) source_.distort(&facts);
        rows_.push_back(std::move(facts));
      }
      for (const auto& [user, edge_at] : source_.site->EdgesOf(company_.value(), request.now)) {
        if (is_wanted(user)) edges_.push_back({user, edge_at});
      }
    }

    FakeSource& source_;
    const CompanyId company_;
    std::vector<progress::PairFacts> rows_;
    std::deque<progress::UserEdge> edges_;
    size_t position_ = 0;
    std::optional<int64_t> dies_after_;
  };
};

// Thread-safe. Remembers what was published; counts the entries a test put in.
class FakeInvalidator final : public sync::CacheInvalidator {
 public:
  void SetAway(bool away) { away_ = away; }
  void Warm(CompanyId company, int64_t entries) {
    absl::MutexLock lock(&mutex_);
    entries_[company] = entries;
  }
  std::vector<sync::Invalidation> Published() const {
    absl::MutexLock lock(&mutex_);
    return published_;
  }
  int clears() const { return clears_; }

  absl::Status Publish(const sync::Invalidation& message, Deadline) override {
    if (away_) return Away();
    absl::MutexLock lock(&mutex_);
    published_.push_back(message);
    return absl::OkStatus();
  }

  sync::Cleared ClearSuperseded(CompanyId company, const DataVersion&, Deadline) override {
    ++clears_;
    if (away_) return {0, Away()};
    absl::MutexLock lock(&mutex_);
    return {std::exchange(entries_[company], 0), absl::OkStatus()};
  }

  void SetHint(CompanyId company, const DataVersion& version) {
    absl::MutexLock lock(&mutex_);
    hints_[company] = version;
  }
  absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> ReadHints(absl::Span<const CompanyId>,
                                                                        Deadline) override {
    if (away_) return Away();
    absl::MutexLock lock(&mutex_);
    return hints_;
  }

 private:
  static absl::Status Away() {
    return MakeError(absl::StatusCode::kUnavailable, reason::kCacheUnavailable, "the cache is away");
  }

  std::atomic<bool> away_{false};
  std::atomic<int> clears_{0};
  mutable absl::Mutex mutex_;
  std::vector<sync::Invalidation> published_ ABSL_GUARDED_BY(mutex_);
  std::map<CompanyId, int64_t> entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<CompanyId, DataVersion> hints_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::worker
