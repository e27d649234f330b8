// A large Moodle in MariaDB for measurements, and what a program asked it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/testing/mariadb_server.h"

namespace cp::bench {

// Moodle's own tables and indexes (from the dumped site), filled with the demo site: one company, 2,500 people in 20
// courses = 50,000 pairs. Returns the DSN.
absl::StatusOr<std::string> LoadDemoSite(const testing::MariadbServer& server, const std::string& database,
                                         int64_t now);

// The SELECT statements that reached the server during `work`, in their order.
absl::StatusOr<std::vector<std::string>> StatementsOf(const testing::MariadbServer& server,
                                                      const std::function<void()>& work);

}  // namespace cp::bench
