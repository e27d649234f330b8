// The concrete classes behind progressctl.
#pragma once

#include "libs/base/clock.h"
#include "services/progressctl/command.h"

namespace cp::ctl {

// `clock` outlives the opener and the stores it opens.
StoreOpener MakeStoreOpener(const Clock* clock);

}  // namespace cp::ctl
