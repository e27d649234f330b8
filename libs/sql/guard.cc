#include "libs/sql/guard.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sql {
namespace {

absl::Status Conflict() {
  return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict,
                   "another writer held the reporting store; nothing was written, run again");
}

absl::Status Disconnected() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "the reporting store (--store-dsn) does not answer; check that it runs and is reachable");
}

absl::Status Unusable(absl::string_view redacted_dsn, absl::string_view cure) {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   absl::StrCat("--store-dsn=", redacted_dsn, ": ", cure));
}

absl::Status Internal() {
  return MakeError(absl::StatusCode::kInternal, reason::kInternal, "the reporting store refused a statement");
}

absl::Status BadText() {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid,
                   "text for the reporting store must be valid UTF-8 without NUL bytes");
}

constexpr char kDiskFull[] = "the disk of the reporting store is full; free space and run again";
constexpr char kReadOnly[] =
    "the reporting store is read-only; let the service's user write the database (for SQLite: the file and its folder)";
constexpr char kMissingTable[] = "a table of the reporting store is missing; run 'progressctl migrate'";

absl::Status OfSqlite(int code, absl::string_view dsn) {
  switch (code & 0xff) {  // the primary code
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Conflict();
    case SQLITE_INTERRUPT:
      return DeadlinePassed();
    case SQLITE_FULL:
      return Unusable(dsn, kDiskFull);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return Unusable(dsn, kReadOnly);
    case SQLITE_CANTOPEN:
      return Unusable(dsn,
                      "the file can not be opened; check that its folder exists and the service's user may use it");
    case SQLITE_NOTADB:
      return Unusable(dsn, "the file is not an SQLite database; name another one");
    case SQLITE_CORRUPT:
      return Unusable(dsn, "the database file is damaged; restore it, or remove it and sync again");
    case SQLITE_IOERR:
      return Unusable(dsn, "the file can not be read or written; check that its disk has free space and no errors");
    default:
      return Internal();
  }
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html
absl::Status OfPostgres(absl::string_view sqlstate, absl::string_view dsn) {
  if (absl::StartsWith(sqlstate, "40") || sqlstate == "55P03") return Conflict();  // rollback, lock_not_available
  if (sqlstate == "57014") return DeadlinePassed();                                // query_canceled
  if (sqlstate == "53100") return Unusable(dsn, kDiskFull);
  if (sqlstate == "25006") return Unusable(dsn, kReadOnly);
  if (sqlstate == "42501") return Unusable(dsn, "the user lacks a privilege; grant it on every table of the schema");
  if (sqlstate == "42P01") return Unusable(dsn, kMissingTable);
  if (sqlstate == "22021") return BadText();  // character_not_in_repertoire
  // Connection exceptions, out of resources, server going down; no code: the connection is gone.
  for (const char* prefix : {"08", "53", "57P", "25P03"}) {
    if (absl::StartsWith(sqlstate, prefix)) return Disconnected();
  }
  if (sqlstate.empty() || sqlstate == "     ") return Disconnected();
  return Internal();
}

// Without SOCI's context, which holds the statement's parameters, and without the server's DETAIL, which holds values
// of the row: both are personal data.
std::string WithoutData(const soci::soci_error& error) {
  const std::string message = error.get_error_message();
  return absl::StrReplaceAll(absl::string_view(message).substr(0, message.find("\nDETAIL")), {{"\n", " "}});
}

std::string Trimmed(const std::string& sqlstate) { return sqlstate.c_str(); }

}  // namespace

absl::Status NotOpenYet() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "the service is starting and has not reached the reporting store yet; try again in a moment");
}

absl::Status DeadlinePassed() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                   "the reporting store did not answer in time");
}

Failure DescribeCurrentException(absl::string_view redacted_dsn) {
  try {
    throw;
  } catch (const soci::sqlite3_soci_error& error) {
    return {OfSqlite(error.result(), redacted_dsn), absl::StrCat("SQLite ", error.result(), ": ", WithoutData(error))};
  } catch (const soci::postgresql_soci_error& error) {
    const std::string state = Trimmed(error.sqlstate());
    return {OfPostgres(state, redacted_dsn), absl::StrCat("PostgreSQL ", state, ": ", WithoutData(error))};
  } catch (const soci::soci_error& error) {
    // SOCI's own: for PostgreSQL mostly a connection that could not be made; else a NULL or a type of our mistake.
    const bool connecting = absl::StrContains(error.get_error_message(), "establish connection");
    return {connecting ? Disconnected() : Internal(), absl::StrCat("SOCI: ", WithoutData(error))};
  } catch (const EmbeddedNul& error) {
    return {BadText(), error.what()};
  } catch (const std::exception& error) {
    return {Internal(), error.what()};
  }
}

absl::Status Guard::Explain(Session& session) const {
  Failure failure = DescribeCurrentException(redacted_dsn_);
  if (observer_) observer_(failure.detail);
  // The driver reports a cut connection as lost; the cause was the deadline.
  return session.End() ? failure.status : DeadlinePassed();
}

}  // namespace cp::sql
