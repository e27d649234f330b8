#include "libs/progress/settings.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace cp::progress {
namespace {

CompanySettings From(const std::map<std::string, std::string>& stored) { return SettingsFrom(stored); }

TEST(SettingsFrom, ShowsEverythingByDefault) {
  const CompanySettings settings = From({});
  EXPECT_TRUE(settings.visible_fields.all());
  EXPECT_TRUE(settings.hidden_courses.empty());
  EXPECT_EQ(settings.max_records, 1000);
  EXPECT_EQ(settings.cache_ttl_seconds, 0);
  EXPECT_TRUE(settings.cache_enabled);
}

TEST(SettingsFrom, HidesOneFieldByItsKey) {
  for (int i = 0; i < kFieldCount; ++i) {
    const std::string key(SettingKeyOf(static_cast<Field>(i)));
    const CompanySettings settings = From({{key, "0"}});
    EXPECT_EQ(settings.visible_fields, FieldMask().set().reset(static_cast<size_t>(i))) << key;
  }
}

TEST(SettingsFrom, KeepsAFieldThatIsSwitchedOn) { EXPECT_TRUE(From({{"field_email", "1"}}).visible_fields.all()); }

TEST(SettingKeyOf, UsesTheNamesOfTheOriginal) {
  EXPECT_EQ(SettingKeyOf(Field::kUserId), "field_userid");
  EXPECT_EQ(SettingKeyOf(Field::kEmail), "field_email");
  EXPECT_EQ(SettingKeyOf(Field::kTimecompletedUnix), "field_timecompleted_unix");
  EXPECT_EQ(SettingKeyOf(Field::kStatus), "field_status");
}

TEST(SettingsFrom, HidesCourses) {
  const CompanySettings settings = From({{"course_4", "0"}, {"course_5", "1"}, {"course_2147483647", "0"}});
  EXPECT_EQ(settings.hidden_courses.size(), 2u);
  EXPECT_TRUE(settings.hidden_courses.contains(CourseId(4)));
  EXPECT_TRUE(settings.hidden_courses.contains(CourseId(2147483647)));
}

TEST(SettingsFrom, ClampsNumbersToTheNearestBound) {
  EXPECT_EQ(From({{"max_records", "500"}}).max_records, 500);
  EXPECT_EQ(From({{"max_records", "0"}}).max_records, 1);
  EXPECT_EQ(From({{"max_records", "-7"}}).max_records, 1);
  EXPECT_EQ(From({{"max_records", "10001"}}).max_records, 10000);
  EXPECT_EQ(From({{"max_records", "99999999999999999999999"}}).max_records, 10000);
  EXPECT_EQ(From({{"max_records", "-99999999999999999999999"}}).max_records, 1);
  EXPECT_EQ(From({{"cache_ttl_seconds", "10"}}).cache_ttl_seconds, 10);
  EXPECT_EQ(From({{"cache_ttl_seconds", "-1"}}).cache_ttl_seconds, 0);
  EXPECT_EQ(From({{"cache_ttl_seconds", "86401"}}).cache_ttl_seconds, 86400);
}

TEST(SettingsFrom, SwitchesTheCacheOff) { EXPECT_FALSE(From({{"cache_enabled", "0"}}).cache_enabled); }

TEST(SettingsFrom, IgnoresWhatItDoesNotUnderstand) {
  const std::map<std::string, std::string> stored = {{"field_shoe_size", "0"},
                                                     {"field_email", "maybe"},
                                                     {"max_records", "many"},
                                                     {"cache_ttl_seconds", ""},
                                                     {"cache_enabled", "yes"},
                                                     {"course_", "0"},
                                                     {"course_x", "0"},
                                                     {"course_0", "0"},
                                                     {"course_4", "2"},
                                                     {"course_04", "0"},
                                                     {"", "1"},
                                                     {"a_later_setting", "7"}};
  const CompanySettings settings = From(stored);
  EXPECT_TRUE(settings.visible_fields.all());
  EXPECT_TRUE(settings.hidden_courses.empty());
  EXPECT_EQ(settings.max_records, 1000);
  EXPECT_EQ(settings.cache_ttl_seconds, 0);
  EXPECT_TRUE(settings.cache_enabled);
}

}  // namespace
}  // namespace cp::progress
