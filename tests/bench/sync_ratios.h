// The two halves of a sync, each measured beside the fastest way its server offers.
#pragma once

namespace cp::bench {

// Alternated rounds of one run; prints a table:
//   writing   1000-row batches through ProgressWriter into PostgreSQL, against COPY of the same rows, formatted
//             beforehand, into the same table with the same indexes and the same durability, a transaction each 1000
//             rows. Ours also hashes the rows, raises the version under the company's lock and writes the outbox;
//   reading   a whole company through the Moodle source, against libmariadb's unbuffered results (mysql_use_result) for
//             the very statements that the source sent.
void PrintRatios(int rounds);

}  // namespace cp::bench
