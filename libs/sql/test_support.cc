#include "libs/sql/test_support.h"

#include <atomic>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "libs/sql/connector.h"
#include "libs/testing/builders.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

std::string MakeDsn(Engine engine, const testing::TempDir& directory) {
  if (engine == Engine::kSqlite) return absl::StrCat("sqlite3://", directory.File("store.db"));
  static std::atomic<int> next{0};
  auto dsn = testing::PostgresServer::Shared().CreateDatabase(absl::StrCat("store_", next++));
  if (!dsn.ok()) ADD_FAILURE() << dsn.status();
  return dsn.value_or("");
}

}  // namespace

absl::Time RealClock::Now() const { return absl::Now(); }

absl::Duration RealClock::Monotonic() const {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

TestDatabase::TestDatabase(Engine engine) : engine_(engine), dsn_(MakeDsn(engine, directory_)) {
  ConnectorOptions options;
  options.dsn = *ParseDsn(dsn_);
  options.create = true;
  connector_ = std::make_unique<Connector>(options, clock_);
}

StoreOptions TestDatabase::Options() const {
  StoreOptions options;
  options.dsn = dsn_;
  options.clock = &clock_;
  options.migrate = true;
  return options;
}

std::unique_ptr<progress::Store> TestDatabase::Open() const { return Open(Options()); }

std::unique_ptr<progress::Store> TestDatabase::Open(const StoreOptions& options) {
  auto store = OpenStore(options);
  if (!store.ok()) ADD_FAILURE() << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

std::unique_ptr<Session> TestDatabase::RawSession() const {
  auto session = connector_->Open();
  if (!session.ok()) ADD_FAILURE() << session.status();
  return session.ok() ? *std::move(session) : nullptr;
}

Session& TestDatabase::Behind() {
  if (behind_ == nullptr || !behind_->Alive()) behind_ = RawSession();
  return *behind_;
}

void TestDatabase::Execute(const std::string& sql) { Behind().RunScript(sql); }

int64_t TestDatabase::Number(const std::string& select) {
  const Query<Row<Int>()> query{"test", select.c_str()};
  const auto session = RawSession();  // it remembers the query's address
  const auto row = session->RunForRow(query);
  return row.has_value() ? std::get<0>(*row) : -1;
}

std::string EngineName(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::kSqlite ? "Sqlite" : "Postgres";
}

void StoreTest::SetUp() {
  store_ = database_.Open();
  ASSERT_NE(store_, nullptr);
  using testing::MakeCompany;
  CP_ASSERT_OK(store_->UpsertCompanies({MakeCompany(1), MakeCompany(2), MakeCompany(3)}, Soon()));
  CP_ASSERT_OK_AND_ASSIGN(lease_, store_->AcquireLease(CompanyId(1), "test", absl::Minutes(5), Soon()));
}

progress::Batch StoreTest::BatchOf(std::vector<progress::CourseProgress> upserts,
                                   std::vector<progress::RowKey> tombstones) {
  progress::Batch batch;
  batch.lease = lease_;
  batch.run_id = "run";
  batch.upserts = std::move(upserts);
  batch.tombstones = std::move(tombstones);
  batch.written_at = 1795176001;
  return batch;
}

progress::PageSnapshot StoreTest::Page(int64_t company, int32_t limit, int64_t offset) {
  auto page = store_->ReadPage({CompanyId(company), limit, offset}, Soon());
  if (!page.ok()) ADD_FAILURE() << page.status();
  return page.value_or(progress::PageSnapshot{});
}

}  // namespace cp::sql
