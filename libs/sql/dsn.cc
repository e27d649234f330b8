#include "libs/sql/dsn.h"

#include <libpq-fe.h>

#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "libs/base/dsn_text.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sql {
namespace {

constexpr absl::string_view kSqlitePrefix = "sqlite3://";
constexpr absl::string_view kForms =
    "use sqlite3://<path>, postgresql://host=.. port=.. dbname=.. user=.. password=.. or "
    "postgresql://user:password@host:port/dbname";

absl::Status Refuse(absl::string_view what) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--store-dsn: ", what, "; ", kForms), {{"setting", "store-dsn"}});
}

absl::StatusOr<Dsn> ParseSqlite(absl::string_view rest) {
  if (!absl::ConsumePrefix(&rest, "dbname=")) absl::ConsumePrefix(&rest, "db=");
  if (rest.empty()) return Refuse("the path of the SQLite file is missing");
  // Each connection of the pool would have a database of its own.
  if (rest == ":memory:" || absl::StartsWith(rest, "file:")) return Refuse("SQLite needs a file, not memory or a URI");
  if (absl::StrContains(rest, "\"")) return Refuse("the path of the SQLite file must not contain a quotation mark");
  Dsn dsn;
  dsn.engine = Engine::kSqlite;
  dsn.path = std::string(rest);
  dsn.redacted = RedactDsn(absl::StrCat(kSqlitePrefix, rest));
  return dsn;
}

using Options = std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)>;

Options ParseConninfo(const std::string& text) {
  return Options(PQconninfoParse(text.c_str(), /*errmsg=*/nullptr), &PQconninfoFree);
}

void AppendKeyword(absl::string_view keyword, absl::string_view value, std::string* out) {
  absl::StrAppend(out, out->empty() ? "" : " ", keyword, "='",
                  absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

// A peer that vanished without a word is noticed in under half a minute, and a server that does not accept us at once.
constexpr struct {
  const char* keyword;
  const char* value;
} kDefaults[] = {{"application_name", "courseprogress"},
                 {"client_encoding", "UTF8"},
                 {"connect_timeout", "5"},
                 {"keepalives_idle", "10"},
                 {"keepalives_interval", "5"},
                 {"keepalives_count", "3"},
                 {"tcp_user_timeout", "20000"}};

// Of libpq. Its own message may quote the text, password included.
absl::Status CheckNames(const std::vector<DsnWord>& words) {
  const Options known(PQconndefaults(), &PQconninfoFree);
  for (const DsnWord& word : words) {
    const PQconninfoOption* option = known.get();
    while (option != nullptr && option->keyword != nullptr && word.name != option->keyword) ++option;
    if (option == nullptr || option->keyword == nullptr) {
      return Refuse(absl::StrCat("\"", word.name, "\" is not a word that PostgreSQL knows"));
    }
  }
  return absl::OkStatus();
}

// The text in libpq's form, whichever it has.
absl::StatusOr<std::string> ConninfoOf(absl::string_view rest) {
  if (IsDsnUrl(rest)) {
    const absl::StatusOr<std::vector<DsnWord>> words = ParseDsnUrl(rest);
    if (!words.ok()) return Refuse(absl::StrCat("the URL ", words.status().message()));
    CP_RETURN_IF_ERROR(CheckNames(*words));
    return ToDsnText(*words);
  }
  const std::optional<std::vector<DsnWord>> words = ParseDsnWords(rest);
  if (words.has_value()) CP_RETURN_IF_ERROR(CheckNames(*words));
  if (!words.has_value() && absl::StrContains(rest, "@")) {
    return Refuse("it is neither words nor a URL; in a URL write = in user or password as %3D");
  }
  return std::string(rest);
}

absl::StatusOr<Dsn> ParsePostgres(absl::string_view text, absl::string_view rest) {
  CP_ASSIGN_OR_RETURN(const std::string conninfo, ConninfoOf(rest));
  const Options options = ParseConninfo(conninfo);
  if (options == nullptr) return Refuse("the PostgreSQL connection text can not be read");
  Dsn dsn;
  dsn.engine = Engine::kPostgres;
  dsn.redacted = RedactDsn(text);
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    AppendKeyword(option->keyword, option->val, &dsn.conninfo);
  }
  for (const auto& entry : kDefaults) {
    const auto given = [&] {
      for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (std::strcmp(option->keyword, entry.keyword) == 0) return option->val != nullptr;
      }
      return true;  // this libpq does not know it
    }();
    if (!given) AppendKeyword(entry.keyword, entry.value, &dsn.conninfo);
  }
  return dsn;
}

}  // namespace

absl::StatusOr<Dsn> ParseDsn(absl::string_view text) {
  if (text.find('\0') != absl::string_view::npos) return Refuse("it must not contain a NUL byte");
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, kSqlitePrefix) || absl::ConsumePrefix(&rest, "sqlite://")) return ParseSqlite(rest);
  if (absl::ConsumePrefix(&rest, "postgresql://") || absl::ConsumePrefix(&rest, "postgres://")) {
    return ParsePostgres(text, rest);
  }
  return Refuse("the database is neither SQLite nor PostgreSQL");
}

}  // namespace cp::sql
