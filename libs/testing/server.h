// What every server fixture is: a process of a test on a free port, with a private directory.
#pragma once

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/testing/process.h"
#include "libs/testing/temp_dir.h"

namespace cp::testing {

// Not thread-safe. Killed by the destructor, which also removes its directory.
class Server {
 public:
  virtual ~Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const std::string& host() const { return host_; }
  int port() const { return port_; }
  const Process& process() const { return *process_; }

  // Ends it at once, as a crash does: connections are reset; what it wrote to files survives (the operating system did
  // not crash).
  void Kill();
  // On the same port. Answers when this returns.
  absl::Status Restart();
  // A server that accepts connections (in the kernel) and answers nothing, until Resume().
  void Pause() const;
  void Resume() const;

 protected:
  Server() = default;
  // Prepare(), then Command() on a free port, until it answers.
  absl::Status StartUp();
  const TempDir& directory() const { return directory_; }

 private:
  // Once, before the first start.
  virtual absl::Status Prepare() { return absl::OkStatus(); }
  // How to start it on host() and port(); its log goes to a file of directory().
  virtual ProcessOptions Command() const = 0;
  virtual bool Answers() const = 0;
  // To all its processes, where it has several.
  virtual void SignalAll(int signal) const { process_->Signal(signal); }

  absl::Status Launch();

  TempDir directory_;
  std::string host_ = "127.0.0.1";
  int port_ = 0;
  std::unique_ptr<Process> process_;  // after the directory: ends before that is removed
};

// A server that holds SQL databases and has one administrator.
class DatabaseServer : public Server {
 public:
  // Drops it first if it is there; returns its DSN. Thread-safe.
  virtual absl::StatusOr<std::string> CreateDatabase(const std::string& name) const = 0;
  // As SOCI reads it: "<engine>://host=127.0.0.1 port=.. dbname=.. user=.. password=..".
  virtual std::string Dsn(const std::string& database) const = 0;
  // The DSN of an account that may SELECT from the tables that the database has now, but for `hidden`, and nothing
  // else. One account a database: a second call changes what it may.
  virtual absl::StatusOr<std::string> CreateReader(const std::string& database,
                                                   const std::vector<std::string>& hidden) const = 0;
  // One or several statements, separated by ';'. Thread-safe.
  virtual absl::Status Execute(const std::string& database, absl::string_view sql) const = 0;
  // The engine's client program with the file as its input, for a dump.
  virtual absl::Status Load(const std::string& database, const std::string& path) const = 0;

  const std::string& user() const { return user_; }
  const std::string& password() const { return password_; }

 private:
  std::string user_ = "cp";
  std::string password_ = "cp-test-secret";
};

// The one server of a kind for the whole test process, made at the first call and stopped at its exit. Aborts the test
// when it can not start.
template <typename Kind>
Kind& SharedServer() {
  static const std::unique_ptr<Kind> server = [] {
    absl::StatusOr<std::unique_ptr<Kind>> started = Kind::Start();
    if (!started.ok()) {
      std::cerr << started.status() << std::endl;
      std::abort();
    }
    return *std::move(started);
  }();
  return *server;
}

}  // namespace cp::testing
