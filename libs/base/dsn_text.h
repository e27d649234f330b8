// The text of a connection string: its words, and what of it may be shown. Pure text; libs/sql, libs/moodle and
// libs/redis know what the words mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp {

struct DsnWord {
  std::string name;   // letters, digits and _
  std::string value;  // ParseDsnWords(): as written, with its quotes and backslashes
};

// "a=b c='d e' f=g\ h": libpq's form, but without blanks around '=' (behind it, "dbname= password=x" names the database
// "password=x"), and double quotes are quotes, too. nullopt for any other form: a quote that is not closed, something
// directly after a closing quote, a word without '='.
std::optional<std::vector<DsnWord>> ParseDsnWords(absl::string_view text);

// Whether what follows "scheme://" has the form of a URL, [user:password@]host[:port]/path?a=b, and not of words.
bool IsDsnUrl(absl::string_view after_scheme);

// What follows "scheme://" in "scheme://user:password@host:port/database?name=value&..", as words: user, password,
// host, port and dbname as far as they are there, then the parameters; values percent-decoded. An IPv6 address stands
// in brackets, which are cut; "h1:1,h2" is host "h1,h2" and port "1,". INVALID_ARGUMENT says what is wrong and how it
// must be, to follow "the URL "; it repeats no value.
absl::StatusOr<std::vector<DsnWord>> ParseDsnUrl(absl::string_view after_scheme);

// "a='b' c='d e'" of words whose values are plain; libpq and SOCI's backends read it.
std::string ToDsnText(const std::vector<DsnWord>& words);

// What may be shown of `dsn` in a log or to a person. Of a well-formed DSN with a known scheme: the scheme, the words
// that are known to be harmless (host, port, dbname, user, sslmode, ...) with their values, the names of all other
// words, the path of an SQLite file; "***" for everything else. Of any other text only the known scheme, if it has one,
// and "***". When in doubt it hides too much. "" stays "".
std::string RedactDsn(absl::string_view dsn);

// For a text that is no DSN, unless somebody put one into the wrong place: `text` itself, or RedactDsn() of it when it
// has an '=', an '@' or a "://".
std::string RedactText(absl::string_view text);

}  // namespace cp
