// A snapshot of some users is the snapshot of all, restricted to them; and when their enrolments open or close next.
#include <algorithm>
#include <random>

#include "libs/moodle/feed_harness.h"
#include "libs/moodle/player/random_history.h"
#include "libs/moodle/player/small_site.h"
#include "libs/moodle/source_test_base.h"
#include "libs/testing/random_seed.h"

namespace cp::moodle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;

class ScopedSnapshot : public SourceTest {
 protected:
  RowsOfSite Rows(const std::vector<int64_t>& users, size_t page = 1000, int64_t company = 1, int64_t now = kNow) {
    edges_.clear();
    auto rows = ReadRows(Open(), company, now, users, page, Soon(), &edges_);
    EXPECT_THAT(rows, IsOk());
    return rows.ok() ? *std::move(rows) : RowsOfSite();
  }

  std::map<int64_t, int64_t> edges_;  // of the last Rows()
};

template <typename Map, typename UserOf>
Map Restricted(const Map& all, const std::vector<int64_t>& users, UserOf user_of) {
  Map some;
  for (const auto& entry : all) {
    if (std::binary_search(users.begin(), users.end(), user_of(entry.first))) some.insert(entry);
  }
  return some;
}

// More users than a chunk, members or not, some of another company, suspended or deleted.
TEST_P(ScopedSnapshot, ReadsTheMembersAmongTheUsers) {
  site_.Course(10);
  site_.CompanyCourse(1, 10);
  site_.Company(2);
  std::vector<int64_t> asked;
  std::vector<int64_t> expected;
  for (int64_t user = 100; user < 500; ++user) {
    const bool member = user % 3 != 0, deleted = user % 7 == 0;
    site_.User(user, "First", "Last", deleted ? 1 : 0);
    site_.Member(member ? 1 : 2, user, 1, user % 11 == 0 ? 1 : 0);
    site_.Enrol(user, 10);
    site_.Assign(user, CourseContext(10), kStudent);
    if (user % 2 == 0) continue;
    asked.push_back(user);
    if (member && !deleted && user % 11 != 0) expected.push_back(user);
  }
  asked.push_back(9999);  // nobody
  for (const size_t page : {1u, 30u, 1000u}) {
    std::vector<int64_t> read;
    for (const auto& [key, facts] : Rows(asked, page)) read.push_back(std::get<1>(key));
    EXPECT_EQ(read, expected);
  }
  EXPECT_THAT(Rows({9998, 9999}), IsEmpty());
  EXPECT_THAT(Rows(asked, 1000, 3), IsEmpty()) << "no such company";
}

// Whatever was played before.
TEST_P(ScopedSnapshot, TogetherAreTheWhole) {
  const uint64_t seed = testing::RandomSeed();
  CP_ASSERT_OK_AND_ASSIGN(const auto db, SiteDb::Open(database_.dsn));
  CP_ASSERT_OK(MakeSmallSite(db.get(), kNow, seed));
  CP_ASSERT_OK_AND_ASSIGN(source_, MakeSource(options_, clock_));
  RandomHistory history(db.get(), kNow, seed);
  std::mt19937_64 random(seed);
  const int rounds = GetParam() == "sqlite" ? 25 : 6;
  for (int round = 0; round < rounds; ++round) {
    for (int step = 0; step < 12; ++step) ASSERT_THAT(history.Next(), IsOk());
    for (int64_t company = 1; company <= kSmallSiteCompanies; ++company) {
      std::map<int64_t, int64_t> edges, scoped_edges;
      CP_ASSERT_OK_AND_ASSIGN(const auto whole,
                              ReadRows(*source_, company, history.now(), {}, 1 + random() % 9, Soon(), &edges));
      std::vector<std::vector<int64_t>> parts(1 + random() % 4);
      for (int64_t user = 1; user <= kSmallSiteFirstUser + kSmallSiteUsers; ++user) {
        parts[random() % parts.size()].push_back(user);
      }
      RowsOfSite together;
      for (const std::vector<int64_t>& users : parts) {
        if (users.empty()) continue;
        std::map<int64_t, int64_t> some_edges;
        CP_ASSERT_OK_AND_ASSIGN(
            auto some, ReadRows(*source_, company, history.now(), users, 1 + random() % 9, Soon(), &some_edges));
        EXPECT_EQ(some, Restricted(whole, users, [](const RowKeyOfSite& key) { return std::get<1>(key); }));
        EXPECT_EQ(some_edges, Restricted(edges, users, [](int64_t user) { return user; }));
        together.merge(some);
        scoped_edges.merge(some_edges);
      }
      ASSERT_EQ(together, whole);
      ASSERT_EQ(scoped_edges, edges);
    }
  }
}

TEST_P(ScopedSnapshot, EdgesAreTheNextOfAllEnrolments) {
  for (const int64_t course : {10, 11, 12}) {
    site_.Course(course);
    site_.CompanyCourse(1, course);
  }
  const auto member = [&](int64_t user, const std::vector<TestEnrolment>& enrolments) {
    site_.User(user);
    site_.Member(1, user);
    int64_t course = 10;
    for (const TestEnrolment& enrolment : enrolments) site_.Enrol(user, course++, enrolment);
  };
  member(20, {{}, {.timestart = kNow - 5}});
  member(21, {{.timestart = kNow + 50, .timeend = kNow + 90}});
  member(22, {{.timeend = kNow + 70}, {.timestart = kNow + 60}});
  member(23, {{.status = 1, .timeend = kNow + 80}});
  member(24, {{.instance_status = 1, .timeend = kNow + 81}});
  member(25, {{.timestart = kNow, .timeend = kNow}});          // both are over: it ended now
  member(26, {{.timestart = kNow + 9, .timeend = kNow + 3}});  // never active; both are to come
  member(27, {{.timestart = kNow - 9, .timeend = kNow + 1}, {.timeend = kNow + 1000}});
  Rows({});
  EXPECT_THAT(edges_, ElementsAre(Pair(21, kNow + 50), Pair(22, kNow + 60), Pair(23, kNow + 80), Pair(24, kNow + 81),
                                  Pair(26, kNow + 3), Pair(27, kNow + 1)));
  Rows({20, 22, 25, 26});
  EXPECT_THAT(edges_, ElementsAre(Pair(22, kNow + 60), Pair(26, kNow + 3)));
}

TEST_P(ScopedSnapshot, EdgesComeWithTheLastPairOfTheUser) {
  for (const int64_t course : {10, 11}) {
    site_.Course(course);
    site_.CompanyCourse(1, course);
  }
  for (const int64_t user : {20, 22}) {
    site_.User(user);
    site_.Member(1, user);
    site_.Assign(user, kSystemContext, kStudent);
    for (const int64_t course : {10, 11}) site_.Enrol(user, course, {.timeend = kNow + user});
  }
  site_.User(21);  // no pair, but an edge
  site_.Member(1, 21);
  site_.Enrol(21, 10, {.timestart = kNow + 21});
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()));
  std::vector<progress::PairFacts> rows;
  const auto next = [&] {
    CP_EXPECT_OK(snapshot->Next(1, &rows, Soon()));
    std::vector<int64_t> users;
    for (const progress::UserEdge& edge : snapshot->TakeEdges()) users.push_back(edge.user_id);
    return users;
  };
  EXPECT_THAT(next(), IsEmpty());            // 20:10
  EXPECT_THAT(next(), ElementsAre(20, 21));  // 20:11
  EXPECT_THAT(next(), IsEmpty());            // 22:10
  EXPECT_THAT(next(), ElementsAre(22));      // 22:11
  EXPECT_THAT(next(), IsEmpty());
}

CP_ON_EVERY_ENGINE(ScopedSnapshot);

class PlainScopedSnapshot : public ScopedSnapshot {
 protected:
  PlainScopedSnapshot() {
    site_ = TestSite(database_, "m_", false);
    options_.prefix = "m_";
  }
};

TEST_P(PlainScopedSnapshot, ReadsTheUsers) {
  site_.Course(10);
  for (const int64_t user : {5, 6, 7, 8}) site_.Learner(user, 10);
  EXPECT_THAT(Rows({1, 6, 8, 9}),
              ElementsAre(Pair(RowKeyOfSite(1, 6, 10), ::testing::_), Pair(RowKeyOfSite(1, 8, 10), ::testing::_)));
}

CP_ON_EVERY_ENGINE(PlainScopedSnapshot);

}  // namespace
}  // namespace cp::moodle
