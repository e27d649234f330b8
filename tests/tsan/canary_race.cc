// A race on purpose. The thread sanitizer must find it, or its silence about everything else means nothing; tests/run
// checks.
#include <thread>

namespace {
int counter = 0;  // deliberately unguarded
}  // namespace

int main() {
  std::thread other([] {
    for (int i = 0; i < 100000; ++i) ++counter;
  });
  for (int i = 0; i < 100000; ++i) ++counter;
  other.join();
  return counter == 0 ? 1 : 0;
}
