#include "libs/rpc/secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"
#include "libs/testing/status_matchers.h"

namespace cp::rpc {
namespace {

using ::testing::MatchesRegex;

TEST(MakeToken, HasTheDocumentedForm) {
  CP_ASSERT_OK_AND_ASSIGN(const NewToken token, MakeToken());
  EXPECT_THAT(token.id, MatchesRegex("[a-z2-7]{12}"));
  EXPECT_THAT(token.secret, MatchesRegex("cpt_[A-Za-z0-9_-]{43}"));
  EXPECT_EQ(token.sha256, Sha256(token.secret));
}

TEST(MakeToken, NeverRepeatsAndNeverPutsTheIdInTheSecret) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    CP_ASSERT_OK_AND_ASSIGN(const NewToken token, MakeToken());
    EXPECT_TRUE(seen.insert(token.id).second);
    EXPECT_TRUE(seen.insert(token.secret).second);
    EXPECT_EQ(token.secret.find(token.id), std::string::npos);
  }
}

TEST(Sha256, GivesTheDigestOfTheStandard) {  // FIPS 180-2, appendix B.1
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(RandomBytes, GivesAsManyAsAsked) {
  EXPECT_THAT(RandomBytes(0), testing::IsOkAndHolds(::testing::IsEmpty()));
  EXPECT_THAT(RandomBytes(33), testing::IsOkAndHolds(::testing::SizeIs(33)));
}

}  // namespace
}  // namespace cp::rpc
