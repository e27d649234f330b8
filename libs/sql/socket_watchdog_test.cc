#include "libs/sql/socket_watchdog.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "libs/sql/test_support.h"

namespace cp::sql {
namespace {

// Two ends of a connection on which nobody ever writes.
class SilentPeer {
 public:
  SilentPeer() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_), 0); }
  ~SilentPeer() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  int socket() const { return ends_[0]; }
  // Blocks until the other side writes or the socket is shut; the number of bytes.
  ssize_t Read() const {
    char byte = 0;
    return ::read(ends_[0], &byte, 1);
  }
  void Speak() const { EXPECT_EQ(::write(ends_[1], "x", 1), 1); }

 private:
  int ends_[2] = {-1, -1};
};

TEST(SocketWatchdog, EndsABlockingReadAtTheDeadline) {
  const RealClock clock;
  SocketWatchdog watchdog(clock);
  const SilentPeer peer;
  const absl::Duration start = clock.Monotonic();
  const auto ticket = watchdog.Watch(peer.socket(), Deadline::After(clock, absl::Milliseconds(50)));
  EXPECT_EQ(peer.Read(), 0);
  EXPECT_GE(clock.Monotonic() - start, absl::Milliseconds(50));
  EXPECT_TRUE(watchdog.Release(ticket));
}

TEST(SocketWatchdog, LeavesAReleasedSocketAlone) {
  const RealClock clock;
  SocketWatchdog watchdog(clock);
  const SilentPeer released;
  const SilentPeer cut;
  const auto first = watchdog.Watch(released.socket(), Deadline::After(clock, absl::Milliseconds(20)));
  EXPECT_FALSE(watchdog.Release(first));
  const auto second = watchdog.Watch(cut.socket(), Deadline::After(clock, absl::Milliseconds(40)));
  EXPECT_EQ(cut.Read(), 0) << "the later deadline has passed";
  EXPECT_TRUE(watchdog.Release(second));
  released.Speak();
  EXPECT_EQ(released.Read(), 1);
}

TEST(SocketWatchdog, ShorterDeadlineOvertakesALongerOne) {
  const RealClock clock;
  SocketWatchdog watchdog(clock);
  const SilentPeer patient;
  const SilentPeer hasty;
  const auto slow = watchdog.Watch(patient.socket(), Deadline::After(clock, absl::Hours(1)));
  const auto fast = watchdog.Watch(hasty.socket(), Deadline::After(clock, absl::Milliseconds(30)));
  EXPECT_EQ(hasty.Read(), 0);
  EXPECT_TRUE(watchdog.Release(fast));
  EXPECT_FALSE(watchdog.Release(slow));
}

}  // namespace
}  // namespace cp::sql
