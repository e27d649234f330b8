// One seeded history of the read path: two instances, a linearizable store that commits, a shared cache that returns
// anything it was ever given (or lies), and replies that take their time, fail or come too late. Every answer is
// checked against what the protocol guarantees (G1-G4 and the rules of read_path.h). Virtual time; a few hundred
// microseconds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/cache/read_path_impl.h"

namespace cp::cache {

class Simulation {
 public:
  Simulation(uint64_t seed, const BrokenRules& broken);

  // Plays the history to its end. Returns the first violation, or "".
  std::string Run();

  uint64_t answers() const { return answers_; }
  uint64_t hits() const { return hits_; }

 private:
  struct Asked {
    ReadRequest request;
    size_t instance = 0;
    DataVersion floor;  // nothing below it may be answered
    uint64_t auth_floor = 0;
    DataVersion visible;  // when it was asked
    absl::Duration asked_at;
    bool answered = false;
  };
  struct Company {
    DataVersion visible;  // what a read of the primary sees
    DataVersion acknowledged;
    DataVersion answered;  // the newest version any client has seen
  };
  struct Instance {
    std::unique_ptr<ReadPath> path;
    absl::Duration timer_at = absl::InfiniteDuration();
    std::map<uint64_t, absl::Duration> open_batches;  // by when each is over
    int failed_batches = 0;                           // since one was surely answered in time
    std::map<uint64_t, std::pair<std::string, absl::Duration>> open_loads;
    std::set<std::string> open_lookups;
  };
  struct Event {
    absl::Duration at;
    uint64_t order;
    std::function<void()> run;
    bool operator<(const Event& other) const { return std::pair(at, order) > std::pair(other.at, other.order); }
  };

  void After(absl::Duration delay, std::function<void()> run) {
    events_.push({now_ + delay, ++order_, std::move(run)});
  }
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  uint64_t Below(uint64_t bound) { return random_() % bound; }
  absl::Duration Delay();
  std::pair<absl::Duration, absl::Duration> StoreDelays(Deadline deadline);
  bool Fails();
  bool Unreachable() const;
  bool Healed() const;
  void Violation(const std::string& text);

  void ScheduleHistory();
  void Commit();
  void Ask();
  void AskFinally(size_t instance);
  std::optional<DataVersion> DrawDemand(const Company& company);
  void Hint();
  // Calls the instance, executes its commands and keeps its timer.
  void Step(size_t instance, const std::function<void(ReadPath&, std::vector<Command>*)>& call);
  void Do(size_t instance, const command::ReadVersions& command);
  void Do(size_t instance, const command::GetShared& command);
  void Do(size_t instance, const command::LoadPage& command);
  void Do(size_t instance, const command::PutShared& command);
  void Do(size_t instance, const command::RaiseEpoch& command);
  void Do(size_t /*instance*/, const command::CorruptEntry& /*command*/) {}  // for a log, which is no part of it
  void Do(size_t instance, const command::Answer& command);
  absl::StatusOr<std::optional<std::string>> AdversarialValue(const EntryKey& key);

  void CheckAnswer(const Asked& asked, const ReadAnswer& answer);
  void CheckError(const Asked& asked, const absl::Status& status);
  bool MayBeUnavailable(const Asked& asked) const;

  progress::CompanyVersion VersionOf(const DataVersion& version) const;
  static std::string ContentOf(const progress::PageQuery& query, const DataVersion& version);

  const uint64_t seed_;
  std::mt19937_64 random_;
  const bool calm_;    // no commit: single flight is checked exactly
  const bool faulty_;  // the store fails
  const bool outage_;  // for a while nothing reaches the store
  // Up to when a call was failing, its way back included, or will have taken longer than its deadline.
  absl::Duration last_trouble_ = -absl::InfiniteDuration();
  absl::Duration now_ = absl::Hours(1);
  uint64_t order_ = 0;
  std::priority_queue<Event> events_;

  uint64_t epoch_ = 10;
  uint64_t auth_version_ = 1;
  std::map<CompanyId, Company> companies_;
  std::map<std::string, std::vector<std::string>> shared_;  // everything ever put, by key
  std::vector<Instance> instances_;
  std::vector<Asked> asked_;
  std::string violation_;
  uint64_t answers_ = 0;
  uint64_t hits_ = 0;
};

}  // namespace cp::cache
