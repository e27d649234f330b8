// The standard health check (grpc.health.v1).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/progressctl/connection.h"

namespace cp::ctl {

// "SERVING", "NOT_SERVING" or "UNKNOWN" of the service as a whole. Served without a token.
absl::StatusOr<std::string> CheckHealth(const Peer& peer, absl::Duration timeout);

}  // namespace cp::ctl
