#include "libs/runtime/logging.h"

#include <nlohmann/json.hpp>

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

}  // namespace

std::optional<LogLevel> ParseLogLevel(absl::string_view word) {
  for (const LogLevel level : {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (word == ToString(level)) return level;
  }
  return std::nullopt;
}

std::string FormatLogLine(absl::Time time, LogLevel level, absl::string_view event,
                          std::initializer_list<LogField> fields) {
  nlohmann::ordered_json line;
  line["ts"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
  line["level"] = std::string(ToString(level));
  line["event"] = std::string(event);
  for (const auto& [name, value] : fields) line[std::string(name)] = ToJson(value);
  std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text.push_back('\n');
  return text;
}

Logger::Logger(LogLevel level, const Clock* clock, LogSink sink)
    : level_(level), clock_(clock), sink_(std::move(sink)) {}

void Logger::Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) const {
  if (!Enabled(level)) return;
  sink_(FormatLogLine(clock_->Now(), level, event, fields));
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
