#include "services/sync_worker/company_driver.h"

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

// One company under way. Visits the machine's commands; each overload is one call of a port.
class Execution {
 public:
  Execution(const SyncPorts& ports, LeaseKeeper* leases, const Clock* clock, std::optional<absl::Time> as_of,
            std::optional<progress::Lease> held, bool dry_run, const RunControl* control)
      : ports_(ports),
        leases_(*leases),
        clock_(*clock),
        as_of_(as_of),
        held_(held),
        dry_run_(dry_run),
        control_(*control) {}

  // A lease that was lost is not released, but it must not be renewed any more.
  ~Execution() {
    if (renewed_.has_value()) leases_.Drop(*renewed_);
  }
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  sync::Reply Perform(const sync::Command& command) {
    deadline_ = Deadline::After(clock_, command.budget);
    return std::visit([this](const auto& action) { return (*this)(action); }, command.action);
  }

 private:
  sync::Reply operator()(const sync::AcquireLease& action) {
    absl::StatusOr<progress::Lease> lease =
        held_.has_value() ? *std::exchange(held_, std::nullopt)
                          : ports_.writer->AcquireLease(action.company, action.owner, action.ttl, deadline_);
    if (lease.ok()) leases_.Hold(*(renewed_ = *lease));
    return lease;
  }

  sync::Reply operator()(const sync::RenewLease& action) {
    return ports_.writer->RenewLease(action.lease, action.ttl, deadline_);
  }

  sync::Reply operator()(const sync::ReleaseLease& action) {
    leases_.Drop(action.lease);
    renewed_.reset();
    return ports_.writer->ReleaseLease(action.lease, deadline_);
  }

  sync::Reply operator()(const sync::OpenSnapshot& action) {
    sync::SnapshotRequest request = action.request;
    if (as_of_.has_value()) request.now = absl::ToUnixSeconds(*as_of_);
    absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> opened = ports_.source->OpenSnapshot(request, deadline_);
    if (opened.ok()) snapshot_ = *std::move(opened);
    return opened.status();
  }

  sync::Reply operator()(const sync::CheckTables&) { return snapshot_->EmptyTables(deadline_); }

  sync::Reply operator()(const sync::FetchSource& action) {
    absl::Status status = snapshot_->Next(action.max_rows, action.rows, deadline_);
    return sync::SourceReply{
        .status = std::move(status), .sanitized_values = snapshot_->SanitizedValues(), .edges = snapshot_->TakeEdges()};
  }

  sync::Reply operator()(const sync::CloseSnapshot&) {
    snapshot_.reset();
    return absl::OkStatus();
  }

  sync::Reply operator()(const sync::FetchStored& action) {
    absl::StatusOr<std::vector<progress::StoredRow>> rows = ports_.writer->ReadStored(action.query, deadline_);
    // A dry run makes no company known: one that is new to the store has no rows in it.
    if (dry_run_ && absl::IsNotFound(rows.status())) rows = std::vector<progress::StoredRow>();
    return rows;
  }

  sync::Reply operator()(const sync::CommitBatch& action) {
    const progress::Batch& batch = *action.batch;
    const bool makes_version = !batch.upserts.empty() || !batch.tombstones.empty();
    if (makes_version) {
      const absl::Status fresh = ports_.epoch->BeforeVersion(batch.lease.company, deadline_);
      if (!fresh.ok()) return sync::Reply(absl::StatusOr<DataVersion>(fresh));
    }
    return ports_.writer->CommitBatch(batch, deadline_);
  }

  sync::Reply operator()(const sync::Publish& action) { return ports_.invalidator->Publish(action.message, deadline_); }

  sync::Reply operator()(const sync::ClearSuperseded& action) {
    return ports_.invalidator->ClearSuperseded(action.company, action.current, deadline_);
  }

  sync::Reply operator()(const sync::ConfirmOutbox& action) {
    return ports_.outbox->ConfirmOutbox(action.company, action.version, deadline_);
  }

  sync::Reply operator()(const sync::Wait& action) {
    control_.Wait(action.duration);
    return absl::OkStatus();
  }

  sync::Reply operator()(const sync::Done&) { return absl::OkStatus(); }

  const SyncPorts& ports_;
  LeaseKeeper& leases_;
  const Clock& clock_;
  const std::optional<absl::Time> as_of_;
  std::optional<progress::Lease> held_;
  const bool dry_run_;
  std::optional<progress::Lease> renewed_;  // by the keeper, for this company
  const RunControl& control_;
  Deadline deadline_ = Deadline::At(absl::ZeroDuration());
  std::unique_ptr<sync::SourceSnapshot> snapshot_;
};

}  // namespace

sync::CompanyResult CompanyDriver::Sync(sync::CompanyTask task, const sync::SyncOptions& options,
                                        const std::optional<progress::Lease>& held, const RunControl& control,
                                        const OnProgress& on_progress) const {
  const auto instant = [this] { return sync::Instant{.now = clock_.Now(), .monotonic = clock_.Monotonic()}; };
  Execution execution(ports_, &leases_, &clock_, as_of_, held, task.dry_run, &control);
  sync::CompanySync machine(std::move(task), options);
  sync::Command command = machine.Start(instant());
  sync::CompanyCounts told;
  while (!machine.done()) {
    sync::Reply reply = execution.Perform(command);
    if (control.ShouldStop() != StopReason::kNone) machine.RequestStop();
    command = machine.OnReply(std::move(reply), instant());
    if (const sync::CompanyCounts counts = machine.counts(); counts != told) on_progress(told = counts);
  }
  return std::move(machine).TakeResult();
}

}  // namespace cp::worker
