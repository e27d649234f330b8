// The worker follows Moodle: nobody asks for a sync, and what happens there is in the answers seconds later.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

namespace pb = courseprogress::v1;

constexpr absl::Duration kSoon = absl::Seconds(20);  // on a busy machine; it takes one or two

class FollowTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const CommandResult demo =
        RunCommand("progressctl", {"demo", "create", Path(), "--companies=3", "--users=5", "--courses=4", "--seed=7"});
    ASSERT_EQ(demo.exit_code, 0) << demo.err;
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_path_);
    options.change_interval = "1s";
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
    ASSERT_TRUE(Await([this] { return Rows(1) == 20 && Rows(2) == 20 && Rows(3) == 20; }, kSoon)) << "never filled";
  }

  void Play(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin() + 1, Path());
    arguments.insert(arguments.begin(), "demo");
    const CommandResult played = RunCommand("progressctl", arguments);
    ASSERT_EQ(played.exit_code, 0) << played.err;
  }

  std::string Token(int company) {
    std::string& token = tokens_[company];
    if (token.empty()) {
      const auto made = stack_->ReadToken(company);
      if (!made.ok()) return "";  // not synced yet
      token = *made;
    }
    return token;
  }
  int Rows(int company) {
    const auto answer = Read(*stack_, Token(company));
    return answer.ok() ? answer->rows_size() : -1;
  }
  int Completed(int company) {
    const auto answer = Read(*stack_, Token(company));
    if (!answer.ok()) return -1;
    int completed = 0;
    for (const pb::CourseProgress& row : answer->rows()) completed += row.status() == "completed" ? 1 : 0;
    return completed;
  }
  std::string VersionOf(int company) {
    const auto answer = Read(*stack_, Token(company));
    return answer.ok() ? answer->data_version() : "";
  }
  int64_t AsOf(int company) {
    const auto answer = Read(*stack_, Token(company));
    return answer.ok() ? answer->data_as_of_time().seconds() : 0;
  }

  std::string Path() const { return absl::StrCat("--path=", moodle_path_); }

  testing::TempDir moodle_folder_;
  const std::string moodle_path_ = moodle_folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
  std::map<int, std::string> tokens_;
};

TEST_F(FollowTest, ChangesAreAnsweredWithoutASync) {
  const int before = Completed(1);
  const std::string other = VersionOf(2);
  Play({"complete"});
  EXPECT_TRUE(Await([&] { return Completed(1) == before + 2; }, kSoon)) << Completed(1);
  EXPECT_EQ(VersionOf(2), other) << "nothing happened in company 2";
}

TEST_F(FollowTest, DataAgeStandsForMoodleAndNotForTheLastChange) {
  const std::string version = VersionOf(3);
  const int64_t first = AsOf(3);
  EXPECT_TRUE(Await([&] { return AsOf(3) > first + 2; }, kSoon));
  EXPECT_EQ(VersionOf(3), version);
}

TEST_F(FollowTest, RunsSayWhichDetectorFoundWhat) {
  Play({"complete"});
  pb::ListRunsRequest request;
  request.set_company_id(1);
  std::string found_by;
  EXPECT_TRUE(Await(
      [&] {
        pb::ListRunsResponse runs;
        if (!stack_->sync().ListRuns(Call(stack_->admin_token()).get(), request, &runs).ok()) return false;
        for (const pb::Run& run : runs.runs()) {
          if (run.kind() != "continuous") continue;
          pb::GetRunRequest one;
          one.set_run_id(run.run_id());
          pb::GetRunResponse details;
          if (!stack_->sync().GetRun(Call(stack_->admin_token()).get(), one, &details).ok()) return false;
          for (const pb::RunCompany& company : details.run().companies()) {
            for (const auto& [detector, candidates] : company.found_by()) found_by += absl::StrCat(detector, " ");
          }
        }
        return found_by.find("log ") != std::string::npos || found_by.find("completions ") != std::string::npos;
      },
      kSoon))
      << found_by;
}

TEST_F(FollowTest, AManualSyncIsNotKeptOutByTheLane) {
  for (int i = 0; i < 10; ++i) {
    Play({"complete"});
    const auto sync = RunSync(*stack_, {1});
    CP_ASSERT_OK(sync.status());
    EXPECT_TRUE(sync->success());
  }
}

TEST_F(FollowTest, WhatHappensWhileTheWorkerIsAwayIsFoundAfterwards) {
  const int before = Completed(1);
  stack_->worker().Stop(SIGKILL, absl::Seconds(5));
  Play({"complete"});
  CP_ASSERT_OK(stack_->StartWorker());
  // A lease that it held lasts a minute.
  EXPECT_TRUE(Await([&] { return Completed(1) == before + 2; }, kSoon + absl::Minutes(1))) << Completed(1);
}

}  // namespace
}  // namespace cp::e2e
