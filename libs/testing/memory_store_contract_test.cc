// The memory store passes the suite that every store must pass.
#include "libs/progress/memory_store.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

class MemoryHarness final : public StoreHarness {
 public:
  progress::Store& store() override { return store_; }
  progress::Store& other() override { return store_; }
  const Clock& clock() override { return clock_; }
  void ExpireLease(CompanyId, absl::Duration ttl) override { clock_.Advance(ttl); }
  void ExpireDetector(absl::Duration hold) override { clock_.Advance(hold); }
  void PassTime() override { clock_.Advance(absl::Seconds(1)); }
  void SilenceRun(const std::string& run_id, absl::Duration silence) override { store_.SilenceRun(run_id, silence); }
  void SetSetting(CompanyId company, const std::string& key, const std::string& value) override {
    store_.SetSetting(company, key, value);
  }
  std::optional<progress::StoredRecord> Inspect(CompanyId company, const progress::RowKey& key) override {
    return store_.Inspect(company, key);
  }
  std::optional<progress::CompanyRunRecord> InspectResult(const std::string& run_id, CompanyId company) override {
    return store_.InspectResult(run_id, company);
  }
  std::optional<int64_t> InspectEdge(const progress::CompanyUser& user) override { return store_.InspectEdge(user); }
  uint64_t PurgeFloor(CompanyId company) override { return store_.PurgeFloor(company); }
  void AddLogRow(progress::OldRows log, int64_t at) override { store_.AddLogRow(log, at); }
  void AddClient(CompanyId company) override { store_.AddClient(company); }
  int64_t Count(progress::OldRows what) override { return store_.Count(what); }

 private:
  FakeClock clock_;
  progress::MemoryStore store_{clock_};
};

const bool kRegistered = RegisterStoreContract("Memory", [] { return std::make_unique<MemoryHarness>(); });

}  // namespace
}  // namespace cp::testing
