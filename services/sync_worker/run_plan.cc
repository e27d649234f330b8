#include "services/sync_worker/run_plan.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

using CompaniesById = absl::flat_hash_map<CompanyId, const progress::Company*>;

CompaniesById ById(const std::vector<progress::Company>& companies) {
  CompaniesById by_id;
  for (const progress::Company& company : companies) by_id.emplace(company.id, &company);
  return by_id;
}

absl::Status CheckNamed(const PlanInput& input, const CompaniesById& in_moodle, const CompaniesById& in_store) {
  for (const CompanyId id : input.named) {
    if (in_moodle.contains(id) || in_store.contains(id)) continue;
    return MakeError(absl::StatusCode::kNotFound, reason::kNotFound,
                     absl::StrCat("company ", id.value(), " is known neither to Moodle nor to the reporting store"),
                     {{"company", absl::StrCat(id.value())}, {"resource", absl::StrCat("company ", id.value())}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<progress::Company>> PlanRun(const PlanInput& input) {
  const CompaniesById in_moodle = ById(input.in_moodle);
  const CompaniesById in_store = ById(input.oldest_first);
  CP_RETURN_IF_ERROR(CheckNamed(input, in_moodle, in_store));
  const absl::flat_hash_set<CompanyId> named(input.named.begin(), input.named.end());
  const auto wanted = [&named](CompanyId id) { return named.empty() || named.contains(id); };

  std::vector<progress::Company> plan;
  for (const progress::Company& company : input.in_moodle) {
    if (wanted(company.id) && !in_store.contains(company.id)) plan.push_back(company);
  }
  for (const progress::Company& stored : input.oldest_first) {
    if (!wanted(stored.id)) continue;
    const auto it = in_moodle.find(stored.id);
    plan.push_back(it == in_moodle.end() ? stored : *it->second);
  }
  return plan;
}

std::vector<CompanyId> GoneFromMoodle(const PlanInput& input) {
  const CompaniesById in_moodle = ById(input.in_moodle);
  std::vector<CompanyId> gone;
  for (const progress::Company& stored : input.oldest_first) {
    if (!in_moodle.contains(stored.id)) gone.push_back(stored.id);
  }
  return gone;
}

}  // namespace cp::worker
