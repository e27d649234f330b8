#include "services/query/admin_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "libs/base/reasons.h"
#include "libs/rpc/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::Row;
using ::testing::SizeIs;
using testing::StatusIs;

class FakeInvalidator final : public sync::CacheInvalidator {
 public:
  absl::Status Publish(const sync::Invalidation&, Deadline) override { return absl::OkStatus(); }
  sync::Cleared ClearSuperseded(CompanyId company, const DataVersion& current, Deadline) override {
    cleared_company = company;
    cleared_below = current;
    return result;
  }

  absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> ReadHints(absl::Span<const CompanyId>,
                                                                        Deadline) override {
    return hints;
  }

  absl::flat_hash_map<CompanyId, DataVersion> hints;
  sync::Cleared result = {3, absl::OkStatus()};
  CompanyId cleared_company;
  DataVersion cleared_below;
};

class AdminServiceTest : public ::testing::Test {
 protected:
  AdminServiceTest() { service_.invalidator = &invalidator_; }

  // Calls a method of the stub with the admin token.
  template <typename Method, typename Request, typename Response>
  absl::Status Call(Method method, const Request& request, Response* response) {
    grpc::ClientContext context;
    TestService::Authorize(&context, admin_);
    return rpc::FromGrpcStatus((service_.admin().*method)(&context, request, response));
  }

  absl::Status Create(const v1::CreateTokenRequest& request, v1::CreateTokenResponse* response) {
    return Call(&v1::AdminService::Stub::CreateToken, request, response);
  }

  int32_t Clear(int32_t company) {
    v1::ClearCacheRequest request;
    request.set_company_id(company);
    v1::ClearCacheResponse response;
    EXPECT_THAT(Call(&v1::AdminService::Stub::ClearCache, request, &response), IsOk());
    return response.cleared_count();
  }

  absl::Status Settings(int32_t company, v1::GetCompanySettingsResponse* response) {
    v1::GetCompanySettingsRequest request;
    request.set_company_id(company);
    return Call(&v1::AdminService::Stub::GetCompanySettings, request, response);
  }

  v1::ListTokensResponse Tokens() {
    v1::ListTokensResponse response;
    EXPECT_THAT(Call(&v1::AdminService::Stub::ListTokens, v1::ListTokensRequest(), &response), IsOk());
    return response;
  }

  FakeInvalidator invalidator_;
  TestService service_;
  const std::string admin_ = service_.NewAdminToken();
};

v1::CreateTokenRequest ReadTokenFor(int32_t company) {
  v1::CreateTokenRequest request;
  request.set_scope(v1::TOKEN_SCOPE_READ);
  request.set_company_id(company);
  return request;
}

TEST_F(AdminServiceTest, NeedsAnAdminToken) {
  grpc::ClientContext with_read_token;
  TestService::Authorize(&with_read_token, service_.NewReadToken(1));
  v1::ListCompaniesResponse response;
  EXPECT_THAT(rpc::FromGrpcStatus(service_.admin().ListCompanies(&with_read_token, {}, &response)),
              AllOf(StatusIs(absl::StatusCode::kPermissionDenied), HasReason(reason::kScopeMissing)));
  grpc::ClientContext without;
  EXPECT_THAT(rpc::FromGrpcStatus(service_.admin().ListCompanies(&without, {}, &response)),
              AllOf(StatusIs(absl::StatusCode::kUnauthenticated), HasReason(reason::kTokenInvalid)));
}

TEST_F(AdminServiceTest, ListsCompaniesWithTheirState) {
  const DataVersion version = service_.Sync(2, {Row(1, 2), Row(2, 2)});
  v1::ListCompaniesResponse response;
  ASSERT_THAT(Call(&v1::AdminService::Stub::ListCompanies, v1::ListCompaniesRequest(), &response), IsOk());
  ASSERT_EQ(response.companies_size(), 2);
  EXPECT_EQ(response.companies(0).company_id(), 1);
  EXPECT_FALSE(response.companies(0).has_data_as_of_time());
  EXPECT_EQ(response.companies(1).company_id(), 2);
  EXPECT_EQ(response.companies(1).data_version(), ToStamp(version));
  EXPECT_TRUE(response.companies(1).has_data_as_of_time());
  EXPECT_EQ(response.companies(1).live_row_count(), 2);
}

TEST_F(AdminServiceTest, CompanyZeroHasTheDefaultSettings) {
  v1::GetCompanySettingsResponse response;
  ASSERT_THAT(Settings(0, &response), IsOk());
  EXPECT_EQ(response.settings().at("max_records"), "1000");
  EXPECT_EQ(response.settings().at("field_email"), "1");
  EXPECT_EQ(response.settings().at("cache_enabled"), "1");
  EXPECT_EQ(response.settings().at("cache_ttl_seconds"), "0");
  EXPECT_EQ(response.settings_size(), 15);
  EXPECT_EQ(response.hidden_course_ids_size(), 0);
}

TEST_F(AdminServiceTest, SettingsOfACompanyAreTheOnesInForce) {
  service_.store.SetSetting(CompanyId(1), "field_email", "0");
  service_.store.SetSetting(CompanyId(1), "max_records", "50");
  service_.store.SetSetting(CompanyId(1), "course_9", "0");
  service_.store.SetSetting(CompanyId(1), "course_4", "0");
  v1::GetCompanySettingsResponse response;
  ASSERT_THAT(Settings(1, &response), IsOk());
  EXPECT_EQ(response.company_id(), 1);
  EXPECT_EQ(response.settings().at("field_email"), "0");
  EXPECT_EQ(response.settings().at("max_records"), "50");
  EXPECT_EQ(response.settings_size(), 15);
  EXPECT_THAT(response.hidden_course_ids(), ElementsAre(4, 9));
}

TEST_F(AdminServiceTest, AnUnknownCompanyHasNoSettings) {
  v1::GetCompanySettingsResponse response;
  EXPECT_THAT(Settings(99, &response), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Settings(-1, &response), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AdminServiceTest, ClearingSupersedesEveryCachedAnswer) {
  service_.Sync(1, {Row(1, 2)});
  const std::string token = service_.NewReadToken(1);
  ASSERT_THAT(service_.Get(token).error, IsOk());
  ASSERT_TRUE(service_.Get(token).response.cached());
  EXPECT_EQ(Clear(1), 3);
  EXPECT_EQ(invalidator_.cleared_company, CompanyId(1));
  const TestService::Reply reply = service_.Get(token);
  EXPECT_FALSE(reply.response.cached());
  EXPECT_EQ(reply.response.data_version(), ToStamp(invalidator_.cleared_below));
}

TEST_F(AdminServiceTest, ClearingNoCompanyRemovesNothing) {
  EXPECT_EQ(Clear(0), 0);
  EXPECT_EQ(Clear(-1), 0);
  EXPECT_EQ(Clear(99), 0);
  EXPECT_EQ(invalidator_.cleared_company, CompanyId());
}

TEST_F(AdminServiceTest, ClearingThatWasCutOffSaysWhatIsGoneAndWarns) {
  invalidator_.result = {2, absl::DeadlineExceededError("Redis did not answer in time")};
  service_.Sync(1, {Row(1, 2)});
  v1::ClearCacheRequest request;
  request.set_company_id(1);
  v1::ClearCacheResponse response;
  EXPECT_THAT(Call(&v1::AdminService::Stub::ClearCache, request, &response), IsOk());
  EXPECT_EQ(response.cleared_count(), 2);
  EXPECT_THAT(response.warnings(), ::testing::ElementsAre(HasSubstr("did not answer in time")));
}

TEST_F(AdminServiceTest, ClearingWorksWhileTheSharedCacheIsDown) {
  invalidator_.result = {0, absl::UnavailableError("down")};
  service_.Sync(1, {Row(1, 2)});
  const std::string token = service_.NewReadToken(1);
  ASSERT_THAT(service_.Get(token).error, IsOk());
  EXPECT_EQ(Clear(1), 0);
  EXPECT_FALSE(service_.Get(token).response.cached());
}

TEST_F(AdminServiceTest, ANewTokensSecretWorksAndIsShownOnce) {
  service_.Sync(1, {Row(1, 2)});
  v1::CreateTokenRequest request = ReadTokenFor(1);
  request.set_label("Power BI");
  request.mutable_expire_time()->set_seconds(4000000000);
  v1::CreateTokenResponse made;
  ASSERT_THAT(Create(request, &made), IsOk());
  EXPECT_EQ(made.token().label(), "Power BI");
  EXPECT_EQ(made.token().company_id(), 1);
  EXPECT_EQ(made.token().scope(), v1::TOKEN_SCOPE_READ);
  EXPECT_EQ(made.token().expire_time().seconds(), 4000000000);
  EXPECT_TRUE(made.token().has_create_time());
  EXPECT_FALSE(made.token().has_revoke_time());
  EXPECT_THAT(service_.Get(made.secret()).error, IsOk());
  const v1::ListTokensResponse listed = Tokens();
  ASSERT_EQ(listed.tokens_size(), 2);
  EXPECT_THAT(listed.SerializeAsString(), ::testing::Not(HasSubstr(made.secret())));
}

TEST_F(AdminServiceTest, AnAdminTokenMayMakeAnother) {
  v1::CreateTokenRequest request;
  request.set_scope(v1::TOKEN_SCOPE_ADMIN);
  v1::CreateTokenResponse made;
  ASSERT_THAT(Create(request, &made), IsOk());
  grpc::ClientContext context;
  TestService::Authorize(&context, made.secret());
  v1::ListTokensResponse response;
  EXPECT_TRUE(service_.admin().ListTokens(&context, {}, &response).ok());
  EXPECT_THAT(response.tokens(), SizeIs(2));
}

TEST_F(AdminServiceTest, BadTokenRequestsNameTheField) {
  v1::CreateTokenRequest no_scope;
  v1::CreateTokenRequest admin_with_company;
  admin_with_company.set_scope(v1::TOKEN_SCOPE_ADMIN);
  admin_with_company.set_company_id(1);
  v1::CreateTokenRequest long_label = ReadTokenFor(1);
  long_label.set_label(std::string(101, 'x'));
  v1::CreateTokenRequest past = ReadTokenFor(1);
  past.mutable_expire_time()->set_seconds(1);
  v1::CreateTokenRequest never = ReadTokenFor(1);
  never.mutable_expire_time()->set_seconds(253402300800);
  const std::vector<std::pair<v1::CreateTokenRequest, std::string>> cases = {{no_scope, "scope"},
                                                                             {ReadTokenFor(0), "company_id"},
                                                                             {ReadTokenFor(-5), "company_id"},
                                                                             {admin_with_company, "company_id"},
                                                                             {long_label, "label"},
                                                                             {past, "expire_time"},
                                                                             {never, "expire_time"}};
  for (const auto& [request, field] : cases) {
    v1::CreateTokenResponse response;
    const absl::Status status = Create(request, &response);
    EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kInvalidArgument, field), HasReason(reason::kFieldInvalid)));
    EXPECT_EQ(MetadataOf(status)["field"], field);
    EXPECT_EQ(response.secret(), "");
  }
  EXPECT_THAT(Tokens().tokens(), SizeIs(1));
}

TEST_F(AdminServiceTest, ALabelIsCountedInCharacters) {
  v1::CreateTokenRequest request = ReadTokenFor(1);
  std::string label;
  for (int i = 0; i < 100; ++i) label += "ü";
  request.set_label(label);
  v1::CreateTokenResponse response;
  EXPECT_THAT(Create(request, &response), IsOk());
}

TEST_F(AdminServiceTest, ATokenOfAnUnknownCompanyIsNotMade) {
  v1::CreateTokenResponse response;
  EXPECT_THAT(Create(ReadTokenFor(99), &response), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AdminServiceTest, ARevokedTokenIsRefusedAndStaysListed) {
  service_.Sync(1, {Row(1, 2)});
  v1::CreateTokenResponse made;
  ASSERT_THAT(Create(ReadTokenFor(1), &made), IsOk());
  ASSERT_THAT(service_.Get(made.secret()).error, IsOk());
  v1::RevokeTokenRequest request;
  request.set_token_id(made.token().token_id());
  v1::RevokeTokenResponse response;
  EXPECT_THAT(Call(&v1::AdminService::Stub::RevokeToken, request, &response), IsOk());
  EXPECT_THAT(Call(&v1::AdminService::Stub::RevokeToken, request, &response), IsOk());
  EXPECT_THAT(service_.Get(made.secret()).error, StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_TRUE(Tokens().tokens(1).has_revoke_time());
}

TEST_F(AdminServiceTest, RevokingNamesWhatIsWrong) {
  v1::RevokeTokenRequest request;
  v1::RevokeTokenResponse response;
  EXPECT_THAT(Call(&v1::AdminService::Stub::RevokeToken, request, &response),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument, "token_id"), HasReason(reason::kFieldInvalid)));
  request.set_token_id("nobody");
  EXPECT_THAT(Call(&v1::AdminService::Stub::RevokeToken, request, &response),
              AllOf(StatusIs(absl::StatusCode::kNotFound), HasReason(reason::kNotFound)));
}

TEST_F(AdminServiceTest, EveryCallLeavesALine) {
  Tokens();
  bool found = false;
  for (const std::string& line : service_.LogLines()) {
    found = found || (line.find("admin_call") != std::string::npos && line.find("ListTokens") != std::string::npos);
    EXPECT_THAT(line, ::testing::Not(HasSubstr(admin_)));
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace cp::query
