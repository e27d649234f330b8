#include "libs/runtime/log_writer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace cp::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMillis(1763640001007); }
  absl::Duration Monotonic() const override { return absl::ZeroDuration(); }
};

// A pipe of one page, which nobody reads until the test says so.
class LogWriterTest : public ::testing::Test {
 protected:
  static constexpr int kPipeBytes = 4096;

  LogWriterTest() {
    signal(SIGPIPE, SIG_IGN);
    if (pipe2(ends_, O_CLOEXEC) != 0) ADD_FAILURE() << "no pipe";
    EXPECT_EQ(fcntl(ends_[1], F_SETPIPE_SZ, kPipeBytes), kPipeBytes);
  }
  ~LogWriterTest() override {
    if (!reader_.joinable()) close(std::exchange(ends_[0], -1));
    writer_.reset();
    if (reader_.joinable()) reader_.join();
    for (const int end : ends_) close(end);
  }

  LogWriter& Make(LogWriterOptions options) {
    writer_.emplace(ends_[1], &clock_, options);
    close(ends_[1]);  // the writer has its own
    ends_[1] = -1;
    return *writer_;
  }

  // Fills the pipe: from now on the thread is inside a write, and takes no further line until somebody reads.
  void Stall() {
    writer_->Write(std::string(kPipeBytes + 1000, 's') + "\n");
    for (int in_pipe = 0; in_pipe < kPipeBytes; std::this_thread::yield())
      ASSERT_EQ(ioctl(ends_[0], FIONREAD, &in_pipe), 0);
  }

  // Reads until the writer has gone.
  void StartReading() {
    reader_ = std::thread([this] {
      char buffer[4096];
      for (ssize_t n; (n = read(ends_[0], buffer, sizeof(buffer))) > 0;)
        received_.append(buffer, static_cast<size_t>(n));
    });
  }
  std::vector<std::string> EndAndCollect() {
    writer_.reset();
    if (!reader_.joinable()) StartReading();
    reader_.join();
    return absl::StrSplit(received_, '\n', absl::SkipEmpty());
  }

  const FixedClock clock_;
  int ends_[2] = {-1, -1};
  std::optional<LogWriter> writer_;
  std::thread reader_;
  std::string received_;
};

std::string Line(int number, size_t size = 100) {
  std::string line = absl::StrCat(number, " ");
  line.resize(size - 1, 'x');
  return line + "\n";
}

TEST_F(LogWriterTest, WritesEverythingInOrderBeforeItEnds) {
  LogWriter& writer = Make({.flush_timeout = absl::Minutes(1)});
  StartReading();
  for (int i = 0; i < 2000; ++i) writer.Write(Line(i));
  const std::vector<std::string> lines = EndAndCollect();
  ASSERT_THAT(lines, SizeIs(2000));
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(lines[static_cast<size_t>(i)] + "\n", Line(i));
}

// Lines longer than a pipe takes at once are written in parts: those of another thread must not come between.
TEST_F(LogWriterTest, KeepsLinesOfManyThreadsWhole) {
  LogWriter& writer = Make({.max_waiting_bytes = 100 << 20, .flush_timeout = absl::Minutes(1)});
  StartReading();
  const Logger logger(LogLevel::kInfo, &clock_, writer.Sink());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&logger, t] {
      for (int i = 0; i < 50; ++i) logger.Info("line", {{"text", std::string(20000, static_cast<char>('a' + t))}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<std::string> lines = EndAndCollect();
  ASSERT_THAT(lines, SizeIs(200));
  for (const std::string& line : lines) ASSERT_TRUE(nlohmann::json::accept(line));
}

TEST_F(LogWriterTest, NeverWaitsForAReaderThatStalls) {
  LogWriter& writer = Make({.max_waiting_bytes = 10000});
  Stall();
  const absl::Time begin = absl::Now();
  for (int i = 0; i < 100000; ++i) writer.Write(Line(i));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(20));
  EXPECT_EQ(writer.dropped(), 100000u - 10000 / 100);
}

TEST_F(LogWriterTest, SaysWhereAndHowManyLinesAreMissing) {
  LogWriter& writer = Make({.max_waiting_bytes = 10000, .flush_timeout = absl::Minutes(1)});
  Stall();
  for (int i = 0; i < 1000; ++i) writer.Write(Line(i));
  StartReading();
  const std::vector<std::string> lines = EndAndCollect();
  ASSERT_THAT(lines, SizeIs(1 + 100 + 1));
  for (int i = 0; i < 100; ++i) ASSERT_EQ(lines[static_cast<size_t>(i) + 1] + "\n", Line(i));
  EXPECT_EQ(
      lines.back(),
      "{\"ts\":\"2025-11-20T12:00:01.007Z\",\"level\":\"warning\",\"event\":\"log_lines_dropped\",\"lines\":900}");
}

TEST_F(LogWriterTest, TakesLinesAgainOnceTheReaderDoes) {
  LogWriter& writer = Make({.max_waiting_bytes = 10000, .flush_timeout = absl::Minutes(1)});
  Stall();
  for (int i = 0; i < 1000; ++i) writer.Write(Line(i));
  StartReading();
  // The thread comes by, and what is written then arrives; before that it is one more line of the gap.
  for (uint64_t before = 0; before != writer.dropped();) {
    before = writer.dropped();
    writer.Write("after\n");
  }
  const std::vector<std::string> lines = EndAndCollect();
  EXPECT_EQ(lines.back(), "after");
  EXPECT_THAT(lines[lines.size() - 2], HasSubstr("log_lines_dropped"));
}

TEST_F(LogWriterTest, AStalledReaderHoldsUpTheEndNoLongerThanAgreed) {
  LogWriter& writer = Make({.max_waiting_bytes = 1 << 20, .flush_timeout = absl::Milliseconds(50)});
  Stall();
  for (int i = 0; i < 1000; ++i) writer.Write(Line(i));
  const absl::Time begin = absl::Now();
  writer_.reset();
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(50));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
}

TEST_F(LogWriterTest, TheLastLineIsTakenWhateverWaits) {
  LogWriter& writer = Make({.max_waiting_bytes = 10000, .flush_timeout = absl::Minutes(1)});
  Stall();
  for (int i = 0; i < 1000; ++i) writer.Write(Line(i));
  writer.WriteLast("server: can not start\n");
  StartReading();
  EXPECT_THAT(EndAndCollect(), ::testing::Contains("server: can not start"));
}

TEST_F(LogWriterTest, ALineLargerThanTheBufferIsCountedNotWaitedFor) {
  LogWriter& writer = Make({.max_waiting_bytes = 1000, .flush_timeout = absl::Minutes(1)});
  StartReading();
  writer.Write(Line(1, 2000));
  EXPECT_EQ(writer.dropped(), 1u);
  EXPECT_THAT(EndAndCollect(), ElementsAre(HasSubstr("\"lines\":1}")));
}

TEST_F(LogWriterTest, CountsWhatAClosedPipeRefuses) {
  LogWriter& writer = Make({});
  close(ends_[0]);
  ends_[0] = -1;
  for (int i = 0; i < 7; ++i) writer.Write(Line(i));
  while (writer.dropped() < 7) std::this_thread::yield();
  EXPECT_EQ(writer.dropped(), 7u);
}

}  // namespace
}  // namespace cp::runtime
