#include "libs/sql/connector.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/postgres_session.h"
#include "libs/sql/sqlite_session.h"

namespace cp::sql {
namespace {

absl::Status CannotOpen(const Dsn& dsn, absl::string_view why) {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   absl::StrCat("--store-dsn=", dsn.redacted, ": ", why));
}

absl::Status SettingIsWrong(const Dsn& dsn, absl::string_view why) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid,
                   absl::StrCat("--store-dsn=", dsn.redacted, ": ", why), {{"setting", "store-dsn"}});
}

// libpq reports a refused start as text only; these parts are libpq's own or the server's English.
struct Cure {
  absl::string_view part;
  absl::string_view cure;
  bool setting_is_wrong = false;  // trying again with the same setting can not help
};

Cure CureFor(absl::string_view text) {
  constexpr Cure kCures[] = {
      {"password authentication failed", "the server refused user or password; correct them", true},
      {"no password supplied", "the server wants a password; give one", true},
      {"no pg_hba.conf entry", "the server lets this user not in from here; add a line to its pg_hba.conf", true},
      {"too many connections for",
       "the user or the database has no connection left; raise its CONNECTION LIMIT, or let programs use fewer "
       "(services: --store-pool-size)"},
      {"role \"", "the server has no such user, or one that may not log in; correct it", true},
      {"permission denied", "the user may not use this database; grant it CONNECT", true},
      {"invalid connection option", "a setting in it is not known to PostgreSQL; correct it", true},
      {"does not exist", "the server has no such database; create it or correct the name"},
      {"could not translate host name", "the host name is unknown; correct it"},
      {"Connection refused", "nothing listens there; start PostgreSQL or correct host and port"},
      {"timeout expired", "no answer within connect_timeout; check host, port and firewall"},
      {"too many clients",
       "the server has no connection left; raise its max_connections, or let programs use fewer (services: "
       "--store-pool-size)"},
      {"starting up", "the server is starting; wait until it accepts connections"},
      {"shutting down", "the server is shutting down; start it again"},
  };
  for (const Cure& cure : kCures) {
    if (absl::StrContains(text, cure.part)) return cure;
  }
  return {"", "the server can not be reached; check that it runs, and host, port, dbname, user and password"};
}

// An empty file is an empty SQLite database; SQLite gives the files beside it the same mode. The store holds names and
// e-mail addresses, whatever the umask says.
bool MakePrivateFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) return errno == EEXIST;
  ::close(fd);
  return true;
}

}  // namespace

Connector::Connector(ConnectorOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock) {
  if (options_.dsn.engine == Engine::kPostgres) watchdog_ = std::make_unique<SocketWatchdog>(clock_);
}

absl::StatusOr<std::unique_ptr<Session>> Connector::Open() {
  if (options_.dsn.engine == Engine::kSqlite) {
    CP_RETURN_IF_ERROR(CheckFile());
    if (!is_ours_) CP_RETURN_IF_ERROR(CheckOwner());
    is_ours_ = true;
  }
  try {
    return Connect(Deadline::After(clock_, options_.connect_timeout));
  } catch (...) {
    return Explain();
  }
}

std::unique_ptr<Session> Connector::Connect(Deadline deadline) {
  if (options_.dsn.engine == Engine::kSqlite) {
    return OpenSqliteSession(options_.dsn, clock_, deadline, options_.on_statement);
  }
  return OpenPostgresSession(options_.dsn, clock_, deadline, *watchdog_, options_.on_statement);
}

// SQLite only says "unable to open database file".
absl::Status Connector::CheckFile() const {
  namespace fs = std::filesystem;
  const Dsn& dsn = options_.dsn;
  const fs::path file(dsn.path);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code error;
  if (fs::is_directory(file, error)) return CannotOpen(dsn, "this is a folder; name a file in it");
  if (!fs::is_directory(folder, error)) {
    return CannotOpen(dsn, absl::StrCat("the folder ", folder.string(), " does not exist; create it or name another"));
  }
  if (!fs::exists(file, error)) {
    if (!options_.create) {
      return MakeError(absl::StatusCode::kFailedPrecondition, reason::kStoreNotMigrated,
                       absl::StrCat("--store-dsn=", dsn.redacted,
                                    ": the store does not exist yet; start sync-worker or run 'progressctl migrate'"));
    }
    if (!MakePrivateFile(dsn.path)) {
      return CannotOpen(dsn, absl::StrCat("no permission to make files in ", folder.string(), "; grant it"));
    }
  } else if (::access(file.c_str(), R_OK | W_OK) != 0) {
    return CannotOpen(dsn, "the file is not writable; let the service's user read and write it and its folder");
  }
  // The write-ahead log and its index are files beside it.
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return CannotOpen(dsn, absl::StrCat("no permission to make files in ", folder.string(), "; grant it"));
  }
  return absl::OkStatus();
}

// Before anything is written: a session turns on write-ahead logging, which stays in the file.
absl::Status Connector::CheckOwner() const {
  if (!HoldsForeignTables(options_.dsn.path)) return absl::OkStatus();
  return SettingIsWrong(options_.dsn,
                        "this SQLite file has tables, and none of a reporting store: it belongs to another program, "
                        "perhaps Moodle; name another file");
}

absl::Status Connector::Explain() const {
  Failure failure = DescribeCurrentException(options_.dsn.redacted);
  if (options_.dsn.engine == Engine::kPostgres && absl::IsUnavailable(failure.status)) {
    const Cure cure = CureFor(failure.detail);
    failure.status =
        cure.setting_is_wrong ? SettingIsWrong(options_.dsn, cure.cure) : CannotOpen(options_.dsn, cure.cure);
  }
  if (options_.on_driver_error) options_.on_driver_error(failure.detail);
  return failure.status;
}

}  // namespace cp::sql
