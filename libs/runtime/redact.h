// What may be shown of a connection string.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace cp::runtime {

// `dsn` with every password replaced by "***": the values of password, pass, passwd, pwd and sslpassword in key=value
// forms (quoted or not, also as URL parameters), and of scheme://user:password@host. For every message and log that
// shows a DSN or URL. When in doubt it hides too much.
std::string RedactDsn(absl::string_view dsn);

}  // namespace cp::runtime
