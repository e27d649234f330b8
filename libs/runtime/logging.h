// The log: one JSON object per line.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace cp::runtime {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// "debug", "info", "warning", "error"; nullopt for anything else.
std::optional<LogLevel> ParseLogLevel(absl::string_view word);

// A value of a field. Numbers are JSON numbers, a duration is seconds, a Status its full text (code, message, reason).
// Its constructors are implicit on purpose: a field is written {"rows", 12}.
class LogValue {
 public:
  LogValue(const char* text) : value_(std::string(text)) {}                       // NOLINT(google-explicit-constructor)
  LogValue(std::string text) : value_(std::move(text)) {}                         // NOLINT(google-explicit-constructor)
  LogValue(absl::string_view text) : value_(std::string(text)) {}                 // NOLINT(google-explicit-constructor)
  LogValue(bool flag) : value_(flag) {}                                           // NOLINT(google-explicit-constructor)
  LogValue(int number) : value_(int64_t{number}) {}                               // NOLINT(google-explicit-constructor)
  LogValue(int64_t number) : value_(number) {}                                    // NOLINT(google-explicit-constructor)
  LogValue(uint64_t number) : value_(number) {}                                   // NOLINT(google-explicit-constructor)
  LogValue(double number) : value_(number) {}                                     // NOLINT(google-explicit-constructor)
  LogValue(absl::Duration duration) : value_(absl::ToDoubleSeconds(duration)) {}  // NOLINT(google-explicit-constructor)
  LogValue(const absl::Status& status) : value_(status.ToString()) {}             // NOLINT(google-explicit-constructor)

  using Variant = std::variant<std::string, bool, int64_t, uint64_t, double>;
  const Variant& get() const { return value_; }

 private:
  Variant value_;
};

using LogField = std::pair<absl::string_view, LogValue>;

// {"ts":"2026-11-20T12:00:01.000Z","level":"info","event":<event>,<fields in order>} and a newline. Invalid UTF-8
// becomes U+FFFD.
std::string FormatLogLine(absl::Time time, LogLevel level, absl::string_view event,
                          std::initializer_list<LogField> fields);

// Takes one whole line with its newline. Thread-safe; quick, since it runs on the threads that serve calls (LogWriter).
using LogSink = std::function<void(absl::string_view line)>;

// Thread-safe. `clock` outlives it. Injected, never global. Callers must not pass a token, a secret or an e-mail
// address.
class Logger {
 public:
  Logger(LogLevel level, const Clock* clock, LogSink sink);

  bool Enabled(LogLevel level) const { return level >= level_; }

  // One line of FormatLogLine(). `event` is a fixed word in snake_case that can be searched for.
  void Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields = {}) const;

  void Debug(absl::string_view event, std::initializer_list<LogField> fields = {}) const;
  void Info(absl::string_view event, std::initializer_list<LogField> fields = {}) const;
  void Warning(absl::string_view event, std::initializer_list<LogField> fields = {}) const;
  void Error(absl::string_view event, std::initializer_list<LogField> fields = {}) const;

 private:
  const LogLevel level_;
  const Clock* const clock_;
  const LogSink sink_;
};

}  // namespace cp::runtime
