#include "services/sync_worker/config.h"

#include <string>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/server.h"
#include "services/common/setting_checks.h"
#include "services/common/setting_names.h"
#include "services/common/version.h"

namespace cp::worker {
namespace {

using runtime::ConfigParser;

absl::Status Refuse(absl::string_view setting, absl::string_view text) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid, text,
                   {{"setting", std::string(setting)}});
}

absl::Status CheckAsOf(absl::string_view text) {
  absl::Time parsed;
  std::string error;
  if (text.empty() || absl::ParseTime(absl::RFC3339_full, text, &parsed, &error)) return absl::OkStatus();
  return Refuse("as-of", "must be a time like 2026-11-20T12:00:01Z");
}

void AddMoodle(ConfigParser& parser, WorkerConfig* config) {
  parser.AddDsn(
      {.name = "moodle-dsn",
       .help = "Moodle's database, read only.",
       .allowed = "mysql://host=... dbname=... user=... password=..., mysql://user:password@host:port/dbname, the "
                  "same with postgresql://, sqlite3://path",
       .required = true},
      &config->moodle_dsn, service::CheckMoodleDsn);
  parser.AddString({.name = "moodle-prefix", .help = "Prefix of Moodle's tables ($CFG->prefix)."},
                   &config->moodle_prefix, service::CheckMoodlePrefix);
  parser.AddDuration(
      {.name = "moodle-statement-timeout", .help = "Longest time that one statement may take in Moodle's database."},
      {absl::Seconds(1), absl::Hours(1)}, &config->moodle_statement_timeout);
  parser.AddString(
      {.name = "plain-company-name", .help = "Without IOMAD, all users form one company; this is its name."},
      &config->plain_company_name);
  parser.AddBool({.name = "include-untracked",
                  .help = "Also report enrolled members whose completion Moodle does not track (managers, teachers)."},
                 &config->include_untracked);
  parser.AddBool({.name = "time-completed-fallback",
                  .help = "Report the time of the last activity as completion time when every tracked activity is done "
                          "but Moodle has not completed the course."},
                 &config->time_completed_fallback);
}

void AddSyncing(ConfigParser& parser, WorkerConfig* config) {
  parser.AddDuration(
      {.name = "change-interval",
       .help = "Look for changes in Moodle so often, 1s and more, and sync those whom they concern. 0s: never."},
      {absl::ZeroDuration(), absl::Hours(1)}, &config->change_interval);
  parser.AddDuration({.name = "count-interval",
                      .help = "Compare courses, companies and times of change with the last look so often: what leaves "
                              "no other trace. Costs a pass over Moodle's large tables."},
                     {absl::Seconds(1), absl::Hours(24)}, &config->count_interval);
  parser.AddDuration(
      {.name = "sync-interval",
       .help = "Compare everything of every company so often. 0s: only fill a store that was never synced, and once a "
               "day while changes are followed."},
      {absl::ZeroDuration(), absl::Hours(24 * 7)}, &config->sync_interval);
  parser.AddDuration({.name = "max-sync-time",
                      .help = "Time budget of a run, checked between batches; companies left over come first in the "
                              "next run. 0s: none."},
                     {absl::ZeroDuration(), absl::Hours(24)}, &config->max_sync_time);
  parser.AddInt({.name = "batch-size", .help = "Changed rows written in one transaction.", .unit = "rows"}, {1, 10000},
                &config->batch_size);
  parser.AddBool(
      {.name = "once",
       .help = "Sync every company once and exit: 0 done or nothing to do, 1 failed, 3 truncated by the time "
               "budget, 4 every company is being synced by somebody else."},
      &config->once);
  parser.AddBool({.name = "force", .help = "With --once: accept a Moodle that looks broken (SOURCE_IMPLAUSIBLE)."},
                 &config->force);
  parser.AddString(
      {.name = "as-of",
       .help = "Derive progress as if it were this time: enrolment windows open and close by it. For audits "
               "and tests; everything else (leases, time stamps of the store) keeps the real time.",
       .allowed = "RFC 3339, such as 2026-11-20T12:00:01Z"},
      &config->as_of, CheckAsOf);
}

void AddHousekeeping(ConfigParser& parser, WorkerConfig* config) {
  parser.AddDuration(
      {.name = "run-retention", .help = "Keep runs that have ended, and the store's logs, so long. 0s: for ever."},
      {absl::ZeroDuration(), absl::Hours(24 * 3650)}, &config->run_retention);
  parser.AddDuration(
      {.name = "tombstone-retention",
       .help =
           "Keep the keys of deleted rows so long, for clients that read only what changed, and what a company gone "
           "from Moodle left. 336h and more. 0s: for ever."},
      {absl::ZeroDuration(), absl::Hours(24 * 3650)}, &config->tombstone_retention);
}

absl::Status CheckForce(const WorkerConfig& config) {
  if (!config.force || config.once) return absl::OkStatus();
  return Refuse("force", "--force needs --once; a running worker is forced with `progressctl sync --force`");
}

absl::Status CheckChangeInterval(const WorkerConfig& config) {
  if (config.change_interval == absl::ZeroDuration() || config.change_interval >= absl::Seconds(1)) {
    return absl::OkStatus();
  }
  return Refuse("change-interval", "--change-interval must be 0s, or 1s and more");
}

absl::Status CheckTombstoneRetention(const WorkerConfig& config) {
  if (config.tombstone_retention == absl::ZeroDuration() || config.tombstone_retention >= kLeastTombstoneRetention) {
    return absl::OkStatus();
  }
  return Refuse("tombstone-retention",
                "--tombstone-retention must be 0s, or 336h and more: twice the longest window in which a client may "
                "read only what changed");
}

absl::Status CheckListen(const WorkerConfig& config) {
  if (config.once) return absl::OkStatus();
  return rpc::CheckServerOptions(service::ServerOptionsOf(config));
}

}  // namespace

std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, WorkerConfig* config) {
  ConfigParser parser("sync-worker", "Reads learners' progress out of Moodle into the reporting store.");
  parser.SetVersion(service::VersionText("sync-worker"));
  AddMoodle(parser, config);
  service::AddStoreSettings({.data_dir = "Folder of the embedded store; made when it is missing.",
                             .store_dsn = "Reporting store. Empty: courseprogress.db in --data-dir.",
                             .store_pool_size = "Connections to the reporting store.",
                             .redis_url = "Shared cache whose entries a sync supersedes. Empty: none."},
                            &parser, config);
  service::AddServingSettings(
      {.listen = "Where SyncService listens.",
       .drain_timeout =
           "After SIGTERM, how long a batch under way may take before its call is cancelled. 3 s later the "
           "process is gone, whatever hangs."},
      &parser, config);
  AddSyncing(parser, config);
  AddHousekeeping(parser, config);
  parser.AddRule([config] { return CheckForce(*config); });
  parser.AddRule([config] { return CheckChangeInterval(*config); });
  parser.AddRule([config] { return CheckTombstoneRetention(*config); });
  parser.AddRule([config] { return CheckListen(*config); });
  parser.AddRule([config] { return service::CheckStoreIsNotMoodle(service::StoreDsnOf(*config), config->moodle_dsn); });
  parser.AddExample(
      "sync-worker --moodle-dsn='mysql://host=db dbname=moodle user=reader' --redis-url=redis://cache:6379/0",
      "serves SyncService and syncs once an hour; the password comes from CP_MOODLE_DSN_FILE");
  parser.AddExample("sync-worker --moodle-dsn=sqlite3://demo.db --once", "syncs every company and exits");
  parser.AllowSettingsOfOthers(service::AllSettingNames());
  if (const std::optional<int> exit = parser.Parse(argc, argv, environment, out, err)) return exit;
  service::ResolveStore(config);
  if (absl::Time time; !config->as_of.empty() && absl::ParseTime(absl::RFC3339_full, config->as_of, &time, nullptr)) {
    config->as_of_time = time;
  }
  return std::nullopt;
}

}  // namespace cp::worker
