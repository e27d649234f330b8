// Which requests share a cache entry, as a property over the whole way: a request through gRPC, the service's own
// encoder, fingerprint and key, a real Redis. Two requests that differ in any input of the answer never do: company,
// limit, offset, or the version, which every change of data and settings moves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/redis/redis_test.h"
#include "libs/redis/redis_versioned_cache.h"
#include "libs/testing/builders.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

using testing::IsOk;

constexpr int kPairs = 300;

// All that an answer may depend on.
struct Input {
  int64_t company = 0;
  int32_t limit = 0;
  int32_t offset = 0;
  std::string version;

  friend auto operator<=>(const Input&, const Input&) = default;
};

// Ids, limits and offsets that look alike when digits or bytes are put side by side.
constexpr int64_t kCompanies[] = {1, 2, 11, 12, 111, 112, 256, 65536};
constexpr int32_t kLimits[] = {1, 2, 3, 10, 11, 12, 21, 99, 100, 101, 111, 112, 255, 256, 257, 4096, 9999, 10000};
constexpr int32_t kOffsets[] = {0,   1,     2,     3,       10,      11,
                                12,  21,    100,   111,     112,     255,
                                256, 65535, 65536, 1 << 24, 1 << 30, std::numeric_limits<int32_t>::max()};

class CacheEntries : public redis::RealRedis {
 protected:
  void SetUp() override {
    RealRedis::SetUp();
    cache_ = std::make_unique<redis::RedisVersionedCache>(*client_, clock_);
    service_ = std::make_unique<TestService>();
    service_->shared = cache_.get();
    service_->options.read_path.local_cache_bytes = 0;
    for (const int64_t company : kCompanies) {
      CP_ASSERT_OK(service_->store.UpsertCompanies({testing::MakeCompany(company)}, In(redis::kPatience)));
      tokens_[company] = service_->NewReadToken(company);
      service_->store.SetSetting(CompanyId(company), "max_records", "10000");
      Sync(company);
    }
  }
  void TearDown() override {
    service_.reset();
    cache_.reset();
  }

  template <typename T>
  T Pick(const T* values, size_t count) {
    return values[std::uniform_int_distribution<size_t>(0, count - 1)(random_)];
  }
  int64_t Draw(int64_t below) { return std::uniform_int_distribution<int64_t>(0, below - 1)(random_); }

  // 30 rows, each with a text that never was before.
  void Sync(int64_t company) {
    std::vector<progress::CourseProgress> rows;
    ++syncs_;
    for (int64_t user = 1; user <= 10; ++user) {
      for (int64_t course = 2; course <= 4; ++course) {
        progress::CourseProgress row = testing::Row(user, course);
        absl::StrAppend(&row.firstname, " of company ", company, " after sync ", syncs_);
        rows.push_back(std::move(row));
      }
    }
    service_->Sync(company, rows);
  }

  // The company's next version, of data or of settings.
  void Change(int64_t company) {
    switch (Draw(3)) {
      case 0:
        return Sync(company);
      case 1:
        return service_->store.SetSetting(CompanyId(company), "field_email", Draw(2) == 0 ? "0" : "1");
      default:
        return service_->store.SetSetting(CompanyId(company), absl::StrCat("course_", 2 + Draw(3)),
                                          Draw(2) == 0 ? "0" : "1");
    }
  }

  Input RandomInput() {
    return {.company = Pick(kCompanies, std::size(kCompanies)),
            .limit = Draw(3) == 0 ? static_cast<int32_t>(1 + Draw(10000)) : Pick(kLimits, std::size(kLimits)),
            .offset = Draw(3) == 0 ? static_cast<int32_t>(Draw(40)) : Pick(kOffsets, std::size(kOffsets)),
            .version = {}};
  }

  // Differs in one input, by little or by much.
  Input Neighbour(Input input) {
    switch (Draw(5)) {
      case 0:
        input.company = Pick(kCompanies, std::size(kCompanies));
        break;
      case 1:
        input.limit = input.limit % 10000 + 1;
        break;
      case 2:
        input.offset = input.offset == 0 ? 1 : input.offset - 1;
        break;
      case 3:
        // The other way round.
        std::tie(input.limit, input.offset) = std::pair(1 + input.offset % 10000, input.limit);
        break;
      default:
        Change(input.company);
    }
    return input;
  }

  // Asks until the answer comes from Redis, and checks what is made and shared on the way.
  void Ask(Input input, bool bypass) {
    TestService::Request request = Page(input.limit, input.offset);
    request.set_bypass_cache(bypass);
    const TestService::Reply reply = service_->Get(tokens_[input.company], request);
    ASSERT_THAT(reply.error, IsOk());
    input.version = reply.response.data_version();
    TestService::Response rows;
    *rows.mutable_rows() = reply.response.rows();
    SCOPED_TRACE(absl::StrCat("company ", input.company, ", limit ", input.limit, ", offset ", input.offset,
                              ", version ", input.version));
    const auto seen = answers_.find(input);
    EXPECT_EQ(reply.response.cached(), seen != answers_.end() && !bypass) << "an entry that is not this request's";
    if (seen != answers_.end()) {
      EXPECT_EQ(seen->second, rows.SerializeAsString());
    } else if (!bypass) {
      answers_.emplace(input, rows.SerializeAsString());
    }
    ASSERT_TRUE(redis::Await([this] { return Entries().size() >= answers_.size(); })) << "two share an entry";
    EXPECT_EQ(Entries().size(), answers_.size());
  }

  std::set<std::string> Entries() {
    std::set<std::string> entries;
    for (redis::Reply& key : Run({"KEYS", "*:e:*"}).elements) entries.insert(std::move(key.text));
    return entries;
  }

  std::unique_ptr<redis::RedisVersionedCache> cache_;
  std::unique_ptr<TestService> service_;
  std::map<int64_t, std::string> tokens_;
  std::map<Input, std::string> answers_;  // what was asked for, with the rows that were answered
  int64_t syncs_ = 0;
  std::mt19937_64 random_{testing::RandomSeed()};
};

TEST_F(CacheEntries, AreSharedByNoTwoRequestsThatDifferInAnyInputOfTheAnswer) {
  for (int pair = 0; pair < kPairs && !HasFailure(); ++pair) {
    const Input one = RandomInput();
    Ask(one, Draw(20) == 0);
    Ask(Neighbour(one), Draw(20) == 0);
    Ask(one, false);
  }
  EXPECT_GT(answers_.size(), static_cast<size_t>(kPairs));
}

}  // namespace
}  // namespace cp::query
