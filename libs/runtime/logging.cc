#include "libs/runtime/logging.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/synchronization/mutex.h"

namespace cp::runtime {
namespace {

absl::string_view ToString(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

nlohmann::ordered_json ToJson(const LogValue& value) {
  return std::visit([](const auto& v) { return nlohmann::ordered_json(v); }, value.get());
}

// A pipe may take a line in parts; a log that can not be written is dropped, it must not stop the service.
void WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd wait{fd, POLLOUT, 0};
      if (poll(&wait, 1, 1000) <= 0) return;
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace

std::optional<LogLevel> ParseLogLevel(absl::string_view word) {
  for (const LogLevel level : {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (word == ToString(level)) return level;
  }
  return std::nullopt;
}

LogSink FdSink(int fd) {
  auto mutex = std::make_shared<absl::Mutex>();
  return [fd, mutex](absl::string_view line) {
    absl::MutexLock lock(mutex.get());
    WriteAll(fd, line);
  };
}

Logger::Logger(LogLevel level, const Clock* clock, LogSink sink)
    : level_(level), clock_(clock), sink_(std::move(sink)) {}

void Logger::Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) const {
  if (!Enabled(level)) return;
  nlohmann::ordered_json line;
  line["ts"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", clock_->Now(), absl::UTCTimeZone());
  line["level"] = std::string(ToString(level));
  line["event"] = std::string(event);
  for (const auto& [name, value] : fields) line[std::string(name)] = ToJson(value);
  std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text.push_back('\n');
  sink_(text);
}

void Logger::Debug(absl::string_view event, std::initializer_list<LogField> fields) const {
  Log(LogLevel::kDebug, event, fields);
}

void Logger::Info(absl::string_view event, std::initializer_list<LogField> fields) const {
  Log(LogLevel::kInfo, event, fields);
}

void Logger::Warning(absl::string_view event, std::initializer_list<LogField> fields) const {
  Log(LogLevel::kWarning, event, fields);
}

void Logger::Error(absl::string_view event, std::initializer_list<LogField> fields) const {
  Log(LogLevel::kError, event, fields);
}

}  // namespace cp::runtime
