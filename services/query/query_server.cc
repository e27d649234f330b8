#include "services/query/query_server.h"

#include <utility>

#include "libs/base/status.h"

namespace cp::query {
namespace {

constexpr char kCourseProgressService[] = "courseprogress.v1.CourseProgressService";
constexpr char kAdminService[] = "courseprogress.v1.AdminService";
// A batch of versions, and a refresh of the token table: there is never more than one of each, and what it follows. One
// of them that hangs leaves a thread for the others.
constexpr int kValidationThreads = 2;
constexpr size_t kValidationQueue = 16;

void LogRaise(const runtime::Logger& logger, const sync::EpochRaise& raise) {
  logger.Warning("epoch_raised", {{"epoch", raise.epoch}, {"cause", raise.Describe()}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<QueryServer>> QueryServer::Start(const Ports& ports, const Options& options) {
  std::unique_ptr<QueryServer> query(new QueryServer(ports, options));
  CP_ASSIGN_OR_RETURN(query->server_,
                      rpc::RpcServer::Start(options.server, {&query->course_progress_service_, &query->admin_service_},
                                            {kCourseProgressService, kAdminService}));
  return query;
}

// Versions and tokens are small reads on two connections, so that one which hangs leaves the other; pages and admin
// work share the rest. Together they are never more than the store has connections.
QueryServer::QueryServer(const Ports& ports, const Options& options)
    : validation_(MakeExecutor("validation", kValidationThreads, kValidationQueue)),
      loads_(MakeExecutor("store", options.store_connections - kValidationThreads, options.max_queued_loads)),
      authenticator_(ports.store, ports.reader, ports.clock, validation_.get(), options.authenticator),
      failures_("store_read_failed", ports.logger, ports.clock),
      corrupt_entries_("cache_entry_corrupt", ports.logger, ports.clock),
      epoch_({.reader = ports.reader,
              .writer = ports.store,
              .cache = ports.invalidator,
              .clock = ports.clock,
              .on_raise = [logger = ports.logger](const sync::EpochRaise& raise) { LogRaise(*logger, raise); }}),
      engine_({.clock = ports.clock,
               .reader = ports.reader,
               .shared = ports.shared,
               .validation = validation_.get(),
               .loads = loads_.get(),
               .failures = &failures_,
               .corrupt_entries = &corrupt_entries_,
               .epoch = &epoch_},
              cache::MakeReadPath(options.read_path)),
      get_course_progress_observer_(ports.observers(kCourseProgressService, "GetCourseProgress")),
      admin_commands_({ports.store, ports.invalidator, &epoch_, ports.clock, ports.logger}),
      course_progress_service_({.authenticator = &authenticator_,
                                .engine = &engine_,
                                .clock = ports.clock,
                                .logger = ports.logger,
                                .observer = get_course_progress_observer_.get(),
                                .max_duration = options.max_call_duration}),
      admin_service_({.commands = &admin_commands_,
                      .authenticator = &authenticator_,
                      .executor = loads_.get(),
                      .clock = ports.clock,
                      .logger = ports.logger,
                      .observers = [&](const std::string& method) { return ports.observers(kAdminService, method); }}) {
}

QueryServer::~QueryServer() {
  server_.reset();
  validation_->Shutdown();
  loads_->Shutdown();
}

}  // namespace cp::query
