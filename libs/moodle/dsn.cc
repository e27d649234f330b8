#include "libs/moodle/dsn.h"

#include <libpq-fe.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/dsn_text.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::moodle {
namespace {

constexpr absl::string_view kForms =
    "use \"mysql://host=.. port=.. dbname=.. user=.. password=..\", \"mysql://user:password@host:port/dbname\", either "
    "with postgresql:// too, or \"sqlite3://<path>\"";

absl::Status Refuse(absl::string_view why) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--moodle-dsn ", why, ": ", kForms), {{"setting", "moodle-dsn"}});
}

// SOCI's MySQL backend: session.cpp, 4.0. libpq's are asked of libpq.
constexpr absl::string_view kMysqlWords[] = {
    "host",         "port",         "user",    "pass",   "password",     "db",      "dbname",    "service",
    "unix_socket",  "sslca",        "sslcert", "sslkey", "local_infile", "charset", "reconnect", "connect_timeout",
    "read_timeout", "write_timeout"};

bool IsKnown(Engine engine, const std::string& name) {
  if (engine == Engine::kMysql) {
    return std::find(std::begin(kMysqlWords), std::end(kMysqlWords), name) != std::end(kMysqlWords);
  }
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> known(PQconndefaults(), &PQconninfoFree);
  for (const PQconninfoOption* option = known.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (name == option->keyword) return true;
  }
  return false;
}

absl::StatusOr<std::vector<DsnWord>> WordsOf(Engine engine, absl::string_view rest) {
  if (IsDsnUrl(rest)) {
    absl::StatusOr<std::vector<DsnWord>> words = ParseDsnUrl(rest);
    if (!words.ok()) return Refuse(absl::StrCat("is a URL that ", words.status().message()));
    const bool many_hosts = std::any_of(words->begin(), words->end(), [](const DsnWord& word) {
      return word.name == "host" && absl::StrContains(word.value, ",");
    });
    if (engine == Engine::kMysql && many_hosts) return Refuse("names several hosts");
    return words;
  }
  std::optional<std::vector<DsnWord>> words = ParseDsnWords(rest);
  if (words.has_value()) return *std::move(words);
  return Refuse(absl::StrContains(rest, "@")
                    ? "is neither a list of name=value nor a URL (write = in its user or password as %3D)"
                    : "is not a list of name=value after its scheme");
}

absl::StatusOr<Dsn> ServerDsn(Engine engine, absl::string_view text, absl::string_view rest) {
  CP_ASSIGN_OR_RETURN(const std::vector<DsnWord> words, WordsOf(engine, rest));
  bool has_database = false;
  for (const DsnWord& word : words) {
    if (!IsKnown(engine, word.name)) {
      return Refuse(absl::StrCat("has \"", word.name, "\", which is not a word that the database's driver knows"));
    }
    has_database |= (word.name == "dbname" || word.name == "db" || word.name == "service") && !word.value.empty();
  }
  if (!has_database) return Refuse("names no database (dbname=.. or, in a URL, what follows the host's /)");
  return Dsn{engine, IsDsnUrl(rest) ? ToDsnText(words) : std::string(rest), RedactDsn(text)};
}

absl::StatusOr<Dsn> FileDsn(absl::string_view path) {
  if (path.empty()) return Refuse("names no file");
  if (path.find('"') != absl::string_view::npos) return Refuse("has a quote in its path");
  return Dsn{Engine::kSqlite, std::string(path), RedactDsn(absl::StrCat("sqlite3://", path))};
}

}  // namespace

absl::StatusOr<Dsn> ParseDsn(absl::string_view text) {
  const size_t end = text.find("://");
  if (end == absl::string_view::npos) return Refuse(text.empty() ? "is empty" : "has no scheme");
  const absl::string_view scheme = text.substr(0, end);
  const absl::string_view rest = text.substr(end + 3);
  if (scheme == "mysql" || scheme == "mariadb") return ServerDsn(Engine::kMysql, text, rest);
  if (scheme == "postgresql" || scheme == "postgres") return ServerDsn(Engine::kPostgres, text, rest);
  if (scheme == "sqlite3" || scheme == "sqlite") return FileDsn(rest);
  return Refuse("has an unknown scheme");
}

}  // namespace cp::moodle
