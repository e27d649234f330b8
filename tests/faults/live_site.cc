#include "tests/faults/live_site.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/moodle/player/small_site.h"
#include "libs/testing/free_port.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"
#include "tests/faults/fresh_derivation.h"

namespace cp::faults {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(100);
constexpr absl::Duration kWatch = absl::Milliseconds(20);

template <typename T>
T Need(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "live site: " << value.status() << std::endl;
  std::abort();
}

}  // namespace

LiveSite::LiveSite(uint64_t seed, absl::Time born) : db_(Need(moodle::SiteDb::Open(moodle_dsn_))) {
  const int64_t start = absl::ToUnixSeconds(born);
  if (const absl::Status made = moodle::MakeSmallSite(db_.get(), start, seed); !made.ok()) {
    std::cerr << "live site: " << made << std::endl;
    std::abort();
  }
  history_ = std::make_unique<moodle::RandomHistory>(db_.get(), start, seed);
}

absl::StatusOr<moodle::Step> LiveSite::Play(absl::Time at) {
  return history_->NextAt(absl::ToUnixSeconds(std::min(at, absl::Now())));
}

void LiveSite::Fill() const {
  const e2e::CommandResult once = e2e::RunCommand(
      "sync-worker", {"--once", absl::StrCat("--moodle-dsn=", moodle_dsn_), absl::StrCat("--store-dsn=", store_dsn_)});
  if (once.exit_code == 0) return;
  std::cerr << "sync-worker --once: " << once.err << std::endl;
  std::abort();
}

int64_t LiveSite::StoreInt(const std::string& sql) const {
  const std::unique_ptr<moodle::SiteDb> store = Need(moodle::SiteDb::Open(store_dsn_));
  int64_t value = 0;
  const absl::Status read = store->Transaction([&] { value = store->Int("$0", sql); });
  if (!read.ok()) std::cerr << sql << ": " << read << std::endl;
  return value;
}

std::string LiveSite::Difference() const {
  return faults::Difference(FreshRows(moodle_dsn_, absl::ToUnixSeconds(absl::Now())), StoredRows(store_dsn_));
}

std::string LiveSite::DifferenceAfter(absl::Duration patience) const {
  const absl::Time give_up = absl::Now() + patience;
  std::string difference = Difference();
  for (; !difference.empty() && absl::Now() < give_up; difference = Difference()) absl::SleepFor(kPoll);
  return difference;
}

bool LiveSite::IsFollowedWithin(absl::Duration patience) const {
  return e2e::Await(
      [this] {
        return StoreInt(
                   "SELECT COUNT(*) FROM lane_state WHERE detected_at > 0 AND NOT EXISTS (SELECT 1 FROM "
                   "sync_candidate)") != 0;
      },
      patience);
}

std::unique_ptr<testing::Process> LiveSite::StartWorker(const std::vector<std::string>& more_arguments) const {
  testing::ProcessOptions options;
  options.argv = {e2e::BinaryPath("sync-worker"),
                  absl::StrCat("--moodle-dsn=", moodle_dsn_),
                  absl::StrCat("--store-dsn=", store_dsn_),
                  absl::StrCat("--listen=127.0.0.1:", testing::FreePort()),
                  "--change-interval=1s",
                  "--sync-interval=0s"};
  options.argv.insert(options.argv.end(), more_arguments.begin(), more_arguments.end());
  options.stderr_path = log_path();
  return Need(testing::Process::Start(options));
}

struct SyncedAtWatch::State {
  explicit State(const std::string& dsn) : store(Need(moodle::SiteDb::Open(dsn))) {}

  void Look() {
    std::vector<std::vector<int64_t>> rows;
    try {
      rows = store->Rows("SELECT company_id, source_synced_at FROM company");
    } catch (const std::exception&) {
      return;  // not migrated yet
    }
    const int64_t now = absl::ToUnixSeconds(absl::Now());
    absl::MutexLock lock(&mutex);
    for (const std::vector<int64_t>& row : rows) {
      int64_t& last = latest[row[0]];
      const std::string what = absl::StrCat("company ", row[0], ": ", row[1]);
      if (row[1] < last) violations.push_back(absl::StrCat(what, " after ", last));
      if (row[1] > now) violations.push_back(absl::StrCat(what, " at ", now));
      last = row[1];
    }
  }

  const std::unique_ptr<moodle::SiteDb> store;
  std::atomic<bool> stop{false};
  absl::Mutex mutex;
  std::map<int64_t, int64_t> latest;
  std::vector<std::string> violations;
  std::thread thread;
};

SyncedAtWatch::SyncedAtWatch(const std::string& store_dsn) : state_(std::make_unique<State>(store_dsn)) {
  state_->thread = std::thread([state = state_.get()] {
    for (; !state->stop; absl::SleepFor(kWatch)) state->Look();
  });
}

SyncedAtWatch::~SyncedAtWatch() {
  state_->stop = true;
  state_->thread.join();
}

std::string SyncedAtWatch::Violations() const {
  absl::MutexLock lock(&state_->mutex);
  return absl::StrJoin(state_->violations, "\n");
}

}  // namespace cp::faults
