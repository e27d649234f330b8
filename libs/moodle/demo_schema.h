// The tables of a Moodle 4.1 + IOMAD site that progress is derived from, as SQLite DDL: Moodle's own table, column and
// index names, prefix "mdl_".
#pragma once

namespace cp::moodle {

// CREATE TABLE statements. Ids are never reused, as in MariaDB and PostgreSQL.
const char* DemoTablesDdl();

// CREATE INDEX statements for the same tables, apart: filling a table first and indexing it then is several times
// faster. They hold the UNIQUE rules too.
const char* DemoIndexesDdl();

}  // namespace cp::moodle
