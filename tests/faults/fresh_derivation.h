// What a reporting store must hold: every row of every company, derived from Moodle afresh.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace cp::faults {

// A line for each row of all companies, with all that comes from Moodle.
using RowLines = std::set<std::string>;

// As of `now`, unix seconds. Aborts the test when Moodle can not be read.
RowLines FreshRows(const std::string& moodle_dsn, int64_t now);
// Live rows of a store of any engine, in one snapshot. Aborts the test when it can not be read.
RowLines StoredRows(const std::string& store_dsn);

// Rows that only one of them has, a line each: "<row> missing", "<row> stored". Empty: equal.
std::string Difference(const RowLines& fresh, const RowLines& stored);

}  // namespace cp::faults
