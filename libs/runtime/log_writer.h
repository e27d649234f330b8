// Where log lines leave the process. Whoever logs only appends to a bounded buffer; a thread of its own does the
// writing, so that a reader that stalls (a full pipe, a stopped terminal) costs lines and never a call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/runtime/logging.h"

namespace cp::runtime {

class Metrics;

struct LogWriterOptions {
  size_t max_waiting_bytes = 1 << 20;                      // of lines that wait; as much again may be under way
  absl::Duration flush_timeout = absl::Milliseconds(500);  // how long the end waits for a reader
};

// Thread-safe. Lines come out whole and in order. What finds the buffer full is dropped and counted, and so is what the
// descriptor refuses (a closed pipe, a full disk); once lines flow again one line {"event":"log_lines_dropped",
// "lines":N} stands where they are missing.
class LogWriter {
 public:
  // Writes to a duplicate of `fd`. SIGPIPE must be ignored (TerminationSignals does). `clock` outlives it.
  LogWriter(int fd, const Clock* clock, LogWriterOptions options = {});
  // Waits for the lines written so far, at most flush_timeout; what is left by then is lost.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Takes one whole line with its newline. Never blocks on the reader.
  void Write(absl::string_view line);
  // As Write(), and never dropped for want of room: for the one line that says why the process ends.
  void WriteLast(absl::string_view line);
  // Calls Write(). Lives no longer than the writer.
  LogSink Sink();

  uint64_t dropped() const;  // lines, since the start
  // Adds log_lines_dropped_total, which reads dropped() at each scrape.
  void Register(Metrics* metrics) const;

 private:
  struct State;  // shared with the thread, which outlives the writer when the reader stalls
  const std::shared_ptr<State> state_;
  const absl::Duration flush_timeout_;
  std::thread thread_;
};

}  // namespace cp::runtime
