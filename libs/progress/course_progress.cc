#include "libs/progress/course_progress.h"

#include <xxhash.h>

#include <bit>

#include "absl/strings/str_format.h"

namespace cp::progress {
namespace {

// Raised when a field is added or its encoding changes.
constexpr absl::string_view kHashVersion = "1:";

// An encoding in which no two rows look alike: integers of 8 little-endian bytes, text behind its length.
class Encoder {
 public:
  explicit Encoder(size_t capacity) { bytes_.reserve(capacity); }

  void Integer(uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) bytes_.push_back(static_cast<char>(value >> shift));
  }
  void Text(absl::string_view text) {
    Integer(text.size());
    bytes_.append(text.data(), text.size());
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace

absl::string_view ToString(ProgressStatus status) {
  switch (status) {
    case ProgressStatus::kNotStarted:
      return "not_started";
    case ProgressStatus::kInProgress:
      return "in_progress";
    case ProgressStatus::kCompleted:
      return "completed";
  }
  return "unknown";
}

std::string ContentHash(const CourseProgress& row) {
  constexpr size_t kIntegers = 12;  // seven numbers and five lengths
  Encoder encoder(kIntegers * 8 + row.firstname.size() + row.lastname.size() + row.email.size() + row.username.size() +
                  row.coursename.size());
  encoder.Text(row.firstname);
  encoder.Text(row.lastname);
  encoder.Text(row.email);
  encoder.Text(row.username);
  encoder.Text(row.coursename);
  encoder.Integer(static_cast<uint64_t>(row.timecompleted));
  encoder.Integer(static_cast<uint64_t>(row.timestarted));
  encoder.Integer(std::bit_cast<uint64_t>(row.percentage + 0.0));  // -0.0 equals 0.0 and must hash like it
  encoder.Integer(static_cast<uint64_t>(row.activities_done));
  encoder.Integer(static_cast<uint64_t>(row.activities_total));
  encoder.Integer(static_cast<uint64_t>(row.status));
  encoder.Integer(static_cast<uint64_t>(row.last_activity));
  const XXH128_hash_t hash = XXH3_128bits(encoder.bytes().data(), encoder.bytes().size());
  return absl::StrFormat("%s%016x%016x", kHashVersion, hash.high64, hash.low64);
}

int32_t PercentageHundredths(const CourseProgress& row) {
  if (row.status == ProgressStatus::kCompleted) return 10000;
  // Also 0 with activities done: a course whose completion tracking is off shows none.
  if (row.percentage <= 0 || row.activities_total <= 0) return 0;
  const int64_t done = row.activities_done;
  const int64_t total = row.activities_total;
  return static_cast<int32_t>((20000 * done + total) / (2 * total));
}

}  // namespace cp::progress
