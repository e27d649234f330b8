// grpc.health.v1.Health. Ours, because gRPC's default one says SERVING until it is told otherwise, and its open Watch
// calls hold up a graceful stop until the grace is over.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace cp::rpc {

// Thread-safe. Starts NOT_SERVING for "" and every name given; all share one state. Other names: NOT_FOUND (Check) |
// SERVICE_UNKNOWN (Watch), as the protocol says (github.com/grpc/grpc/blob/master/doc/health-checking.md).
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  explicit HealthService(const std::vector<std::string>& service_names);
  ~HealthService() override;  // REQUIRES: the server has ended all calls

  void SetServing(bool serving);

  // NOT_SERVING, told to every watcher, then their calls end; later ones end at once.
  void End();

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context, const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  using ServingStatus = grpc::health::v1::HealthCheckResponse::ServingStatus;

  void Change(bool serving, bool ending);
  ServingStatus StatusOf(bool known) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const absl::flat_hash_set<std::string> names_;
  absl::Mutex mutex_;  // of the watchers, too; never held while gRPC is called
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<Watcher*> watchers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::rpc
