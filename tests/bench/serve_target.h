// A server process under load: where it listens, what it has counted and used so far.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/testing/process.h"
#include "libs/testing/temp_dir.h"

namespace cp::bench {

// Not thread-safe. Killed by the destructor.
class ServeTarget {
 public:
  // Starts the program and waits until its log says "serving"; `argv` without address settings.
  static absl::StatusOr<std::unique_ptr<ServeTarget>> Start(std::string name, std::vector<std::string> argv);

  const std::string& name() const { return name_; }
  const std::string& address() const { return address_; }  // host:port

  absl::Duration CpuTime() const;  // user + system, all threads
  // The value of a line of /metrics, such as `cache_requests_total{result="local_hit"}`; 0 when it is not there.
  double Metric(const std::string& series) const;

 private:
  std::string name_;
  testing::TempDir directory_;
  std::unique_ptr<testing::Process> process_;
  std::string address_;
  int metrics_port_ = 0;
};

}  // namespace cp::bench
