// Tables for people.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace cp::ctl {

using TableRow = std::vector<std::string>;

// Writes tables whose rows arrive in portions: columns are as wide as the widest cell so far, so that memory does not
// grow with the rows. Cells are made Printable(). Not thread-safe.
class TableWriter {
 public:
  // `out` outlives it.
  TableWriter(std::ostream* out, TableRow headers) : out_(out), headers_(std::move(headers)) {}

  // REQUIRES: every row has as many cells as there are headers. The first call writes the headers too.
  void Write(std::vector<TableRow> rows);

 private:
  void WriteLine(const TableRow& cells);

  std::ostream* const out_;
  TableRow headers_;
  std::vector<size_t> widths_;
  bool headers_written_ = false;
};

}  // namespace cp::ctl
