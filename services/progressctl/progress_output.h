// GetCourseProgress answers on their way to a person or a program, page by page.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "courseprogress/v1/course_progress_service.pb.h"

namespace cp::ctl {

// Not thread-safe. Memory does not grow with the pages.
class ProgressOutput {
 public:
  virtual ~ProgressOutput() = default;
  virtual absl::Status WritePage(const courseprogress::v1::GetCourseProgressResponse& page) = 0;
  // After the last page.
  virtual void Finish() {}
};

// `format`: "table", "csv" (one header, the columns of the first row) or "json" (one answer a line). Streams outlive
// it.
std::unique_ptr<ProgressOutput> MakeProgressOutput(const std::string& format, std::ostream* out);

// "12 rows from CACHE, cached 3.2 s ago, data version 0..2, data as of 2026-11-20 12:00:01 UTC".
std::string DescribeAnswer(const courseprogress::v1::GetCourseProgressResponse& page);

}  // namespace cp::ctl
