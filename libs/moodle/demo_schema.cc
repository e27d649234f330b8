#include "libs/moodle/demo_schema.h"

namespace cp::moodle {
namespace {

// Moodle 4.1.22 + IOMAD 4.1 as installed on MariaDB 10.11; types without display width, `longtext` is TEXT.
constexpr char kTables[] = R"sql(
CREATE TABLE mdl_config (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL DEFAULT '', value TEXT NOT NULL
);
CREATE TABLE mdl_user (
  id INTEGER PRIMARY KEY AUTOINCREMENT, auth VARCHAR(20) NOT NULL DEFAULT 'manual',
  confirmed TINYINT NOT NULL DEFAULT 0, policyagreed TINYINT NOT NULL DEFAULT 0, deleted TINYINT NOT NULL DEFAULT 0,
  suspended TINYINT NOT NULL DEFAULT 0, mnethostid BIGINT NOT NULL DEFAULT 0,
  username VARCHAR(100) NOT NULL DEFAULT '', password VARCHAR(255) NOT NULL DEFAULT '',
  idnumber VARCHAR(255) NOT NULL DEFAULT '', firstname VARCHAR(100) NOT NULL DEFAULT '',
  lastname VARCHAR(100) NOT NULL DEFAULT '', email VARCHAR(100) NOT NULL DEFAULT '',
  emailstop TINYINT NOT NULL DEFAULT 0, phone1 VARCHAR(20) NOT NULL DEFAULT '',
  phone2 VARCHAR(20) NOT NULL DEFAULT '', institution VARCHAR(255) NOT NULL DEFAULT '',
  department VARCHAR(255) NOT NULL DEFAULT '', address VARCHAR(255) NOT NULL DEFAULT '',
  city VARCHAR(120) NOT NULL DEFAULT '', country VARCHAR(2) NOT NULL DEFAULT '',
  lang VARCHAR(30) NOT NULL DEFAULT 'en', calendartype VARCHAR(30) NOT NULL DEFAULT 'gregorian',
  theme VARCHAR(50) NOT NULL DEFAULT '', timezone VARCHAR(100) NOT NULL DEFAULT '99',
  firstaccess BIGINT NOT NULL DEFAULT 0, lastaccess BIGINT NOT NULL DEFAULT 0, lastlogin BIGINT NOT NULL DEFAULT 0,
  currentlogin BIGINT NOT NULL DEFAULT 0, lastip VARCHAR(45) NOT NULL DEFAULT '',
  secret VARCHAR(15) NOT NULL DEFAULT '', picture BIGINT NOT NULL DEFAULT 0, description TEXT,
  descriptionformat TINYINT NOT NULL DEFAULT 1, mailformat TINYINT NOT NULL DEFAULT 1,
  maildigest TINYINT NOT NULL DEFAULT 0, maildisplay TINYINT NOT NULL DEFAULT 2,
  autosubscribe TINYINT NOT NULL DEFAULT 1, trackforums TINYINT NOT NULL DEFAULT 0,
  timecreated BIGINT NOT NULL DEFAULT 0, timemodified BIGINT NOT NULL DEFAULT 0,
  trustbitmask BIGINT NOT NULL DEFAULT 0, imagealt VARCHAR(255), lastnamephonetic VARCHAR(255),
  firstnamephonetic VARCHAR(255), middlename VARCHAR(255), alternatename VARCHAR(255), moodlenetprofile VARCHAR(255)
);
CREATE TABLE mdl_course (
  id INTEGER PRIMARY KEY AUTOINCREMENT, category BIGINT NOT NULL DEFAULT 0, sortorder BIGINT NOT NULL DEFAULT 0,
  fullname VARCHAR(254) NOT NULL DEFAULT '', shortname VARCHAR(255) NOT NULL DEFAULT '',
  idnumber VARCHAR(100) NOT NULL DEFAULT '', summary TEXT, summaryformat TINYINT NOT NULL DEFAULT 0,
  format VARCHAR(21) NOT NULL DEFAULT 'topics', showgrades TINYINT NOT NULL DEFAULT 1,
  newsitems MEDIUMINT NOT NULL DEFAULT 1, startdate BIGINT NOT NULL DEFAULT 0, enddate BIGINT NOT NULL DEFAULT 0,
  relativedatesmode TINYINT NOT NULL DEFAULT 0, marker BIGINT NOT NULL DEFAULT 0,
  maxbytes BIGINT NOT NULL DEFAULT 0, legacyfiles SMALLINT NOT NULL DEFAULT 0,
  showreports SMALLINT NOT NULL DEFAULT 0, visible TINYINT NOT NULL DEFAULT 1,
  visibleold TINYINT NOT NULL DEFAULT 1, downloadcontent TINYINT, groupmode SMALLINT NOT NULL DEFAULT 0,
  groupmodeforce SMALLINT NOT NULL DEFAULT 0, defaultgroupingid BIGINT NOT NULL DEFAULT 0,
  lang VARCHAR(30) NOT NULL DEFAULT '', calendartype VARCHAR(30) NOT NULL DEFAULT '',
  theme VARCHAR(50) NOT NULL DEFAULT '', timecreated BIGINT NOT NULL DEFAULT 0,
  timemodified BIGINT NOT NULL DEFAULT 0, requested TINYINT NOT NULL DEFAULT 0,
  enablecompletion TINYINT NOT NULL DEFAULT 0, completionnotify TINYINT NOT NULL DEFAULT 0,
  cacherev BIGINT NOT NULL DEFAULT 0, originalcourseid BIGINT, showactivitydates TINYINT NOT NULL DEFAULT 0,
  showcompletionconditions TINYINT
);
CREATE TABLE mdl_course_categories (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL DEFAULT '', idnumber VARCHAR(100),
  description TEXT, descriptionformat TINYINT NOT NULL DEFAULT 0, parent BIGINT NOT NULL DEFAULT 0,
  sortorder BIGINT NOT NULL DEFAULT 0, coursecount BIGINT NOT NULL DEFAULT 0, visible TINYINT NOT NULL DEFAULT 1,
  visibleold TINYINT NOT NULL DEFAULT 1, timemodified BIGINT NOT NULL DEFAULT 0, depth BIGINT NOT NULL DEFAULT 0,
  path VARCHAR(255) NOT NULL DEFAULT '', theme VARCHAR(50)
);
CREATE TABLE mdl_course_sections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, course BIGINT NOT NULL DEFAULT 0, section BIGINT NOT NULL DEFAULT 0,
  name VARCHAR(255), summary TEXT, summaryformat TINYINT NOT NULL DEFAULT 0, sequence TEXT,
  visible TINYINT NOT NULL DEFAULT 1, availability TEXT, timemodified BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_course_modules (
  id INTEGER PRIMARY KEY AUTOINCREMENT, course BIGINT NOT NULL DEFAULT 0, module BIGINT NOT NULL DEFAULT 0,
  instance BIGINT NOT NULL DEFAULT 0, section BIGINT NOT NULL DEFAULT 0, idnumber VARCHAR(100),
  added BIGINT NOT NULL DEFAULT 0, score SMALLINT NOT NULL DEFAULT 0, indent MEDIUMINT NOT NULL DEFAULT 0,
  visible TINYINT NOT NULL DEFAULT 1, visibleoncoursepage TINYINT NOT NULL DEFAULT 1,
  visibleold TINYINT NOT NULL DEFAULT 1, groupmode SMALLINT NOT NULL DEFAULT 0,
  groupingid BIGINT NOT NULL DEFAULT 0, completion TINYINT NOT NULL DEFAULT 0, completiongradeitemnumber BIGINT,
  completionview TINYINT NOT NULL DEFAULT 0, completionexpected BIGINT NOT NULL DEFAULT 0,
  completionpassgrade TINYINT NOT NULL DEFAULT 0, showdescription TINYINT NOT NULL DEFAULT 0, availability TEXT,
  deletioninprogress TINYINT NOT NULL DEFAULT 0, downloadcontent TINYINT DEFAULT 1, lang VARCHAR(30)
);
CREATE TABLE mdl_modules (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) NOT NULL DEFAULT '', cron BIGINT NOT NULL DEFAULT 0,
  lastcron BIGINT NOT NULL DEFAULT 0, search VARCHAR(255) NOT NULL DEFAULT '', visible TINYINT NOT NULL DEFAULT 1
);
CREATE TABLE mdl_course_modules_completion (
  id INTEGER PRIMARY KEY AUTOINCREMENT, coursemoduleid BIGINT NOT NULL, userid BIGINT NOT NULL,
  completionstate TINYINT NOT NULL, overrideby BIGINT, timemodified BIGINT NOT NULL
);
CREATE TABLE mdl_course_completions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, userid BIGINT NOT NULL DEFAULT 0, course BIGINT NOT NULL DEFAULT 0,
  timeenrolled BIGINT NOT NULL DEFAULT 0, timestarted BIGINT NOT NULL DEFAULT 0, timecompleted BIGINT,
  reaggregate BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_enrol (
  id INTEGER PRIMARY KEY AUTOINCREMENT, enrol VARCHAR(20) NOT NULL DEFAULT '', status BIGINT NOT NULL DEFAULT 0,
  courseid BIGINT NOT NULL, sortorder BIGINT NOT NULL DEFAULT 0, name VARCHAR(255), enrolperiod BIGINT DEFAULT 0,
  enrolstartdate BIGINT DEFAULT 0, enrolenddate BIGINT DEFAULT 0, expirynotify TINYINT DEFAULT 0,
  expirythreshold BIGINT DEFAULT 0, notifyall TINYINT DEFAULT 0, password VARCHAR(50), cost VARCHAR(20),
  currency VARCHAR(3), roleid BIGINT DEFAULT 0, customint1 BIGINT, customint2 BIGINT, customint3 BIGINT,
  customint4 BIGINT, customint5 BIGINT, customint6 BIGINT, customint7 BIGINT, customint8 BIGINT,
  customchar1 VARCHAR(255), customchar2 VARCHAR(255), customchar3 VARCHAR(1333), customdec1 DECIMAL(12,7),
  customdec2 DECIMAL(12,7), customtext1 TEXT, customtext2 TEXT, customtext3 TEXT, customtext4 TEXT,
  timecreated BIGINT NOT NULL DEFAULT 0, timemodified BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_user_enrolments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, status BIGINT NOT NULL DEFAULT 0, enrolid BIGINT NOT NULL,
  userid BIGINT NOT NULL, timestart BIGINT NOT NULL DEFAULT 0, timeend BIGINT NOT NULL DEFAULT 2147483647,
  modifierid BIGINT NOT NULL DEFAULT 0, timecreated BIGINT NOT NULL DEFAULT 0,
  timemodified BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_role (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL DEFAULT '',
  shortname VARCHAR(100) NOT NULL DEFAULT '', description TEXT NOT NULL, sortorder BIGINT NOT NULL DEFAULT 0,
  archetype VARCHAR(30) NOT NULL DEFAULT ''
);
CREATE TABLE mdl_role_assignments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, roleid BIGINT NOT NULL DEFAULT 0, contextid BIGINT NOT NULL DEFAULT 0,
  userid BIGINT NOT NULL DEFAULT 0, timemodified BIGINT NOT NULL DEFAULT 0, modifierid BIGINT NOT NULL DEFAULT 0,
  component VARCHAR(100) NOT NULL DEFAULT '', itemid BIGINT NOT NULL DEFAULT 0, sortorder BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_role_capabilities (
  id INTEGER PRIMARY KEY AUTOINCREMENT, contextid BIGINT NOT NULL DEFAULT 0, roleid BIGINT NOT NULL DEFAULT 0,
  capability VARCHAR(255) NOT NULL DEFAULT '', permission BIGINT NOT NULL DEFAULT 0,
  timemodified BIGINT NOT NULL DEFAULT 0, modifierid BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_context (
  id INTEGER PRIMARY KEY AUTOINCREMENT, contextlevel BIGINT NOT NULL DEFAULT 0,
  instanceid BIGINT NOT NULL DEFAULT 0, path VARCHAR(255), depth TINYINT NOT NULL DEFAULT 0,
  locked TINYINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_company (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) NOT NULL DEFAULT '',
  shortname VARCHAR(25) NOT NULL DEFAULT '', code VARCHAR(255), address TEXT, city VARCHAR(50) NOT NULL DEFAULT '',
  region VARCHAR(50), postcode VARCHAR(20), country VARCHAR(2) NOT NULL DEFAULT '',
  maildisplay TINYINT NOT NULL DEFAULT 2, mailformat TINYINT NOT NULL DEFAULT 1,
  maildigest TINYINT NOT NULL DEFAULT 0, autosubscribe TINYINT NOT NULL DEFAULT 1,
  trackforums TINYINT NOT NULL DEFAULT 0, htmleditor TINYINT NOT NULL DEFAULT 1,
  screenreader TINYINT NOT NULL DEFAULT 0, timezone VARCHAR(100) NOT NULL DEFAULT '99',
  lang VARCHAR(30) NOT NULL DEFAULT 'en', bgcolor_header VARCHAR(7), bgcolor_content VARCHAR(7),
  theme VARCHAR(50) NOT NULL DEFAULT '', category BIGINT NOT NULL DEFAULT 0, profileid BIGINT NOT NULL DEFAULT 0,
  suspended TINYINT NOT NULL DEFAULT 0, customcss TEXT, maincolor VARCHAR(20) DEFAULT 'null',
  headingcolor VARCHAR(20) DEFAULT 'null', linkcolor VARCHAR(20) DEFAULT 'null', emailprofileid BIGINT,
  supervisorprofileid BIGINT NOT NULL DEFAULT 0, managernotify BIGINT NOT NULL DEFAULT 0,
  parentid BIGINT NOT NULL DEFAULT 0, ecommerce TINYINT NOT NULL DEFAULT 0, custommenuitems TEXT,
  managerdigestday TINYINT NOT NULL DEFAULT 0, previousroletemplateid BIGINT NOT NULL DEFAULT 0,
  previousemailtemplateid BIGINT NOT NULL DEFAULT 0, hostname VARCHAR(200), maxusers BIGINT NOT NULL DEFAULT 0,
  validto BIGINT, suspendafter BIGINT, companyterminated TINYINT NOT NULL DEFAULT 0, custom1 VARCHAR(255),
  custom2 VARCHAR(255), custom3 VARCHAR(255), paymentaccount BIGINT, departmentprofileid BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_company_users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, companyid BIGINT NOT NULL, userid BIGINT NOT NULL,
  managertype TINYINT NOT NULL DEFAULT 0, departmentid BIGINT NOT NULL, suspended TINYINT NOT NULL DEFAULT 0,
  educator TINYINT NOT NULL DEFAULT 0
);
CREATE TABLE mdl_company_course (
  id INTEGER PRIMARY KEY AUTOINCREMENT, companyid BIGINT NOT NULL, courseid BIGINT NOT NULL,
  departmentid BIGINT NOT NULL
);
CREATE TABLE mdl_iomad_courses (
  id INTEGER PRIMARY KEY AUTOINCREMENT, courseid BIGINT NOT NULL, licensed TINYINT DEFAULT 0,
  shared TINYINT DEFAULT 0, validlength BIGINT DEFAULT 0, warnexpire BIGINT NOT NULL DEFAULT 0,
  warncompletion BIGINT NOT NULL DEFAULT 0, notifyperiod BIGINT NOT NULL DEFAULT 0,
  expireafter BIGINT NOT NULL DEFAULT 0, warnnotstarted BIGINT NOT NULL DEFAULT 0,
  hasgrade TINYINT NOT NULL DEFAULT 1
);
CREATE TABLE mdl_department (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL DEFAULT '',
  shortname VARCHAR(32) NOT NULL DEFAULT '', company BIGINT NOT NULL DEFAULT 0, parent BIGINT
);
CREATE TABLE mdl_logstore_standard_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, eventname VARCHAR(255) NOT NULL DEFAULT '',
  component VARCHAR(100) NOT NULL DEFAULT '', action VARCHAR(100) NOT NULL DEFAULT '',
  target VARCHAR(100) NOT NULL DEFAULT '', objecttable VARCHAR(50), objectid BIGINT,
  crud VARCHAR(1) NOT NULL DEFAULT '', edulevel TINYINT NOT NULL, contextid BIGINT NOT NULL,
  contextlevel BIGINT NOT NULL, contextinstanceid BIGINT NOT NULL, userid BIGINT NOT NULL, courseid BIGINT,
  relateduserid BIGINT, anonymous TINYINT NOT NULL DEFAULT 0, other TEXT, timecreated BIGINT NOT NULL,
  origin VARCHAR(10), ip VARCHAR(45), realuserid BIGINT
);
)sql";

constexpr char kIndexes[] = R"sql(
CREATE UNIQUE INDEX mdl_conf_nam_uix ON mdl_config (name);
CREATE UNIQUE INDEX mdl_user_mneuse_uix ON mdl_user (mnethostid,username);
CREATE INDEX mdl_user_del_ix ON mdl_user (deleted);
CREATE INDEX mdl_user_con_ix ON mdl_user (confirmed);
CREATE INDEX mdl_user_fir_ix ON mdl_user (firstname);
CREATE INDEX mdl_user_las_ix ON mdl_user (lastname);
CREATE INDEX mdl_user_cit_ix ON mdl_user (city);
CREATE INDEX mdl_user_cou_ix ON mdl_user (country);
CREATE INDEX mdl_user_las2_ix ON mdl_user (lastaccess);
CREATE INDEX mdl_user_ema_ix ON mdl_user (email);
CREATE INDEX mdl_user_aut_ix ON mdl_user (auth);
CREATE INDEX mdl_user_idn_ix ON mdl_user (idnumber);
CREATE INDEX mdl_user_fir2_ix ON mdl_user (firstnamephonetic);
CREATE INDEX mdl_user_las3_ix ON mdl_user (lastnamephonetic);
CREATE INDEX mdl_user_mid_ix ON mdl_user (middlename);
CREATE INDEX mdl_user_alt_ix ON mdl_user (alternatename);
CREATE INDEX mdl_cour_cat_ix ON mdl_course (category);
CREATE INDEX mdl_cour_idn_ix ON mdl_course (idnumber);
CREATE INDEX mdl_cour_sho_ix ON mdl_course (shortname);
CREATE INDEX mdl_cour_sor_ix ON mdl_course (sortorder);
CREATE INDEX mdl_cour_ori_ix ON mdl_course (originalcourseid);
CREATE INDEX mdl_courcate_par_ix ON mdl_course_categories (parent);
CREATE UNIQUE INDEX mdl_coursect_cousec_uix ON mdl_course_sections (course,section);
CREATE INDEX mdl_courmodu_vis_ix ON mdl_course_modules (visible);
CREATE INDEX mdl_courmodu_cou_ix ON mdl_course_modules (course);
CREATE INDEX mdl_courmodu_mod_ix ON mdl_course_modules (module);
CREATE INDEX mdl_courmodu_ins_ix ON mdl_course_modules (instance);
CREATE INDEX mdl_courmodu_idncou_ix ON mdl_course_modules (idnumber,course);
CREATE INDEX mdl_courmodu_gro_ix ON mdl_course_modules (groupingid);
CREATE INDEX mdl_modu_nam_ix ON mdl_modules (name);
CREATE UNIQUE INDEX mdl_courmoducomp_usecou_uix ON mdl_course_modules_completion (userid,coursemoduleid);
CREATE INDEX mdl_courmoducomp_cou_ix ON mdl_course_modules_completion (coursemoduleid);
CREATE UNIQUE INDEX mdl_courcomp_usecou_uix ON mdl_course_completions (userid,course);
CREATE INDEX mdl_courcomp_use_ix ON mdl_course_completions (userid);
CREATE INDEX mdl_courcomp_cou_ix ON mdl_course_completions (course);
CREATE INDEX mdl_courcomp_tim_ix ON mdl_course_completions (timecompleted);
CREATE INDEX mdl_enro_enr_ix ON mdl_enrol (enrol);
CREATE INDEX mdl_enro_cou_ix ON mdl_enrol (courseid);
CREATE INDEX mdl_enro_rol_ix ON mdl_enrol (roleid);
CREATE UNIQUE INDEX mdl_userenro_enruse_uix ON mdl_user_enrolments (enrolid,userid);
CREATE INDEX mdl_userenro_enr_ix ON mdl_user_enrolments (enrolid);
CREATE INDEX mdl_userenro_use_ix ON mdl_user_enrolments (userid);
CREATE INDEX mdl_userenro_mod_ix ON mdl_user_enrolments (modifierid);
CREATE UNIQUE INDEX mdl_role_sor_uix ON mdl_role (sortorder);
CREATE UNIQUE INDEX mdl_role_sho_uix ON mdl_role (shortname);
CREATE INDEX mdl_roleassi_sor_ix ON mdl_role_assignments (sortorder);
CREATE INDEX mdl_roleassi_rolcon_ix ON mdl_role_assignments (roleid,contextid);
CREATE INDEX mdl_roleassi_useconrol_ix ON mdl_role_assignments (userid,contextid,roleid);
CREATE INDEX mdl_roleassi_comiteuse_ix ON mdl_role_assignments (component,itemid,userid);
CREATE INDEX mdl_roleassi_rol_ix ON mdl_role_assignments (roleid);
CREATE INDEX mdl_roleassi_con_ix ON mdl_role_assignments (contextid);
CREATE INDEX mdl_roleassi_use_ix ON mdl_role_assignments (userid);
CREATE UNIQUE INDEX mdl_rolecapa_rolconcap_uix ON mdl_role_capabilities (roleid,contextid,capability);
CREATE INDEX mdl_rolecapa_rol_ix ON mdl_role_capabilities (roleid);
CREATE INDEX mdl_rolecapa_con_ix ON mdl_role_capabilities (contextid);
CREATE INDEX mdl_rolecapa_mod_ix ON mdl_role_capabilities (modifierid);
CREATE INDEX mdl_rolecapa_cap_ix ON mdl_role_capabilities (capability);
CREATE UNIQUE INDEX mdl_cont_conins_uix ON mdl_context (contextlevel,instanceid);
CREATE INDEX mdl_cont_ins_ix ON mdl_context (instanceid);
CREATE INDEX mdl_cont_pat_ix ON mdl_context (path);
CREATE INDEX mdl_comp_par_ix ON mdl_company (parentid);
CREATE INDEX mdl_comp_sho_ix ON mdl_company (shortname);
CREATE INDEX mdl_comp_nam_ix ON mdl_company (name);
CREATE UNIQUE INDEX mdl_compuser_comusedep_uix ON mdl_company_users (companyid,userid,departmentid);
CREATE INDEX mdl_compuser_comman_ix ON mdl_company_users (companyid,managertype);
CREATE INDEX mdl_compuser_depman_ix ON mdl_company_users (departmentid,managertype);
CREATE INDEX mdl_compcour_comcou_ix ON mdl_company_course (companyid,courseid);
CREATE INDEX mdl_compcour_depcou_ix ON mdl_company_course (departmentid,courseid);
CREATE INDEX mdl_depa_idcom_ix ON mdl_department (id,company);
CREATE INDEX mdl_depa_idcompar_ix ON mdl_department (id,company,parent);
CREATE INDEX mdl_logsstanlog_tim_ix ON mdl_logstore_standard_log (timecreated);
CREATE INDEX mdl_logsstanlog_couanotim_ix ON mdl_logstore_standard_log (courseid,anonymous,timecreated);
CREATE INDEX mdl_logsstanlog_useconconcr_ix
  ON mdl_logstore_standard_log (userid,contextlevel,contextinstanceid,crud,edulevel,timecreated);
CREATE INDEX mdl_logsstanlog_con_ix ON mdl_logstore_standard_log (contextid);
CREATE INDEX mdl_logsstanlog_use_ix ON mdl_logstore_standard_log (userid);
CREATE INDEX mdl_logsstanlog_cou_ix ON mdl_logstore_standard_log (courseid);
CREATE INDEX mdl_logsstanlog_rea_ix ON mdl_logstore_standard_log (realuserid);
CREATE INDEX mdl_logsstanlog_rel_ix ON mdl_logstore_standard_log (relateduserid);
)sql";

}  // namespace

const char* DemoTablesDdl() { return kTables; }

const char* DemoIndexesDdl() { return kIndexes; }

}  // namespace cp::moodle
