#include "libs/cache/read_path_sim.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/cache/entry_codec.h"

namespace cp::cache {
namespace {

constexpr int kRequests = 18;
constexpr int kCommits = 5;
constexpr int kHints = 3;
constexpr absl::Duration kSpan = absl::Milliseconds(300);
constexpr int32_t kMaxRecords = 100;
constexpr absl::Duration kValidationTimeout = absl::Milliseconds(60);
constexpr absl::Duration kProbeInterval = absl::Milliseconds(30);
constexpr CompanyId kUnknown = CompanyId(99);

constexpr absl::Duration kStart = absl::Hours(1);
const absl::Duration kOutageFrom = kStart + absl::Milliseconds(60);
const absl::Duration kOutageTo = kStart + absl::Milliseconds(220);
// From here on the store is quick and never fails. What was sent before has ended long since when the last requests are
// asked, which must be answered: reads recover.
const absl::Duration kHealed = kStart + kSpan + absl::Milliseconds(100);
const absl::Duration kLastRequests = kHealed + absl::Seconds(1);
const absl::Duration kEnd = kLastRequests + absl::Seconds(1);

std::string NameOf(const progress::PageQuery& query) {
  return absl::StrCat(query.company.value(), "/", query.limit, "/", query.offset);
}

std::string NameOf(const EntryKey& key) {
  return absl::StrCat(key.company.value(), ":", ToStamp(key.version), ":", ToHex(key.fingerprint));
}

}  // namespace

Simulation::Simulation(uint64_t seed, const BrokenRules& broken)
    : seed_(seed), random_(seed), calm_(Chance(25)), faulty_(Chance(50)), outage_(Chance(30)) {
  for (int64_t id = 1; id <= 2; ++id) {
    const DataVersion first = {.epoch = epoch_, .version = 1};
    companies_[CompanyId(id)] = {first, first, DataVersion()};
  }
  ReadPathOptions options;
  options.validation_timeout = kValidationTimeout;
  options.probe_interval = kProbeInterval;
  options.default_ttl = Chance(20) ? absl::Milliseconds(20) : absl::Hours(1);
  options.local_cache_bytes = Chance(30) ? 0 : Chance(30) ? 800 : 1 << 20;
  options.max_batch_companies = Chance(20) ? 1 : 1000;
  options.jitter_seed = seed;
  for (int i = 0; i < 2; ++i) instances_.emplace_back().path = std::make_unique<ReadPathImpl>(options, broken);
}

std::string Simulation::Run() {
  ScheduleHistory();
  while (!events_.empty() && violation_.empty()) {
    Event event = events_.top();
    events_.pop();
    now_ = event.at;
    event.run();
  }
  for (const Asked& asked : asked_) {
    if (!asked.answered) Violation("a request was never answered");
  }
  return violation_;
}

void Simulation::ScheduleHistory() {
  const auto some_time = [this] {
    return absl::Microseconds(Below(static_cast<uint64_t>(kSpan / absl::Microseconds(1))));
  };
  asked_.reserve(kRequests + instances_.size());
  for (int i = 0; i < kRequests; ++i) After(some_time(), [this] { Ask(); });
  for (size_t i = 0; i < instances_.size(); ++i) {
    After(kLastRequests - kStart, [this, i] { AskFinally(i); });
  }
  for (int i = 0; i < kHints; ++i) After(some_time(), [this] { Hint(); });
  if (calm_) return;
  for (int i = 0; i < kCommits; ++i) After(some_time(), [this] { Commit(); });
}

// Mostly quick, sometimes slow, seldom slower than every time-out.
absl::Duration Simulation::Delay() {
  if (Healed()) return absl::Microseconds(Below(2000));
  const uint64_t bound = Chance(60) ? 2000 : Chance(90) ? 40000 : 150000;
  return absl::Microseconds(Below(bound));
}

// Way there and back of a call to the store; together they may exceed what the caller waits for.
std::pair<absl::Duration, absl::Duration> Simulation::StoreDelays(Deadline deadline) {
  std::pair<absl::Duration, absl::Duration> delays = {Delay(), Delay()};
  if (Unreachable() && Chance(50)) delays.second = absl::Milliseconds(200);  // the connection hangs
  if (now_ + delays.first + delays.second >= deadline.at()) last_trouble_ = std::max(last_trouble_, deadline.at());
  return delays;
}

bool Simulation::Unreachable() const { return outage_ && now_ >= kOutageFrom && now_ < kOutageTo; }

bool Simulation::Healed() const { return now_ >= kHealed; }

bool Simulation::Fails() {
  const bool fails = Unreachable() || (faulty_ && !Healed() && Chance(15));
  if (fails) last_trouble_ = std::max(last_trouble_, now_);
  return fails;
}

void Simulation::Violation(const std::string& text) {
  if (violation_.empty()) violation_ = absl::StrCat(text, "; replay with CP_SEED=", seed_);
}

// A version, and once in a while a new epoch: the store was set back and counts from 1 again.
void Simulation::Commit() {
  const CompanyId id(static_cast<int64_t>(1 + Below(2)));
  Company& company = companies_[id];
  if (Chance(10)) {
    ++epoch_;
    for (auto& [any, each] : companies_) each.visible = {.epoch = epoch_, .version = 1};
  } else {
    ++company.visible.version;
  }
  if (Chance(20)) ++auth_version_;
  After(Delay(), [this, id, version = company.visible] {
    companies_[id].acknowledged = std::max(companies_[id].acknowledged, version);
  });
}

void Simulation::Hint() {
  const CompanyId id(static_cast<int64_t>(1 + Below(2)));
  DataVersion version = companies_[id].visible;
  if (Chance(30)) version.version += Below(3);
  if (Chance(10)) version.epoch += 1;
  for (size_t i = 0; i < instances_.size(); ++i) {
    if (Chance(70)) instances_[i].path->OnHint(id, version);
  }
}

std::optional<DataVersion> Simulation::DrawDemand(const Company& company) {
  if (Chance(70)) return std::nullopt;
  DataVersion version = Chance(50) ? company.acknowledged : company.visible;
  if (Chance(10)) ++version.version;
  if (Chance(10)) ++version.epoch;
  return version;
}

void Simulation::Ask() {
  const bool unknown = Chance(3);
  const CompanyId id = unknown ? kUnknown : CompanyId(static_cast<int64_t>(1 + Below(2)));
  const Company company = unknown ? Company() : companies_[id];
  ReadRequest request;
  request.query = {.company = id, .limit = Chance(3) ? kMaxRecords + 1 : kMaxRecords, .offset = Chance(70) ? 0 : 100};
  request.min_data_version = DrawDemand(company);
  request.bypass_cache = Chance(10);
  if (Chance(30)) request.deadline = Deadline::At(now_ + Delay() + absl::Milliseconds(1));
  const size_t instance = Below(instances_.size());
  const RequestId number = asked_.size();
  asked_.push_back(
      {request, instance, std::max(company.acknowledged, company.answered), auth_version_, company.visible, now_});
  Step(instance,
       [&](ReadPath& path, std::vector<Command>* commands) { path.OnRequest(number, request, now_, commands); });
}

// After every fault: nothing but the rows will do.
void Simulation::AskFinally(size_t instance) {
  const CompanyId id(1);
  const Company& company = companies_[id];
  const RequestId number = asked_.size();
  const ReadRequest request = {.query = {.company = id, .limit = kMaxRecords}};
  asked_.push_back(
      {request, instance, std::max(company.acknowledged, company.answered), auth_version_, company.visible, now_});
  Step(instance,
       [&](ReadPath& path, std::vector<Command>* commands) { path.OnRequest(number, request, now_, commands); });
}

void Simulation::Step(size_t index, const std::function<void(ReadPath&, std::vector<Command>*)>& call) {
  Instance& instance = instances_[index];
  std::vector<Command> commands;
  call(*instance.path, &commands);
  const absl::Duration next = instance.path->OnTimer(now_, &commands);
  for (const Command& command : commands) {
    std::visit([&](const auto& c) { Do(index, c); }, command);
  }
  if (next > kEnd || (instance.timer_at > now_ && instance.timer_at <= next)) return;
  instance.timer_at = next;
  const absl::Duration late = Chance(20) ? Delay() : absl::ZeroDuration();
  After(next - now_ + late, [this, index] {
    instances_[index].timer_at = absl::InfiniteDuration();
    Step(index, [](ReadPath&, std::vector<Command>*) {});
  });
}

void Simulation::Do(size_t index, const command::ReadVersions& command) {
  auto& open = instances_[index].open_batches;
  for (const auto& [batch, over] : open) {
    if (over > now_) Violation("two version batches in flight");
  }
  open[command.batch] = command.deadline.at();
  const auto [there, back] = StoreDelays(command.deadline);
  if (now_ + there + back >= command.deadline.at()) {
    After(command.deadline.at() - now_, [this, index] { ++instances_[index].failed_batches; });
  }
  After(there, [this, index, command, back = back] {  // the moment at which the store reads
    absl::StatusOr<progress::VersionBatch> reply = progress::VersionBatch{epoch_, auth_version_, {}};
    for (const CompanyId id : command.companies) {
      if (companies_.contains(id)) reply->companies[id] = VersionOf(companies_[id].visible);
    }
    if (Fails()) reply = absl::UnavailableError("store");
    After(back, [this, index, batch = command.batch, reply = std::move(reply)] {
      Instance& instance = instances_[index];
      const bool in_time = now_ < instance.open_batches[batch];
      instance.open_batches.erase(batch);
      if (!reply.ok()) ++instance.failed_batches;
      if (!reply.ok()) last_trouble_ = std::max(last_trouble_, now_);
      if (reply.ok() && in_time) instance.failed_batches = 0;
      Step(index,
           [&](ReadPath& path, std::vector<Command>* commands) { path.OnVersions(batch, reply, now_, commands); });
    });
  });
}

void Simulation::Do(size_t index, const command::GetShared& command) {
  if (!instances_[index].open_lookups.insert(NameOf(command.key)).second) Violation("two look-ups of one key");
  After(Delay(), [this, index, command] {
    instances_[index].open_lookups.erase(NameOf(command.key));
    const auto value = AdversarialValue(command.key);
    Step(index,
         [&](ReadPath& path, std::vector<Command>* commands) { path.OnShared(command.lookup, value, now_, commands); });
  });
}

absl::StatusOr<std::optional<std::string>> Simulation::AdversarialValue(const EntryKey& key) {
  if (Chance(10)) return absl::UnavailableError("cache");
  const std::vector<std::string>& values = shared_[NameOf(key)];
  if (Chance(5) && !shared_.empty()) {  // something of another key
    const auto& others = std::next(shared_.begin(), static_cast<int64_t>(Below(shared_.size())))->second;
    if (!others.empty()) return others[Below(others.size())];
  }
  if (values.empty() || Chance(20)) return std::nullopt;
  std::string value = values[Below(values.size())];
  if (Chance(5)) {
    char& byte = value[Below(value.size())];
    byte = static_cast<char>(byte ^ 1 << Below(8));
  }
  if (Chance(3)) value.resize(Below(value.size()));
  return value;
}

void Simulation::Do(size_t index, const command::LoadPage& command) {
  auto& open = instances_[index].open_loads;
  const std::string name = NameOf(command.query);
  const auto same = [&](const auto& load) { return load.second.first == name && load.second.second > now_; };
  // One for those who bypass the caches, one for the others. Commits and failures lead to more.
  if (calm_ && !faulty_ && !outage_ && std::count_if(open.begin(), open.end(), same) > 1) Violation("no single flight");
  open[command.flight] = {name, command.deadline.at()};
  const auto [there, back] = StoreDelays(command.deadline);
  After(there, [this, index, command, back = back] {  // the moment of the snapshot
    absl::StatusOr<LoadedPage> page = absl::UnavailableError("store");
    const auto company = companies_.find(command.query.company);
    if (company == companies_.end()) {
      Violation("a page of an unknown company was read");
    } else if (!Fails()) {
      const DataVersion version = company->second.visible;
      page = LoadedPage{VersionOf(version),
                        std::make_shared<Payload>(Payload{version, ContentOf(command.query, version), 1})};
    }
    After(back, [this, index, flight = command.flight, page = std::move(page)] {
      instances_[index].open_loads.erase(flight);
      if (!page.ok()) last_trouble_ = std::max(last_trouble_, now_);
      Step(index, [&](ReadPath& path, std::vector<Command>* commands) { path.OnPage(flight, page, now_, commands); });
    });
  });
}

void Simulation::Do(size_t /*index*/, const command::PutShared& command) {
  if (command.key.version != command.payload->version) Violation("filled under a version that is not the payload's");
  if (command.ttl <= absl::ZeroDuration()) Violation("filled without a time to live");
  After(Delay(),
        [this, command] { shared_[NameOf(command.key)].push_back(EncodeEntry(command.key, *command.payload)); });
}

void Simulation::Do(size_t /*index*/, const command::RaiseEpoch& /*command*/) {
  Violation("a store that never went back was taken for one that did");
}

void Simulation::Do(size_t /*index*/, const command::Answer& command) {
  ++answers_;
  Asked& asked = asked_[command.request];
  if (asked.answered) return Violation("a request was answered twice");
  asked.answered = true;
  if (!command.answer.ok()) return CheckError(asked, command.answer.status());
  CheckAnswer(asked, *command.answer);
  Company& company = companies_[asked.request.query.company];
  company.answered = std::max(company.answered, command.answer->payload->version);
}

void Simulation::CheckAnswer(const Asked& asked, const ReadAnswer& answer) {
  const DataVersion& version = answer.payload->version;
  const progress::PageQuery& query = asked.request.query;
  const std::optional<DataVersion>& demand = asked.request.min_data_version;
  if (answer.source != AnswerSource::kStore) ++hits_;
  if (version < asked.floor) Violation("G1/G2: older than what was acknowledged or answered before it was asked");
  if (answer.payload->bytes != ContentOf(query, version)) Violation("G3: the rows are not of the version");
  if (answer.current.version != version) Violation("G3: the answer's version is not the payload's");
  if (demand.has_value() && (version < *demand || version.epoch != demand->epoch))
    Violation("G4: below min_data_version");
  if (version > companies_[query.company].visible) Violation("a version that does not exist");
  if (answer.auth_version < asked.auth_floor) Violation("a token table older than the request is taken for current");
  if (query.limit > kMaxRecords) Violation("a limit above the maximum was served");
  if (asked.request.bypass_cache && answer.source != AnswerSource::kStore) Violation("bypass_cache got a cached page");
  if (now_ >= asked.request.deadline.at() + absl::Seconds(1)) Violation("answered long after the deadline");
}

// Every error needs its reason in this history.
void Simulation::CheckError(const Asked& asked, const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  const std::optional<DataVersion>& demand = asked.request.min_data_version;
  const bool justified = status.code() == absl::StatusCode::kDeadlineExceeded ? now_ >= asked.request.deadline.at()
                         : reason == reason::kNoCompany                       ? asked.request.query.company == kUnknown
                         : reason == reason::kLimitTooLarge                   ? asked.request.query.limit > kMaxRecords
                         : reason == reason::kDataVersionAhead ? demand.has_value() && *demand > asked.visible
                         : reason == reason::kEpochChanged
                             ? demand.has_value() && (demand->epoch != epoch_ || demand->epoch != asked.visible.epoch)
                         : absl::IsUnavailable(status) ? MayBeUnavailable(asked)
                                                       : false;
  if (!justified) Violation(absl::StrCat("an error without a reason: ", status.ToString()));
}

// The store failed it, or has failed so often in a row that nobody is let through.
bool Simulation::MayBeUnavailable(const Asked& asked) const {
  if (asked.asked_at >= kLastRequests) return false;
  return last_trouble_ >= asked.asked_at ||
         instances_[asked.instance].failed_batches >= ReadPathOptions().failures_to_open;
}

progress::CompanyVersion Simulation::VersionOf(const DataVersion& version) const {
  return {
      .version = version, .view_version = 1, .source_synced_at = 1, .max_records = kMaxRecords, .cache_ttl_seconds = 0};
}

std::string Simulation::ContentOf(const progress::PageQuery& query, const DataVersion& version) {
  return absl::StrCat("rows ", NameOf(query), " at ", ToStamp(version));
}

}  // namespace cp::cache
