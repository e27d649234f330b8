// The rows of an answer as columns of text.
#pragma once

#include <string>
#include <vector>

#include "courseprogress/v1/course_progress.pb.h"

namespace google::protobuf {
class FieldDescriptor;
}

namespace cp::ctl {

// Which fields of CourseProgress are shown, by their public (JSON) names and in their order.
class ProgressColumns {
 public:
  // The fields that are set in `row`: hidden ones are not columns.
  static ProgressColumns Of(const courseprogress::v1::CourseProgress& row);
  // All twelve: for an answer without rows.
  static ProgressColumns All();

  const std::vector<std::string>& names() const { return names_; }

  struct Cell {
    std::string text;
    bool is_text = false;  // false: a number, which has no quotes and can not be a formula
  };
  // One cell a column; empty where the row does not have the field.
  std::vector<Cell> Cells(const courseprogress::v1::CourseProgress& row) const;

 private:
  void Add(const google::protobuf::FieldDescriptor* field);

  std::vector<const google::protobuf::FieldDescriptor*> fields_;
  std::vector<std::string> names_;
};

}  // namespace cp::ctl
