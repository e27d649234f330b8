#include "libs/testing/store_contract.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"

namespace cp::testing {
namespace {

constexpr int kConflictAttempts = 50;

void Need(const absl::Status& status, absl::string_view call) {
  if (!status.ok()) throw std::runtime_error(absl::StrCat(call, ": ", status.ToString()));
}

template <typename T>
T Need(absl::StatusOr<T> value, absl::string_view call) {
  Need(value.status(), call);
  return *std::move(value);
}

class ContractTest : public ::testing::Test {
 public:
  ContractTest(StoreHarnessFactory factory, ContractCase contract_case)
      : factory_(std::move(factory)), case_(contract_case) {}

  void TestBody() override {
    try {
      StoreCase store_case(factory_);
      case_.run(store_case);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }

 private:
  StoreHarnessFactory factory_;
  ContractCase case_;
};

void Register(const std::string& suite, const StoreHarnessFactory& factory, const std::vector<ContractCase>& cases) {
  for (const ContractCase& contract_case : cases) {
    ::testing::RegisterTest(
        suite.c_str(), contract_case.name, nullptr, nullptr, __FILE__, __LINE__,
        [factory, contract_case]() -> ContractTest* { return new ContractTest(factory, contract_case); });
  }
}

}  // namespace

bool RegisterStoreContract(const std::string& name, const StoreHarnessFactory& factory) {
  Register(name + "_Read", factory, ReadContract());
  Register(name + "_Write", factory, WriteContract());
  Register(name + "_Lease", factory, LeaseContract());
  Register(name + "_Lane", factory, LaneContract());
  Register(name + "_Detector", factory, DetectorContract());
  Register(name + "_Edge", factory, EdgeContract());
  Register(name + "_Housekeeping", factory, HousekeepingContract());
  Register(name + "_Directory", factory, DirectoryContract());
  Register(name + "_Outbox", factory, OutboxContract());
  Register(name + "_Epoch", factory, EpochContract());
  Register(name + "_Token", factory, TokenContract());
  Register(name + "_Run", factory, RunContract());
  Register(name + "_Text", factory, TextContract());
  Register(name + "_Concurrency", factory, ConcurrencyContract());
  Register(name + "_Model", factory, ModelContract());
  Register(name + "_Model", factory, LaneModelContract());
  return true;
}

bool RegisterLostConnectionContract(const std::string& name, const StoreHarnessFactory& factory) {
  Register(name + "_LostConnection", factory, LostConnectionContract());
  return true;
}

void StoreCase::AddCompanies(int64_t count) {
  std::vector<progress::Company> companies;
  for (int64_t id = 1; id <= count; ++id) companies.push_back(MakeCompany(id));
  Need(store().UpsertCompanies(companies, Soon()), "UpsertCompanies");
}

progress::Lease StoreCase::Hold(int64_t company, absl::Duration ttl) {
  const std::string owner = absl::StrCat("test ", ++holders_);
  return Need(store().AcquireLease(CompanyId(company), owner, ttl, Soon()), "AcquireLease");
}

progress::Batch StoreCase::BatchOf(const progress::Lease& lease) {
  progress::Batch batch;
  batch.lease = lease;
  batch.run_id = "run";
  batch.written_at = FakeClock::kStart;
  return batch;
}

absl::StatusOr<DataVersion> StoreCase::TryCommit(progress::Store& store, const progress::Batch& batch) {
  absl::StatusOr<DataVersion> version = store.CommitBatch(batch, Soon());
  for (int i = 1; i < kConflictAttempts && ReasonOf(version.status()) == reason::kStoreConflict; ++i) {
    version = store.CommitBatch(batch, Soon());
  }
  return version;
}

absl::StatusOr<DataVersion> StoreCase::TryWrite(progress::Store& store, const progress::Lease& lease,
                                                std::vector<progress::CourseProgress> upserts,
                                                std::vector<progress::RowKey> tombstones) {
  progress::Batch batch = BatchOf(lease);
  batch.upserts = std::move(upserts);
  batch.tombstones = std::move(tombstones);
  return TryCommit(store, batch);
}

DataVersion StoreCase::Commit(const progress::Batch& batch) { return Need(TryCommit(store(), batch), "CommitBatch"); }

int64_t StoreCase::Detect(progress::Detection detection) {
  detection.expected_sequence = Need(store().ReadLane(Soon()), "ReadLane").sequence;
  return Need(store().CommitDetection(detection, Soon()), "CommitDetection");
}

progress::CompanyCandidates StoreCase::CandidatesOf(int64_t company, int limit) {
  return Need(store().ReadCandidates(CompanyId(company), limit, Soon()), "ReadCandidates");
}

DataVersion StoreCase::Write(const progress::Lease& lease, std::vector<progress::CourseProgress> upserts,
                             std::vector<progress::RowKey> tombstones) {
  return Need(TryWrite(store(), lease, std::move(upserts), std::move(tombstones)), "CommitBatch");
}

DataVersion StoreCase::Put(int64_t company, std::vector<progress::CourseProgress> upserts,
                           std::vector<progress::RowKey> tombstones) {
  const progress::Lease lease = Hold(company);
  const DataVersion version = Write(lease, std::move(upserts), std::move(tombstones));
  Need(store().ReleaseLease(lease, Soon()), "ReleaseLease");
  return version;
}

progress::PageSnapshot StoreCase::Page(int64_t company, int32_t limit, int64_t offset) {
  progress::PageQuery query;
  query.company = CompanyId(company);
  query.limit = limit;
  query.offset = offset;
  return Need(store().ReadPage(query, Soon()), "ReadPage");
}

std::vector<progress::CourseProgress> StoreCase::LiveRows(int64_t company, int32_t page_size) {
  std::vector<progress::CourseProgress> rows;
  while (true) {
    progress::PageSnapshot page = Page(company, page_size, static_cast<int64_t>(rows.size()));
    if (page.rows.empty()) return rows;
    const bool follows_short_page = rows.size() % static_cast<size_t>(page_size) != 0;
    if (follows_short_page) throw std::runtime_error("rows follow a page that was not full");
    for (progress::CourseProgress& row : page.rows) rows.push_back(std::move(row));
  }
}

std::map<progress::RowKey, progress::StoredRow> StoreCase::Stored(int64_t company, int page_size) {
  std::map<progress::RowKey, progress::StoredRow> stored;
  std::optional<progress::RowKey> after;
  while (true) {
    const auto rows = Need(
        store().ReadStored({.company = CompanyId(company), .after = after, .limit = page_size}, Soon()), "ReadStored");
    if (rows.empty()) return stored;
    for (const progress::StoredRow& row : rows) {
      if (after.has_value() && row.key <= *after) throw std::runtime_error("ReadStored went backwards");
      after = row.key;
      stored.emplace(row.key, row);
    }
  }
}

progress::CompanyVersion StoreCase::VersionOf(int64_t company) {
  const CompanyId id(company);
  const progress::VersionBatch batch = Need(store().ReadVersions({&id, 1}, Soon()), "ReadVersions");
  const auto it = batch.companies.find(id);
  if (it == batch.companies.end()) throw std::runtime_error(absl::StrCat("no version of company ", company));
  return it->second;
}

}  // namespace cp::testing
