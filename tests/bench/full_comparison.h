// What a comparison of everything costs that finds nothing.
#pragma once

#include <cstdint>

namespace cp::bench {

// A site of `pairs` on MariaDB, synced by the real sync-worker beside this program: a first time, which writes every
// row into an SQLite store, and then again, which writes none. Prints time and peak memory of both, and the second one
// beside the native client that reads the very statements that the worker sent (native_reading.h).
void PrintFullComparison(int64_t pairs);

}  // namespace cp::bench
