#include "services/progressctl/progress_output.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "libs/base/status.h"
#include "services/progressctl/csv.h"
#include "services/progressctl/json.h"
#include "services/progressctl/progress_columns.h"
#include "services/progressctl/table.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::CourseProgress;
using courseprogress::v1::GetCourseProgressResponse;

class JsonLines final : public ProgressOutput {
 public:
  explicit JsonLines(std::ostream* out) : out_(out) {}

  absl::Status WritePage(const GetCourseProgressResponse& page) override {
    CP_ASSIGN_OR_RETURN(const std::string json, ToJson(page));
    *out_ << json << "\n";
    return absl::OkStatus();
  }

 private:
  std::ostream* const out_;
};

class Csv final : public ProgressOutput {
 public:
  explicit Csv(std::ostream* out) : out_(out) {}

  absl::Status WritePage(const GetCourseProgressResponse& page) override {
    if (page.rows().empty()) return absl::OkStatus();
    if (!columns_.has_value()) Begin(ProgressColumns::Of(page.rows(0)));
    for (const CourseProgress& row : page.rows()) {
      std::vector<std::string> record;
      for (ProgressColumns::Cell& cell : columns_->Cells(row)) {
        record.push_back(cell.is_text ? CsvText(cell.text) : std::move(cell.text));
      }
      *out_ << CsvRecord(record);
    }
    return absl::OkStatus();
  }

  // The columns never vanish, or a report that reads the file breaks.
  void Finish() override {
    if (!columns_.has_value()) Begin(ProgressColumns::All());
  }

 private:
  void Begin(ProgressColumns columns) {
    columns_ = std::move(columns);
    *out_ << CsvRecord(columns_->names());
  }

  std::ostream* const out_;
  std::optional<ProgressColumns> columns_;
};

class Table final : public ProgressOutput {
 public:
  explicit Table(std::ostream* out) : out_(out) {}

  absl::Status WritePage(const GetCourseProgressResponse& page) override {
    if (page.rows().empty()) return absl::OkStatus();
    if (!columns_.has_value()) {
      columns_ = ProgressColumns::Of(page.rows(0));
      writer_.emplace(out_, columns_->names());
    }
    std::vector<TableRow> rows;
    for (const CourseProgress& row : page.rows()) {
      TableRow& cells = rows.emplace_back();
      for (ProgressColumns::Cell& cell : columns_->Cells(row)) cells.push_back(std::move(cell.text));
    }
    writer_->Write(std::move(rows));
    return absl::OkStatus();
  }

 private:
  std::ostream* const out_;
  std::optional<ProgressColumns> columns_;
  std::optional<TableWriter> writer_;
};

}  // namespace

std::unique_ptr<ProgressOutput> MakeProgressOutput(const std::string& format, std::ostream* out) {
  if (format == "json") return std::make_unique<JsonLines>(out);
  if (format == "csv") return std::make_unique<Csv>(out);
  return std::make_unique<Table>(out);
}

std::string DescribeAnswer(const GetCourseProgressResponse& page) {
  const std::string source = courseprogress::v1::DataSource_Name(page.source());
  std::string text =
      absl::StrCat(Count(page.rows_size(), "row", "rows"), " from ", absl::StripPrefix(source, "DATA_SOURCE_"));
  if (page.cached()) {
    absl::StrAppendFormat(&text, ", cached %.1f s ago", page.cache_age_seconds());
  } else {
    text += ", not cached";
  }
  absl::StrAppend(&text, ", data version ", page.data_version(), ", data as of ",
                  page.has_data_as_of_time() ? TimeText(page.data_as_of_time()) : "never");
  if (!page.empty_message().empty()) absl::StrAppend(&text, " - ", Printable(page.empty_message()));
  return text;
}

}  // namespace cp::ctl
