// What a person reads when progressctl and a service do not meet, above all about TLS.
#include "services/progressctl/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "libs/rpc/test_certificates.h"
#include "libs/testing/temp_dir.h"
#include "services/progressctl/ctl_fixture.h"

namespace cp::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ConnectionTest : public CtlTest {
 protected:
  // The services with TLS; with a certificate as `client_ca` they ask for one that it signed.
  FakeServices& ServeTls(const std::string& client_ca = "") {
    grpc::SslServerCredentialsOptions options(client_ca.empty()
                                                  ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                                  : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_root_certs = client_ca;
    options.pem_key_cert_pairs = {{server_.key, server_.certificate}};
    tls_ = std::make_unique<FakeServices>(grpc::SslServerCredentials(options));
    environment_["CP_QUERY_ADDRESS"] = tls_->address();
    environment_["CP_WORKER_ADDRESS"] = tls_->address();
    return *tls_;
  }

  std::string File(const std::string& name, const std::string& content) {
    std::ofstream(files_.File(name)) << content;
    return files_.File(name);
  }
  std::string ServerCa() { return "--tls-ca=" + File("server.pem", server_.certificate); }

  const rpc::TestCertificate server_ = rpc::MakeTestCertificate();
  const rpc::TestCertificate client_ = rpc::MakeTestCertificate();
  testing::TempDir files_;
  std::unique_ptr<FakeServices> tls_;
};

TEST_F(ConnectionTest, CallsAServiceWithTls) {
  ServeTls();
  const Result result = Run({"get", ServerCa()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST_F(ConnectionTest, ShowsItsCertificateToAServiceThatAsksForOne) {
  ServeTls(client_.certificate);
  const std::string certificate = "--tls-cert=" + File("client.pem", client_.certificate);
  const std::string key = "--tls-key=" + File("client.key", client_.key);
  const Result get = Run({"get", ServerCa(), certificate, key});
  EXPECT_EQ(get.exit_code, 0) << get.err;
  const Result status = Run({"status", ServerCa(), certificate, key});
  EXPECT_EQ(status.exit_code, 0) << status.out << status.err;
}

TEST_F(ConnectionTest, WithoutTheCertificateThatIsAskedForNamesTheSetting) {
  ServeTls(client_.certificate);
  const Result result = Run({"get", ServerCa()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("ask for a client certificate"), HasSubstr("--tls-cert")));
}

TEST_F(ConnectionTest, ACertificateNeedsItsKey) {
  const Result result = Run({"get", ServerCa(), "--tls-cert=" + File("client.pem", client_.certificate)});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--tls-key"));
}

TEST_F(ConnectionTest, PlaintextToAServiceWithTlsHintsAtTls) {
  ServeTls();
  const Result result = Run({"get"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("it may want TLS (--tls-ca, --tls)"));
}

TEST_F(ConnectionTest, TlsToAServiceWithoutHintsAtPlaintext) {
  const Result result = Run({"get", ServerCa()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("does it listen without TLS"));
}

TEST_F(ConnectionTest, AnUnknownCaNamesTheCertificate) {
  ServeTls();
  const Result result = Run({"get", "--tls-ca=" + File("other.pem", client_.certificate)});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("certificate that is not trusted"), HasSubstr("--tls-ca")));
}

TEST_F(ConnectionTest, NobodyThereIsNotTakenForATlsMistake) {
  environment_["CP_QUERY_ADDRESS"] = "127.0.0.1:1";
  for (const Result& result : {Run({"get"}), Run({"get", ServerCa()})}) {
    EXPECT_THAT(result.err, AllOf(HasSubstr("does not answer: is it running"), Not(HasSubstr("TLS"))));
  }
}

TEST_F(ConnectionTest, AServiceThatStopsDuringTheCallIsNotTakenForATlsMistake) {
  Peer worker;
  worker.service = "sync-worker";
  const absl::Status status =
      Explain(worker, grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed"), absl::Seconds(1));
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("went away during the call"), Not(HasSubstr("TLS"))));
}

TEST_F(ConnectionTest, AMissingTokenAndAnEmptyOneAreToldApartBeforeTheCall) {
  environment_.erase("CP_TOKEN");
  const Result missing = Run({"get"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("no token is given: set CP_TOKEN"));
  environment_["CP_TOKEN_FILE"] = File("empty.token", "\n");
  const Result empty = Run({"sync"});
  EXPECT_EQ(empty.exit_code, 2);
  EXPECT_THAT(empty.err, AllOf(HasSubstr("empty.token"), HasSubstr("is empty")));
  EXPECT_TRUE(services_.progress.GetCourseProgress_.requests.empty());
  EXPECT_TRUE(services_.sync.RunSync_.requests.empty());
  EXPECT_EQ(Run({"token", "create", "--admin", "--store-dsn=sqlite3://x.db"}).exit_code, 0) << "calls nobody";
}

TEST_F(ConnectionTest, AMalformedAddressNamesTheSettingItCameFrom) {
  environment_["CP_QUERY_ADDRESS"] = "nonsense";
  const Result variable = Run({"get"});
  EXPECT_EQ(variable.exit_code, 2);
  EXPECT_EQ(variable.err,
            "progressctl: --query-address is \"nonsense\" (env CP_QUERY_ADDRESS): must be host:port, [ipv6]:port or "
            "unix:path\n");
  const Result flag = Run({"sync", "--query-address=127.0.0.1:1", "--worker-address=nonsense"});
  EXPECT_EQ(flag.exit_code, 2);
  EXPECT_THAT(flag.err, HasSubstr("--worker-address is \"nonsense\""));
}

TEST_F(ConnectionTest, PlaintextToAnotherMachineNamesTheAddressesSetting) {
  const Result result = Run({"get", "--query-address=progress.example:7070"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--query-address is \"progress.example:7070\": another machine needs --tls"));
}

}  // namespace
}  // namespace cp::ctl
