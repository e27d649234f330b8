// ProgressReader: versions of many companies in one statement, pages in one snapshot.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/errors.h"
#include "libs/sql/list_literal.h"
#include "libs/sql/queries.h"
#include "libs/sql/settings_rows.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::CompanySettings;
using progress::CompanyVersion;
using progress::CourseProgress;
using progress::PageQuery;
using progress::PageSnapshot;
using progress::ProgressStatus;
using progress::VersionBatch;

absl::Status NotPrimary() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "--store-dsn names a replica of the reporting store; name the primary");
}

// The limits of a call, parsed by the one function that knows the bounds.
void SetLimits(Text max_records, Text cache_ttl_seconds, CompanyVersion* version) {
  std::map<std::string, std::string> stored;
  if (!max_records.empty()) stored.emplace("max_records", std::move(max_records));
  if (!cache_ttl_seconds.empty()) stored.emplace("cache_ttl_seconds", std::move(cache_ttl_seconds));
  const CompanySettings settings = progress::SettingsFrom(stored);
  version->max_records = settings.max_records;
  version->cache_ttl_seconds = settings.cache_ttl_seconds;
}

// An unknown word (a newer binary's) reads as not started: never claims more than is sure.
ProgressStatus StatusFrom(absl::string_view word) {
  for (const ProgressStatus status : {ProgressStatus::kInProgress, ProgressStatus::kCompleted}) {
    if (word == progress::ToString(status)) return status;
  }
  return ProgressStatus::kNotStarted;
}

CourseProgress TakeRow(query::PageRow& columns) {
  auto& [user, course, firstname, lastname, email, username, coursename, timecompleted, timestarted, percentage, done,
         total, status, last_activity] = columns;
  CourseProgress row;
  row.key = {UserId(user), CourseId(course)};
  row.firstname = std::move(firstname);
  row.lastname = std::move(lastname);
  row.email = std::move(email);
  row.username = std::move(username);
  row.coursename = std::move(coursename);
  row.timecompleted = timecompleted;
  row.timestarted = timestarted;
  row.percentage = percentage;
  row.activities_done = static_cast<int32_t>(done);
  row.activities_total = static_cast<int32_t>(total);
  row.status = StatusFrom(status);
  row.last_activity = last_activity;
  return row;
}

absl::Status ReadHead(Session& session, CompanyId company, PageSnapshot* page) {
  const auto head = session.RunForRow(query::kPageHead, company.value());
  if (!head.has_value()) return UnknownCompany(company);
  const auto& [replica, epoch, version, view_version, synced_at] = *head;
  if (replica != 0) return NotPrimary();
  page->settings = LoadSettings(session, company);
  page->version.version = {static_cast<uint64_t>(epoch), static_cast<uint64_t>(version)};
  page->version.view_version = static_cast<uint64_t>(view_version);
  page->version.source_synced_at = synced_at;
  page->version.max_records = page->settings.max_records;
  page->version.cache_ttl_seconds = page->settings.cache_ttl_seconds;
  return absl::OkStatus();
}

void ReadRows(Session& session, const PageQuery& query, PageSnapshot* page) {
  auto& rows = session.Run(query::kPage, query.company.value(), IdList(session.engine(), page->settings.hidden_courses),
                           Int{query.limit}, query.offset);
  page->rows.reserve(std::min<size_t>(static_cast<size_t>(query.limit), 1000));
  while (auto* row = rows.Next()) page->rows.push_back(TakeRow(*row));
}

}  // namespace

absl::StatusOr<VersionBatch> SqlStore::ReadVersions(absl::Span<const CompanyId> companies, Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<VersionBatch> {
    VersionBatch batch;
    batch.companies.reserve(companies.size());
    auto& rows = session.Run(query::kVersions, IdList(session.engine(), companies));
    while (auto* row = rows.Next()) {
      auto& [replica, epoch, auth_version, company, version, view_version, synced_at, gone_at, max_records, ttl] = *row;
      if (replica != 0) return NotPrimary();
      batch.epoch = static_cast<uint64_t>(epoch);
      batch.auth_version = static_cast<uint64_t>(auth_version);
      if (company == 0) continue;
      CompanyVersion& entry = batch.companies[CompanyId(company)];
      entry.version = {batch.epoch, static_cast<uint64_t>(version)};
      entry.view_version = static_cast<uint64_t>(view_version);
      entry.source_synced_at = synced_at;
      entry.gone = gone_at != 0;
      SetLimits(std::move(max_records), std::move(ttl), &entry);
    }
    return batch;
  });
}

absl::StatusOr<PageSnapshot> SqlStore::ReadPage(const PageQuery& query, Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<PageSnapshot> {
    PageSnapshot page;
    CP_RETURN_IF_ERROR(ReadHead(session, query.company, &page));
    ReadRows(session, query, &page);
    return page;
  });
}

}  // namespace cp::sql
