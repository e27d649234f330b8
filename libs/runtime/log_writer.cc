#include "libs/runtime/log_writer.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/runtime/metrics.h"

namespace cp::runtime {
namespace {

// False: the descriptor refuses the text, or the rest of it.
bool WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {  // somebody else made it non-blocking
      pollfd wait{fd, POLLOUT, 0};
      if (poll(&wait, 1, /*timeout=*/-1) < 0 && errno != EINTR) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Whole lines from the start of `text`: as many as a pipe takes in one piece (then lines of several processes on one
// pipe do not mix), at least one.
absl::string_view NextPiece(absl::string_view text) {
  if (text.size() <= PIPE_BUF) return text;
  size_t end = text.rfind('\n', PIPE_BUF - 1);
  if (end == absl::string_view::npos) end = text.find('\n', PIPE_BUF);
  return text.substr(0, end == absl::string_view::npos ? text.size() : end + 1);
}

uint64_t CountLines(absl::string_view text) {
  return static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

struct LogWriter::State {
  State(int descriptor, const Clock* time, size_t limit) : fd(descriptor), clock(time), max_waiting_bytes(limit) {}
  ~State() {
    if (fd >= 0) close(fd);
  }

  void Append(absl::string_view line, bool always) ABSL_LOCKS_EXCLUDED(mutex) {
    absl::MutexLock lock(&mutex);
    // After a dropped line all are, until the thread comes by: the gap is in one place, where the notice stands.
    if (!always && (gap > 0 || waiting.size() + line.size() > max_waiting_bytes)) {
      ++gap;
      ++dropped;
    } else {
      waiting.append(line.data(), line.size());
    }
    if (idle) changed.Signal();
  }

  void Run();

  const int fd;
  const Clock* const clock;  // gone once `stopping` is set
  const size_t max_waiting_bytes;
  mutable absl::Mutex mutex;
  absl::CondVar changed;
  absl::CondVar ended;
  std::string waiting ABSL_GUARDED_BY(mutex);
  uint64_t gap ABSL_GUARDED_BY(mutex) = 0;  // lines dropped after `waiting`
  uint64_t dropped ABSL_GUARDED_BY(mutex) = 0;
  bool idle ABSL_GUARDED_BY(mutex) = false;
  bool stopping ABSL_GUARDED_BY(mutex) = false;
  bool done ABSL_GUARDED_BY(mutex) = false;

 private:
  struct Batch {
    std::string lines;
    uint64_t gap = 0;  // lines missing after them
    absl::Time taken_at;
  };

  bool Take(Batch* batch) ABSL_LOCKS_EXCLUDED(mutex);
  uint64_t WriteLines(absl::string_view lines) ABSL_LOCKS_EXCLUDED(mutex);
};

// False: it is time to end.
bool LogWriter::State::Take(Batch* batch) {
  batch->lines.clear();
  absl::MutexLock lock(&mutex);
  idle = true;
  while (waiting.empty() && gap == 0 && !stopping) changed.Wait(&mutex);
  idle = false;
  if (!stopping) batch->taken_at = clock->Now();
  if (waiting.empty() && gap == 0) {
    done = true;
    ended.Signal();
    return false;
  }
  waiting.swap(batch->lines);
  batch->gap = std::exchange(gap, 0);
  return true;
}

// Returns how many lines the descriptor refused.
uint64_t LogWriter::State::WriteLines(absl::string_view lines) {
  uint64_t refused = 0;
  while (!lines.empty()) {
    const absl::string_view piece = NextPiece(lines);
    if (!WriteAll(fd, piece)) refused += CountLines(piece);
    lines.remove_prefix(piece.size());
  }
  if (refused > 0) {
    absl::MutexLock lock(&mutex);
    dropped += refused;
  }
  return refused;
}

void LogWriter::State::Run() {
  Batch batch;
  uint64_t untold = 0;  // lines missing that no notice has told of
  while (Take(&batch)) {
    untold += WriteLines(batch.lines) + batch.gap;
    if (untold == 0) continue;
    const std::string notice =
        FormatLogLine(batch.taken_at, LogLevel::kWarning, "log_lines_dropped", {{"lines", untold}});
    if (WriteAll(fd, notice)) untold = 0;
  }
}

LogWriter::LogWriter(int fd, const Clock* clock, LogWriterOptions options)
    : state_(std::make_shared<State>(fcntl(fd, F_DUPFD_CLOEXEC, 0), clock, options.max_waiting_bytes)),
      flush_timeout_(options.flush_timeout),
      thread_([state = state_] { state->Run(); }) {}

LogWriter::~LogWriter() {
  bool done = false;
  {
    absl::MutexLock lock(&state_->mutex);
    state_->stopping = true;
    state_->changed.Signal();
    const absl::Time give_up = absl::Now() + flush_timeout_;
    while (!state_->done && !state_->ended.WaitWithDeadline(&state_->mutex, give_up)) {
    }
    done = state_->done;
  }
  // A thread inside write() can not be called back; it owns what it uses.
  done ? thread_.join() : thread_.detach();
}

void LogWriter::Write(absl::string_view line) { state_->Append(line, /*always=*/false); }

void LogWriter::WriteLast(absl::string_view line) { state_->Append(line, /*always=*/true); }

LogSink LogWriter::Sink() {
  return [this](absl::string_view line) { Write(line); };
}

uint64_t LogWriter::dropped() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->dropped;
}

void LogWriter::Register(Metrics* metrics) const {
  metrics->AddCallback("log_lines_dropped_total", "Log lines lost because nobody read them in time.", [this] {
    return std::vector<Metrics::Sample>{{{}, static_cast<double>(dropped())}};
  });
}

}  // namespace cp::runtime
