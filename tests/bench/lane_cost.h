// What following Moodle costs as a site grows.
#pragma once

#include <cstdint>
#include <string>

namespace cp::bench {

// Sites of 10,000, 100,000, .. pairs up to `most_pairs`, in ten companies, on `engine` ("mariadb", "postgres"), and a
// worker over real SQL on both sides (SQLite store). For each site: an idle tick, a tick with the run that serves the
// 100 pairs it found, and a look; medians of several. Prints a line for each, and how much the largest costs more than
// the smallest. A look is apart: it is not made at every tick, but every count_interval.
void PrintLaneCost(const std::string& engine, int64_t most_pairs);

}  // namespace cp::bench
