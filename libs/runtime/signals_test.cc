#include "libs/runtime/signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace cp::runtime {
namespace {

TEST(TerminationSignals, ReturnsTheSignalThatCame) {
  TerminationSignals signals;
  kill(getpid(), SIGTERM);
  EXPECT_EQ(signals.Wait(), SIGTERM);
  kill(getpid(), SIGINT);
  EXPECT_EQ(signals.Wait(), SIGINT);
}

TEST(TerminationSignals, IsBlockedInThreadsMadeLater) {
  TerminationSignals signals;
  std::thread sender([] { kill(getpid(), SIGTERM); });
  EXPECT_EQ(signals.Wait(), SIGTERM);
  sender.join();
}

TEST(TerminationSignals, WakesOneWaiterWithoutASignal) {
  TerminationSignals signals;
  std::thread waker([&] { signals.Wake(); });
  EXPECT_EQ(signals.Wait(), 0);
  waker.join();
  EXPECT_EQ(signals.WaitFor(absl::ZeroDuration()), std::nullopt);
}

TEST(TerminationSignals, ComesBackAfterTheTimeout) {
  TerminationSignals signals;
  EXPECT_EQ(signals.WaitFor(absl::Milliseconds(1)), std::nullopt);
}

TEST(TerminationSignals, SurvivesAWriteToAClosedPipe) {
  TerminationSignals signals;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[0]);
  EXPECT_EQ(write(ends[1], "x", 1), -1);
  close(ends[1]);
}

TEST(TerminationSignals, RestoresTheMaskOfItsThread) {
  sigset_t before, after;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  { TerminationSignals signals; }
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  EXPECT_EQ(sigismember(&before, SIGTERM), sigismember(&after, SIGTERM));
}

}  // namespace
}  // namespace cp::runtime
