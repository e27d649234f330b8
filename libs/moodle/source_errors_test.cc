// What an operator reads when the settings or the database are wrong: one line, the setting, the cure, no password.
#include <fstream>
#include <map>

#include "absl/strings/str_replace.h"
#include "libs/base/dsn_text.h"
#include "libs/base/reasons.h"
#include "libs/moodle/source_test_base.h"
#include "libs/testing/free_port.h"
#include "libs/testing/temp_dir.h"

namespace cp::moodle {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;

class SourceErrors : public SourceTest {
 protected:
  absl::Status ProbeStatus() { return Open().Probe(Soon()).status(); }

  void ExpectSchemaError(const absl::Status& status, const std::string& table, const std::string& column) {
    EXPECT_THAT(status,
                AllOf(StatusIs(absl::StatusCode::kFailedPrecondition, table), HasReason(reason::kSourceSchema)));
    EXPECT_THAT(MetadataOf(status), UnorderedElementsAre(Pair("table", table), Pair("column", column)));
  }
};

TEST_P(SourceErrors, MissingTableIsNamed) {
  site_.Sql("DROP TABLE {course_modules_completion};");
  ExpectSchemaError(ProbeStatus(), "mdl_course_modules_completion", "");
}

TEST_P(SourceErrors, MissingColumnIsNamed) {
  site_.Sql("ALTER TABLE {course_modules} DROP COLUMN deletioninprogress;");
  const absl::Status status = ProbeStatus();
  ExpectSchemaError(status, "mdl_course_modules", "deletioninprogress");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "Moodle's upgrade"));
}

TEST_P(SourceErrors, IomadIsWholeOrNamed) {
  for (const std::string table : {"company_users", "company", "company_course", "iomad_courses"}) {
    site_.Sql(absl::StrCat("ALTER TABLE {", table, "} RENAME TO gone;"));
    ExpectSchemaError(ProbeStatus(), absl::StrCat("mdl_", table), "");
    EXPECT_THAT(source_->Companies(Soon()), HasReason(reason::kSourceSchema)) << "without " << table;
    site_.Sql(absl::StrCat("ALTER TABLE gone RENAME TO {", table, "};"));
    CP_EXPECT_OK(ProbeStatus());
  }
}

// Taking it for plain Moodle would give company 1 the users of all.
TEST_P(SourceErrors, IomadOfWhichNoTableIsSeenIsNotPlainMoodle) {
  site_.Insert("role_capabilities", {"900", "1", "10", "'block/iomad_company_admin:edit_my_departments'", "1"});
  for (const std::string table : {"company_users", "company", "company_course", "iomad_courses"}) {
    site_.Sql(absl::StrCat("DROP TABLE {", table, "};"));
  }
  ExpectSchemaError(ProbeStatus(), "mdl_company_users", "");
  EXPECT_THAT(source_->Companies(Soon()), HasReason(reason::kSourceSchema));
}

TEST_P(SourceErrors, WrongPrefixSaysWhichThereAre) {
  options_.prefix = "moodle_";
  const absl::Status status = ProbeStatus();
  ExpectSchemaError(status, "moodle_user_enrolments", "");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "--moodle-prefix"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "\"mdl_\""));
}

TEST_P(SourceErrors, DatabaseOfAnotherKindIsRecognised) {
  CP_ASSERT_OK(database_.execute("CREATE TABLE something (id INT)"));  // and the site is not built
  CP_ASSERT_OK_AND_ASSIGN(source_, MakeSource(options_, clock_));
  const absl::Status status = source_->Probe(Soon()).status();
  ExpectSchemaError(status, "mdl_user_enrolments", "");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "this is not Moodle's database"));
}

TEST_P(SourceErrors, SchemaThatChangesLaterIsNamedAtTheNextCall) {
  site_.Course(10);
  site_.CompanyCourse(1, 10);
  site_.Learner(5, 10);
  EXPECT_THAT(Pairs(), ElementsAre("5:10"));
  CP_ASSERT_OK(
      database_.execute(GetParam() == "sqlite" ? "DROP TABLE mdl_config" : "ALTER TABLE mdl_config RENAME TO gone"));
  EXPECT_THAT(source_->OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition, "--moodle-dsn"), HasReason(reason::kSourceSchema)));
  ExpectSchemaError(source_->OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()).status(), "mdl_config", "");
}

TEST_P(SourceErrors, PassedDeadlineConnectsNowhere) {
  EXPECT_THAT(Open().Probe(Deadline::At(clock_.Monotonic())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

CP_ON_EVERY_ENGINE(SourceErrors);

class ServerSourceErrors : public SourceErrors {
 protected:
  absl::Status StatusWith(absl::string_view from, absl::string_view to,
                          const char* expected_reason = reason::kSourceUnavailable) {
    EXPECT_THAT(options_.dsn, HasSubstr(std::string(from)));
    options_.dsn = absl::StrReplaceAll(options_.dsn, {{from, to}});
    const absl::Status status = ProbeStatus();
    EXPECT_THAT(status, HasReason(expected_reason));
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("--moodle-dsn"), HasSubstr("password=***"),
                                                     Not(HasSubstr("secret")), Not(HasSubstr("\n"))));
    return status;
  }
};

TEST_P(ServerSourceErrors, WrongPassword) {
  const absl::Status status = StatusWith("cp-test-secret", "other-secret", reason::kConfigInvalid);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "password is refused"));
  EXPECT_EQ(MetadataOf(status)["setting"], "moodle-dsn");
}

// What SOCI and libpq read must be what the operator wrote.
TEST_P(ServerSourceErrors, UrlWithAnAwkwardPasswordIsUnderstood) {
  CP_ASSERT_OK(site_.Build());
  CP_ASSERT_OK_AND_ASSIGN(const std::string reader, database_.create_reader({}));
  const auto words = ParseDsnWords(absl::string_view(reader).substr(reader.find("://") + 3));
  ASSERT_TRUE(words.has_value());
  std::map<std::string, std::string> word;
  for (const DsnWord& each : *words) word[each.name] = each.value;
  const bool mariadb = GetParam() == "mariadb";
  const auto set_password = [&](const std::string& password) {
    const std::string literal = absl::StrReplaceAll(password, {{"'", "''"}});  // no backslash escapes on either
    return database_.execute(mariadb ? absl::StrCat("ALTER USER '", word["user"], "'@'%' IDENTIFIED BY '", literal, "'")
                                     : absl::StrCat("ALTER ROLE ", word["user"], " PASSWORD '", literal, "'"));
  };
  const struct {
    const char* password;
    const char* encoded;
  } cases[] = {{"plain", "plain"},    {"a@b/c:d", "a%40b%2Fc:d"}, {"a b", "a%20b"},  {"100%", "100%25"},
               {"it's", "it%27s"},    {"a\\b", "a%5Cb"},          {"a\"b", "a%22b"}, {"a?b#c&d=e", "a%3Fb%23c%26d%3De"},
               {"\xC3\xBC", "%C3%BC"}};
  for (const auto& one : cases) {
    CP_ASSERT_OK(set_password(one.password));
    options_.dsn = absl::StrCat(mariadb ? "mysql" : "postgres", "://", word["user"], ":", one.encoded, "@",
                                word["host"], ":", word["port"], "/", word["dbname"]);
    source_.reset();
    EXPECT_THAT(ProbeStatus(), testing::IsOk()) << one.password;
  }
  CP_EXPECT_OK(set_password(word["password"]));  // the server, and with it the account, outlives the test
}

TEST_P(ServerSourceErrors, UnknownUser) {
  EXPECT_THAT(StatusWith("user=cp", "user=nobody-there", reason::kConfigInvalid),
              StatusIs(absl::StatusCode::kFailedPrecondition, "check user="));
}

TEST_P(ServerSourceErrors, UnknownDatabase) {
  EXPECT_THAT(StatusWith("dbname=site", "dbname=nosite"), StatusIs(absl::StatusCode::kUnavailable, "check dbname="));
}

TEST_P(ServerSourceErrors, NobodyListens) {
  const size_t port = options_.dsn.find("port=");
  const std::string number = options_.dsn.substr(port, options_.dsn.find(' ', port) - port);
  EXPECT_THAT(StatusWith(number, absl::StrCat("port=", testing::FreePort())),
              StatusIs(absl::StatusCode::kUnavailable, "check host= and port="));
}

TEST_P(ServerSourceErrors, UnknownHost) {
  EXPECT_THAT(StatusWith("host=127.0.0.1", "host=no-such-host.invalid"),
              StatusIs(absl::StatusCode::kUnavailable, "check host="));
}

TEST_P(ServerSourceErrors, UnknownWordIsNamedBeforeAnythingIsOpened) {
  options_.dsn += " colour=s3cret";
  const absl::Status status = MakeSource(options_, clock_).status();
  EXPECT_THAT(status, HasReason(reason::kConfigInvalid));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("--moodle-dsn"), HasSubstr("colour"), Not(HasSubstr("s3cret"))));
}

// The server shows an account only the tables that it may read.
TEST_P(ServerSourceErrors, TableThatTheAccountMayNotReadIsNamed) {
  CP_ASSERT_OK(site_.Build());
  for (const std::string table :
       {"mdl_company_users", "mdl_company", "mdl_company_course", "mdl_iomad_courses", "mdl_context"}) {
    CP_ASSERT_OK_AND_ASSIGN(options_.dsn, database_.create_reader({table}));
    source_.reset();
    const absl::Status status = ProbeStatus();
    ExpectSchemaError(status, table, "");
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "grant SELECT"));
  }
}

TEST_P(ServerSourceErrors, AccountThatMayOnlySelectIsEnough) {
  site_.Course(10);
  site_.CompanyCourse(1, 10);
  site_.Learner(5, 10);
  CP_ASSERT_OK(site_.Build());
  CP_ASSERT_OK_AND_ASSIGN(options_.dsn, database_.create_reader({}));
  EXPECT_THAT(Pairs(), ElementsAre("5:10"));
  CP_EXPECT_OK(source_->Census(Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, source_->Companies(Soon()));
  EXPECT_EQ(companies.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Engines, ServerSourceErrors, ::testing::Values("mariadb", "postgres"),
                         [](const auto& engine) { return engine.param; });

TEST(SqliteSourceErrors, NameTheFileAndTheCure) {
  testing::FakeClock clock;
  testing::TempDir directory;
  std::ofstream(directory.File("text")) << std::string(4096, 'x');
  const auto probe = [&](const std::string& path) {
    const auto source = MakeSource({.dsn = "sqlite3://" + path}, clock);
    return (*source)->Probe(Deadline::After(clock, absl::Minutes(1))).status();
  };
  EXPECT_THAT(probe(directory.File("absent")), StatusIs(absl::StatusCode::kUnavailable, "no such file"));
  EXPECT_THAT(probe(directory.File("text")), StatusIs(absl::StatusCode::kUnavailable, "no SQLite database"));
  EXPECT_FALSE(std::filesystem::exists(directory.File("absent")));
}

TEST(SourceOptions, AreCheckedBeforeAnyConnection) {
  testing::FakeClock clock;
  const auto refused = [&](const SourceOptions& options, const std::string& setting) {
    const auto source = MakeSource(options, clock);
    EXPECT_THAT(source,
                AllOf(StatusIs(absl::StatusCode::kInvalidArgument, setting), HasReason(reason::kConfigInvalid)));
    EXPECT_EQ(MetadataOf(source.status())["setting"], setting);
  };
  refused({.dsn = "sqlite3:///x", .prefix = "mdl_; DROP TABLE"}, "moodle-prefix");
  refused({.dsn = "sqlite3:///x", .prefix = std::string(21, 'a')}, "moodle-prefix");
  refused({.dsn = "oracle://host=x"}, "moodle-dsn");
  refused({.dsn = "sqlite3:///x", .statement_timeout = absl::Milliseconds(10)}, "moodle-statement-timeout");
}

}  // namespace
}  // namespace cp::moodle
