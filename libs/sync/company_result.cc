#include "libs/sync/company_result.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cp::sync {
namespace {

template <typename List>
void Append(List* first, List* second) {
  first->insert(first->end(), std::make_move_iterator(second->begin()), std::make_move_iterator(second->end()));
}

}  // namespace

CompanyResult Together(CompanyResult first, CompanyResult second) {
  progress::CompanyRunRecord& record = second.record;
  record.started_at = first.record.started_at;
  record.rows_read += first.record.rows_read;
  record.created += first.record.created;
  record.updated += first.record.updated;
  record.deleted += first.record.deleted;
  record.cache_cleared += first.record.cache_cleared;
  for (const auto& [detector, count] : first.record.found_by) record.found_by[detector] += count;
  Append(&first.record.errors, &record.errors);
  record.errors = std::move(first.record.errors);
  Append(&first.affected, &second.affected);
  std::stable_sort(first.affected.begin(), first.affected.end(),
                   [](const AffectedRow& a, const AffectedRow& b) { return a.key < b.key; });
  second.affected = std::move(first.affected);
  Append(&first.warnings, &second.warnings);
  second.warnings = std::move(first.warnings);
  if (!second.data_version.has_value()) second.data_version = first.data_version;
  second.affected_count += first.affected_count;
  second.sanitized_values += first.sanitized_values;
  second.elapsed += first.elapsed;
  return second;
}

}  // namespace cp::sync
