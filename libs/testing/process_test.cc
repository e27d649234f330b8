#include "libs/testing/process.h"

#include <signal.h>

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/testing/temp_dir.h"

namespace cp::testing {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<Process> MustStart(const ProcessOptions& options) {
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(options);
  EXPECT_TRUE(process.ok()) << process.status();
  return process.ok() ? *std::move(process) : nullptr;
}

TEST(Process, ReportsExitCode) {
  const auto ended = MustStart({.argv = {"sh", "-c", "exit 7"}})->Wait(absl::Seconds(10));
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(ended->exit_code, 7);
  EXPECT_EQ(ended->signal, 0);
}

TEST(Process, CapturesOutputAndReplacesEnvironment) {
  TempDir dir;
  const auto process = MustStart({.argv = {"sh", "-c", "echo \"$CP_WORD\"; echo wrong >&2; pwd"},
                                  .env = {"CP_WORD=a b"},
                                  .stdout_path = dir.File("out"),
                                  .stderr_path = dir.File("err"),
                                  .working_directory = "/"});
  ASSERT_TRUE(process->Wait(absl::Seconds(10)).has_value());
  EXPECT_EQ(process->Stdout(), "a b\n/\n");
  EXPECT_EQ(process->Stderr(), "wrong\n");
}

TEST(Process, NamesAProgramThatIsNotThere) {
  const auto process = Process::Start({.argv = {"cp-no-such-program"}});
  EXPECT_EQ(process.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(process.status().message()), HasSubstr("cp-no-such-program"));
}

TEST(Process, WaitGivesUpAndSignalEnds) {
  const auto process = MustStart({.argv = {"sleep", "1000"}});
  EXPECT_FALSE(process->Wait(absl::Milliseconds(1)).has_value());
  EXPECT_TRUE(process->Signal(SIGTERM));
  const auto ended = process->Wait(absl::Seconds(10));
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(ended->signal, SIGTERM);
  EXPECT_FALSE(process->Signal(SIGTERM));
}

TEST(Process, StopKillsWhatIgnoresTheSignal) {
  TempDir dir;
  const auto process = MustStart({.argv = {"sh", "-c", "trap '' TERM; touch ready; while :; do sleep 0.01; done"},
                                  .working_directory = dir.path()});
  while (!std::filesystem::exists(dir.File("ready"))) ASSERT_FALSE(process->Wait(absl::Milliseconds(1)).has_value());
  EXPECT_EQ(process->Stop(SIGTERM, absl::Milliseconds(20)).signal, SIGKILL);
}

TEST(Process, DestructorKillsTheGroup) {
  TempDir dir;
  pid_t pid = 0;
  {
    const auto process =
        MustStart({.argv = {"sh", "-c", "sleep 1000 & touch ready; wait"}, .working_directory = dir.path()});
    pid = process->pid();
    while (!std::filesystem::exists(dir.File("ready"))) ASSERT_FALSE(process->Wait(absl::Milliseconds(1)).has_value());
  }
  // The killed sleep is reaped by init, a moment later.
  for (int i = 0; i < 10000 && kill(-pid, 0) == 0; ++i) sched_yield();
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(Process, MeasuresPeakMemory) {
  const auto ended =
      MustStart({.argv = {"python3", "-c", "x = bytearray(64 << 20); x[::4096] = b'1' * len(x[::4096])"}})
          ->Wait(absl::Seconds(30));
  ASSERT_TRUE(ended.has_value());
  EXPECT_GT(ended->peak_rss_bytes, int64_t{64} << 20);
}

TEST(Process, ReadsItsInputFromAFile) {
  EXPECT_EQ(RunProcess({.argv = {"head", "-c", "2"}, .stdin_path = "/dev/zero"}, absl::Seconds(10)).value(),
            std::string(2, '\0'));
  EXPECT_EQ(Process::Start({.argv = {"cat"}, .stdin_path = "/no/such/file"}).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(RunProcess, ReturnsOutputOrTheEndOfErrors) {
  EXPECT_EQ(RunProcess({.argv = {"echo", "hello"}}, absl::Seconds(10)).value(), "hello\n");
  const auto failed = RunProcess({.argv = {"sh", "-c", "echo because >&2; exit 3"}}, absl::Seconds(10));
  EXPECT_THAT(std::string(failed.status().message()), HasSubstr("because"));
  EXPECT_EQ(RunProcess({.argv = {"sleep", "1000"}}, absl::Milliseconds(5)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace cp::testing
