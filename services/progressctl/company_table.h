// Companies as a table.
#pragma once

#include <ostream>

#include "absl/time/time.h"
#include "courseprogress/v1/admin_service.pb.h"

namespace cp::ctl {

void WriteCompanies(const courseprogress::v1::ListCompaniesResponse& companies, absl::Time now, std::ostream& out);

// Seconds since Moodle was last read completely, 0 or more; -1 when it never was.
int64_t DataAgeSeconds(const courseprogress::v1::Company& company, absl::Time now);

}  // namespace cp::ctl
