#include "services/query/page_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "courseprogress/v1/course_progress_service.pb.h"
#include "libs/testing/builders.h"

namespace cp::query {
namespace {

using ::courseprogress::v1::GetCourseProgressResponse;
using progress::Field;

GetCourseProgressResponse Decode(const std::string& bytes) {
  GetCourseProgressResponse response;
  EXPECT_TRUE(response.ParseFromString(bytes));
  return response;
}

progress::PageSnapshot PageOf(std::vector<progress::CourseProgress> rows) {
  progress::PageSnapshot page;
  page.rows = std::move(rows);
  return page;
}

TEST(PageEncoder, CarriesEveryFieldOfARow) {
  progress::CourseProgress row = testing::Row(7, 3, 1, 3);
  row.firstname = "Zoë";
  row.lastname = "O'Neill";
  row.email = "zoe@example.org";
  row.coursename = "Safety \xF0\x9F\x94\xA5";
  row.timestarted = 1794000000;
  row.timecompleted = 0;
  row.status = progress::ProgressStatus::kInProgress;
  const GetCourseProgressResponse response = Decode(EncodePage(PageOf({row})));
  ASSERT_EQ(response.rows_size(), 1);
  const auto& out = response.rows(0);
  EXPECT_EQ(out.user_id(), 7);
  EXPECT_EQ(out.firstname(), "Zoë");
  EXPECT_EQ(out.lastname(), "O'Neill");
  EXPECT_EQ(out.email(), "zoe@example.org");
  EXPECT_EQ(out.course_id(), 3);
  EXPECT_EQ(out.coursename(), "Safety \xF0\x9F\x94\xA5");
  EXPECT_EQ(out.timestarted(), "2026-11-06 21:20:00");
  EXPECT_EQ(out.timestarted_unix(), 1794000000.0);
  EXPECT_EQ(out.percentage(), 33.33);
  EXPECT_EQ(out.status(), "in_progress");
}

TEST(PageEncoder, AVisibleFieldIsPresentWhenZero) {
  progress::CourseProgress row;
  row.key = testing::Key(1, 2);
  const GetCourseProgressResponse response = Decode(EncodePage(PageOf({row})));
  const auto& out = response.rows(0);
  EXPECT_TRUE(out.has_firstname() && out.has_lastname() && out.has_email() && out.has_coursename());
  EXPECT_TRUE(out.has_timecompleted() && out.has_timecompleted_unix());
  EXPECT_TRUE(out.has_timestarted() && out.has_timestarted_unix());
  EXPECT_TRUE(out.has_percentage() && out.has_status());
  EXPECT_EQ(out.timecompleted(), "");
  EXPECT_EQ(out.timecompleted_unix(), 0);
  EXPECT_EQ(out.percentage(), 0);
  EXPECT_EQ(out.status(), "not_started");
}

TEST(PageEncoder, AHiddenFieldIsAbsentFromEveryRow) {
  // In the order of progress::Field and of the message's field numbers.
  for (int hidden = 0; hidden < progress::kFieldCount; ++hidden) {
    progress::PageSnapshot page = PageOf({testing::Row(1, 2), testing::CompletedRow(2, 2)});
    page.settings.visible_fields.reset(static_cast<size_t>(hidden));
    const GetCourseProgressResponse response = Decode(EncodePage(page));
    ASSERT_EQ(response.rows_size(), 2);
    for (const auto& row : response.rows()) {
      const auto* reflection = row.GetReflection();
      for (int field = 0; field < progress::kFieldCount; ++field) {
        EXPECT_EQ(reflection->HasField(row, row.GetDescriptor()->field(field)), field != hidden)
            << "hidden " << hidden << ", field " << row.GetDescriptor()->field(field)->name();
      }
    }
  }
}

TEST(PageEncoder, NothingOfOneRowStaysInTheNext) {
  progress::CourseProgress empty;
  empty.key = testing::Key(2, 2);
  const GetCourseProgressResponse response = Decode(EncodePage(PageOf({testing::CompletedRow(1, 2), empty})));
  ASSERT_EQ(response.rows_size(), 2);
  EXPECT_EQ(response.rows(0).status(), "completed");
  EXPECT_EQ(response.rows(0).percentage(), 100.0);
  EXPECT_EQ(response.rows(1).timecompleted(), "");
  EXPECT_EQ(response.rows(1).email(), "");
}

TEST(PageEncoder, IsTheSerializationOfTheMessage) {
  const std::string bytes = EncodePage(PageOf({testing::Row(1, 2), testing::CompletedRow(300, 70000), {}}));
  EXPECT_EQ(Decode(bytes).SerializeAsString(), bytes);
}

TEST(PageEncoder, OccupiesLittleMoreThanItHolds) {
  for (const bool shows_all : {true, false}) {
    progress::PageSnapshot page = PageOf(std::vector<progress::CourseProgress>(1000, testing::Row(1, 2)));
    if (!shows_all) page.settings.visible_fields.reset().set(static_cast<size_t>(Field::kUserId));
    const std::string bytes = EncodePage(page);
    EXPECT_LE(bytes.capacity(), bytes.size() + bytes.size() / 8 + 16) << "of " << bytes.size();
  }
}

TEST(PageEncoder, APageWithoutRowsIsEmpty) { EXPECT_EQ(EncodePage(PageOf({})), ""); }

TEST(PageEncoder, RowsWithoutAVisibleFieldStillCount) {
  progress::PageSnapshot page = PageOf({testing::Row(1, 2), testing::Row(2, 2)});
  page.settings.visible_fields.reset();
  EXPECT_EQ(Decode(EncodePage(page)).rows_size(), 2);
}

TEST(PageEncoder, FormatsTheEdgesOfTime) {
  progress::CourseProgress row;
  row.timestarted = 1;
  row.timecompleted = 253402300799;
  const GetCourseProgressResponse response = Decode(EncodePage(PageOf({row})));
  EXPECT_EQ(response.rows(0).timestarted(), "1970-01-01 00:00:01");
  EXPECT_EQ(response.rows(0).timecompleted(), "9999-12-31 23:59:59");
  EXPECT_EQ(response.rows(0).timecompleted_unix(), 253402300799.0);
}

TEST(LoadedPage, CarriesTheVersionOfItsSnapshot) {
  progress::PageSnapshot page = PageOf({testing::Row(1, 2)});
  page.version.version = {5, 9};
  const cache::LoadedPage loaded = ToLoadedPage(page, 1234);
  EXPECT_EQ(loaded.payload->version, (DataVersion{5, 9}));
  EXPECT_EQ(loaded.version.version, (DataVersion{5, 9}));
  EXPECT_EQ(loaded.payload->computed_at_ms, 1234);
  EXPECT_EQ(loaded.payload->bytes, EncodePage(page));
}

}  // namespace
}  // namespace cp::query
