// progressctl run, and what sync asks for and shows while a run goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "services/progressctl/ctl_fixture.h"
#include "services/progressctl/run_text.h"

namespace cp::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
namespace pb = courseprogress::v1;

constexpr char kRun[] = "01M7Y6C3N5RQ8W2T4V9X0B1D2F";

pb::Run MakeRun(pb::RunState state) {
  pb::Run run;
  run.set_run_id(kRun);
  run.set_kind("call");
  run.set_state(state);
  run.set_mode(pb::RUN_MODE_FULL);
  run.mutable_start_time()->set_seconds(1795000000);
  run.set_owner("host:17");
  run.set_companies_planned(20);
  run.set_companies_done(3);
  return run;
}

class RunCommandsTest : public CtlTest {
 protected:
  RunCommandsTest() {
    services_.sync.RunSync_.answer = [](const pb::RunSyncRequest& request, pb::RunSyncResponse* response) {
      response->set_run_id(kRun);
      response->set_state(pb::RUN_STATE_SUCCEEDED);
      response->set_success(request.wait());
      return grpc::Status::OK;
    };
    services_.sync.watch_run = [this](const pb::WatchRunRequest& request, FakeSync::WatchWriter* writer) {
      watched_.push_back(request.run_id());
      pb::WatchRunResponse now;
      *now.mutable_run() = MakeRun(pb::RUN_STATE_RUNNING);
      now.set_percent(50);
      now.set_rows_per_second(1000);
      now.set_eta_seconds(11.2);
      writer->Write(now);
      *now.mutable_run() = MakeRun(pb::RUN_STATE_SUCCEEDED);
      now.mutable_result()->set_success(true);
      now.mutable_result()->add_companies()->set_records_updated(2);
      writer->Write(now);
      return grpc::Status::OK;
    };
  }

  const std::vector<pb::RunSyncRequest>& Asked() { return services_.sync.RunSync_.requests; }

  std::vector<std::string> watched_;
};

// --- sync

TEST_F(RunCommandsTest, SyncAsksForWhatItWasTold) {
  const Result result = Run({"sync", "--mode=populate", "--dry-run", "--request-id=nightly-1", "--max-duration=90s"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  ASSERT_THAT(Asked(), SizeIs(1));
  EXPECT_EQ(Asked()[0].mode(), pb::RUN_MODE_POPULATE);
  EXPECT_TRUE(Asked()[0].dry_run());
  EXPECT_EQ(Asked()[0].request_id(), "nightly-1");
  EXPECT_EQ(Asked()[0].max_duration().seconds(), 90);
  EXPECT_TRUE(Asked()[0].wait());
}

TEST_F(RunCommandsTest, SyncComparesEverythingUnlessToldOtherwise) {
  EXPECT_EQ(Run({"sync"}).exit_code, 0);
  EXPECT_EQ(Run({"sync", "--mode=changes"}).exit_code, 0);
  EXPECT_EQ(Run({"sync", "--mode=full"}).exit_code, 0);
  ASSERT_THAT(Asked(), SizeIs(3));
  EXPECT_EQ(Asked()[0].mode(), pb::RUN_MODE_FULL);
  EXPECT_FALSE(Asked()[0].has_max_duration());
  EXPECT_EQ(Asked()[1].mode(), pb::RUN_MODE_CHANGES);
  EXPECT_EQ(Asked()[2].mode(), pb::RUN_MODE_FULL);
}

TEST_F(RunCommandsTest, SyncRefusesWhatTheServiceWould) {
  for (const std::string& word :
       {std::string("--mode=quick"), std::string("--request-id=a b"), "--request-id=" + std::string(65, 'x'),
        std::string("--max-duration=25h"), std::string("--max-duration=-1s")}) {
    const Result result = Run({"sync", word});
    EXPECT_EQ(result.exit_code, 2) << word;
    EXPECT_THAT(result.err, HasSubstr(word.substr(0, word.find('=')))) << word;
  }
  EXPECT_THAT(Asked(), IsEmpty());
}

TEST_F(RunCommandsTest, SyncWithoutWaitingSaysWhichRunItStarted) {
  for (const char* flag : {"--no-wait", "--wait=false"}) {
    const Result result = Run({"sync", flag});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr(absl::StrCat("progressctl run watch ", kRun)));
    EXPECT_FALSE(Asked().back().wait());
    EXPECT_TRUE(Asked().back().has_wait());
  }
  EXPECT_EQ(nlohmann::json::parse(Run({"sync", "--no-wait", "--output=json"}).out)["run_id"], kRun);
  EXPECT_THAT(watched_, IsEmpty());
}

TEST_F(RunCommandsTest, SyncShowsItsProgressOnATerminalAlone) {
  err_is_terminal_ = true;
  const Result shown = Run({"sync"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.err, AllOf(HasSubstr("[============            ]  50 %"), HasSubstr("3/20 companies"),
                               HasSubstr("1000 rows/s"), HasSubstr("ETA 12 s")));
  EXPECT_THAT(shown.out, HasSubstr("2 records synced"));
  EXPECT_THAT(watched_, ::testing::ElementsAre(kRun));
  EXPECT_THAT(Run({"sync", "--output=json"}).err, IsEmpty());
  err_is_terminal_ = false;
  EXPECT_THAT(Run({"sync"}).err, IsEmpty());
  EXPECT_THAT(watched_, SizeIs(1));
}

TEST_F(RunCommandsTest, SyncOnATerminalHasTheExitCodesOfARefusedRun) {
  err_is_terminal_ = true;
  services_.sync.watch_run = [](const pb::WatchRunRequest&, FakeSync::WatchWriter*) {
    return Refuse(absl::StatusCode::kAborted, reason::kAlreadyRunning, "company 3 is being synced by host:7");
  };
  EXPECT_EQ(Run({"sync", "--company=3"}).exit_code, 4);
  services_.sync.watch_run = [](const pb::WatchRunRequest&, FakeSync::WatchWriter* writer) {
    pb::WatchRunResponse last;
    last.mutable_result()->set_state(pb::RUN_STATE_TRUNCATED);
    writer->Write(last);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"sync"}).exit_code, 3);
}

TEST_F(RunCommandsTest, CtrlCCancelsTheRunAndWaitsForItsEnd) {
  err_is_terminal_ = true;
  absl::Notification cancelled;
  services_.sync.CancelRun_.answer = [&](const pb::CancelRunRequest& request, pb::CancelRunResponse*) {
    EXPECT_EQ(request.run_id(), kRun);
    cancelled.Notify();
    return grpc::Status::OK;
  };
  services_.sync.watch_run = [&](const pb::WatchRunRequest&, FakeSync::WatchWriter* writer) {
    interrupts_.Press();
    cancelled.WaitForNotification();
    pb::WatchRunResponse last;
    *last.mutable_run() = MakeRun(pb::RUN_STATE_CANCELLED);
    last.mutable_result()->set_state(pb::RUN_STATE_CANCELLED);
    writer->Write(last);
    return grpc::Status::OK;
  };
  const Result result = Run({"sync"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("was cancelled"));
}

TEST_F(RunCommandsTest, CtrlCWithoutATerminalHangsUpWhichEndsTheRun) {
  services_.sync.run_sync_context = [this](grpc::ServerContext* context) {
    interrupts_.Press();
    while (!context->IsCancelled()) std::this_thread::yield();
  };
  const Result result = Run({"sync"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("interrupted"));
}

TEST_F(RunCommandsTest, SyncSaysWhenTheResultIsAnEarlierOne) {
  services_.sync.RunSync_.answer = [](const pb::RunSyncRequest&, pb::RunSyncResponse* response) {
    response->set_run_id(kRun);
    response->set_replayed(true);
    response->set_success(true);
    response->set_dry_run(true);
    return grpc::Status::OK;
  };
  for (const bool terminal : {false, true}) {
    err_is_terminal_ = terminal;
    const Result result = Run({"sync", "--request-id=nightly"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, AllOf(HasSubstr(kRun), HasSubstr("nothing was written")));
  }
  EXPECT_THAT(watched_, IsEmpty());
}

// --- run

TEST_F(RunCommandsTest, ListShowsRunsAndHowToSeeMore) {
  services_.sync.ListRuns_.answer = [](const pb::ListRunsRequest& request, pb::ListRunsResponse* response) {
    EXPECT_EQ(request.page_size(), 5);
    EXPECT_EQ(request.company_id(), 3);
    EXPECT_EQ(request.page_token(), "abc");
    *response->add_runs() = MakeRun(pb::RUN_STATE_ABANDONED);
    response->set_next_page_token("def");
    return grpc::Status::OK;
  };
  const std::vector<std::string> words = {"run", "list", "--limit=5", "--company=3", "--page-token=abc"};
  const Result result = Run(words);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr(kRun), HasSubstr("abandoned"), HasSubstr("3/20"), HasSubstr("host:17")));
  EXPECT_THAT(result.err, HasSubstr("--page-token=def"));
  std::vector<std::string> json_words = words;
  json_words.push_back("--output=json");
  EXPECT_EQ(nlohmann::json::parse(Run(json_words).out)["runs"][0]["companies_done"], 3);
}

TEST_F(RunCommandsTest, GetShowsTheCompaniesOfARun) {
  services_.sync.GetRun_.answer = [](const pb::GetRunRequest& request, pb::GetRunResponse* response) {
    EXPECT_EQ(request.run_id(), kRun);
    pb::Run& run = *response->mutable_run();
    run = MakeRun(pb::RUN_STATE_FAILED);
    run.add_errors("company 3: Moodle went away");
    pb::RunCompany* company = run.add_companies();
    company->set_company_id(3);
    company->set_company_name("Aktrea");
    company->set_state(pb::RUN_STATE_ALREADY_RUNNING);
    (*company->mutable_found_by())["log"] = 4;
    (*company->mutable_found_by())["edge"] = 1;
    return grpc::Status::OK;
  };
  const Result result = Run({"run", "get", kRun});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Aktrea"), HasSubstr("already running"), HasSubstr("edge 1, log 4")));
  EXPECT_THAT(result.err, HasSubstr("Moodle went away"));
}

TEST_F(RunCommandsTest, WatchFollowsARunToItsEnd) {
  const Result result = Run({"run", "watch", kRun});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("2 records synced"));
  EXPECT_THAT(result.err, IsEmpty());
  const Result json = Run({"run", "watch", kRun, "--output=json"});
  EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 2) << "a line for each message";
  EXPECT_EQ(nlohmann::json::parse(json.out.substr(0, json.out.find('\n')))["percent"], 50);
}

TEST_F(RunCommandsTest, CtrlCEndsTheWatchingNotTheRun) {
  services_.sync.watch_run = [this](const pb::WatchRunRequest&, FakeSync::WatchWriter* writer) {
    interrupts_.Press();
    pb::WatchRunResponse now;
    *now.mutable_run() = MakeRun(pb::RUN_STATE_RUNNING);
    while (writer->Write(now)) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  const Result result = Run({"run", "watch", kRun});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("the run goes on"));
  EXPECT_THAT(services_.sync.CancelRun_.requests, IsEmpty());
}

TEST_F(RunCommandsTest, CancelSaysWhatWillHappen) {
  services_.sync.CancelRun_.answer = [](const pb::CancelRunRequest&, pb::CancelRunResponse* response) {
    *response->mutable_run() = MakeRun(pb::RUN_STATE_RUNNING);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"run", "cancel", kRun}).out, HasSubstr("is being cancelled"));
  services_.sync.CancelRun_.answer = [](const pb::CancelRunRequest&, pb::CancelRunResponse* response) {
    *response->mutable_run() = MakeRun(pb::RUN_STATE_SUCCEEDED);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"run", "cancel", kRun}).out, HasSubstr("has ended before: succeeded"));
}

TEST_F(RunCommandsTest, UnknownRunsAreNamed) {
  services_.sync.GetRun_.answer = [](const pb::GetRunRequest&, pb::GetRunResponse*) {
    return Refuse(absl::StatusCode::kNotFound, reason::kNotFound, "run 01Z is not known");
  };
  const Result result = Run({"run", "get", "01Z"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err, "progressctl: NOT_FOUND: run 01Z is not known\n");
}

TEST_F(RunCommandsTest, WrongUseSaysWhatIsAllowed) {
  EXPECT_THAT(Run({"run"}).err, HasSubstr("a command is missing: list, get, watch, cancel"));
  for (const char* command : {"get", "watch", "cancel"}) {
    const Result result = Run({"run", command});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("run-id"));
  }
  EXPECT_EQ(Run({"run", "list", "--limit=0"}).exit_code, 2);
  for (const char* command : {"list", "get", "watch", "cancel"}) {
    const Result help = Run({"run", command, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.out, HasSubstr("Examples:\n  progressctl run "));
  }
}

TEST(ProgressLine, LeavesOutWhatIsNotKnown) {
  pb::WatchRunResponse now;
  *now.mutable_run() = MakeRun(pb::RUN_STATE_RUNNING);
  now.mutable_run()->add_companies()->set_rows_read(40);
  EXPECT_EQ(ProgressLine(now), "running  3/20 companies  40 rows");
  now.mutable_run()->set_cancel_requested(true);
  EXPECT_THAT(ProgressLine(now), AllOf(HasSubstr("being cancelled"), Not(HasSubstr("%"))));
}

}  // namespace
}  // namespace cp::ctl
