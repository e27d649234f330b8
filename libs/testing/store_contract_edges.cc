// Enrolment edges, and what the lane reads of some users: their stored rows, their companies, who is in a course.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kNow = FakeClock::kStart;

progress::CompanyUser Of(int64_t company, int64_t user) { return {CompanyId(company), user}; }

std::optional<int64_t> Edge(StoreCase& t, int64_t company, int64_t user) {
  return t.harness().InspectEdge(Of(company, user));
}

DataVersion Replace(StoreCase& t, int64_t company, progress::EdgeReplacement edges) {
  progress::Batch batch = StoreCase::BatchOf(t.Hold(company));
  batch.edges = std::move(edges);
  const DataVersion version = t.Commit(batch);
  CP_EXPECT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  return version;
}

void EdgesOfUsersAreReplaced(StoreCase& t) {
  t.AddCompanies(2);
  Replace(t, 1, {.users = {1, 2, 3, 4}, .edges = {{1, 100}, {2, 200}, {3, 300}}});
  Replace(t, 2, {.users = {2}, .edges = {{2, 999}}});
  const DataVersion version = Replace(t, 1, {.users = {2, 3, 4, 5}, .edges = {{3, 300}, {4, 404}, {5, kNow}}});
  EXPECT_EQ(version.version, 0u) << "a batch without rows makes no version";
  EXPECT_THAT(t.store().ReadOutbox(10, t.Soon()), IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(Edge(t, 1, 1), 100) << "not in the scope";
  EXPECT_EQ(Edge(t, 1, 2), std::nullopt);
  EXPECT_EQ(Edge(t, 1, 3), 300);
  EXPECT_EQ(Edge(t, 1, 4), 404);
  EXPECT_EQ(Edge(t, 1, 5), kNow);
  EXPECT_EQ(Edge(t, 2, 2), 999);
}

void EdgesOfARangeAreReplaced(StoreCase& t) {
  t.AddCompanies(2);
  Replace(t, 1, {.after_user = 0, .through_user = 50, .edges = {{10, 1}, {20, 2}, {30, 3}, {40, 4}}});
  Replace(t, 2, {.after_user = 0, .through_user = 50, .edges = {{20, 9}}});
  Replace(t, 1, {.after_user = 10, .through_user = 30, .edges = {{25, 5}, {30, 33}}});
  EXPECT_EQ(Edge(t, 1, 10), 1) << "the range begins after it";
  EXPECT_EQ(Edge(t, 1, 20), std::nullopt);
  EXPECT_EQ(Edge(t, 1, 25), 5);
  EXPECT_EQ(Edge(t, 1, 30), 33) << "the range ends with it";
  EXPECT_EQ(Edge(t, 1, 40), 4);
  EXPECT_EQ(Edge(t, 2, 20), 9);
  Replace(t, 1, {.after_user = 30, .through_user = std::numeric_limits<int64_t>::max()});
  EXPECT_EQ(Edge(t, 1, 40), std::nullopt);
  EXPECT_EQ(Edge(t, 1, 30), 33);
  Replace(t, 1, {.after_user = 30, .through_user = 30});
  EXPECT_EQ(Edge(t, 1, 30), 33) << "an empty range";
}

void AThousandEdgesComeWithTheirRows(StoreCase& t) {
  t.AddCompanies(1);
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  batch.edges = progress::EdgeReplacement{.after_user = 0, .through_user = 1000};
  for (int64_t user = 1; user <= 1000; ++user) {
    batch.upserts.push_back(Row(user, 2));
    batch.edges->edges.push_back({user, kNow + user});
  }
  EXPECT_EQ(t.Commit(batch).version, 1u);
  EXPECT_EQ(Edge(t, 1, 1), kNow + 1);
  EXPECT_EQ(Edge(t, 1, 1000), kNow + 1000);
  EXPECT_THAT(t.store().DueEdges(kNow + 700, 10000, t.Soon()), IsOkAndHolds(SizeIs(700)));
}

void DueEdgesComeEarliestFirst(StoreCase& t) {
  t.AddCompanies(2);
  Replace(t, 2, {.users = {1, 2, 3}, .edges = {{1, 300}, {2, 100}, {3, 401}}});
  Replace(t, 1, {.users = {8, 9}, .edges = {{8, 300}, {9, 400}}});
  EXPECT_THAT(t.store().DueEdges(99, 10, t.Soon()), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(t.store().DueEdges(400, 10, t.Soon()), IsOkAndHolds(ElementsAre(Of(2, 2), Of(1, 8), Of(2, 1), Of(1, 9))));
  EXPECT_THAT(t.other().DueEdges(400, 3, t.Soon()), IsOkAndHolds(ElementsAre(Of(2, 2), Of(1, 8), Of(2, 1))));
}

// What a batch moved on while the detection was under way is due later, not consumed.
void ConsumedEdgesAreGoneUnlessTheyMoved(StoreCase& t) {
  t.AddCompanies(1);
  Replace(t, 1, {.users = {1, 2, 3}, .edges = {{1, 100}, {2, 150}, {3, 180}}});
  progress::Detection detection;
  detection.detected_at = 200;
  CP_ASSERT_OK_AND_ASSIGN(detection.edges_consumed, t.store().DueEdges(150, 10, t.Soon()));
  for (const auto& user : detection.edges_consumed)
    detection.candidates.push_back({user.company, user.user_id, "edge"});
  Replace(t, 1, {.users = {2}, .edges = {{2, 900}}});
  t.Detect(detection);
  EXPECT_EQ(Edge(t, 1, 1), std::nullopt);
  EXPECT_EQ(Edge(t, 1, 2), 900);
  EXPECT_EQ(Edge(t, 1, 3), 180) << "it was not among them";
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(1, 2));
  detection.edges_consumed = {Of(1, 3), Of(1, 77), Of(55, 1), Of(1, 3)};
  t.Detect(detection);
  EXPECT_EQ(Edge(t, 1, 3), std::nullopt);
}

std::vector<progress::RowKey> StoredOf(StoreCase& t, std::vector<int64_t> users, int page_size) {
  std::vector<progress::RowKey> keys;
  progress::StoredQuery query{.company = CompanyId(1), .limit = page_size, .users = std::move(users)};
  while (true) {
    const auto rows = t.store().ReadStored(query, t.Soon());
    EXPECT_THAT(rows, IsOk());
    if (!rows.ok() || rows->empty()) return keys;
    EXPECT_LE(rows->size(), static_cast<size_t>(page_size));
    for (const progress::StoredRow& row : *rows) keys.push_back(row.key);
    query.after = keys.back();
  }
}

void StoredRowsOfSomeUsersComeInKeyOrder(StoreCase& t) {
  t.AddCompanies(2);
  t.Put(2, {Row(4, 2)});
  std::vector<progress::CourseProgress> rows;
  for (int64_t user = 1; user <= 10; ++user) {
    for (int64_t course = 9; course <= 11; ++course) rows.push_back(Row(user, course));
  }
  t.Put(1, rows);
  t.Put(1, {}, {Key(4, 10)});
  const std::vector<progress::RowKey> expected = {Key(2, 9),  Key(2, 10), Key(2, 11),  Key(4, 9),  Key(4, 10),
                                                  Key(4, 11), Key(10, 9), Key(10, 10), Key(10, 11)};
  for (const int page_size : {1, 2, 3, 4, 9, 100}) {
    EXPECT_EQ(StoredOf(t, {2, 4, 10, 77}, page_size), expected) << page_size;
  }
  EXPECT_THAT(StoredOf(t, {77}, 10), IsEmpty());
  CP_ASSERT_OK_AND_ASSIGN(const auto dead,
                          t.store().ReadStored({.company = CompanyId(1), .limit = 2, .users = {4}}, t.Soon()));
  ASSERT_THAT(dead, SizeIs(2));
  EXPECT_FALSE(dead[0].is_deleted);
  EXPECT_TRUE(dead[1].is_deleted);
  EXPECT_EQ(dead[0].content_hash, progress::ContentHash(Row(4, 9)));
  EXPECT_THAT(t.store().ReadStored({.company = CompanyId(9), .limit = 2, .users = {4}}, t.Soon()),
              StatusIs(absl::StatusCode::kNotFound));
}

void AThousandUsersAreOneRead(StoreCase& t) {
  t.AddCompanies(1);
  std::vector<progress::CourseProgress> rows;
  std::vector<int64_t> users;
  for (int64_t user = 1; user <= 2000; ++user) {
    rows.push_back(Row(user, 2));
    if (user % 2 == 0) users.push_back(user);
  }
  t.Put(1, rows);
  ASSERT_EQ(users.size(), progress::kMaxScopedUsers);
  EXPECT_THAT(StoredOf(t, users, 2000), SizeIs(1000));
  EXPECT_THAT(StoredOf(t, users, 300), SizeIs(1000));
}

void CompaniesOfUsersAreThoseThatHaveRows(StoreCase& t) {
  t.AddCompanies(3);
  t.Put(1, {Row(1, 2), Row(1, 3), Row(2, 2)});
  t.Put(3, {Row(1, 2), Row(9, 2)});
  t.Put(3, {}, {Key(1, 2)});
  const std::vector<int64_t> users = {1, 2, 77};
  EXPECT_THAT(t.store().CompaniesOfUsers(users, t.Soon()), IsOkAndHolds(ElementsAre(Of(1, 1), Of(1, 2), Of(3, 1))));
  EXPECT_THAT(t.store().CompaniesOfUsers({}, t.Soon()), IsOkAndHolds(IsEmpty()));
}

void UsersOfCoursesComeInPieces(StoreCase& t) {
  t.AddCompanies(3);
  std::vector<progress::CompanyUser> expected;
  for (const int64_t company : {1, 2, 3}) {
    std::vector<progress::CourseProgress> rows;
    for (int64_t user = 1; user <= 30; ++user) {
      if (user % 2 == 0) rows.push_back(Row(user, 5));
      if (user % 3 == 0) rows.push_back(Row(user, 6));
      rows.push_back(Row(user, 7));
      if (user % 2 == 0 || user % 3 == 0) expected.push_back(Of(company, user));
    }
    t.Put(company, rows);
  }
  t.Put(2, {}, {Key(2, 5), Key(6, 5)});
  std::erase(expected, Of(2, 2));  // user 6 is in course 6 too
  const std::vector<int64_t> courses = {6, 5, 99};
  for (const int limit : {1, 4, 17, 1000}) {
    std::vector<progress::CompanyUser> found;
    progress::CompanyUser after;
    while (true) {
      CP_ASSERT_OK_AND_ASSIGN(const auto piece, t.store().UsersOfCourses(courses, after, limit, t.Soon()));
      if (piece.empty()) break;
      EXPECT_LE(piece.size(), static_cast<size_t>(limit));
      found.insert(found.end(), piece.begin(), piece.end());
      after = found.back();
    }
    EXPECT_EQ(found, expected) << limit;
  }
  EXPECT_THAT(t.store().UsersOfCourses({}, {}, 10, t.Soon()), IsOkAndHolds(IsEmpty()));
}

}  // namespace

std::vector<ContractCase> EdgeContract() {
  return {CP_CONTRACT_CASE(EdgesOfUsersAreReplaced),
          CP_CONTRACT_CASE(EdgesOfARangeAreReplaced),
          CP_CONTRACT_CASE(AThousandEdgesComeWithTheirRows),
          CP_CONTRACT_CASE(DueEdgesComeEarliestFirst),
          CP_CONTRACT_CASE(ConsumedEdgesAreGoneUnlessTheyMoved),
          CP_CONTRACT_CASE(StoredRowsOfSomeUsersComeInKeyOrder),
          CP_CONTRACT_CASE(AThousandUsersAreOneRead),
          CP_CONTRACT_CASE(CompaniesOfUsersAreThoseThatHaveRows),
          CP_CONTRACT_CASE(UsersOfCoursesComeInPieces)};
}

}  // namespace cp::testing
