#include "libs/cache/fingerprint.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace cp::cache {
namespace {

Fingerprint Of(int64_t company, int32_t limit, int64_t offset) {
  return FingerprintOf({.company = CompanyId(company), .limit = limit, .offset = offset});
}

TEST(Fingerprint, DiffersWheneverLimitOrOffsetDiffer) {
  std::set<std::string> seen;
  for (const int32_t limit : {1, 2, 100, 1000, std::numeric_limits<int32_t>::max()}) {
    for (const int64_t offset : {int64_t{0}, int64_t{1}, int64_t{100}, std::numeric_limits<int64_t>::max()}) {
      EXPECT_TRUE(seen.insert(ToHex(Of(1, limit, offset))).second) << limit << " " << offset;
    }
  }
}

TEST(Fingerprint, LeavesTheCompanyToTheKey) { EXPECT_EQ(Of(1, 100, 0), Of(2, 100, 0)); }

// The text is part of keys that outlive a process: it must stay what it is while kPayloadSchema is 1.
TEST(Fingerprint, HasAFixedText) {
  EXPECT_EQ(ToHex(Of(7, 100, 0)), "00000001000000640000000000000000");
  EXPECT_EQ(ToHex(Of(7, 1000, 65536)), "00000001000003e80000000000010000");
}

}  // namespace
}  // namespace cp::cache
