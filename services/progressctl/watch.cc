#include "services/progressctl/watch.h"

#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "libs/base/status.h"
#include "services/progressctl/run_text.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

namespace pb = courseprogress::v1;

constexpr absl::Duration kLook = absl::Milliseconds(50);
constexpr absl::Duration kCancelTimeout = absl::Seconds(10);

// While it lives, calls `act` once, from a thread of its own, after the first Ctrl-C.
class OnInterrupt {
 public:
  OnInterrupt(Interrupts* interrupts, std::function<void()> act)
      : thread_([this, interrupts, act = std::move(act)] {
          while (!over_.WaitForNotificationWithTimeout(kLook)) {
            if (!interrupts->Caught()) continue;
            act();
            return;
          }
        }) {
    interrupts->Catch();
  }
  ~OnInterrupt() {
    over_.Notify();
    thread_.join();
  }
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;

 private:
  absl::Notification over_;
  std::thread thread_;
};

// One line that replaces itself.
class ProgressOnTerminal {
 public:
  explicit ProgressOnTerminal(std::ostream* err) : err_(*err) {}
  ~ProgressOnTerminal() {
    if (shown_) err_ << "\r\x1b[K" << std::flush;
  }

  void Show(const pb::WatchRunResponse& now) {
    err_ << "\r\x1b[K" << Printable(ProgressLine(now)) << std::flush;
    shown_ = true;
  }

 private:
  std::ostream& err_;
  bool shown_ = false;
};

// Best effort: the run may have ended meanwhile.
void Cancel(const Peer& worker, const std::string& run_id) {
  pb::CancelRunRequest request;
  request.set_run_id(run_id);
  pb::CancelRunResponse response;
  (void)Call(worker, kCancelTimeout, &pb::SyncService::Stub::CancelRun, request, &response);
}

}  // namespace

absl::StatusOr<pb::WatchRunResponse> WatchRun(const CommandContext& context, const Peer& worker,
                                              const std::string& run_id, const WatchOptions& options) {
  CP_RETURN_IF_ERROR(CheckToken(worker));
  pb::SyncService::Stub stub(worker.channel);
  grpc::ClientContext call;
  rpc::PrepareCall(call, options.timeout, worker.token);
  pb::WatchRunRequest request;
  request.set_run_id(run_id);
  const auto stream = stub.WatchRun(&call, request);
  const OnInterrupt on_interrupt(&context.interrupts, [&] {
    if (options.cancel_on_interrupt) return Cancel(worker, run_id);
    call.TryCancel();
  });
  ProgressOnTerminal progress(&context.err);
  pb::WatchRunResponse now, last;
  while (stream->Read(&now)) {
    if (options.on_message) {
      options.on_message(now);
    } else if (context.err_is_terminal) {
      progress.Show(now);
    }
    last = std::move(now);
  }
  const grpc::Status status = stream->Finish();
  const bool let_go = status.error_code() == grpc::StatusCode::CANCELLED && context.interrupts.Caught();
  if (!let_go) CP_RETURN_IF_ERROR(Explain(worker, status, options.timeout));
  return last;
}

absl::Status RunSync(const CommandContext& context, const Peer& worker, absl::Duration timeout,
                     const pb::RunSyncRequest& request, pb::RunSyncResponse* response) {
  CP_RETURN_IF_ERROR(CheckToken(worker));
  pb::SyncService::Stub stub(worker.channel);
  grpc::ClientContext call;
  rpc::PrepareCall(call, timeout, worker.token);
  const OnInterrupt on_interrupt(&context.interrupts, [&call] { call.TryCancel(); });
  return Explain(worker, stub.RunSync(&call, request, response), timeout);
}

}  // namespace cp::ctl
