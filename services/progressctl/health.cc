#include "services/progressctl/health.h"

#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/base/status.h"

namespace cp::ctl {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

absl::StatusOr<std::string> CheckHealth(const Peer& peer, absl::Duration timeout) {
  const HealthCheckRequest request;  // the service as a whole
  HealthCheckResponse response;
  CP_RETURN_IF_ERROR(CallWithoutToken(peer, timeout, &Health::Stub::Check, request, &response));
  return HealthCheckResponse::ServingStatus_Name(response.status());
}

}  // namespace cp::ctl
