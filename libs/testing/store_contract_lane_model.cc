// Random detections, batches and reads against maps: the lane never differs from the obvious model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "libs/testing/builders.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

constexpr int64_t kCompanies = 3;
constexpr int64_t kUsers = 12;
constexpr int64_t kCourses = 3;
constexpr int64_t kLatest = 60;  // times are 1..kLatest

struct Waits {
  std::string found_by;
  int64_t sequence = 0;
  int64_t found_at = 0;
};

class LaneModelRun {
 public:
  LaneModelRun(StoreCase& t, uint64_t seed) : t_(t), random_(seed) {
    t_.AddCompanies(kCompanies);
    for (int64_t company = 1; company <= kCompanies; ++company) leases_[company] = t_.Hold(company);
  }

  void Step() {
    if (Pick(0, 2) == 0) {
      Detect();
    } else {
      WriteBatch(Pick(1, kCompanies));
    }
    if (Pick(0, 5) == 0) Purge();
    CompareCandidates(Pick(1, kCompanies));
    CompareEdges();
    CompareUsers();
  }

 private:
  using Key = progress::CompanyUser;

  int64_t Pick(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }
  std::vector<int64_t> SomeUsers() {
    std::vector<int64_t> users;
    for (int64_t user = 1; user <= kUsers; ++user) {
      if (Pick(0, 3) == 0) users.push_back(user);
    }
    return users;
  }

  void Detect() {
    progress::Detection detection;
    detection.detected_at = Pick(1, kLatest);
    detection.prevailing = {"count"};
    const int64_t sequence = sequence_ + 1;
    for (int64_t i = Pick(0, 6); i > 0; --i) {
      const Key key{CompanyId(Pick(1, kCompanies)), Pick(0, kUsers)};
      const std::string found_by = Pick(0, 1) == 0 ? "log" : "count";
      detection.candidates.push_back({key.company, key.user_id, found_by});
      Waits& waits = candidates_.try_emplace(key, Waits{found_by, sequence, detection.detected_at}).first->second;
      waits.sequence = sequence;
      if (found_by == "count") waits.found_by = found_by;
    }
    for (const auto& [key, edge_at] : edges_) {
      if (Pick(0, 2) == 0) detection.edges_consumed.push_back(key);
    }
    for (const Key& key : detection.edges_consumed) {
      if (edges_.at(key) <= detection.detected_at) edges_.erase(key);
    }
    if (!detection.IsIdle()) ++sequence_;
    EXPECT_EQ(t_.Detect(detection), sequence_);
  }

  void WriteBatch(int64_t company) {
    progress::Batch batch = StoreCase::BatchOf(leases_.at(company));
    WriteRows(company, &batch);
    if (Pick(0, 1) == 0) ReplaceEdges(company, &batch);
    if (Pick(0, 1) == 0) FinishCandidates(company, &batch);
    t_.Commit(batch);
  }

  void WriteRows(int64_t company, progress::Batch* batch) {
    for (int64_t user = 1; user <= kUsers; ++user) {
      for (int64_t course = 1; course <= kCourses; ++course) {
        const int64_t dice = Pick(0, 19);
        if (dice > 1) continue;
        const auto row = rows_.find({company, user, course});
        if (dice == 0) {
          batch->upserts.push_back(Row(user, course));
          rows_[{company, user, course}] = true;
        } else if (row != rows_.end()) {
          batch->tombstones.push_back(cp::testing::Key(user, course));
          row->second = false;
        }
      }
    }
  }

  void ReplaceEdges(int64_t company, progress::Batch* batch) {
    progress::EdgeReplacement edges{.after_user = Pick(0, kUsers), .through_user = Pick(0, kUsers)};
    if (Pick(0, 1) == 0) edges.users = SomeUsers();
    for (int64_t user = 1; user <= kUsers; ++user) {
      const bool in_range = user > edges.after_user && user <= edges.through_user;
      const bool listed = std::find(edges.users.begin(), edges.users.end(), user) != edges.users.end();
      if (edges.users.empty() ? !in_range : !listed) continue;
      const Key key{CompanyId(company), user};
      const auto known = edges_.find(key);
      const int64_t dice = Pick(0, 2);
      if (dice == 0) {
        edges_.erase(key);
        continue;
      }
      const int64_t edge_at = dice == 1 && known != edges_.end() ? known->second : Pick(1, kLatest);
      edges.edges.push_back({user, edge_at});
      edges_[key] = edge_at;
    }
    batch->edges = edges;
  }

  void FinishCandidates(int64_t company, progress::Batch* batch) {
    progress::CandidatesDone done{.through = Pick(0, sequence_)};
    if (Pick(0, 1) == 0) done.users = SomeUsers();
    std::erase_if(candidates_, [&](const auto& entry) {
      const auto& [key, waits] = entry;
      const bool wanted =
          done.users.empty() || std::find(done.users.begin(), done.users.end(), key.user_id) != done.users.end();
      return key.company == CompanyId(company) && waits.sequence <= done.through && wanted;
    });
    batch->candidates = done;
  }

  void Purge() {
    const int limit = static_cast<int>(Pick(1, 20));
    while (true) {
      const auto removed =
          t_.store().RemoveOld(progress::OldRows::kTombstones, std::numeric_limits<int64_t>::max(), limit, t_.Soon());
      ASSERT_THAT(removed, IsOk());
      ASSERT_LE(*removed, limit);
      if (*removed == 0) break;
    }
    std::erase_if(rows_, [](const auto& row) { return !row.second; });
  }

  void CompareCandidates(int64_t company) {
    progress::CompanyCandidates expected;
    expected.company = CompanyId(company);
    for (const auto& [key, waits] : candidates_) {
      if (key.company != CompanyId(company)) continue;
      if (key.user_id == 0) expected.full = true;
      if (key.user_id != 0) expected.users.push_back(key.user_id);
      expected.through = std::max(expected.through, waits.sequence);
      expected.oldest_at = expected.found_by.empty() ? waits.found_at : std::min(expected.oldest_at, waits.found_at);
      ++expected.found_by[waits.found_by];
    }
    const auto limit = static_cast<size_t>(Pick(1, kUsers + 1));
    expected.more = expected.users.size() > limit;
    if (expected.more) expected.users.resize(limit);
    const progress::CompanyCandidates found = t_.CandidatesOf(company, static_cast<int>(limit));
    ASSERT_EQ(found.full, expected.full);
    ASSERT_EQ(found.users, expected.users);
    ASSERT_EQ(found.more, expected.more);
    ASSERT_EQ(found.through, expected.through);
    ASSERT_EQ(found.oldest_at, expected.oldest_at);
    ASSERT_EQ(found.found_by, expected.found_by);
  }

  void CompareEdges() {
    const int64_t now = Pick(1, kLatest);
    std::set<std::pair<int64_t, Key>> due;
    for (const auto& [key, edge_at] : edges_) {
      if (edge_at <= now) due.emplace(edge_at, key);
    }
    std::vector<Key> expected;
    for (const auto& [edge_at, key] : due) expected.push_back(key);
    const auto limit = static_cast<size_t>(Pick(1, kCompanies * kUsers));
    if (expected.size() > limit) expected.resize(limit);
    ASSERT_THAT(t_.store().DueEdges(now, static_cast<int>(limit), t_.Soon()), IsOkAndHolds(expected));
  }

  void CompareUsers() {
    const std::vector<int64_t> users = SomeUsers();
    const std::vector<int64_t> courses = {Pick(1, kCourses), Pick(1, kCourses)};
    const Key after{CompanyId(Pick(0, kCompanies)), Pick(0, kUsers)};
    std::set<Key> companies;
    std::set<Key> members;
    for (const auto& [key, is_live] : rows_) {
      const auto& [company, user, course] = key;
      const Key who{CompanyId(company), user};
      if (std::find(users.begin(), users.end(), user) != users.end()) companies.insert(who);
      const bool listed = std::find(courses.begin(), courses.end(), course) != courses.end();
      if (is_live && listed && who > after) members.insert(who);
    }
    ASSERT_THAT(t_.store().CompaniesOfUsers(users, t_.Soon()),
                IsOkAndHolds(std::vector<Key>(companies.begin(), companies.end())));
    const auto limit = static_cast<size_t>(Pick(1, kUsers));
    while (members.size() > limit) members.erase(std::prev(members.end()));
    ASSERT_THAT(t_.store().UsersOfCourses(courses, after, static_cast<int>(limit), t_.Soon()),
                IsOkAndHolds(std::vector<Key>(members.begin(), members.end())));
  }

  StoreCase& t_;
  std::mt19937_64 random_;
  std::map<int64_t, progress::Lease> leases_;
  int64_t sequence_ = 0;
  std::map<Key, Waits> candidates_;
  std::map<Key, int64_t> edges_;
  std::map<std::tuple<int64_t, int64_t, int64_t>, bool> rows_;  // company, user, course -> live
};

void LaneEqualsMapsAfterAnyHistory(StoreCase& t) {
  const uint64_t seed = RandomSeed();
  SCOPED_TRACE(::testing::Message() << "CP_SEED=" << seed);
  LaneModelRun run(t, seed);
  for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) run.Step();
}

}  // namespace

std::vector<ContractCase> LaneModelContract() { return {CP_CONTRACT_CASE(LaneEqualsMapsAfterAnyHistory)}; }

}  // namespace cp::testing
