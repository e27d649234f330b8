#include "services/query/page_encoder.h"

#include <memory>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "courseprogress/v1/course_progress_service.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

namespace cp::query {
namespace {

using ::google::protobuf::internal::WireFormatLite;
using progress::Field;

constexpr uint32_t kRowTag = WireFormatLite::MakeTag(courseprogress::v1::GetCourseProgressResponse::kRowsFieldNumber,
                                                     WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
// A typical row; a wrong guess costs a reallocation.
constexpr size_t kExpectedRowBytes = 200;
// Of a payload's bytes, what may be left over: caches keep it. More is worth a copy.
constexpr size_t kTolerableWaste = 8;  // one in so many

void AppendDigits(int64_t value, int width, std::string* out) {
  const size_t start = out->size();
  out->resize(start + static_cast<size_t>(width));
  for (int i = width - 1; i >= 0; --i, value /= 10) {
    (*out)[start + static_cast<size_t>(i)] = static_cast<char>('0' + value % 10);
  }
}

// "YYYY-MM-DD HH:MM:SS" in UTC; empty for 0. REQUIRES: before the year 10000 (progress::Derive refuses later times).
void FormatTime(int64_t unix_seconds, std::string* out) {
  out->clear();
  if (unix_seconds == 0) return;
  const absl::CivilSecond civil = absl::ToCivilSecond(absl::FromUnixSeconds(unix_seconds), absl::UTCTimeZone());
  AppendDigits(civil.year(), 4, out);
  const std::pair<char, int> parts[] = {
      {'-', civil.month()}, {'-', civil.day()}, {' ', civil.hour()}, {':', civil.minute()}, {':', civil.second()}};
  for (const auto& [separator, value] : parts) {
    out->push_back(separator);
    AppendDigits(value, 2, out);
  }
}

void FillPerson(const progress::CourseProgress& row, progress::FieldMask visible,
                courseprogress::v1::CourseProgress* out) {
  const auto shows = [&](Field field) { return visible.test(static_cast<size_t>(field)); };
  if (shows(Field::kUserId)) out->set_user_id(static_cast<int32_t>(row.key.user.value()));
  if (shows(Field::kFirstname)) out->set_firstname(row.firstname);
  if (shows(Field::kLastname)) out->set_lastname(row.lastname);
  if (shows(Field::kEmail)) out->set_email(row.email);
}

void FillCourse(const progress::CourseProgress& row, progress::FieldMask visible,
                courseprogress::v1::CourseProgress* out) {
  const auto shows = [&](Field field) { return visible.test(static_cast<size_t>(field)); };
  if (shows(Field::kCourseId)) out->set_course_id(static_cast<int32_t>(row.key.course.value()));
  if (shows(Field::kCoursename)) out->set_coursename(row.coursename);
  if (shows(Field::kTimecompleted)) FormatTime(row.timecompleted, out->mutable_timecompleted());
  if (shows(Field::kTimecompletedUnix)) out->set_timecompleted_unix(static_cast<double>(row.timecompleted));
  if (shows(Field::kTimestarted)) FormatTime(row.timestarted, out->mutable_timestarted());
  if (shows(Field::kTimestartedUnix)) out->set_timestarted_unix(static_cast<double>(row.timestarted));
  if (shows(Field::kPercentage)) out->set_percentage(progress::PercentageHundredths(row) / 100.0);
  if (shows(Field::kStatus)) {
    const absl::string_view status = progress::ToString(row.status);
    out->set_status(status.data(), status.size());
  }
}

}  // namespace

std::string EncodePage(const progress::PageSnapshot& page) {
  std::string bytes;
  bytes.reserve(page.rows.size() * kExpectedRowBytes);
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  // One message for all rows: the same fields are set every time, and its strings keep their capacity.
  courseprogress::v1::CourseProgress message;
  for (const progress::CourseProgress& row : page.rows) {
    FillPerson(row, page.settings.visible_fields, &message);
    FillCourse(row, page.settings.visible_fields, &message);
    coded.WriteTag(kRowTag);
    coded.WriteVarint32(static_cast<uint32_t>(message.ByteSizeLong()));
    message.SerializeWithCachedSizes(&coded);
  }
  coded.Trim();
  if (bytes.capacity() - bytes.size() > bytes.size() / kTolerableWaste) bytes.shrink_to_fit();
  return bytes;
}

cache::LoadedPage ToLoadedPage(const progress::PageSnapshot& page, int64_t computed_at_ms) {
  auto payload = std::make_shared<cache::Payload>();
  payload->version = page.version.version;
  payload->bytes = EncodePage(page);
  payload->computed_at_ms = computed_at_ms;
  return {page.version, std::move(payload)};
}

}  // namespace cp::query
