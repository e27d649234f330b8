#include "services/progressctl/sync_report.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AffectedUser;
using courseprogress::v1::CompanySyncResult;
using courseprogress::v1::RunSyncResponse;

// "2 records synced (0 created, 2 updated, 0 deleted), 5 cache entries cleared".
template <typename Result>
std::string Sentence(const Result& result) {
  const int64_t all = int64_t{result.records_created()} + result.records_updated() + result.records_deleted();
  return absl::StrCat(Count(all, "record", "records"), " synced (", result.records_created(), " created, ",
                      result.records_updated(), " updated, ", result.records_deleted(), " deleted), ",
                      Count(result.cache_cleared(), "cache entry", "cache entries"), " cleared");
}

std::string ChangeText(const AffectedUser& user) {
  switch (user.change()) {
    case courseprogress::v1::ROW_CHANGE_CREATED:
      return "created";
    case courseprogress::v1::ROW_CHANGE_UPDATED:
      return "updated";
    case courseprogress::v1::ROW_CHANGE_DELETED:
      return "deleted";
    default:
      return "changed";
  }
}

// Fields that are hidden or gone fall back to the ids.
std::string AffectedText(const AffectedUser& user) {
  std::string text = user.has_username() ? user.username() : absl::StrCat("user ", user.user_id());
  if (user.has_email()) absl::StrAppend(&text, " <", user.email(), ">");
  absl::StrAppend(&text, ", ", user.has_coursename() ? user.coursename() : absl::StrCat("course ", user.course_id()));
  if (user.has_percentage()) absl::StrAppendFormat(&text, ", %.2f %%", user.percentage());
  if (user.has_status()) absl::StrAppend(&text, ", ", user.status());
  return absl::StrCat(text, " (", ChangeText(user), ")");
}

void WriteCompany(const CompanySyncResult& company, bool verbose, std::ostream& out) {
  out << Printable(absl::StrCat("company ", company.company_id(), " ", company.company_name())) << ": "
      << Sentence(company)
      << absl::StrFormat("; %d rows read in %.2f s", company.rows_read(), company.duration_seconds())
      << (company.success() ? "" : " - FAILED") << "\n";
  if (!verbose) return;
  for (const AffectedUser& user : company.affected_users()) out << "  " << Printable(AffectedText(user)) << "\n";
  if (company.affected_count() > company.affected_users_size()) {
    out << "  ... and " << company.affected_count() - company.affected_users_size() << " more\n";
  }
}

}  // namespace

void WriteSyncReport(const RunSyncResponse& result, bool verbose, std::ostream& out, std::ostream& err) {
  if (result.replayed()) err << "note: this is what run " << Printable(result.run_id()) << " of the same request did\n";
  if (result.dry_run()) err << "dry run: nothing was written, this is what would be\n";
  for (const CompanySyncResult& company : result.companies()) WriteCompany(company, verbose, out);
  if (result.companies_size() != 1) {
    out << "all " << Count(result.companies_size(), "company", "companies") << ": " << Sentence(result)
        << absl::StrFormat("; %d rows read in %.2f s", result.rows_read(), result.duration_seconds()) << "\n";
  }
  for (const std::string& warning : result.warnings()) err << "warning: " << Printable(warning) << "\n";
  for (const std::string& error : result.errors()) err << "error: " << Printable(error) << "\n";
  if (ExitCodeOf(result) == ExitCode::kTruncated) {
    const bool cancelled = result.state() == courseprogress::v1::RUN_STATE_CANCELLED;
    err << "not complete: the run " << (cancelled ? "was cancelled" : "stopped at its time budget")
        << "; the next one begins with what is left\n";
  }
}

ExitCode ExitCodeOf(const RunSyncResponse& result) {
  if (result.success()) return ExitCode::kOk;
  return result.errors().empty() ? ExitCode::kTruncated : ExitCode::kFailed;
}

}  // namespace cp::ctl
