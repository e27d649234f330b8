// One suite for every implementation of progress::Store: memory, SQLite, PostgreSQL. A port changes here first.
//
// In a test file of the implementation:
//
//   const bool registered = RegisterStoreContract("Sqlite", [] { return std::make_unique<SqliteHarness>(); });
//   const bool lost = RegisterLostConnectionContract("Postgres", [] { ... });   // only where there is a connection
//
// Each case is a test of its own on a fresh, empty store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/memory_store.h"
#include "libs/progress/store.h"

namespace cp::testing {

// One empty store and what a test needs to do to it from outside. Destroying it removes the store.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;

  virtual progress::Store& store() = 0;
  // The same data through connections of its own, as a second process sees it. May be store() for memory.
  virtual progress::Store& other() = 0;
  // The clock that deadlines are counted on.
  virtual const Clock& clock() = 0;

  // Makes a lease of the company that was given out with `ttl` expire by the store's clock.
  virtual void ExpireLease(CompanyId company, absl::Duration ttl) = 0;
  // The detector, which said `hold`, has stored nothing for as long by the store's clock.
  virtual void ExpireDetector(absl::Duration hold) = 0;
  // Makes everything that has happened so far a second older by the store's clock.
  virtual void PassTime() = 0;
  // Nothing has been heard of the run for so long, by the store's clock.
  virtual void SilenceRun(const std::string& run_id, absl::Duration silence) = 0;
  // Changes a setting as an operator would, in one transaction: version + 1, view_version + 1.
  virtual void SetSetting(CompanyId company, const std::string& key, const std::string& value) = 0;
  // The row's columns as kept, or nullopt.
  virtual std::optional<progress::StoredRecord> Inspect(CompanyId company, const progress::RowKey& key) = 0;
  // What the run stored for the company, or nullopt.
  virtual std::optional<progress::CompanyRunRecord> InspectResult(const std::string& run_id, CompanyId company) = 0;

  // When the user's enrolment edge is, or nullopt.
  virtual std::optional<int64_t> InspectEdge(const progress::CompanyUser& user) = 0;
  // The highest row_version of the company's tombstones that were removed. REQUIRES: the company exists.
  virtual uint64_t PurgeFloor(CompanyId company) = 0;
  // A row of the request log, of an alert (`at`: when it was resolved, 0 = open) or of the audit log.
  virtual void AddLogRow(progress::OldRows log, int64_t at) = 0;
  // Two rows: how far a client of the company has read, and its quota.
  virtual void AddClient(CompanyId company) = 0;
  // How many rows there are that RemoveOld(what) is about, old or not; of kRuns only the results.
  virtual int64_t Count(progress::OldRows what) = 0;

  // Cuts every connection that is open now (pg_terminate_backend); new ones work. Only for the lost-connection suite.
  virtual void CutConnections() {}
};

using StoreHarnessFactory = std::function<std::unique_ptr<StoreHarness>()>;

// Registers the cases with GoogleTest, named <name>_<group>.<case>. Call before RUN_ALL_TESTS, such as from the
// initialiser of a namespace-scope constant; returns true.
bool RegisterStoreContract(const std::string& name, const StoreHarnessFactory& factory);
bool RegisterLostConnectionContract(const std::string& name, const StoreHarnessFactory& factory);

// What the cases are written with: a harness and short forms of the calls. Calls that the case takes for granted throw
// when they fail, which ends the case with the status in its text.
class StoreCase {
 public:
  explicit StoreCase(const StoreHarnessFactory& factory) : harness_(factory()) {}

  StoreHarness& harness() { return *harness_; }
  progress::Store& store() { return harness_->store(); }
  progress::Store& other() { return harness_->other(); }
  // Far enough for a slow machine.
  Deadline Soon() { return Deadline::After(harness_->clock(), absl::Seconds(30)); }

  // Makes companies 1..count known.
  void AddCompanies(int64_t count);
  // For an owner of its own.
  progress::Lease Hold(int64_t company, absl::Duration ttl = absl::Minutes(10));
  // One transaction; runs it again on STORE_CONFLICT.
  absl::StatusOr<DataVersion> TryCommit(progress::Store& store, const progress::Batch& batch);
  // TryCommit() of these rows by the lease's holder.
  absl::StatusOr<DataVersion> TryWrite(progress::Store& store, const progress::Lease& lease,
                                       std::vector<progress::CourseProgress> upserts,
                                       std::vector<progress::RowKey> tombstones = {});
  DataVersion Write(const progress::Lease& lease, std::vector<progress::CourseProgress> upserts,
                    std::vector<progress::RowKey> tombstones = {});
  // As Write, under a lease of its own that is given back.
  DataVersion Put(int64_t company, std::vector<progress::CourseProgress> upserts,
                  std::vector<progress::RowKey> tombstones = {});

  progress::PageSnapshot Page(int64_t company, int32_t limit = 1000, int64_t offset = 0);
  std::vector<progress::CourseProgress> LiveRows(int64_t company, int32_t page_size = 1000);
  // Tombstones included.
  std::map<progress::RowKey, progress::StoredRow> Stored(int64_t company, int page_size = 1000);
  progress::CompanyVersion VersionOf(int64_t company);

  // A batch of the lease's holder without rows, to be filled.
  static progress::Batch BatchOf(const progress::Lease& lease);
  DataVersion Commit(const progress::Batch& batch);
  // Stores it on top of what the lane says now; returns its sequence.
  int64_t Detect(progress::Detection detection);
  progress::CompanyCandidates CandidatesOf(int64_t company, int limit = 1000);

 private:
  std::unique_ptr<StoreHarness> harness_;
  int holders_ = 0;
};

// One case; its name is the function's.
struct ContractCase {
  const char* name;
  void (*run)(StoreCase&);
};
#define CP_CONTRACT_CASE(function) \
  ::cp::testing::ContractCase { #function, function }

// One list a behaviour. A function that its file does not list is a compiler error (unused).
std::vector<ContractCase> ReadContract();
std::vector<ContractCase> WriteContract();
std::vector<ContractCase> LeaseContract();
std::vector<ContractCase> LaneContract();
std::vector<ContractCase> DetectorContract();
std::vector<ContractCase> EdgeContract();
std::vector<ContractCase> HousekeepingContract();
std::vector<ContractCase> DirectoryContract();
std::vector<ContractCase> OutboxContract();
std::vector<ContractCase> EpochContract();
std::vector<ContractCase> TokenContract();
std::vector<ContractCase> RunContract();
std::vector<ContractCase> TextContract();
std::vector<ContractCase> ConcurrencyContract();
std::vector<ContractCase> ModelContract();
std::vector<ContractCase> LaneModelContract();
std::vector<ContractCase> LostConnectionContract();

}  // namespace cp::testing
