#include "libs/testing/postgres_server.h"

#include <libpq-fe.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/testing/server_start.h"

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

absl::Status Run(const std::string& connect, absl::string_view sql) {
  PGconn* connection = PQconnectdb(connect.c_str());
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

// Each backend leads a session, and so a process group, of its own.
std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    std::ifstream stat(entry.path() / "stat");
    std::string line;
    std::getline(stat, line);  // "pid (name) state ppid ..."
    const size_t name_end = line.rfind(") ");
    if (name_end == std::string::npos) continue;
    std::istringstream rest(line.substr(name_end + 2));
    std::string state;
    pid_t its_parent = 0;
    rest >> state >> its_parent;
    if (its_parent == parent) children.push_back(pid);
  }
  return children;
}

// The parent is stopped meanwhile, so that it starts no more.
void SignalAll(const Process& process, int signal) {
  if (!process.Signal(SIGSTOP)) return;
  for (const pid_t child : ChildrenOf(process.pid())) kill(child, signal);
  process.Signal(signal);
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start(const PostgresServerOptions& options) {
  std::unique_ptr<PostgresServer> server(new PostgresServer);
  server->options_ = options;
  absl::Status started = server->InitDb();
  if (started.ok()) {
    started = StartOnFreePort([&](int port) {
      server->port_ = port;
      return server->Launch();
    });
  }
  if (!started.ok()) return started;
  return server;
}

PostgresServer& PostgresServer::Shared() {
  static const std::unique_ptr<PostgresServer> server = [] {
    absl::StatusOr<std::unique_ptr<PostgresServer>> started = Start();
    if (!started.ok()) {
      std::cerr << started.status() << std::endl;
      std::abort();
    }
    return *std::move(started);
  }();
  return *server;
}

absl::Status PostgresServer::InitDb() {
  std::ofstream(directory_.File("password")) << password_;
  directory_.GiveTo("postgres");
  ProcessOptions init;
  init.argv = {Program("initdb"),
               "-D",
               directory_.File("data"),
               "-U",
               user_,
               "--pwfile",
               directory_.File("password"),
               "--auth=scram-sha-256",
               "--encoding=UTF8",
               "--locale=C.UTF-8",
               "--no-sync",
               "--no-instructions"};
  init.user = "postgres";
  init.working_directory = "/";
  return RunProcess(init, absl::Minutes(2)).status();
}

absl::Status PostgresServer::Launch() {
  ProcessOptions launch;
  launch.argv = {Program("postgres"), "-D", directory_.File("data"), "-h", host_, "-p", absl::StrCat(port_)};
  std::vector<std::string> settings = {absl::StrCat("unix_socket_directories=", directory_.path()), "fsync=off",
                                       "full_page_writes=off", "max_wal_size=256MB"};
  settings.insert(settings.end(), options_.settings.begin(), options_.settings.end());
  for (const std::string& setting : settings) launch.argv.insert(launch.argv.end(), {"-c", setting});
  launch.user = "postgres";
  launch.working_directory = "/";
  launch.stdout_path = directory_.File("postgres.log");
  launch.stderr_path = launch.stdout_path;
  return StartAndWait(
      "postgres", launch, [&] { return Run(ConnectString("postgres"), "SELECT 1").ok(); }, &process_);
}

std::string PostgresServer::ConnectString(const std::string& database) const {
  return absl::StrCat("host=", host_, " port=", port_, " dbname=", database, " user=", user_, " password=", password_);
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

absl::Status PostgresServer::Execute(const std::string& database, absl::string_view sql) const {
  return Run(ConnectString(database), sql);
}

absl::Status PostgresServer::Load(const std::string& database, const std::string& path) const {
  ProcessOptions load;
  load.argv = {"psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", path, ConnectString(database)};
  return RunProcess(load, absl::Minutes(2)).status();
}

void PostgresServer::Kill() {
  SignalAll(*process_, SIGKILL);
  process_->Stop(SIGKILL, absl::Seconds(10));
}

absl::Status PostgresServer::Restart() {
  Kill();
  return Launch();
}

void PostgresServer::Pause() const { SignalAll(*process_, SIGSTOP); }

void PostgresServer::Resume() const { SignalAll(*process_, SIGCONT); }

}  // namespace cp::testing
