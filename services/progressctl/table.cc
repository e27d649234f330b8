#include "services/progressctl/table.h"

#include <algorithm>

#include "services/progressctl/text.h"

namespace cp::ctl {

void TableWriter::Write(std::vector<TableRow> rows) {
  widths_.resize(headers_.size(), 0);
  if (!headers_written_) rows.insert(rows.begin(), headers_);
  for (TableRow& row : rows) {
    for (size_t column = 0; column < row.size(); ++column) {
      row[column] = Printable(row[column]);
      widths_[column] = std::max(widths_[column], DisplayWidth(row[column]));
    }
  }
  for (const TableRow& row : rows) WriteLine(row);
  headers_written_ = true;
}

void TableWriter::WriteLine(const TableRow& cells) {
  std::string line;
  for (size_t column = 0; column < cells.size(); ++column) {
    if (column > 0) line += "  ";
    line += cells[column];
    line.append(widths_[column] - DisplayWidth(cells[column]), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  *out_ << line << '\n';
}

}  // namespace cp::ctl
