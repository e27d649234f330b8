#include "libs/rpc/health.h"

#include <utility>

namespace cp::rpc {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// One open Watch call. At most one operation of it is under way: whoever takes a step under the mutex performs it after
// the mutex is free. It deletes itself when the call is done.
class HealthService::Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  enum class Step { kNone, kWrite, kFinish };

  Watcher(HealthService* health, bool known) : health_(health), known_(known) {
    Step step;
    {
      absl::MutexLock lock(&health_->mutex_);
      health_->watchers_.insert(this);
      step = NextStep();
    }
    Perform(step);
  }

  Step NextStep() ABSL_EXCLUSIVE_LOCKS_REQUIRED(health_->mutex_) {
    if (busy_) return Step::kNone;
    const ServingStatus wanted = health_->StatusOf(known_);
    if (!cancelled_ && response_.status() != wanted) {
      busy_ = true;
      response_.set_status(wanted);
      return Step::kWrite;
    }
    if (!cancelled_ && !health_->ending_) return Step::kNone;
    busy_ = true;  // for ever: nothing follows Finish()
    return Step::kFinish;
  }

  void Perform(Step step) {
    if (step == Step::kWrite) StartWrite(&response_);
    if (step == Step::kFinish) Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "The service is stopping."));
  }

  void OnWriteDone(bool ok) override {
    Step step;
    {
      absl::MutexLock lock(&health_->mutex_);
      busy_ = false;
      cancelled_ = cancelled_ || !ok;
      step = NextStep();
    }
    Perform(step);
  }

  void OnCancel() override {
    Step step;
    {
      absl::MutexLock lock(&health_->mutex_);
      cancelled_ = true;
      step = NextStep();
    }
    Perform(step);
  }

  void OnDone() override {
    {
      absl::MutexLock lock(&health_->mutex_);
      health_->watchers_.erase(this);
    }
    delete this;
  }

 private:
  HealthService* const health_;
  const bool known_;
  HealthCheckResponse response_;  // status UNKNOWN until the first write
  bool busy_ ABSL_GUARDED_BY(health_->mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(health_->mutex_) = false;
};

HealthService::HealthService(const std::vector<std::string>& service_names)
    : names_([&] {
        absl::flat_hash_set<std::string> names(service_names.begin(), service_names.end());
        names.insert("");
        return names;
      }()) {}

HealthService::~HealthService() = default;

HealthService::ServingStatus HealthService::StatusOf(bool known) const {
  if (!known) return HealthCheckResponse::SERVICE_UNKNOWN;
  return serving_ ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

void HealthService::SetServing(bool serving) { Change(serving, false); }

void HealthService::End() { Change(false, true); }

void HealthService::Change(bool serving, bool ending) {
  std::vector<std::pair<Watcher*, Watcher::Step>> steps;
  {
    absl::MutexLock lock(&mutex_);
    ending_ = ending_ || ending;
    serving_ = serving && !ending_;
    for (Watcher* watcher : watchers_) {
      const Watcher::Step step = watcher->NextStep();
      if (step != Watcher::Step::kNone) steps.emplace_back(watcher, step);
    }
  }
  // Each of these can not be done, and so not deleted, before its step is performed.
  for (const auto& [watcher, step] : steps) watcher->Perform(step);
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context, const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  if (!names_.contains(request->service())) {
    reactor->Finish(grpc::Status(grpc::StatusCode::NOT_FOUND, "No such service."));
    return reactor;
  }
  {
    absl::MutexLock lock(&mutex_);
    response->set_status(StatusOf(true));
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(grpc::CallbackServerContext*,
                                                                    const HealthCheckRequest* request) {
  return new Watcher(this, names_.contains(request->service()));
}

}  // namespace cp::rpc
