// A Moodle that goes away while it is read.
#pragma once

#include <memory>

#include "libs/sync/source.h"

namespace cp::faults {

// `fails_after`: reads of snapshots and feeds that succeed before every further one is UNAVAILABLE; 0: none fails.
std::unique_ptr<sync::Source> MakeCutOffSource(std::unique_ptr<sync::Source> source, int fails_after);

}  // namespace cp::faults
