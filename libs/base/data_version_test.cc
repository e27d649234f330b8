#include "libs/base/data_version.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp {
namespace {

TEST(DataVersion, StampIsFixedWidthHexOfEpochThenVersion) {
  EXPECT_EQ(ToStamp({.epoch = 1, .version = 255}), "000000000000000100000000000000ff");
}

TEST(DataVersion, StampsOrderAsTextLikeVersions) {
  const std::vector<DataVersion> ascending = {{0, 0},
                                              {0, 9},
                                              {0, 10},
                                              {0, std::numeric_limits<uint64_t>::max()},
                                              {1, 0},
                                              {16, 3},
                                              {std::numeric_limits<uint64_t>::max(), 1}};
  for (size_t i = 1; i < ascending.size(); ++i) {
    EXPECT_LT(ascending[i - 1], ascending[i]);
    EXPECT_LT(ToStamp(ascending[i - 1]), ToStamp(ascending[i]));
  }
}

TEST(DataVersion, ParsesWhatItMade) {
  for (const DataVersion version :
       {DataVersion{}, DataVersion{1795176001000000, 42}, DataVersion{~uint64_t{0}, ~uint64_t{0}}}) {
    EXPECT_EQ(*ParseStamp(ToStamp(version)), version);
  }
}

TEST(DataVersion, RefusesEverythingElseByName) {
  for (const std::string& garbage :
       {std::string(), std::string("7"), std::string(31, '0'), std::string(33, '0'), std::string(32, 'g'),
        std::string(32, 'A'), std::string(31, '0') + "-", std::string(32, '\0')}) {
    const auto parsed = ParseStamp(garbage);
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << garbage;
    EXPECT_EQ(ReasonOf(parsed.status()), reason::kDataVersionInvalid) << garbage;
  }
}

}  // namespace
}  // namespace cp
