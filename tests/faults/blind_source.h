// A source that looks away: its feed does not tell of some kind of change, and it fails after some calls.
#pragma once

#include <memory>

#include "libs/sync/source.h"
#include "tests/faults/played_site.h"

namespace cp::faults {

// `fails_after`: reads of snapshots and feeds that succeed before every further one is UNAVAILABLE; 0: none fails.
std::unique_ptr<sync::Source> MakeBlindSource(std::unique_ptr<sync::Source> source, Blind blind, int fails_after);

}  // namespace cp::faults
