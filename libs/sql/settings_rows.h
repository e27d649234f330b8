// A company's settings as the store holds them.
#pragma once

#include "libs/progress/settings.h"
#include "libs/sql/session.h"

namespace cp::sql {

progress::CompanySettings LoadSettings(Session& session, CompanyId company);

}  // namespace cp::sql
