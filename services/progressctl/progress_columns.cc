#include "services/progressctl/progress_columns.h"

#include <google/protobuf/descriptor.h>

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::CourseProgress;
using google::protobuf::FieldDescriptor;

// Unix times are whole; the percentage has two decimals.
std::string DoubleText(const FieldDescriptor& field, double value) {
  if (field.name() == "percentage") return absl::StrFormat("%.2f", value);
  return absl::StrCat(static_cast<int64_t>(value));
}

}  // namespace

ProgressColumns ProgressColumns::Of(const CourseProgress& row) {
  ProgressColumns columns;
  const google::protobuf::Descriptor& type = *CourseProgress::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (row.GetReflection()->HasField(row, type.field(i))) columns.Add(type.field(i));
  }
  return columns;
}

ProgressColumns ProgressColumns::All() {
  ProgressColumns columns;
  const google::protobuf::Descriptor& type = *CourseProgress::descriptor();
  for (int i = 0; i < type.field_count(); ++i) columns.Add(type.field(i));
  return columns;
}

void ProgressColumns::Add(const FieldDescriptor* field) {
  fields_.push_back(field);
  names_.push_back(field->json_name());
}

std::vector<ProgressColumns::Cell> ProgressColumns::Cells(const CourseProgress& row) const {
  const google::protobuf::Reflection& reflection = *row.GetReflection();
  std::vector<Cell> cells;
  for (const FieldDescriptor* field : fields_) {
    if (!reflection.HasField(row, field)) {
      cells.push_back({});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      cells.push_back({reflection.GetString(row, field), true});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      cells.push_back({absl::StrCat(reflection.GetInt32(row, field)), false});
    } else {
      cells.push_back({DoubleText(*field, reflection.GetDouble(row, field)), false});
    }
  }
  return cells;
}

}  // namespace cp::ctl
