#include "libs/moodle/dsn.h"

#include <cctype>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::moodle {
namespace {

constexpr absl::string_view kForms =
    "use \"mysql://host=.. port=.. dbname=.. user=.. password=..\", \"postgresql://host=.. port=.. dbname=.. user=.. "
    "password=..\" or \"sqlite3://<path>\"";

absl::Status Refuse(absl::string_view why) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--moodle-dsn ", why, ": ", kForms), {{"setting", "moodle-dsn"}});
}

using Setting = std::pair<std::string, std::string>;  // name, value as written, with its quotes

bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// The end of a value that starts at `at`: a quote ends at its partner; a backslash guards the next character.
std::optional<size_t> ValueEnd(absl::string_view text, size_t at) {
  const char quote = at < text.size() && (text[at] == '\'' || text[at] == '"') ? text[at] : '\0';
  if (quote != '\0') ++at;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (quote != '\0' && text[at] == quote) {
      return at + 1;
    } else if (quote == '\0' && IsSpace(text[at])) {
      return at;
    }
  }
  if (quote != '\0') return std::nullopt;
  return text.size();
}

// "a=b c='d e'"; nullopt when it is not of that form.
std::optional<std::vector<Setting>> ParseSettings(absl::string_view text) {
  std::vector<Setting> settings;
  size_t at = 0;
  while (true) {
    while (at < text.size() && IsSpace(text[at])) ++at;
    if (at == text.size()) return settings;
    const size_t equals = text.find('=', at);
    if (equals == absl::string_view::npos || equals == at) return std::nullopt;
    const absl::string_view name = text.substr(at, equals - at);
    for (const char c : name) {
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return std::nullopt;
    }
    const std::optional<size_t> end = ValueEnd(text, equals + 1);
    if (!end.has_value()) return std::nullopt;
    settings.emplace_back(std::string(name), std::string(text.substr(equals + 1, *end - equals - 1)));
    at = *end;
  }
}

bool IsSecret(absl::string_view name) { return absl::StartsWith(name, "pass") || absl::EndsWith(name, "password"); }

absl::StatusOr<Dsn> ServerDsn(Engine engine, absl::string_view scheme, absl::string_view rest) {
  const std::optional<std::vector<Setting>> settings = ParseSettings(rest);
  if (!settings.has_value()) return Refuse("is not a list of name=value after its scheme");
  bool has_database = false;
  std::vector<std::string> shown;
  for (const auto& [name, value] : *settings) {
    has_database |= (name == "dbname" || name == "db" || name == "service") && !value.empty();
    shown.push_back(absl::StrCat(name, "=", IsSecret(name) ? "***" : value));
  }
  if (!has_database) return Refuse("names no database (dbname=..)");
  return Dsn{engine, std::string(rest), absl::StrCat(scheme, absl::StrJoin(shown, " "))};
}

absl::StatusOr<Dsn> FileDsn(absl::string_view path) {
  if (path.empty()) return Refuse("names no file");
  if (path.find('"') != absl::string_view::npos) return Refuse("has a quote in its path");
  return Dsn{Engine::kSqlite, std::string(path), absl::StrCat("sqlite3://", path)};
}

}  // namespace

absl::StatusOr<Dsn> ParseDsn(absl::string_view text) {
  const size_t end = text.find("://");
  if (end == absl::string_view::npos) return Refuse(text.empty() ? "is empty" : "has no scheme");
  const absl::string_view scheme = text.substr(0, end);
  const absl::string_view rest = text.substr(end + 3);
  if (scheme == "mysql" || scheme == "mariadb") return ServerDsn(Engine::kMysql, text.substr(0, end + 3), rest);
  if (scheme == "postgresql" || scheme == "postgres") {
    return ServerDsn(Engine::kPostgres, text.substr(0, end + 3), rest);
  }
  if (scheme == "sqlite3" || scheme == "sqlite") return FileDsn(rest);
  return Refuse("has an unknown scheme");
}

}  // namespace cp::moodle
