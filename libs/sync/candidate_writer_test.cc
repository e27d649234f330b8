#include "libs/sync/candidate_writer.h"

#include <gtest/gtest.h>

namespace cp::sync {
namespace {

TEST(Detectors, ThoseOfATickFollowRowsThatCame) {
  for (const Tail tail : kTails) EXPECT_FALSE(IsFoundByLook(ToString(tail))) << ToString(tail);
  EXPECT_FALSE(IsFoundByLook(kEdge));
}

TEST(Detectors, AllOthersMayFollowRowsThatVanished) {
  for (const Stamp stamp : kStamps) EXPECT_TRUE(IsFoundByLook(ToString(stamp))) << ToString(stamp);
  for (const DigestKind kind : kDigestKinds) EXPECT_TRUE(IsFoundByLook(ToString(kind))) << ToString(kind);
  for (const char* name : {kAgain, "daily", "first_start", "first_look", "lane_off", "source_set_back"}) {
    EXPECT_TRUE(IsFoundByLook(name)) << name;
  }
}

}  // namespace
}  // namespace cp::sync
