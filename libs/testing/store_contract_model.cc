// Random batches against std::map: the store never differs from the obvious model.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "libs/testing/builders.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

constexpr int64_t kCompanies = 3;
constexpr int64_t kUsers = 12;
constexpr int64_t kCourses = 4;

struct Model {
  std::map<progress::RowKey, progress::CourseProgress> live;
  std::map<progress::RowKey, uint64_t> row_version;  // tombstones included
  uint64_t version = 0;
};

class ModelRun {
 public:
  ModelRun(StoreCase& t, uint64_t seed) : t_(t), random_(seed) {
    t_.AddCompanies(kCompanies);
    models_.resize(kCompanies + 1);
  }

  void Step() {
    const int64_t company = Pick(1, kCompanies);
    if (Pick(0, 9) == 0) {
      const auto bumped = t_.store().BumpVersion(CompanyId(company), t_.Soon());
      ASSERT_TRUE(bumped.ok()) << bumped.status();
      ++models_[static_cast<size_t>(company)].version;
    } else {
      WriteBatch(company);
    }
    Compare(Pick(1, kCompanies));
  }

 private:
  int64_t Pick(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }

  void WriteBatch(int64_t company) {
    Model& model = models_[static_cast<size_t>(company)];
    std::vector<progress::CourseProgress> upserts;
    std::vector<progress::RowKey> tombstones;
    for (int64_t user = 1; user <= kUsers; ++user) {
      for (int64_t course = 1; course <= kCourses; ++course) {
        const int64_t dice = Pick(0, 19);
        if (dice == 0) upserts.push_back(Row(user, course, static_cast<int32_t>(Pick(0, 7)), 7));
        if (dice == 1) tombstones.push_back(Key(user, course));
      }
    }
    if (!upserts.empty() || !tombstones.empty()) ++model.version;
    for (const auto& row : upserts) {
      model.live[row.key] = row;
      model.row_version[row.key] = model.version;
    }
    for (const auto& key : tombstones) {
      if (model.live.erase(key) > 0) model.row_version[key] = model.version;
    }
    EXPECT_EQ(t_.Put(company, upserts, tombstones).version, model.version);
  }

  void Compare(int64_t company) {
    const Model& model = models_[static_cast<size_t>(company)];
    std::vector<progress::CourseProgress> expected;
    for (const auto& [key, row] : model.live) expected.push_back(row);
    ASSERT_EQ(t_.LiveRows(company, static_cast<int32_t>(Pick(1, 60))), expected);
    const auto stored = t_.Stored(company, static_cast<int>(Pick(1, 60)));
    ASSERT_EQ(stored.size(), model.row_version.size());
    for (const auto& [key, row] : stored) {
      const auto live = model.live.find(key);
      ASSERT_EQ(row.is_deleted, live == model.live.end());
      if (!row.is_deleted) {
        ASSERT_EQ(row.content_hash, progress::ContentHash(live->second));
      }
      ASSERT_EQ(t_.harness().Inspect(CompanyId(company), key)->row_version, model.row_version.at(key));
    }
    ASSERT_EQ(t_.VersionOf(company).version.version, model.version);
  }

  StoreCase& t_;
  std::mt19937_64 random_;
  std::vector<Model> models_;
};

void EqualsAMapAfterAnyHistory(StoreCase& t) {
  const uint64_t seed = RandomSeed();
  SCOPED_TRACE(::testing::Message() << "CP_SEED=" << seed);
  ModelRun run(t, seed);
  for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) run.Step();
}

}  // namespace

std::vector<ContractCase> ModelContract() { return {CP_CONTRACT_CASE(EqualsAMapAfterAnyHistory)}; }

}  // namespace cp::testing
