#include "libs/moodle/player/site_schema.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/moodle/demo_schema.h"

namespace cp::moodle {
namespace {

constexpr char kMoreTables[] = R"sql(
CREATE TABLE mdl_course_modules_viewed (
  id INTEGER PRIMARY KEY AUTOINCREMENT, coursemoduleid BIGINT NOT NULL, userid BIGINT NOT NULL,
  timecreated BIGINT NOT NULL
);
CREATE TABLE mdl_course_completion_criteria (
  id INTEGER PRIMARY KEY AUTOINCREMENT, course BIGINT NOT NULL DEFAULT 0, criteriatype BIGINT NOT NULL DEFAULT 0,
  module VARCHAR(100), moduleinstance BIGINT, courseinstance BIGINT, enrolperiod BIGINT, timeend BIGINT,
  gradepass DECIMAL(10,5), role BIGINT
);
CREATE TABLE mdl_course_completion_crit_compl (
  id INTEGER PRIMARY KEY AUTOINCREMENT, userid BIGINT NOT NULL DEFAULT 0, course BIGINT NOT NULL DEFAULT 0,
  criteriaid BIGINT NOT NULL DEFAULT 0, gradefinal DECIMAL(10,5), unenroled BIGINT, timecompleted BIGINT
);
CREATE TABLE mdl_course_completion_aggr_methd (
  id INTEGER PRIMARY KEY AUTOINCREMENT, course BIGINT NOT NULL DEFAULT 0, criteriatype BIGINT,
  method TINYINT NOT NULL DEFAULT 0, value DECIMAL(10,5)
);
CREATE TABLE mdl_company_created_courses (
  id INTEGER PRIMARY KEY AUTOINCREMENT, companyid BIGINT NOT NULL, courseid BIGINT NOT NULL
);
CREATE TABLE mdl_companylicense_users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, licenseid BIGINT NOT NULL, userid BIGINT NOT NULL,
  isusing TINYINT NOT NULL DEFAULT 0, timecompleted BIGINT, score DECIMAL(10,5), result TEXT,
  licensecourseid BIGINT DEFAULT 0, issuedate BIGINT DEFAULT 0, groupid BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_local_iomad_track (
  id INTEGER PRIMARY KEY AUTOINCREMENT, courseid BIGINT NOT NULL, coursename VARCHAR(254), userid BIGINT NOT NULL,
  timecompleted BIGINT, timeenrolled BIGINT, timestarted BIGINT, timeexpires BIGINT,
  finalscore DECIMAL(10,5) NOT NULL DEFAULT 0, companyid BIGINT NOT NULL, licenseid BIGINT DEFAULT 0,
  licensename VARCHAR(255), licenseallocated BIGINT, expirysent BIGINT, notstartedstop TINYINT NOT NULL DEFAULT 0,
  completedstop TINYINT NOT NULL DEFAULT 0, expiredstop TINYINT NOT NULL DEFAULT 0,
  coursecleared TINYINT NOT NULL DEFAULT 0, modifiedtime BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX mdl_courmoduview_usecou_uix ON mdl_course_modules_viewed (userid,coursemoduleid);
CREATE INDEX mdl_courmoduview_cou_ix ON mdl_course_modules_viewed (coursemoduleid);
CREATE INDEX mdl_courcompcrit_cou_ix ON mdl_course_completion_criteria (course);
CREATE UNIQUE INDEX mdl_courcompcritcomp_useco_uix ON mdl_course_completion_crit_compl (userid,course,criteriaid);
CREATE INDEX mdl_courcompcritcomp_use_ix ON mdl_course_completion_crit_compl (userid);
CREATE INDEX mdl_courcompcritcomp_cou_ix ON mdl_course_completion_crit_compl (course);
CREATE INDEX mdl_courcompcritcomp_cri_ix ON mdl_course_completion_crit_compl (criteriaid);
CREATE INDEX mdl_courcompcritcomp_tim_ix ON mdl_course_completion_crit_compl (timecompleted);
CREATE UNIQUE INDEX mdl_courcompaggrmeth_coucr_uix ON mdl_course_completion_aggr_methd (course,criteriatype);
CREATE INDEX mdl_courcompaggrmeth_cou_ix ON mdl_course_completion_aggr_methd (course);
CREATE INDEX mdl_courcompaggrmeth_cri_ix ON mdl_course_completion_aggr_methd (criteriatype);
CREATE INDEX mdl_compuser_useliclic_ix ON mdl_companylicense_users (userid,licenseid,licensecourseid);
CREATE INDEX mdl_compuser_lic_ix ON mdl_companylicense_users (licenseid);
CREATE INDEX mdl_compuser_lic2_ix ON mdl_companylicense_users (licensecourseid);
CREATE INDEX mdl_locaiomatrac_use_ix ON mdl_local_iomad_track (userid);
CREATE INDEX mdl_locaiomatrac_comcou_ix ON mdl_local_iomad_track (companyid,courseid);
CREATE INDEX mdl_locaiomatrac_usecoutim_ix ON mdl_local_iomad_track (userid,courseid,timeenrolled);
CREATE INDEX mdl_locaiomatrac_usecoulicl_ix ON mdl_local_iomad_track (userid,courseid,licenseid,licenseallocated);
CREATE INDEX mdl_locaiomatrac_usecoutim2_ix ON mdl_local_iomad_track (userid,courseid,timeexpires);
CREATE INDEX mdl_locaiomatrac_usecoutim3_ix ON mdl_local_iomad_track (userid,courseid,timecompleted);
)sql";

std::string ForEngine(absl::string_view sql, absl::string_view engine) {
  if (engine == "mysql") {
    return absl::StrReplaceAll(
        sql, {{"INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT PRIMARY KEY AUTO_INCREMENT"}, {" TEXT", " LONGTEXT"}});
  }
  if (engine == "postgresql") {
    return absl::StrReplaceAll(sql, {{"INTEGER PRIMARY KEY AUTOINCREMENT", "BIGSERIAL PRIMARY KEY"},
                                     {" TINYINT", " SMALLINT"},
                                     {" MEDIUMINT", " INTEGER"}});
  }
  return std::string(sql);
}

std::vector<std::string> Statements() {
  std::vector<std::string> all;
  for (const char* script : {DemoTablesDdl(), DemoIndexesDdl(), kMoreTables}) {
    for (const absl::string_view statement : absl::StrSplit(script, ';')) {
      const absl::string_view trimmed = absl::StripAsciiWhitespace(statement);
      if (!trimmed.empty()) all.emplace_back(trimmed);
    }
  }
  return all;
}

// MariaDB takes a tenth of a second for an index of its own: "CREATE [UNIQUE] INDEX i ON t (c)" becomes a part of t's
// statement.
std::vector<std::string> WithInlineIndexes(const std::vector<std::string>& statements) {
  std::vector<std::string> tables;
  for (const std::string& statement : statements) {
    if (absl::StartsWith(statement, "CREATE TABLE")) {
      tables.push_back(statement);
      continue;
    }
    const std::vector<std::string> words = absl::StrSplit(statement, absl::ByAnyChar(" \n"), absl::SkipEmpty());
    const bool unique = words.at(1) == "UNIQUE";
    const std::string create = absl::StrCat("CREATE TABLE ", words[unique ? 5 : 4], " ");
    for (std::string& table : tables) {
      if (!absl::StartsWith(table, create)) continue;
      table.insert(table.rfind(')'), absl::StrCat(unique ? ", UNIQUE INDEX " : ", INDEX ", words[unique ? 3 : 2], " ",
                                                  words[unique ? 6 : 5]));
    }
  }
  return tables;
}

}  // namespace

std::vector<std::string> SiteDdl(absl::string_view engine) {
  std::vector<std::string> ddl;
  if (engine == "mysql") {
    for (const std::string& table : WithInlineIndexes(Statements())) ddl.push_back(ForEngine(table, engine));
    return ddl;
  }
  for (const std::string& statement : Statements()) ddl.push_back(ForEngine(statement, engine));
  return ddl;
}

std::vector<std::string> SiteTables() {
  std::vector<std::string> tables;
  for (const std::string& statement : Statements()) {
    constexpr absl::string_view kCreate = "CREATE TABLE ";
    if (!absl::StartsWith(statement, kCreate)) continue;
    const std::string name = statement.substr(kCreate.size(), statement.find(' ', kCreate.size()) - kCreate.size());
    if (name != "mdl_logstore_standard_log") tables.push_back(name);
  }
  std::sort(tables.begin(), tables.end());
  return tables;
}

}  // namespace cp::moodle
