// The site that a real Moodle 4.1 with IOMAD was dumped from, read by us, equals what Moodle's own code said about it.
#include "libs/testing/moodle_site.h"

#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/moodle/open_source.h"
#include "libs/progress/derive.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"

namespace cp {
namespace {

using ::testing::DoubleNear;
using ::testing::SizeIs;

struct Engine {
  std::string name;
  std::function<absl::StatusOr<std::string>()> load;  // the DSN; loaded once for all tests, which only read
};

template <typename Server>
absl::StatusOr<std::string> Load(const Server& server, const std::string& dump) {
  CP_ASSIGN_OR_RETURN(const std::string dsn, server.CreateDatabase("site"));
  CP_RETURN_IF_ERROR(server.Load("site", dump));
  return dsn;
}

absl::StatusOr<std::string> LoadMariadb() {
  static const auto dsn = Load(testing::MariadbServer::Shared(), testing::SiteDumpPath("mariadb"));
  return dsn;
}

absl::StatusOr<std::string> LoadPostgres() {
  static const auto dsn = Load(testing::PostgresServer::Shared(), testing::SiteDumpPath("postgres"));
  return dsn;
}

// Moodle's percentage is a product of floating-point numbers; ours has one rounding less.
void ExpectSameRow(const progress::CourseProgress& actual, const progress::CourseProgress& expected) {
  progress::CourseProgress rounded = actual;
  rounded.percentage = expected.percentage;
  EXPECT_EQ(rounded, expected) << "user " << expected.key.user << " course " << expected.key.course;
  EXPECT_THAT(actual.percentage, DoubleNear(expected.percentage, 1e-9))
      << "user " << expected.key.user << " course " << expected.key.course;
}

class MoodleSite : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    CP_ASSERT_OK_AND_ASSIGN(expected_, testing::ReadExpectedSite(GetParam().name));
    moodle::SourceOptions options;
    CP_ASSERT_OK_AND_ASSIGN(options.dsn, GetParam().load());
    CP_ASSERT_OK_AND_ASSIGN(source_, moodle::MakeSource(options, clock_));
  }

  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(1)); }

  // All rows of the company, `page` at a time.
  std::vector<progress::CourseProgress> ReadCompany(CompanyId company, size_t page) {
    std::vector<progress::CourseProgress> rows;
    auto snapshot = source_->OpenSnapshot({.company = company, .now = expected_.asof}, Soon());
    EXPECT_THAT(snapshot, testing::IsOk());
    if (!snapshot.ok()) return rows;
    std::vector<progress::PairFacts> facts;
    do {
      CP_EXPECT_OK((*snapshot)->Next(page, &facts, Soon()));
      for (const progress::PairFacts& pair : facts) {
        auto row = progress::Derive(pair, {});
        EXPECT_THAT(row, testing::IsOk());
        if (row.ok()) rows.push_back(*std::move(row));
      }
    } while (!facts.empty());
    return rows;
  }

  testing::FakeClock clock_;
  testing::ExpectedSite expected_;
  std::unique_ptr<sync::Source> source_;
};

TEST_P(MoodleSite, EveryLiveRowIsWhatMoodleSaid) {
  ASSERT_EQ(expected_.RowCount(), 139u);
  for (const testing::ExpectedCompany& company : expected_.companies) {
    SCOPED_TRACE(company.company.name);
    const std::vector<progress::CourseProgress> rows = ReadCompany(company.company.id, 7);
    ASSERT_THAT(rows, SizeIs(company.rows.size()));
    for (size_t i = 0; i < rows.size(); ++i) ExpectSameRow(rows[i], company.rows[i]);
  }
}

TEST_P(MoodleSite, CompaniesAndKindAreRecognised) {
  CP_ASSERT_OK_AND_ASSIGN(const sync::SourceInfo info, source_->Probe(Soon()));
  EXPECT_TRUE(info.iomad);
  CP_ASSERT_OK_AND_ASSIGN(const std::vector<progress::Company> companies, source_->Companies(Soon()));
  ASSERT_THAT(companies, SizeIs(expected_.companies.size()));
  for (size_t i = 0; i < companies.size(); ++i) {
    EXPECT_EQ(companies[i].id, expected_.companies[i].company.id);
    EXPECT_EQ(companies[i].name, expected_.companies[i].company.name);
    EXPECT_EQ(companies[i].shortname, expected_.companies[i].company.shortname);
  }
}

// Moodle's own column types. The dump was made without the log.
TEST_P(MoodleSite, TheFeedReadsTablesAsMoodleMakesThem) {
  CP_ASSERT_OK_AND_ASSIGN(const auto feed, source_->OpenFeed(Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto heads, feed->Heads(Soon()));
  EXPECT_THAT(heads, SizeIs(std::size(sync::kTails) - 1));
  EXPECT_FALSE(heads.contains(sync::Tail::kLog));
  for (const auto& [tail, head] : heads) {
    CP_ASSERT_OK_AND_ASSIGN(const auto rows, feed->ReadTail(tail, 0, head, 100000, Soon()));
    EXPECT_EQ(rows.empty() ? 0 : rows.back().id, head) << ToString(tail);
  }
  for (const sync::Stamp stamp : sync::kStamps) {
    EXPECT_THAT(feed->ReadStamped(stamp, 1, 0, 100000, Soon()), testing::IsOkAndHolds(::testing::Not(SizeIs(0))));
  }
  for (const sync::DigestKind kind : sync::kDigestKinds) {
    CP_ASSERT_OK_AND_ASSIGN(const auto digests, feed->ReadDigests(kind, heads, 0, 100000, Soon()));
    EXPECT_FALSE(digests.empty()) << ToString(kind);
    for (const sync::DigestRow& digest : digests) EXPECT_EQ(digest.before, digest.now);
  }
  for (const testing::ExpectedCompany& company : expected_.companies) {
    for (const progress::CourseProgress& row : company.rows) {
      CP_ASSERT_OK_AND_ASSIGN(const auto companies, feed->CompaniesOfUsers({row.key.user.value()}, Soon()));
      EXPECT_THAT(companies, ::testing::Contains(progress::CompanyUser{company.company.id, row.key.user.value()}));
      CP_ASSERT_OK_AND_ASSIGN(const auto users, feed->UsersOfCourses({row.key.course.value()}, 0, 100000, Soon()));
      EXPECT_THAT(users, ::testing::Contains(row.key.user.value()));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, MoodleSite,
                         ::testing::Values(Engine{"mariadb", &LoadMariadb}, Engine{"postgres", &LoadPostgres}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace cp
