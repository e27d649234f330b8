#include "libs/cache/demands.h"

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::cache {

absl::Status CheckDemands(const Request& request, const ValidatedVersion& validated) {
  const int32_t maximum = validated.company().max_records;
  if (request.query.limit > maximum) {
    return MakeError(absl::StatusCode::kInvalidArgument, reason::kLimitTooLarge,
                     absl::StrCat("limit must be 1 to ", maximum, " for this company, not ", request.query.limit),
                     {{"field", "limit"}, {"maximum", absl::StrCat(maximum)}});
  }
  if (request.min_version == DataVersion()) return absl::OkStatus();
  if (request.min_version.epoch != validated.version().epoch) {
    return MakeError(absl::StatusCode::kFailedPrecondition, reason::kEpochChanged,
                     "min_data_version is of another history of the store, which was restored or reset since; read "
                     "without it and continue with the new data_version.");
  }
  if (request.min_version > validated.version()) {
    return MakeError(absl::StatusCode::kAborted, reason::kDataVersionAhead,
                     "min_data_version is newer than the store's data; only an acknowledged sync's or an answer's "
                     "data_version is allowed.");
  }
  return absl::OkStatus();
}

}  // namespace cp::cache
