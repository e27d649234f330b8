#include "libs/sync/epoch_guard.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"

namespace cp::sync {

using progress::EpochCause;

namespace {

constexpr size_t kCompaniesPerRead = 1000;  // ProgressReader::ReadVersions
constexpr absl::Duration kCacheBudget = absl::Milliseconds(250);
// Microseconds of the year 2255. A clock made the store's epoch, or it was raised by one from there; a hint above both
// was made by nobody and is no evidence.
constexpr uint64_t kPlausible = uint64_t{1} << 53;

bool IsPlausible(const DataVersion& hint, uint64_t epoch) {
  return hint.epoch <= std::max(epoch, kPlausible) && hint.version <= kPlausible;
}

DataVersion StoredOf(const progress::VersionBatch& batch, CompanyId company) {
  const auto found = batch.companies.find(company);
  return found == batch.companies.end() ? DataVersion{batch.epoch, 0} : found->second.version;
}

}  // namespace

std::string EpochRaise::Describe() const {
  if (company == CompanyId()) return std::string(cause);
  return absl::StrCat(cause, "; company ", company.value(), ": store ", ToStamp(stored), ", cache ", ToStamp(known));
}

absl::Status EpochGuard::Examine(absl::Span<const CompanyId> companies, Deadline deadline) {
  if (parts_.cache == nullptr) return absl::OkStatus();
  for (size_t begin = 0; begin < companies.size(); begin += kCompaniesPerRead) {
    const absl::Status status = ExamineSome(companies.subspan(begin, kCompaniesPerRead), deadline);
    if (absl::IsNotFound(status)) return absl::OkStatus();  // the cache is away
    CP_RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

absl::Status EpochGuard::ExamineAll(progress::CompanyDirectory& directory, Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const std::vector<progress::Company> known, directory.OldestServedFirst(deadline));
  std::vector<CompanyId> companies;
  for (const progress::Company& company : known) companies.push_back(company.id);
  return Examine(companies, deadline);
}

// NOT_FOUND: the cache did not answer.
absl::Status EpochGuard::ExamineSome(absl::Span<const CompanyId> companies, Deadline deadline) {
  // The hints first: a version is committed before it is published, so a sound store read after them is not below.
  const auto hints =
      parts_.cache->ReadHints(companies, std::min(deadline, Deadline::After(*parts_.clock, kCacheBudget)));
  if (!hints.ok()) return absl::NotFoundError("the cache does not answer");
  if (!hints->empty()) {
    CP_ASSIGN_OR_RETURN(const progress::VersionBatch batch, parts_.reader->ReadVersions(companies, deadline));
    EpochRaise why{.cause = "the shared cache knows a higher version than the store, which was set back"};
    for (const auto& [company, hint] : *hints) {
      const DataVersion stored = StoredOf(batch, company);
      if (hint <= std::max(stored, why.known) || !IsPlausible(hint, batch.epoch)) continue;
      why.company = company;
      why.stored = stored;
      why.known = hint;
    }
    if (why.known != DataVersion()) CP_RETURN_IF_ERROR(Raise(why.known.epoch, EpochCause::kSetBack, why, deadline));
  }
  absl::MutexLock lock(&mutex_);
  examined_.insert(companies.begin(), companies.end());
  return absl::OkStatus();
}

bool EpochGuard::Examined(CompanyId company) const {
  absl::MutexLock lock(&mutex_);
  return raised_ || examined_.contains(company);
}

absl::Status EpochGuard::BeforeVersion(CompanyId company, Deadline deadline) {
  if (parts_.cache == nullptr || Examined(company)) return absl::OkStatus();
  CP_RETURN_IF_ERROR(Examine({&company, 1}, deadline));
  if (Examined(company)) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(const progress::VersionBatch batch, parts_.reader->ReadVersions({&company, 1}, deadline));
  if (!batch.companies.contains(company)) return absl::OkStatus();  // no version is made of an unknown one
  return Raise(batch.epoch, EpochCause::kPrecaution,
               {.cause = "the shared cache did not answer before the first version was written",
                .company = company,
                .stored = StoredOf(batch, company)},
               deadline);
}

absl::Status EpochGuard::WentBackFrom(uint64_t epoch, Deadline deadline) {
  return Raise(epoch, EpochCause::kSetBack, {.cause = "the store has a lower version than it had before"}, deadline);
}

absl::Status EpochGuard::Raise(uint64_t beyond, EpochCause cause, EpochRaise why, Deadline deadline) {
  if (beyond >= kMaxEpoch) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(why.epoch, parts_.writer->RaiseEpoch(beyond, cause, deadline));
  {
    absl::MutexLock lock(&mutex_);
    raised_ = true;
  }
  if (parts_.on_raise) parts_.on_raise(why);
  return absl::OkStatus();
}

}  // namespace cp::sync
