#include "libs/testing/postgres_server.h"

#include <libpq-fe.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"

namespace cp::testing {
namespace {

std::string Program(const std::string& name) {
  int newest = 0;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", absent)) {
    int version = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &version) || version <= newest) continue;
    if (std::filesystem::exists(entry.path() / "bin" / name)) newest = version;
  }
  return newest == 0 ? name : absl::StrCat("/usr/lib/postgresql/", newest, "/bin/", name);
}

// "R", "S", "Z", ... and the parent, of a process; nullopt when there is none.
struct ProcessState {
  std::string state;
  pid_t parent = 0;
};
std::optional<ProcessState> StateOf(pid_t pid) {
  std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  std::getline(stat, line);  // "pid (name) state ppid ..."
  const size_t name_end = line.rfind(") ");
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(line.substr(name_end + 2));
  ProcessState found;
  rest >> found.state >> found.parent;
  return found;
}

// Each backend leads a session, and so a process group, of its own.
std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    const std::optional<ProcessState> child = StateOf(pid);
    if (child.has_value() && child->parent == parent) children.push_back(pid);
  }
  return children;
}

// A process that was killed may still be in a system call, such as one that makes a file.
void AwaitEnd(pid_t pid) {
  const absl::Time give_up = absl::Now() + absl::Seconds(10);
  while (absl::Now() < give_up) {
    const std::optional<ProcessState> state = StateOf(pid);
    if (!state.has_value() || state->state == "Z") return;
    absl::SleepFor(absl::Milliseconds(1));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start(const PostgresServerOptions& options) {
  std::unique_ptr<PostgresServer> server(new PostgresServer(options));
  if (absl::Status started = server->StartUp(); !started.ok()) return started;
  return server;
}

absl::Status PostgresServer::Prepare() {
  std::ofstream(directory().File("password")) << password();
  directory().GiveTo("postgres");
  ProcessOptions init;
  init.argv = {Program("initdb"),
               "-D",
               directory().File("data"),
               "-U",
               user(),
               "--pwfile",
               directory().File("password"),
               "--auth=scram-sha-256",
               "--encoding=UTF8",
               "--locale=C.UTF-8",
               "--no-sync",
               "--no-instructions"};
  init.user = "postgres";
  init.working_directory = "/";
  return RunProcess(init, absl::Minutes(2)).status();
}

ProcessOptions PostgresServer::Command() const {
  ProcessOptions command;
  command.argv = {Program("postgres"), "-D", directory().File("data"), "-h", host(), "-p", absl::StrCat(port())};
  std::vector<std::string> settings = {absl::StrCat("unix_socket_directories=", directory().path()), "fsync=off",
                                       "full_page_writes=off", "max_wal_size=256MB"};
  settings.insert(settings.end(), options_.settings.begin(), options_.settings.end());
  for (const std::string& setting : settings) command.argv.insert(command.argv.end(), {"-c", setting});
  command.user = "postgres";
  command.working_directory = "/";
  command.stdout_path = directory().File("postgres.log");
  command.stderr_path = command.stdout_path;
  return command;
}

std::string PostgresServer::ConnectString(const std::string& database) const {
  return absl::StrCat("host=", host(), " port=", port(), " dbname=", database, " user=", user(),
                      " password=", password());
}

std::string PostgresServer::Dsn(const std::string& database) const {
  return absl::StrCat("postgresql://", ConnectString(database));
}

absl::StatusOr<std::string> PostgresServer::CreateDatabase(const std::string& name) const {
  absl::Status made = Execute("postgres", absl::StrCat("DROP DATABASE IF EXISTS \"", name, "\" WITH (FORCE)"));
  if (made.ok()) made = Execute("postgres", absl::StrCat("CREATE DATABASE \"", name, "\""));
  if (!made.ok()) return made;
  return Dsn(name);
}

absl::StatusOr<std::string> PostgresServer::CreateReader(const std::string& database,
                                                         const std::vector<std::string>& hidden) const {
  const std::string reader = absl::StrCat("reader_", database);
  std::string sql = absl::StrCat("DO $$ BEGIN CREATE ROLE ", reader, " LOGIN PASSWORD '", password(),
                                 "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$; "
                                 "GRANT SELECT ON ALL TABLES IN SCHEMA public TO ",
                                 reader);
  for (const std::string& table : hidden) absl::StrAppend(&sql, "; REVOKE SELECT ON ", table, " FROM ", reader);
  const absl::Status made = Execute(database, sql);
  if (!made.ok()) return made;
  return absl::StrReplaceAll(Dsn(database), {{absl::StrCat(" user=", user()), absl::StrCat(" user=", reader)}});
}

absl::Status PostgresServer::Execute(const std::string& database, absl::string_view sql) const {
  PGconn* connection = PQconnectdb(ConnectString(database).c_str());
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  absl::Status status;
  if (PQstatus(connection) != CONNECTION_OK) {
    status = absl::UnavailableError(PQerrorMessage(connection));
  } else {
    PGresult* result = PQexec(connection, std::string(sql).c_str());
    const ExecStatusType code = PQresultStatus(result);
    if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK) status = absl::InternalError(PQerrorMessage(connection));
    PQclear(result);
  }
  PQfinish(connection);
  return status;
}

absl::Status PostgresServer::Load(const std::string& database, const std::string& path) const {
  ProcessOptions load;
  load.argv = {"psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", path, ConnectString(database)};
  return RunProcess(load, absl::Minutes(2)).status();
}

// The parent is stopped meanwhile, so that it starts no more.
void PostgresServer::SignalAll(int signal) const {
  if (!process().Signal(SIGSTOP)) return;
  const std::vector<pid_t> children = ChildrenOf(process().pid());
  for (const pid_t child : children) kill(child, signal);
  process().Signal(signal);
  if (signal != SIGKILL) return;
  for (const pid_t child : children) AwaitEnd(child);
}

}  // namespace cp::testing
