#include "libs/moodle/errors.h"

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::moodle {

absl::Status CanNotConnect(const Dsn& dsn, absl::string_view why) {
  return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted, "\": ", why));
}

absl::Status DsnRefused(const Dsn& dsn, absl::string_view why) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted, "\": ", why), {{"setting", "moodle-dsn"}});
}

absl::Status ConnectionLost(const Dsn& dsn) {
  return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted,
                                "\": the connection was lost while Moodle was read; see the log of the database"));
}

absl::Status StatementFailed(const Dsn& dsn, absl::string_view code) {
  return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted, "\": the database refused a statement with error ",
                                code, "; see its log"));
}

absl::Status TookTooLong(const Dsn& dsn, absl::string_view what) {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted, "\": ", what,
                                " took too long; raise --moodle-statement-timeout, or look at the database's load"));
}

absl::Status ConnectingTookTooLong(const Dsn& dsn) {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted,
                                "\": no connection in time; check host= and port=, and the database's load"));
}

absl::Status Interrupted() {
  return MakeError(absl::StatusCode::kCancelled, reason::kCancelled,
                   "reading Moodle was interrupted, because this process is stopping");
}

absl::Status SchemaMissing(const Dsn& dsn, absl::string_view table, absl::string_view column, absl::string_view cure) {
  const std::string what = column.empty() ? absl::StrCat("table ", table) : absl::StrCat("column ", table, ".", column);
  return MakeError(
      absl::StatusCode::kFailedPrecondition, reason::kSourceSchema,
      absl::StrCat("--moodle-dsn \"", dsn.redacted, "\" has no ", what, ", or the account may not read it: ", cure),
      {{"table", std::string(table)}, {"column", std::string(column)}});
}

absl::Status SchemaChanged(const Dsn& dsn) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason::kSourceSchema,
                   absl::StrCat("--moodle-dsn \"", dsn.redacted,
                                "\": a table or column went away, or its rights did, while Moodle was read; finish "
                                "Moodle's upgrade, grant SELECT, and run again"));
}

}  // namespace cp::moodle
