// What is said about a pair: activities, completion, text; and about the site.
#include "libs/moodle/source_test_base.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"

namespace cp::moodle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class SourceFacts : public SourceTest {
 protected:
  void Course10(int64_t completion = 1) {
    site_.Course(10, "Course", 1, completion);
    site_.CompanyCourse(1, 10);
    site_.Learner(5, 10);
  }

  progress::PairFacts OnlyPair() {
    const auto facts = Facts();
    EXPECT_THAT(facts, SizeIs(1));
    return facts.empty() ? progress::PairFacts() : facts[0];
  }
};

TEST_P(SourceFacts, CountDoneActivitiesByState) {
  Course10();
  for (int64_t activity = 20; activity < 25; ++activity) site_.Activity(activity, 10);
  site_.State(5, 20, 0, 1791000004);
  site_.State(5, 21, 1, 1791000001);
  site_.State(5, 22, 2, 1791000002);
  site_.State(5, 23, 3, 1791000003);
  const progress::PairFacts pair = OnlyPair();
  EXPECT_EQ(pair.activities_total, 5);
  EXPECT_EQ(pair.activities_done, 2);
  EXPECT_EQ(pair.last_activity, 1791000002);
}

TEST_P(SourceFacts, IgnoreActivitiesMoodleDoesNotTrack) {
  Course10();
  site_.Activity(20, 10);
  site_.Activity(21, 10, {.completion = 0});
  site_.Activity(22, 10, {.deletioninprogress = 1});
  site_.Activity(23, 10, {.module = 2});
  site_.Activity(24, 10, {.listed = false});
  site_.Activity(240, 10, {.completion = 0});  // listed, with the digits of 24 at either end
  site_.Activity(924, 10, {.completion = 0});
  for (int64_t activity = 20; activity < 25; ++activity) site_.State(5, activity, 1, 1791000000 + activity);
  const progress::PairFacts pair = OnlyPair();
  EXPECT_EQ(pair.activities_total, 1);
  EXPECT_EQ(pair.activities_done, 1);
  EXPECT_EQ(pair.last_activity, 1791000020);
}

TEST_P(SourceFacts, KeepUsersAndCoursesApart) {
  Course10();
  site_.Course(11);
  site_.CompanyCourse(1, 11);
  site_.Activity(20, 10);
  site_.Activity(21, 11);
  site_.Activity(22, 11);
  site_.Learner(4, 10);
  site_.Learner(6, 11);
  site_.State(4, 21, 1);  // done once, not enrolled there any more
  site_.State(6, 21, 1);
  site_.State(6, 22, 1);
  site_.State(6, 20, 1);
  std::vector<std::string> seen;
  for (const progress::PairFacts& pair : Facts()) {
    seen.push_back(
        absl::StrCat(pair.user_id, ":", pair.course_id, " ", pair.activities_done, "/", pair.activities_total));
  }
  EXPECT_THAT(seen, ElementsAre("4:10 0/1", "5:10 0/1", "6:11 2/2"));
}

TEST_P(SourceFacts, TakeTimesFromCourseCompletions) {
  Course10();
  site_.Learner(6, 10);
  site_.Learner(7, 10);
  site_.Completed(5, 10, "1791000000", 1790500000);
  site_.Completed(6, 10, "NULL", 1790600000);
  site_.Completed(7, 11, "1", 1);  // another course
  const auto facts = Facts();
  ASSERT_THAT(facts, SizeIs(3));
  EXPECT_EQ(facts[0].timecompleted, 1791000000);
  EXPECT_EQ(facts[0].timestarted, 1790500000);
  EXPECT_EQ(facts[1].timecompleted, 0);
  EXPECT_EQ(facts[1].timestarted, 1790600000);
  EXPECT_EQ(facts[2].timecompleted, 0);
  EXPECT_EQ(facts[2].timestarted, 0);
}

TEST_P(SourceFacts, CompletionNeedsTheCourseAndTheSite) {
  Course10(1);
  site_.Course(11, "Off", 1, 0);
  site_.CompanyCourse(1, 11);
  site_.Learner(6, 11);
  auto facts = Facts();
  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_TRUE(facts[0].completion_enabled);
  EXPECT_FALSE(facts[1].completion_enabled);
  site_.Config("enablecompletion", "0");
  facts = Facts();
  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_FALSE(facts[0].completion_enabled);
}

TEST_P(SourceFacts, KeepTextByteForByte) {
  std::string longest;
  for (int i = 0; i < 254; ++i) longest += "\xF0\x9F\x98\x80";  // 254 characters of four bytes
  const std::string awkward = " O'Brien \"\\\n\t=1+1<b>{x}:now\xE2\x80\xAE ";
  site_.Course(10, longest);
  site_.CompanyCourse(1, 10);
  site_.User(5, awkward, longest);
  site_.Member(1, 5);
  site_.Enrol(5, 10);
  site_.Assign(5, CourseContext(10), kStudent);
  const progress::PairFacts pair = OnlyPair();
  EXPECT_EQ(pair.firstname, awkward);
  EXPECT_EQ(pair.lastname, longest);
  EXPECT_EQ(pair.coursename, longest);
  EXPECT_EQ(pair.username, "user5");
  EXPECT_EQ(pair.email, "user5@example.test");
}

TEST_P(SourceFacts, SanitizedTextIsCounted) {
  // PostgreSQL stores no NUL.
  const absl::string_view raw = GetParam() == "postgres" ? "fine" : absl::string_view("a\0b", 3);
  site_.Course(10);
  site_.CompanyCourse(1, 10);
  site_.User(5, raw, "Last");
  site_.Member(1, 5);
  site_.Enrol(5, 10);
  site_.Assign(5, CourseContext(10), kStudent);
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()));
  std::vector<progress::PairFacts> rows;
  CP_ASSERT_OK(snapshot->Next(10, &rows, Soon()));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].firstname, GetParam() == "postgres" ? "fine"
                                                        : "a\xEF\xBF\xBD"
                                                          "b");
  EXPECT_EQ(snapshot->SanitizedValues(), GetParam() == "postgres" ? 0 : 1);
}

TEST_P(SourceFacts, RowsAreReusedAndEmptiedAtTheEnd) {
  Course10();
  site_.Learner(6, 10);
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()));
  std::vector<progress::PairFacts> rows(5);
  rows[0].timecompleted = 77;
  CP_ASSERT_OK(snapshot->Next(1, &rows, Soon()));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].user_id, 5);
  EXPECT_EQ(rows[0].timecompleted, 0);
  CP_ASSERT_OK(snapshot->Next(10, &rows, Soon()));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].user_id, 6);
  CP_ASSERT_OK(snapshot->Next(10, &rows, Soon()));
  EXPECT_THAT(rows, IsEmpty());
}

TEST_P(SourceFacts, SnapshotDoesNotSeeLaterChanges) {
  // Else a reader keeps the writer out.
  if (GetParam() == "sqlite") {
    CP_ASSERT_OK(database_.execute("PRAGMA journal_mode=WAL"));
  }
  Course10();
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()));
  site_.Learner(6, 10);
  site_.Sql("UPDATE {user} SET firstname = 'Changed';");
  CP_ASSERT_OK(site_.Build());
  std::vector<progress::PairFacts> rows;
  CP_ASSERT_OK(snapshot->Next(10, &rows, Soon()));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].firstname, "First");
  EXPECT_THAT(Pairs(), ElementsAre("5:10", "6:10"));
}

TEST_P(SourceFacts, NameEmptyTables) {
  const auto empty_tables = [&]() -> std::vector<std::string> {
    const auto snapshot = Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon());
    EXPECT_THAT(snapshot, testing::IsOk());
    return (*snapshot)->EmptyTables(Soon()).value();
  };
  EXPECT_THAT(empty_tables(), UnorderedElementsAre("enrol", "user_enrolments", "company_users"));
  Course10();
  EXPECT_THAT(empty_tables(), IsEmpty());
}

TEST_P(SourceFacts, ADeletedCompanyHasNoPairsWhateverIsLeftOfIt) {
  Course10();
  ASSERT_THAT(Pairs(), Not(IsEmpty()));
  site_.Company(2);
  site_.Sql("DELETE FROM {company} WHERE id = 1;");
  EXPECT_THAT(Pairs(), IsEmpty());
}

TEST_P(SourceFacts, NameATableOfCompaniesThatIsEmpty) {
  Course10();
  site_.Sql("DELETE FROM {company};");
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()));
  EXPECT_THAT(snapshot->EmptyTables(Soon()), testing::IsOkAndHolds(ElementsAre("company")));
}

TEST_P(SourceFacts, CensusCountsTheGuardedTables) {
  Course10();
  site_.Learner(6, 10);
  CP_ASSERT_OK_AND_ASSIGN(const progress::SourceCensus census, Open().Census(Soon()));
  EXPECT_THAT(census.rows, UnorderedElementsAre(Pair("user", 3), Pair("course", 2), Pair("enrol", 2),
                                                Pair("user_enrolments", 2), Pair("company_users", 2)));
  EXPECT_EQ(census.counted_at, testing::FakeClock::kStart);
}

TEST_P(SourceFacts, CompaniesAreOrderedById) {
  site_.Company(12, "Twelve");
  site_.Company(3, "Three \xF0\x9F\x98\x80");
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, Open().Companies(Soon()));
  ASSERT_THAT(companies, SizeIs(3));
  EXPECT_EQ(companies[1].id, CompanyId(3));
  EXPECT_EQ(companies[1].name, "Three \xF0\x9F\x98\x80");
  EXPECT_EQ(companies[1].shortname, "c3");
  EXPECT_EQ(companies[2].id, CompanyId(12));
}

TEST_P(SourceFacts, ProbeTellsKindVersionAndSkew) {
  clock_.SetTime(absl::Now() - absl::Seconds(100));
  CP_ASSERT_OK_AND_ASSIGN(const sync::SourceInfo info, Open().Probe(Soon()));
  EXPECT_EQ(info.kind, GetParam() == "postgres" ? "postgresql" : GetParam());
  EXPECT_FALSE(info.version.empty());
  EXPECT_TRUE(info.iomad);
  EXPECT_NEAR(static_cast<double>(info.clock_skew_seconds), 100, 30);
}

CP_ON_EVERY_ENGINE(SourceFacts);

}  // namespace
}  // namespace cp::moodle
