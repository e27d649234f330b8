#include "services/sync_worker/run_pulse.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "libs/progress/memory_store.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::worker {
namespace {

class RunPulseTest : public ::testing::Test {
 protected:
  std::shared_ptr<LiveRun> Begin(const std::string& id) {
    progress::RunRecord record;
    record.run_id = id;
    CP_EXPECT_OK(store_.BeginRun(record, Soon()));
    std::shared_ptr<LiveRun> run = runs_.Add(record);
    run->MarkStored();
    return run;
  }
  progress::RunState StateOf(const std::string& id) { return store_.GetRun(id, Soon())->run.state; }
  // As the thread would.
  void Live(absl::Duration duration) {
    for (absl::Duration passed; passed < duration; passed += kPulse) {
      clock_.Advance(kPulse);
      pulse_.Beat();
    }
  }
  Deadline Soon() { return Deadline::After(clock_, absl::Seconds(10)); }

  testing::FakeClock clock_;
  progress::MemoryStore store_{clock_};
  RunRegistry runs_{&clock_};
  RunPulse pulse_{&store_, &store_, &runs_, &clock_};
};

TEST_F(RunPulseTest, KeepsARunAlive) {
  Begin("RUN");
  Live(absl::Seconds(3 * progress::kRunSilenceSeconds));
  EXPECT_EQ(StateOf("RUN"), progress::RunState::kRunning);
  clock_.Advance(absl::Seconds(progress::kRunSilenceSeconds + 1));
  EXPECT_EQ(StateOf("RUN"), progress::RunState::kAbandoned) << "as when the process died";
}

TEST_F(RunPulseTest, TellsTheStoreHowFarTheRunIs) {
  const std::shared_ptr<LiveRun> run = Begin("RUN");
  run->Began();
  run->Planned({{.company = {.id = CompanyId(1), .name = {}, .shortname = {}}}});
  sync::CompanyResult result;
  result.company.id = CompanyId(1);
  run->CompanyBegan(CompanyId(1));
  run->CompanyEnded(result);
  Live(kHeartbeat + kPulse);
  EXPECT_EQ(store_.GetRun("RUN", Soon())->run.companies_done, 1);
}

TEST_F(RunPulseTest, BringsACancelFromTheStoreWithinABeat) {
  const std::shared_ptr<LiveRun> run = Begin("RUN");
  const std::shared_ptr<LiveRun> other = Begin("OTHER");
  pulse_.Beat();
  EXPECT_FALSE(run->cancelled());
  CP_ASSERT_OK(store_.RequestCancel("RUN", Soon()));
  pulse_.Beat();
  EXPECT_TRUE(run->cancelled());
  EXPECT_FALSE(other->cancelled());
}

TEST_F(RunPulseTest, LeavesEndedRunsAlone) {
  Begin("RUN");
  runs_.Retire("RUN");
  Live(absl::Seconds(2 * progress::kRunSilenceSeconds));
  EXPECT_EQ(StateOf("RUN"), progress::RunState::kAbandoned);
}

}  // namespace
}  // namespace cp::worker
