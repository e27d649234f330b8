// For the tests of following changes: both loops over a small Moodle in memory, with a clock that stands still between
// ticks. One thread drives them in turn.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/progress/derive.h"
#include "libs/sync/model_site.h"
#include "services/sync_worker/change_loop.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {

// Of the site, user u is a member of company 1 + u % 3 and enrolled in course 11 + u % 4; company c has the courses
// 10 + c and 11 + c. So user 1 is reported in company 2 with course 12, user 2 in 3 with 13, user 3 in none.
class ChangeLoopTest : public RunManagerTest {
 protected:
  ChangeLoopTest() { source.site = sync::MakeSmallSite(); }

  sync::ModelSite& site() { return *source.site; }

  // So many ticks, each a second before the next.
  void Tick(int ticks = 1) {
    loop_.FollowChanges([this, left = ticks](absl::Duration pause) mutable {
      clock.Advance(pause);
      return --left <= 0;
    });
  }
  // One round of the other loop.
  void CompareCompanies() {
    loop_.CompareCompanies([first = true](absl::Duration) mutable { return !std::exchange(first, false); });
  }
  void Follow() {
    Tick();
    CompareCompanies();
  }
  // A tick that looks, and what it asks for.
  void Look() {
    clock.Advance(sync::DetectorOptions().count_interval);
    Follow();
  }
  // First start: everything is compared.
  void Start() {
    Follow();
    ASSERT_EQ(Difference(), "");
  }

  // Companies whose rows are not what Moodle says, with both; "" = none.
  std::string Difference() {
    std::string difference;
    for (const CompanyId company : {kOne, kTwo, kThree}) {
      std::vector<progress::CourseProgress> derived;
      for (auto [key, facts] : site().PairsOf(company.value(), absl::ToUnixSeconds(clock.Now()))) {
        if (source.distort) source.distort(&facts);
        if (auto row = progress::Derive(facts, {}); row.ok()) derived.push_back(*std::move(row));
      }
      if (const auto rows = Rows(company); rows != derived) {
        absl::StrAppend(&difference, "company ", company.value(), ": ", ::testing::PrintToString(rows), " instead of ",
                        ::testing::PrintToString(derived), "\n");
      }
    }
    return difference;
  }
  // Companies with candidates.
  std::vector<int64_t> Waiting() {
    const auto all = store.Waiting(Soon(clock));
    std::vector<int64_t> ids;
    for (const progress::CompanyCandidates& waiting : *all) ids.push_back(waiting.company.value());
    return ids;
  }
  int64_t SyncedAt(CompanyId company) {
    return store.ReadVersions({&company, 1}, Soon(clock))->companies.at(company).source_synced_at;
  }
  int64_t Now() { return absl::ToUnixSeconds(clock.Now()); }
  int CountLogged(const std::string& event) {
    int count = 0;
    for (size_t at = log_text.find(event); at != std::string::npos; at = log_text.find(event, at + 1)) ++count;
    return count;
  }

 private:
  RunManager runner_{Parts(), options};
  ChangeLoop loop_{
      {.changes = &finder, .lane = &store, .runner = &runner_, .clock = &clock, .log = &log, .metrics = &run_metrics},
      absl::Seconds(1)};
};

}  // namespace cp::worker
