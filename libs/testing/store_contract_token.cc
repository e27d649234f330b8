// API tokens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

progress::TokenTable Load(StoreCase& t) {
  const auto table = t.other().LoadTokens(t.Soon());
  EXPECT_THAT(table, IsOk());
  return *table;
}

void EmptyStoreHasNoTokens(StoreCase& t) { EXPECT_THAT(Load(t).tokens, IsEmpty()); }

void KeepsEveryFieldAndRawBytes(StoreCase& t) {
  t.AddCompanies(1);
  progress::ApiToken token = ReadToken("abcdefghijkl", 1);
  for (size_t i = 0; i < token.sha256.size(); ++i) token.sha256[i] = static_cast<char>(i * 8);  // 0x00 .. 0xf8
  token.label = "Bob's \"BI\" 📈";
  token.expires_at = FakeClock::kStart + 3600;
  CP_ASSERT_OK(t.store().CreateToken(token, t.Soon()));
  const progress::TokenTable table = Load(t);
  ASSERT_THAT(table.tokens, SizeIs(1));
  const progress::ApiToken& kept = table.tokens[0];
  EXPECT_EQ(kept.id, token.id);
  EXPECT_EQ(kept.sha256, token.sha256);
  EXPECT_EQ(kept.scope, progress::TokenScope::kRead);
  EXPECT_EQ(kept.company, CompanyId(1));
  EXPECT_EQ(kept.label, token.label);
  EXPECT_EQ(kept.created_at, token.created_at);
  EXPECT_EQ(kept.expires_at, token.expires_at);
  EXPECT_EQ(kept.revoked_at, 0);
}

void AdminTokenNeedsNoCompany(StoreCase& t) {
  CP_ASSERT_OK(t.store().CreateToken(AdminToken("admin0000001"), t.Soon()));
  const progress::TokenTable table = Load(t);
  ASSERT_THAT(table.tokens, SizeIs(1));
  EXPECT_EQ(table.tokens[0].scope, progress::TokenScope::kAdmin);
  EXPECT_EQ(table.tokens[0].company, CompanyId());
}

void ReadTokenNeedsAKnownCompany(StoreCase& t) {
  EXPECT_THAT(t.store().CreateToken(ReadToken("a", 7), t.Soon()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Load(t).tokens, IsEmpty());
}

void RefusesATakenIdOrHash(StoreCase& t) {
  t.AddCompanies(1);
  const progress::ApiToken token = ReadToken("aaaaaaaaaaaa", 1);
  CP_ASSERT_OK(t.store().CreateToken(token, t.Soon()));
  progress::ApiToken same_id = ReadToken("bbbbbbbbbbbb", 1);
  same_id.id = token.id;
  EXPECT_THAT(t.store().CreateToken(same_id, t.Soon()), StatusIs(absl::StatusCode::kAlreadyExists));
  progress::ApiToken same_hash = ReadToken("cccccccccccc", 1);
  same_hash.sha256 = token.sha256;
  EXPECT_THAT(t.store().CreateToken(same_hash, t.Soon()), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Load(t).tokens, SizeIs(1));
}

void IdsDifferByCase(StoreCase& t) {
  t.AddCompanies(1);
  CP_EXPECT_OK(t.store().CreateToken(ReadToken("abcdefabcdef", 1), t.Soon()));
  CP_EXPECT_OK(t.store().CreateToken(ReadToken("ABCDEFABCDEF", 1), t.Soon()));
  CP_EXPECT_OK(t.store().RevokeToken("ABCDEFABCDEF", FakeClock::kStart, t.Soon()));
  for (const progress::ApiToken& token : Load(t).tokens) {
    EXPECT_EQ(token.revoked_at, token.id == "ABCDEFABCDEF" ? FakeClock::kStart : 0) << token.id;
  }
}

void ListsByTimeThenId(StoreCase& t) {
  t.AddCompanies(1);
  progress::ApiToken late = ReadToken("aaaaaaaaaaaa", 1);
  late.created_at = FakeClock::kStart + 1;
  CP_ASSERT_OK(t.store().CreateToken(late, t.Soon()));
  CP_ASSERT_OK(t.store().CreateToken(ReadToken("cccccccccccc", 1), t.Soon()));
  CP_ASSERT_OK(t.store().CreateToken(ReadToken("bbbbbbbbbbbb", 1), t.Soon()));
  const progress::TokenTable table = Load(t);
  ASSERT_THAT(table.tokens, SizeIs(3));
  EXPECT_EQ(table.tokens[0].id, "bbbbbbbbbbbb");
  EXPECT_EQ(table.tokens[1].id, "cccccccccccc");
  EXPECT_EQ(table.tokens[2].id, "aaaaaaaaaaaa");
}

void FirstRevocationStands(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().CreateToken(ReadToken("aaaaaaaaaaaa", 1), t.Soon()));
  CP_EXPECT_OK(t.store().RevokeToken("aaaaaaaaaaaa", 1000, t.Soon()));
  CP_EXPECT_OK(t.store().RevokeToken("aaaaaaaaaaaa", 2000, t.Soon()));
  EXPECT_EQ(Load(t).tokens.at(0).revoked_at, 1000);
  EXPECT_THAT(t.store().RevokeToken("zzzzzzzzzzzz", 1000, t.Soon()), StatusIs(absl::StatusCode::kNotFound));
}

void EveryChangeRaisesTheAuthVersion(StoreCase& t) {
  t.AddCompanies(1);
  const uint64_t empty = Load(t).auth_version;
  CP_ASSERT_OK(t.store().CreateToken(ReadToken("aaaaaaaaaaaa", 1), t.Soon()));
  const uint64_t created = Load(t).auth_version;
  EXPECT_GT(created, empty);
  CP_ASSERT_OK(t.store().RevokeToken("aaaaaaaaaaaa", 1000, t.Soon()));
  EXPECT_GT(Load(t).auth_version, created);
}

void VersionBatchCarriesTheAuthVersion(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().CreateToken(ReadToken("aaaaaaaaaaaa", 1), t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto versions, t.other().ReadVersions({}, t.Soon()));
  EXPECT_EQ(versions.auth_version, Load(t).auth_version);
}

void TokensChangeNoDataVersion(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().CreateToken(ReadToken("aaaaaaaaaaaa", 1), t.Soon()));
  EXPECT_EQ(t.VersionOf(1).version.version, 0u);
}

}  // namespace

std::vector<ContractCase> TokenContract() {
  return {CP_CONTRACT_CASE(EmptyStoreHasNoTokens),
          CP_CONTRACT_CASE(KeepsEveryFieldAndRawBytes),
          CP_CONTRACT_CASE(AdminTokenNeedsNoCompany),
          CP_CONTRACT_CASE(ReadTokenNeedsAKnownCompany),
          CP_CONTRACT_CASE(RefusesATakenIdOrHash),
          CP_CONTRACT_CASE(IdsDifferByCase),
          CP_CONTRACT_CASE(ListsByTimeThenId),
          CP_CONTRACT_CASE(FirstRevocationStands),
          CP_CONTRACT_CASE(EveryChangeRaisesTheAuthVersion),
          CP_CONTRACT_CASE(VersionBatchCarriesTheAuthVersion),
          CP_CONTRACT_CASE(TokensChangeNoDataVersion)};
}

}  // namespace cp::testing
