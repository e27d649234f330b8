// Runs as an operator sees them, with the real binaries: started without waiting, watched, listed, cancelled, by one
// worker and by another.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
namespace pb = courseprogress::v1;

class RunsTest : public ::testing::Test {
 protected:
  void StartStack(int users, std::vector<std::string> worker_arguments = {}) {
    const CommandResult demo =
        RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=3",
                                   absl::StrCat("--users=", users), "--courses=10", "--seed=7"});
    ASSERT_EQ(demo.exit_code, 0) << demo.err;
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    options.with_redis = false;
    options.start_query = false;
    options.worker_arguments = std::move(worker_arguments);
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
  }

  CommandResult Ctl(std::vector<std::string> words) {
    return RunCommand("progressctl", words, absl::Minutes(2),
                      {absl::StrCat("CP_WORKER_ADDRESS=", stack_->worker_address()),
                       absl::StrCat("CP_TOKEN=", stack_->admin_token())});
  }
  nlohmann::json CtlJson(std::vector<std::string> words) {
    words.push_back("--output=json");
    const CommandResult result = Ctl(std::move(words));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return nlohmann::json::parse(result.out);
  }
  // The id of a run that was started and is not waited for.
  std::string StartRun(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {"sync", "--no-wait"});
    return CtlJson(std::move(flags))["run_id"];
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
};

TEST_F(RunsTest, ARunIsWatchedToItsEndAndListed) {
  StartStack(50);
  CP_ASSERT_OK(RunSync(*stack_).status());
  const std::string run = StartRun({"--request-id=once"});
  const CommandResult watched = Ctl({"run", "watch", run, "--output=json"});
  EXPECT_EQ(watched.exit_code, 0) << watched.err;
  const std::vector<std::string> lines = absl::StrSplit(watched.out, '\n', absl::SkipEmpty());
  const nlohmann::json last = nlohmann::json::parse(lines.back());
  EXPECT_EQ(last["run"]["state"], "RUN_STATE_SUCCEEDED");
  EXPECT_EQ(last["run"]["companies_done"], 3);
  EXPECT_EQ(last["percent"], 100);
  EXPECT_EQ(last["result"]["success"], true);
  EXPECT_EQ(CtlJson({"run", "list", "--limit=1"})["runs"][0]["run_id"], run);
  EXPECT_THAT(CtlJson({"run", "get", run})["run"]["companies"], SizeIs(3));
  const nlohmann::json again = CtlJson({"sync", "--request-id=once"});
  EXPECT_EQ(again["run_id"], run);
  EXPECT_EQ(again["replayed"], true);
}

TEST_F(RunsTest, ARunIsCancelled) {
  StartStack(2000, {"--batch-size=1"});
  const std::string run = StartRun();
  pb::WatchRunRequest request;
  request.set_run_id(run);
  const std::unique_ptr<grpc::ClientContext> context = Call(stack_->admin_token(), absl::Minutes(2));
  const auto reader = stack_->sync().WatchRun(context.get(), request);
  pb::WatchRunResponse now;
  ASSERT_TRUE(reader->Read(&now));
  const CommandResult cancelled = Ctl({"run", "cancel", run});
  EXPECT_EQ(cancelled.exit_code, 0) << cancelled.err;
  while (reader->Read(&now)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(now.run().state(), pb::RUN_STATE_CANCELLED);
  EXPECT_EQ(now.result().state(), pb::RUN_STATE_CANCELLED);
  EXPECT_EQ(CtlJson({"run", "list", "--limit=1"})["runs"][0]["state"], "RUN_STATE_CANCELLED");
}

// One worker makes the run, the other one is asked about it.
TEST_F(RunsTest, RunsOfAWorkerThatIsGoneAreSeenThroughAnotherOne) {
  StartStack(20);
  CP_ASSERT_OK(RunSync(*stack_).status());
  const std::string run = StartRun();
  EXPECT_EQ(Ctl({"run", "watch", run}).exit_code, 0);
  stack_->worker().Signal(SIGKILL);
  ASSERT_TRUE(stack_->worker().Wait(absl::Seconds(20)).has_value());
  CP_ASSERT_OK(stack_->StartWorker());
  const CommandResult watched = Ctl({"run", "watch", run, "--output=json"});
  EXPECT_EQ(watched.exit_code, 0) << watched.err;
  EXPECT_EQ(nlohmann::json::parse(watched.out)["result"]["run_id"], run);
  EXPECT_NE(CtlJson({"run", "get", run})["run"]["companies"][0]["company_name"], "");
  EXPECT_THAT(Ctl({"run", "cancel", run}).out, HasSubstr("has ended before: succeeded"));
}

TEST_F(RunsTest, TheSourceIsDescribed) {
  StartStack(5);
  pb::GetSourceStatusResponse status;
  ASSERT_TRUE(stack_->sync().GetSourceStatus(Call(stack_->admin_token()).get(), {}, &status).ok());
  EXPECT_TRUE(status.reachable()) << status.error_message();
  EXPECT_EQ(status.kind(), "sqlite");
  EXPECT_TRUE(status.iomad());
}

}  // namespace
}  // namespace cp::e2e
