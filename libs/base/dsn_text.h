// The text of a connection string: its words, and what of it may be shown. Pure text; libs/sql, libs/moodle and
// libs/redis know what the words mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace cp {

struct DsnWord {
  std::string name;   // letters, digits and _
  std::string value;  // as written, with its quotes and backslashes
};

// "a=b c='d e' f=g\ h": libpq's form, but without blanks around '=' (behind it, "dbname= password=x" names the database
// "password=x"), and double quotes are quotes, too. nullopt for any other form: a quote that is not closed, something
// directly after a closing quote, a word without '='.
std::optional<std::vector<DsnWord>> ParseDsnWords(absl::string_view text);

// Whether what follows "scheme://" has the form of a URL, [user:password@]host[:port]/path?a=b, and not of words.
bool IsDsnUrl(absl::string_view after_scheme);

// The names in "?a=b&c=d" of a URL, in their order.
std::vector<std::string> DsnUrlParameters(absl::string_view url);

// What may be shown of `dsn` in a log or to a person. Of a well-formed DSN with a known scheme: the scheme, the words
// that are known to be harmless (host, port, dbname, user, sslmode, ...) with their values, the names of all other
// words, the path of an SQLite file; "***" for everything else. Of any other text only the known scheme, if it has one,
// and "***". When in doubt it hides too much. "" stays "".
std::string RedactDsn(absl::string_view dsn);

// For a text that is no DSN, unless somebody put one into the wrong place: `text` itself, or RedactDsn() of it when it
// has an '=', an '@' or a "://".
std::string RedactText(absl::string_view text);

}  // namespace cp
