#include "libs/testing/mariadb_server.h"

#include <mysql.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace cp::testing {

absl::StatusOr<std::unique_ptr<MariadbServer>> MariadbServer::Start(const MariadbServerOptions& options) {
  std::unique_ptr<MariadbServer> server(new MariadbServer(options));
  if (absl::Status started = server->StartUp(); !started.ok()) return started;
  return server;
}

absl::Status MariadbServer::Prepare() {
  std::ofstream(directory().File("users.sql"))
      << "CREATE USER IF NOT EXISTS '" << user() << "'@'%' IDENTIFIED BY '" << password() << "';\n"
      << "GRANT ALL ON *.* TO '" << user() << "'@'%' WITH GRANT OPTION;\n";
  directory().GiveTo("mysql");
  ProcessOptions install;
  install.argv = {"mariadb-install-db",
                  "--no-defaults",
                  absl::StrCat("--datadir=", directory().File("data")),
                  absl::StrCat("--tmpdir=", directory().path()),
                  "--skip-test-db",
                  "--skip-name-resolve",
                  "--auth-root-authentication-method=normal",
                  "--innodb-flush-method=nosync",
                  "--innodb-log-file-size=16M"};
  install.user = "mysql";
  install.working_directory = "/";
  return RunProcess(install, absl::Minutes(2)).status();
}

ProcessOptions MariadbServer::Command() const {
  ProcessOptions command;
  command.argv = {"mariadbd",
                  "--no-defaults",
                  absl::StrCat("--datadir=", directory().File("data")),
                  absl::StrCat("--socket=", directory().File("socket")),
                  absl::StrCat("--port=", port()),
                  absl::StrCat("--bind-address=", host()),
                  absl::StrCat("--init-file=", directory().File("users.sql")),
                  absl::StrCat("--tmpdir=", directory().path()),
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
  command.argv.insert(command.argv.end(), options_.more_arguments.begin(), options_.more_arguments.end());
  command.user = "mysql";
  command.working_directory = "/";
  command.stdout_path = directory().File("mariadb.log");
  command.stderr_path = command.stdout_path;
  return command;
}

std::string MariadbServer::Dsn(const std::string& database) const {
  return absl::StrCat("mysql://host=", host(), " port=", port(), " dbname=", database, " user=", user(),
                      " password=", password());
}

absl::StatusOr<std::string> MariadbServer::CreateDatabase(const std::string& name) const {
  const absl::Status made = Execute("", absl::StrCat("DROP DATABASE IF EXISTS `", name, "`; CREATE DATABASE `", name,
                                                     "` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"));
  if (!made.ok()) return made;
  return Dsn(name);
}

// Table by table: a right to a whole database can not be taken back for one of its tables.
absl::StatusOr<std::string> MariadbServer::CreateReader(const std::string& database,
                                                        const std::vector<std::string>& hidden) const {
  const std::string reader = absl::StrCat("reader_", database);
  std::string tables = absl::StrCat("SELECT table_name FROM information_schema.tables WHERE table_schema = '", database,
                                    "' AND table_name NOT IN ('", absl::StrJoin(hidden, "','"), "')");
  const absl::Status made =
      Execute(database, absl::StrCat("CREATE OR REPLACE USER '", reader, "'@'%' IDENTIFIED BY '", password(),
                                     "'; BEGIN NOT ATOMIC FOR t IN (", tables,
                                     ") DO EXECUTE IMMEDIATE CONCAT('GRANT SELECT ON `', t.table_name, '` TO ''",
                                     reader, "''@''%'''); END FOR; END"));
  if (!made.ok()) return made;
  return absl::StrReplaceAll(Dsn(database), {{absl::StrCat(" user=", user()), absl::StrCat(" user=", reader)}});
}

absl::Status MariadbServer::Execute(const std::string& database, absl::string_view sql) const {
  MYSQL* connection = mysql_init(nullptr);
  const unsigned int seconds = 2;
  mysql_options(connection, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  absl::Status status;
  if (mysql_real_connect(connection, host().c_str(), user().c_str(), password().c_str(),
                         database.empty() ? nullptr : database.c_str(), static_cast<unsigned>(port()), nullptr,
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

absl::Status MariadbServer::Load(const std::string& database, const std::string& path) const {
  ProcessOptions load;
  load.argv = {"mysql",
               "--no-defaults",
               absl::StrCat("--host=", host()),
               absl::StrCat("--port=", port()),
               absl::StrCat("--user=", user()),
               "--default-character-set=utf8mb4",
               database};
  load.env = {absl::StrCat("MYSQL_PWD=", password())};
  load.stdin_path = path;
  return RunProcess(load, absl::Minutes(2)).status();
}

}  // namespace cp::testing
