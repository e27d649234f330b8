// Who may read the file of an embedded store.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace cp::sql {

// The store holds names and e-mail addresses. Of an SQLite file that every user of the machine can read, one sentence
// with the file and the cure; "" otherwise, and for PostgreSQL. Files that we make are private; others keep their mode.
std::string StoreFileWarning(absl::string_view dsn);

}  // namespace cp::sql
