// What a program asked a MariaDB.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/testing/mariadb_server.h"

namespace cp::bench {

// The SELECT statements that reached the server during `work`, in their order.
absl::StatusOr<std::vector<std::string>> StatementsOf(const testing::MariadbServer& server,
                                                      const std::function<void()>& work);

}  // namespace cp::bench
