#include "libs/testing/mariadb_server.h"

#include <mysql.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/testing/server_start.h"

namespace cp::testing {
namespace {

absl::Status Run(const MariadbServer& server, const std::string& database, absl::string_view sql) {
  MYSQL* connection = mysql_init(nullptr);
  const unsigned int seconds = 2;
  mysql_options(connection, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  absl::Status status;
  if (mysql_real_connect(connection, server.host().c_str(), server.user().c_str(), server.password().c_str(),
                         database.empty() ? nullptr : database.c_str(), static_cast<unsigned>(server.port()), nullptr,
                         CLIENT_MULTI_STATEMENTS) == nullptr) {
    status = absl::UnavailableError(mysql_error(connection));
  } else {
    int more = mysql_real_query(connection, sql.data(), sql.size());
    while (more == 0) {
      mysql_free_result(mysql_use_result(connection));
      more = mysql_next_result(connection);
    }
    if (more > 0) status = absl::InternalError(mysql_error(connection));
  }
  mysql_close(connection);
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<MariadbServer>> MariadbServer::Start(const MariadbServerOptions& options) {
  std::unique_ptr<MariadbServer> server(new MariadbServer);
  server->options_ = options;
  absl::Status started = server->InstallDb();
  if (started.ok()) {
    started = StartOnFreePort([&](int port) {
      server->port_ = port;
      return server->Launch();
    });
  }
  if (!started.ok()) return started;
  return server;
}

MariadbServer& MariadbServer::Shared() {
  static const std::unique_ptr<MariadbServer> server = [] {
    absl::StatusOr<std::unique_ptr<MariadbServer>> started = Start();
    if (!started.ok()) {
      std::cerr << started.status() << std::endl;
      std::abort();
    }
    return *std::move(started);
  }();
  return *server;
}

absl::Status MariadbServer::InstallDb() {
  std::ofstream(directory_.File("users.sql"))
      << "CREATE USER IF NOT EXISTS '" << user_ << "'@'%' IDENTIFIED BY '" << password_ << "';\n"
      << "GRANT ALL ON *.* TO '" << user_ << "'@'%' WITH GRANT OPTION;\n";
  directory_.GiveTo("mysql");
  ProcessOptions install;
  install.argv = {"mariadb-install-db",
                  "--no-defaults",
                  absl::StrCat("--datadir=", directory_.File("data")),
                  "--skip-test-db",
                  "--skip-name-resolve",
                  "--auth-root-authentication-method=normal",
                  "--innodb-flush-method=nosync",
                  "--innodb-log-file-size=16M"};
  install.user = "mysql";
  install.working_directory = "/";
  return RunProcess(install, absl::Minutes(2)).status();
}

absl::Status MariadbServer::Launch() {
  ProcessOptions launch;
  launch.argv = {"mariadbd",
                 "--no-defaults",
                 absl::StrCat("--datadir=", directory_.File("data")),
                 absl::StrCat("--socket=", directory_.File("socket")),
                 absl::StrCat("--port=", port_),
                 absl::StrCat("--bind-address=", host_),
                 absl::StrCat("--init-file=", directory_.File("users.sql")),
                 absl::StrCat("--tmpdir=", directory_.path()),
                 "--skip-log-bin",
                 "--skip-name-resolve",
                 "--character-set-server=utf8mb4",
                 "--collation-server=utf8mb4_unicode_ci",
                 "--innodb-flush-method=nosync",
                 "--innodb-flush-log-at-trx-commit=2",
                 "--innodb-doublewrite=0",
                 "--innodb-log-file-size=16M",
                 "--innodb-buffer-pool-size=64M",
                 "--max-allowed-packet=64M"};
  launch.argv.insert(launch.argv.end(), options_.more_arguments.begin(), options_.more_arguments.end());
  launch.user = "mysql";
  launch.working_directory = "/";
  launch.stdout_path = directory_.File("mariadb.log");
  launch.stderr_path = launch.stdout_path;
  return StartAndWait(
      "mariadbd", launch, [&] { return Run(*this, "", "SELECT 1").ok(); }, &process_);
}

std::string MariadbServer::Dsn(const std::string& database) const {
  return absl::StrCat("mysql://host=", host_, " port=", port_, " dbname=", database, " user=", user_,
                      " password=", password_);
}

absl::StatusOr<std::string> MariadbServer::CreateDatabase(const std::string& name) const {
  const absl::Status made = Execute("", absl::StrCat("DROP DATABASE IF EXISTS `", name, "`; CREATE DATABASE `", name,
                                                     "` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"));
  if (!made.ok()) return made;
  return Dsn(name);
}

absl::Status MariadbServer::Execute(const std::string& database, absl::string_view sql) const {
  return Run(*this, database, sql);
}

absl::Status MariadbServer::Load(const std::string& database, const std::string& path) const {
  ProcessOptions load;
  load.argv = {"mysql",
               "--no-defaults",
               absl::StrCat("--host=", host_),
               absl::StrCat("--port=", port_),
               absl::StrCat("--user=", user_),
               "--default-character-set=utf8mb4",
               database};
  load.env = {absl::StrCat("MYSQL_PWD=", password_)};
  load.stdin_path = path;
  return RunProcess(load, absl::Minutes(2)).status();
}

void MariadbServer::Kill() { process_->Stop(SIGKILL, absl::Seconds(10)); }

absl::Status MariadbServer::Restart() {
  Kill();
  return Launch();
}

void MariadbServer::Pause() const { process_->Signal(SIGSTOP); }

void MariadbServer::Resume() const { process_->Signal(SIGCONT); }

}  // namespace cp::testing
