// A child process of a test: started, watched, signalled, measured, and never left behind.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace cp::testing {

struct ProcessOptions {
  std::vector<std::string> argv = {};  // argv[0] is looked up in PATH unless it has a slash
  std::vector<std::string> env = {};   // "NAME=value": added to our environment, or replacing there
  std::string stdin_path = {};         // empty: /dev/null
  std::string stdout_path = {};        // appended to; empty: /dev/null
  std::string stderr_path = {};        // appended to; empty: /dev/null
  std::string working_directory = {};  // empty: ours
  std::string user = {};               // system user to run as when we are root; empty, or not root: ours
};

struct ProcessExit {
  int exit_code = 0;  // meaningful iff signal == 0
  int signal = 0;     // that ended it; 0 = it exited by itself
  int64_t peak_rss_bytes = 0;
  absl::Duration cpu_time;  // user + system
};

// Thread-safe. The child leads its own process group and is killed, with its group, by the destructor and also when
// the test process dies in any way.
class Process {
 public:
  // The error names the program and the system's reason (not found, no such user, ...).
  static absl::StatusOr<std::unique_ptr<Process>> Start(const ProcessOptions& options);

  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const;
  bool Running() const;

  // nullopt when it still runs after `timeout`. May be called again.
  std::optional<ProcessExit> Wait(absl::Duration timeout) const;

  // False when it has ended. To the process alone, not to its group.
  bool Signal(int signal) const;

  // `signal`, then SIGKILL to the whole group when it still runs after `grace`; waits for the end.
  ProcessExit Stop(int signal, absl::Duration grace) const;

  // What it wrote so far; empty when the path was.
  std::string Stdout() const;
  std::string Stderr() const;

 private:
  struct State;
  explicit Process(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

// Starts, waits, and returns stdout; an error (with the end of stderr) unless it exits with 0 within `timeout`.
absl::StatusOr<std::string> RunProcess(ProcessOptions options, absl::Duration timeout);

}  // namespace cp::testing
