#include "libs/moodle/open_source.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/change_feed.h"
#include "libs/moodle/connection_pool.h"
#include "libs/moodle/sanitize_text.h"
#include "libs/moodle/schema.h"
#include "libs/moodle/snapshot.h"
#include "libs/moodle/statements.h"

namespace cp::moodle {
namespace {

constexpr absl::Duration kLeastStatementTimeout = absl::Seconds(1);

class MoodleSource final : public sync::Source {
 public:
  MoodleSource(const SourceOptions& options, Dsn dsn, const Clock& clock)
      : options_(options),
        pool_(std::make_shared<ConnectionPool>(ConnectionOptions{std::move(dsn), options.statement_timeout}, clock)),
        statements_(pool_->dsn().engine, options.prefix),
        clock_(clock) {}

  absl::StatusOr<sync::SourceInfo> Probe(Deadline deadline) override;
  absl::StatusOr<std::vector<progress::Company>> Companies(Deadline deadline) override;
  absl::StatusOr<progress::SourceCensus> Census(Deadline deadline) override;
  absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> OpenSnapshot(const sync::SnapshotRequest& request,
                                                                     Deadline deadline) override;
  absl::StatusOr<std::unique_ptr<sync::ChangeFeed>> OpenFeed(Deadline deadline) override;
  void Interrupt() override { pool_->Interrupt(); }

 private:
  // Reads the schema anew and remembers it.
  absl::StatusOr<Schema> Look(Connection& connection, Deadline deadline);
  // The remembered one if there is one.
  absl::StatusOr<Schema> Known(Connection& connection, Deadline deadline);
  // Forgets the remembered schema when an error says that it is no longer true.
  absl::Status Note(absl::Status error);

  const SourceOptions options_;
  const std::shared_ptr<ConnectionPool> pool_;  // outlives us as long as a snapshot or feed does
  const Statements statements_;
  const Clock& clock_;
  absl::Mutex mutex_;
  std::optional<Schema> schema_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<Schema> MoodleSource::Look(Connection& connection, Deadline deadline) {
  const absl::StatusOr<Schema> schema = ReadSchema(connection, pool_->dsn(), options_.prefix, deadline);
  if (!schema.ok()) return Note(schema.status());
  absl::MutexLock lock(&mutex_);
  schema_ = *schema;
  return schema;
}

absl::StatusOr<Schema> MoodleSource::Known(Connection& connection, Deadline deadline) {
  {
    absl::MutexLock lock(&mutex_);
    if (schema_.has_value()) return *schema_;
  }
  return Look(connection, deadline);
}

absl::Status MoodleSource::Note(absl::Status error) {
  if (ReasonOf(error) == reason::kSourceSchema) {
    absl::MutexLock lock(&mutex_);
    schema_.reset();
  }
  return error;
}

absl::StatusOr<sync::SourceInfo> MoodleSource::Probe(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const std::unique_ptr<Connection> connection, pool_->Take(deadline));
  CP_ASSIGN_OR_RETURN(const Schema schema, Look(*connection, deadline));
  sync::SourceInfo info;
  info.kind = connection->server().kind;
  info.version = connection->server().version;
  info.iomad = schema.iomad;
  // The only statement that asks for the source's time; nothing is derived from it.
  CP_RETURN_IF_ERROR(connection->Query(statements_.UnixTime(), deadline, [&](const Row& row) {
    info.clock_skew_seconds = row.Int(0) - absl::ToUnixSeconds(clock_.Now());
  }));
  return info;
}

absl::StatusOr<std::vector<progress::Company>> MoodleSource::Companies(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const std::unique_ptr<Connection> connection, pool_->Take(deadline));
  CP_ASSIGN_OR_RETURN(const Schema schema, Known(*connection, deadline));
  std::vector<progress::Company> companies;
  if (!schema.iomad) {
    companies.push_back({CompanyId(1), options_.plain_company_name, options_.plain_company_name});
    return companies;
  }
  CP_RETURN_IF_ERROR(Note(connection->Query(statements_.Companies(), deadline, [&](const Row& row) {
    progress::Company& company = companies.emplace_back();
    company.id = CompanyId(row.Int(0));
    SanitizeText(row.Text(1), &company.name);
    SanitizeText(row.Text(2), &company.shortname);
  })));
  return companies;
}

absl::StatusOr<progress::SourceCensus> MoodleSource::Census(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const std::unique_ptr<Connection> connection, pool_->Take(deadline));
  CP_ASSIGN_OR_RETURN(const Schema schema, Known(*connection, deadline));
  progress::SourceCensus census;
  census.counted_at = absl::ToUnixSeconds(clock_.Now());
  for (const std::string& table : GuardedTables(schema)) {
    CP_RETURN_IF_ERROR(Note(connection->Query(statements_.CountRows(table), deadline,
                                              [&](const Row& row) { census.rows[table] = row.Int(0); })));
  }
  return census;
}

absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> MoodleSource::OpenSnapshot(const sync::SnapshotRequest& request,
                                                                                 Deadline deadline) {
  CP_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, pool_->Take(deadline));
  CP_ASSIGN_OR_RETURN(const Schema schema, Known(*connection, deadline));
  const SnapshotOptions options{request, options_.include_untracked};
  absl::StatusOr<std::unique_ptr<sync::SourceSnapshot>> snapshot =
      MakeSnapshot(std::move(connection), statements_, schema, options, deadline);
  if (!snapshot.ok()) return Note(snapshot.status());
  return snapshot;
}

absl::StatusOr<std::unique_ptr<sync::ChangeFeed>> MoodleSource::OpenFeed(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, pool_->Take(deadline));
  CP_ASSIGN_OR_RETURN(const Schema schema, Known(*connection, deadline));
  CP_RETURN_IF_ERROR(Note(schema.feed));
  return MakeFeed(std::move(connection), statements_, schema);
}

absl::Status CheckOptions(const SourceOptions& options) {
  CP_RETURN_IF_ERROR(CheckPrefix(options.prefix));
  if (options.statement_timeout < kLeastStatementTimeout) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
        absl::StrCat("--moodle-statement-timeout must be at least ", absl::FormatDuration(kLeastStatementTimeout)),
        {{"setting", "moodle-statement-timeout"}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPrefix(absl::string_view prefix) {
  if (Statements::IsPrefix(prefix)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   "--moodle-prefix may hold letters, digits and '_', at most 20; use what config.php says "
                   "($CFG->prefix)",
                   {{"setting", "moodle-prefix"}});
}

absl::StatusOr<std::unique_ptr<sync::Source>> MakeSource(const SourceOptions& options, const Clock& clock) {
  CP_RETURN_IF_ERROR(CheckOptions(options));
  CP_ASSIGN_OR_RETURN(Dsn dsn, ParseDsn(options.dsn));
  return std::make_unique<MoodleSource>(options, std::move(dsn), clock);
}

}  // namespace cp::moodle
