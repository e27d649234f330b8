// The contract of sync::ChangeFeed, on every engine.
#include <algorithm>
#include <limits>

#include "absl/strings/str_join.h"
#include "libs/base/reasons.h"
#include "libs/moodle/player/moodle_player.h"
#include "libs/moodle/player/small_site.h"
#include "libs/moodle/source_test_base.h"
#include "libs/testing/random_seed.h"

namespace cp::moodle {
namespace {

using sync::DigestKind;
using sync::Stamp;
using sync::Tail;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;
using What = sync::Touched::What;

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

class ChangeFeedTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    CP_ASSERT_OK_AND_ASSIGN(db_, SiteDb::Open(database_.dsn));
    CP_ASSERT_OK(MakeSmallSite(db_.get(), kNow, seed_));
    Open(database_.dsn);
  }

  void Open(const std::string& dsn) {
    CP_ASSERT_OK_AND_ASSIGN(source_, MakeSource({.dsn = dsn}, clock_));
    Reopen();
  }
  void Reopen() {
    feed_.reset();  // a look at what is there now
    auto feed = source_->OpenFeed(Soon());
    ASSERT_THAT(feed, IsOk());
    feed_ = *std::move(feed);
  }

  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(1)); }

  std::map<Tail, int64_t> Heads() {
    auto heads = feed_->Heads(Soon());
    EXPECT_THAT(heads, IsOk());
    return heads.ok() ? *heads : std::map<Tail, int64_t>();
  }
  std::vector<sync::TailRow> ReadTail(Tail tail, int64_t after, int64_t through = kAll, int limit = 1000) {
    auto rows = feed_->ReadTail(tail, after, through, limit, Soon());
    EXPECT_THAT(rows, IsOk());
    return rows.ok() ? *std::move(rows) : std::vector<sync::TailRow>();
  }
  std::map<int64_t, sync::DigestRow> Digests(DigestKind kind, const std::map<Tail, int64_t>& heads, int limit = 1000) {
    std::map<int64_t, sync::DigestRow> all;
    for (int64_t after = 0;;) {
      const auto rows = feed_->ReadDigests(kind, heads, after, limit, Soon());
      EXPECT_THAT(rows, IsOk());
      if (!rows.ok() || rows->empty()) return all;
      EXPECT_LE(rows->size(), static_cast<size_t>(limit));
      for (const sync::DigestRow& row : *rows) {
        EXPECT_GT(row.id, after);
        after = row.id;
        all[row.id] = row;
      }
    }
  }
  // Ids whose digest is not what it was.
  std::vector<int64_t> Changed(DigestKind kind, const std::map<int64_t, sync::DigestRow>& before,
                               const std::map<Tail, int64_t>& heads) {
    std::vector<int64_t> changed;
    const auto after = Digests(kind, heads);
    for (const auto& [id, row] : before) {
      const auto now = after.find(id);
      if (now == after.end() || now->second.before != row.now) changed.push_back(id);
    }
    return changed;
  }

  const uint64_t seed_ = testing::RandomSeed();
  testing::FakeClock clock_;
  TestDatabase database_ = MakeTestDatabase(GetParam());
  std::unique_ptr<SiteDb> db_;
  std::unique_ptr<sync::Source> source_;
  std::unique_ptr<sync::ChangeFeed> feed_;
};

TEST_P(ChangeFeedTest, HeadsAreTheHighestIds) {
  const std::map<Tail, int64_t> expected = {
      {Tail::kEnrolments, db_->Int("SELECT MAX(id) FROM mdl_user_enrolments")},
      {Tail::kActivityCompletions, 0},
      {Tail::kCourseCompletions, 0},
      {Tail::kRoleAssignments, db_->Int("SELECT MAX(id) FROM mdl_role_assignments")},
      {Tail::kCompanyUsers, db_->Int("SELECT MAX(id) FROM mdl_company_users")},
      {Tail::kLog, db_->Int("SELECT MAX(id) FROM mdl_logstore_standard_log")}};
  EXPECT_EQ(Heads(), expected);
}

TEST_P(ChangeFeedTest, SeesOneState) {
  const auto heads = Heads();
  const auto courses = Digests(DigestKind::kCourse, heads);
  MoodlePlayer player(db_.get(), kNow + 1);
  CP_ASSERT_OK(player.RenameCourse(2, "Another name"));
  EXPECT_EQ(Heads(), heads);
  EXPECT_THAT(Changed(DigestKind::kCourse, courses, heads), IsEmpty());
  Reopen();
  EXPECT_GT(Heads()[Tail::kLog], heads.at(Tail::kLog));
  EXPECT_THAT(Changed(DigestKind::kCourse, courses, heads), ElementsAre(2));
}

TEST_P(ChangeFeedTest, TailsComeInOrderBetweenTheirBounds) {
  for (const Tail tail : {Tail::kEnrolments, Tail::kRoleAssignments, Tail::kCompanyUsers, Tail::kLog}) {
    const auto all = ReadTail(tail, 0);
    ASSERT_GT(all.size(), 5u);
    std::vector<int64_t> ids;
    for (const sync::TailRow& row : all) ids.push_back(row.id);
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(ids.back(), Heads()[tail]);
    std::vector<int64_t> some;
    for (const sync::TailRow& row : ReadTail(tail, ids[1], ids[4])) some.push_back(row.id);
    EXPECT_THAT(some, ElementsAre(ids[2], ids[3], ids[4]));
    EXPECT_THAT(ReadTail(tail, ids[1], kAll, 2), SizeIs(2));
    EXPECT_THAT(ReadTail(tail, ids.back()), IsEmpty());
  }
}

TEST_P(ChangeFeedTest, TailsPointAtTheirUsers) {
  const auto heads = Heads();
  MoodlePlayer player(db_.get(), kNow + 1);
  const auto target = db_->Rows(
      "SELECT u.id, e.id FROM mdl_user u JOIN mdl_enrol e ON e.enrol = 'manual' WHERE u.id > 2 AND NOT EXISTS (SELECT "
      "1 "
      "FROM mdl_user_enrolments ue WHERE ue.userid = u.id AND ue.enrolid = e.id) ORDER BY u.id, e.id");
  const int64_t user = target.at(0)[0];
  CP_ASSERT_OK(player.Enrol(user, target[0][1]));
  Reopen();
  const auto rows = ReadTail(Tail::kEnrolments, heads.at(Tail::kEnrolments));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].touched.what, What::kUser);
  EXPECT_EQ(rows[0].touched.id, user);
  const auto log = ReadTail(Tail::kLog, heads.at(Tail::kLog));
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(log[0].touched.what, What::kUser);
  EXPECT_EQ(log[0].touched.id, user);
}

TEST_P(ChangeFeedTest, StampedRowsAreThoseSinceATime) {
  MoodlePlayer player(db_.get(), kNow + 100);
  for (const int64_t user : {5, 7, 9}) CP_ASSERT_OK(player.RenameUser(user, "New"));
  CP_ASSERT_OK(player.MarkCourseComplete(6, 2, kNow + 500));  // a time to come
  Reopen();
  const auto read = [&](Stamp stamp, int64_t since, int64_t after, int limit) {
    std::vector<std::string> rows;
    const auto found = feed_->ReadStamped(stamp, since, after, limit, Soon());
    EXPECT_THAT(found, IsOk());
    for (const sync::StampedRow& row : *found) {
      EXPECT_EQ(row.touched.what, What::kUser);
      rows.push_back(absl::StrCat(row.touched.id, "@", row.time - kNow));
    }
    return rows;
  };
  EXPECT_THAT(read(Stamp::kUsers, kNow + 100, 0, 10), ElementsAre("5@100", "7@100", "9@100"));
  EXPECT_THAT(read(Stamp::kUsers, kNow + 100, 0, 2), ElementsAre("5@100", "7@100"));
  EXPECT_THAT(read(Stamp::kUsers, kNow + 100, 7, 2), ElementsAre("9@100"));
  EXPECT_THAT(read(Stamp::kUsers, kNow + 101, 0, 10), IsEmpty());
  EXPECT_THAT(read(Stamp::kCourseCompletions, kNow + 101, 0, 10), ElementsAre("6@500"));
  EXPECT_THAT(read(Stamp::kEnrolments, kNow, 0, 10), IsEmpty());
  EXPECT_THAT(read(Stamp::kRoleAssignments, 1, 0, 10), SizeIs(10));
  EXPECT_THAT(read(Stamp::kActivityCompletions, 1, 0, 10), IsEmpty());
}

TEST_P(ChangeFeedTest, DigestsStayWithoutAChangeWhateverThePage) {
  const auto heads = Heads();
  for (const DigestKind kind : sync::kDigestKinds) {
    const auto all = Digests(kind, heads);
    EXPECT_THAT(all, SizeIs(kind == DigestKind::kSite      ? 1
                            : kind == DigestKind::kCompany ? kSmallSiteCompanies
                                                           : kSmallSiteCourses));
    const auto paged = Digests(kind, heads, 2);
    for (const auto& [id, row] : all) {
      EXPECT_EQ(row.before, row.now);
      EXPECT_NE(row.now, "");
      EXPECT_EQ(paged.at(id).now, row.now);
    }
    EXPECT_EQ(paged.size(), all.size());
  }
}

// New rows are the tails' affair: they change what is stored, but not what was there before.
TEST_P(ChangeFeedTest, CountsOfOldRowsFallWhenOneVanishes) {
  const auto heads = Heads();
  const auto counts = Digests(DigestKind::kCourseRows, heads);
  const auto companies = Digests(DigestKind::kCompany, heads);
  const auto enrolment = db_->Rows(
      "SELECT ue.id, e.courseid, ue.userid, ue.enrolid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = "
      "ue.enrolid ORDER BY ue.id");
  const int64_t id = enrolment.at(0)[0], course = enrolment[0][1], user = enrolment[0][2], instance = enrolment[0][3];
  MoodlePlayer player(db_.get(), kNow + 1);
  CP_ASSERT_OK(player.Unenrol(id));
  Reopen();
  EXPECT_THAT(Changed(DigestKind::kCourseRows, counts, heads), ElementsAre(course));

  CP_ASSERT_OK(player.Enrol(user, instance));
  Reopen();
  EXPECT_THAT(Changed(DigestKind::kCourseRows, counts, heads), ElementsAre(course)) << "another row";
  const auto heads_now = Heads();
  const auto counts_now = Digests(DigestKind::kCourseRows, heads_now);
  EXPECT_EQ(counts_now.at(course).now, counts.at(course).now) << "as many as at first";

  CP_ASSERT_OK(player.Enrol(kAdminUser, instance));
  CP_ASSERT_OK(player.AssignToCompany(kAdminUser, 1, 1));
  Reopen();
  EXPECT_THAT(Changed(DigestKind::kCourseRows, counts_now, heads_now), IsEmpty());
  EXPECT_THAT(Changed(DigestKind::kCompany, companies, heads_now), IsEmpty());
  EXPECT_NE(Digests(DigestKind::kCourseRows, heads_now).at(course).now, counts_now.at(course).now);
}

// A transaction that was slow to commit: its row has an id that a look has passed already.
TEST_P(ChangeFeedTest, CountsOfOldRowsRiseWhenOneComesLate) {
  const auto row = db_->Rows("SELECT id, enrolid, userid FROM mdl_user_enrolments ORDER BY id").at(0);
  CP_ASSERT_OK(db_->Transaction([&] { db_->Run("DELETE FROM mdl_user_enrolments WHERE id = $0", row[0]); }));
  Reopen();
  const auto heads = Heads();
  const auto counts = Digests(DigestKind::kCourseRows, heads);
  CP_ASSERT_OK(db_->Transaction([&] {
    db_->Run("INSERT INTO mdl_user_enrolments (id, enrolid, userid, timeend) VALUES ($0, $1, $2, 0)", row[0], row[1],
             row[2]);
  }));
  Reopen();
  EXPECT_EQ(Heads(), heads);
  EXPECT_THAT(Changed(DigestKind::kCourseRows, counts, heads), SizeIs(1));
}

TEST_P(ChangeFeedTest, ADeletedCourseHasNoDigest) {
  const auto heads = Heads();
  MoodlePlayer player(db_.get(), kNow + 1);
  CP_ASSERT_OK(player.DeleteCourse(3));
  Reopen();
  EXPECT_FALSE(Digests(DigestKind::kCourse, heads).contains(3));
  EXPECT_FALSE(Digests(DigestKind::kCourseRows, heads).contains(3));
}

TEST_P(ChangeFeedTest, TwoMembersWhoChangePlacesAreSeen) {
  CP_ASSERT_OK(db_->Transaction([&] { db_->Run("UPDATE mdl_user SET suspended = 1 WHERE id = 3"); }));
  Reopen();
  const auto heads = Heads();
  const auto companies = Digests(DigestKind::kCompany, heads);
  CP_ASSERT_OK(db_->Transaction([&] {
    db_->Run("UPDATE mdl_user SET suspended = 0 WHERE id = 3");
    db_->Run("UPDATE mdl_user SET suspended = 1 WHERE id = 6");
  }));
  Reopen();
  EXPECT_THAT(Changed(DigestKind::kCompany, companies, heads), ::testing::Contains(1));
}

TEST_P(ChangeFeedTest, UsersOfCoursesComeOnceInOrder) {
  // Nine of the courses' instances, and more pages than users in some.
  for (const std::vector<int64_t>& courses : std::vector<std::vector<int64_t>>{{2}, {3, 9}, {2, 3, 4, 5, 6, 7, 8, 9}}) {
    const auto expected = db_->Ints(
        "SELECT DISTINCT ue.userid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE e.courseid "
        "IN "
        "($0) ORDER BY ue.userid",
        absl::StrJoin(courses, ","));
    for (const int limit : {1, 3, 100}) {
      std::vector<int64_t> users;
      while (true) {
        CP_ASSERT_OK_AND_ASSIGN(const auto page,
                                feed_->UsersOfCourses(courses, users.empty() ? 0 : users.back(), limit, Soon()));
        if (page.empty()) break;
        users.insert(users.end(), page.begin(), page.end());
      }
      EXPECT_EQ(users, expected);
    }
  }
  EXPECT_THAT(feed_->UsersOfCourses({12345}, 0, 10, Soon()), testing::IsOkAndHolds(IsEmpty()));
}

// A few users are looked up one by one; many are not, unless the memberships are more than the look-ups.
TEST_P(ChangeFeedTest, CompaniesOfUsersAreTheSameForFewAndMany) {
  const auto expected = db_->Rows(
      "SELECT DISTINCT companyid, userid FROM mdl_company_users WHERE userid IN (3, 4, 7) ORDER BY companyid, userid");
  const auto read = [&](const std::vector<int64_t>& users) {
    std::vector<std::vector<int64_t>> rows;
    const auto found = feed_->CompaniesOfUsers(users, Soon());
    EXPECT_THAT(found, IsOk());
    for (const progress::CompanyUser& member : *found) rows.push_back({member.company.value(), member.user_id});
    return rows;
  };
  EXPECT_EQ(read({3, 4, 7}), expected);
  std::vector<int64_t> many = {3, 4, 7};
  for (int64_t user = 100000; many.size() < 1000; ++user) many.push_back(user);
  EXPECT_EQ(read(many), expected);
  EXPECT_THAT(read({100000}), IsEmpty());
  for (const int64_t head : {1, 1'000'000}) {
    CP_ASSERT_OK(db_->Transaction([&] {
      db_->Run("INSERT INTO mdl_company_users (id, companyid, userid, departmentid) VALUES ($0, 1, $0, 1)",
               head + db_->Int("SELECT MAX(id) FROM mdl_company_users"));
    }));
    Reopen();
    Heads();
    EXPECT_EQ(read(many), expected) << head;
  }
}

TEST_P(ChangeFeedTest, ASiteWithoutTheLogHasNoHeadOfIt) {
  CP_ASSERT_OK(db_->Transaction([&] { db_->Run("DELETE FROM mdl_logstore_standard_log"); }));
  Reopen();
  EXPECT_EQ(Heads()[Tail::kLog], 0);
  EXPECT_THAT(ReadTail(Tail::kLog, 0), IsEmpty());
  feed_.reset();
  CP_ASSERT_OK(db_->Transaction([&] { db_->Run("DROP TABLE mdl_logstore_standard_log"); }));
  Open(database_.dsn);
  EXPECT_FALSE(Heads().contains(Tail::kLog));
  EXPECT_THAT(ReadTail(Tail::kLog, 0), IsEmpty());
}

CP_ON_EVERY_ENGINE(ChangeFeedTest);

// SQLite has no accounts.
class ChangeFeedAccount : public ChangeFeedTest {};

TEST_P(ChangeFeedAccount, AnAccountThatMayOnlySelectIsEnough) {
  CP_ASSERT_OK_AND_ASSIGN(const std::string dsn, database_.create_reader({}));
  Open(dsn);
  EXPECT_THAT(Heads(), SizeIs(6));
  for (const Tail tail : sync::kTails) ReadTail(tail, 0);
  for (const Stamp stamp : sync::kStamps) EXPECT_THAT(feed_->ReadStamped(stamp, 0, 0, 10, Soon()), IsOk());
  for (const DigestKind kind : sync::kDigestKinds) EXPECT_FALSE(Digests(kind, {}).empty());
  EXPECT_THAT(feed_->UsersOfCourses({2}, 0, 10, Soon()), IsOk());
  EXPECT_THAT(feed_->CompaniesOfUsers({3}, Soon()), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, ChangeFeedAccount, ::testing::Values("mariadb", "postgres"),
                         [](const auto& engine) { return engine.param; });

class ChangeFeedSchema : public SourceTest {};

// The test site has only what the derivation reads.
TEST_P(ChangeFeedSchema, NamesAColumnThatOnlyTheFeedNeeds) {
  const auto feed = Open().OpenFeed(Soon());
  EXPECT_THAT(feed.status(), AllOf(StatusIs(absl::StatusCode::kFailedPrecondition, "mdl_user_enrolments.timemodified"),
                                   HasReason(reason::kSourceSchema)));
  EXPECT_THAT(Open().OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()), IsOk());
}

CP_ON_EVERY_ENGINE(ChangeFeedSchema);

class PlainChangeFeed : public SourceTest {
 protected:
  PlainChangeFeed() { site_ = TestSite(database_, "mdl_", false); }
};

TEST_P(PlainChangeFeed, IsOneCompanyOfAllUsers) {
  site_.Course(10);
  site_.Learner(5, 10);
  for (const char* column :
       {"{user_enrolments} ADD timemodified BIGINT NOT NULL DEFAULT 0",
        "{user} ADD timemodified BIGINT NOT NULL DEFAULT 0", "{course} ADD cacherev BIGINT NOT NULL DEFAULT 0",
        "{course_completions} ADD timeenrolled BIGINT NOT NULL DEFAULT 0",
        "{course_completions} ADD reaggregate BIGINT NOT NULL DEFAULT 0",
        "{role_assignments} ADD timemodified BIGINT NOT NULL DEFAULT 0"}) {
    site_.Sql(absl::StrCat("ALTER TABLE ", column, ";"));
  }
  CP_ASSERT_OK_AND_ASSIGN(const auto feed, Open().OpenFeed(Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto heads, feed->Heads(Soon()));
  EXPECT_FALSE(heads.contains(Tail::kCompanyUsers));
  EXPECT_TRUE(heads.contains(Tail::kEnrolments));
  EXPECT_THAT(feed->ReadTail(Tail::kCompanyUsers, 0, kAll, 10, Soon()), testing::IsOkAndHolds(IsEmpty()));
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, feed->ReadDigests(DigestKind::kCompany, heads, 0, 10, Soon()));
  ASSERT_THAT(companies, SizeIs(1));
  EXPECT_EQ(companies[0].id, 1);
  EXPECT_THAT(feed->ReadDigests(DigestKind::kCompany, heads, 1, 10, Soon()), testing::IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(feed->ReadDigests(DigestKind::kCourse, heads, 0, 10, Soon()), testing::IsOkAndHolds(SizeIs(1)));
  CP_ASSERT_OK_AND_ASSIGN(const auto members, feed->CompaniesOfUsers({5, 6}, Soon()));
  EXPECT_THAT(members, ElementsAre(progress::CompanyUser{CompanyId(1), 5}));
}

CP_ON_EVERY_ENGINE(PlainChangeFeed);

}  // namespace
}  // namespace cp::moodle
