#include "libs/sql/migrations/m0001_foundation.h"

namespace cp::sql {
namespace {

// No column is ever NULL: 0 and '' mean none. Times are unix seconds unless the name says otherwise.

// One row. epoch: unix microseconds at which this history of versions began; it only grows.
constexpr char kStoreMeta[] = R"(
CREATE TABLE store_meta (
  one_row        bigint NOT NULL PRIMARY KEY CHECK (one_row = 1),
  epoch          bigint NOT NULL,
  auth_version   bigint NOT NULL DEFAULT 0,
  schema_version bigint NOT NULL,
  min_reader     bigint NOT NULL
))";

// version: bumped first in the transaction of every change; view_version: only by changes of what a client may see;
// purge_floor: the highest row_version of a tombstone that was purged; lease_until, served_at (its last turn in a run,
// whatever came of it): unix milliseconds by the store's clock.
constexpr char kCompany[] = R"(
CREATE TABLE company (
  company_id       bigint NOT NULL PRIMARY KEY,
  name             text   NOT NULL DEFAULT '',
  shortname        text   NOT NULL DEFAULT '',
  version          bigint NOT NULL DEFAULT 0,
  view_version     bigint NOT NULL DEFAULT 0,
  purge_floor      bigint NOT NULL DEFAULT 0,
  lease_fence      bigint NOT NULL DEFAULT 0,
  lease_owner      text   NOT NULL DEFAULT '',
  lease_until      bigint NOT NULL DEFAULT 0,
  source_synced_at bigint NOT NULL DEFAULT 0,
  served_at        bigint NOT NULL DEFAULT 0
) {WITHOUT_ROWID})";

// row_version: company.version at which the row last changed. A tombstone (is_deleted = 1) keeps no name, e-mail or
// username, and no hash of them.
constexpr char kCourseProgress[] = R"(
CREATE TABLE course_progress (
  company_id       bigint  NOT NULL,
  user_id          bigint  NOT NULL,
  course_id        bigint  NOT NULL,
  firstname        text    NOT NULL,
  lastname         text    NOT NULL,
  email            text    NOT NULL,
  username         text    NOT NULL,
  coursename       text    NOT NULL,
  timecompleted    bigint  NOT NULL DEFAULT 0,
  timestarted      bigint  NOT NULL DEFAULT 0,
  percentage       double precision NOT NULL DEFAULT 0,
  activities_done  integer NOT NULL DEFAULT 0,
  activities_total integer NOT NULL DEFAULT 0,
  status           text    NOT NULL,
  last_activity    bigint  NOT NULL DEFAULT 0,
  content_hash     text    NOT NULL,
  row_version      bigint  NOT NULL,
  last_updated     bigint  NOT NULL,
  is_deleted       integer NOT NULL DEFAULT 0,
  PRIMARY KEY (company_id, user_id, course_id)
) {WITHOUT_ROWID})";
constexpr char kCourseProgressChanges[] =
    "CREATE INDEX course_progress_changes ON course_progress (company_id, row_version, user_id, course_id)";

constexpr char kOutbox[] = R"(
CREATE TABLE outbox (
  company_id bigint NOT NULL,
  version    bigint NOT NULL,
  epoch      bigint NOT NULL,
  run_id     {KEY_TEXT} NOT NULL DEFAULT '',
  created_at bigint NOT NULL,
  upserted   bigint NOT NULL DEFAULT 0,
  deleted    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (company_id, version)
) {WITHOUT_ROWID})";
constexpr char kOutboxOldest[] = "CREATE INDEX outbox_oldest ON outbox (created_at, company_id, version)";

constexpr char kCompanySetting[] = R"(
CREATE TABLE company_setting (
  company_id bigint NOT NULL,
  key        {KEY_TEXT} NOT NULL,
  value      text   NOT NULL,
  PRIMARY KEY (company_id, key)
) {WITHOUT_ROWID})";

// A course without a row is shown.
constexpr char kCompanyCourse[] = R"(
CREATE TABLE company_course (
  company_id bigint  NOT NULL,
  course_id  bigint  NOT NULL,
  visible    integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, course_id)
) {WITHOUT_ROWID})";

// How far one client has read. (confirmed_epoch, confirmed_since): everything up to there was received. walk_*: the
// round under way; walk_position = the offset after its last row.
constexpr char kClientSync[] = R"(
CREATE TABLE client_sync (
  company_id        bigint  NOT NULL,
  token_id          {KEY_TEXT} NOT NULL,
  consumer          {KEY_TEXT} NOT NULL DEFAULT '',
  confirmed_epoch   bigint  NOT NULL DEFAULT 0,
  confirmed_since   bigint  NOT NULL DEFAULT 0,
  last_full_at      bigint  NOT NULL DEFAULT 0,
  last_call_at      bigint  NOT NULL DEFAULT 0,
  walk_id           text    NOT NULL DEFAULT '',
  walk_mode         text    NOT NULL DEFAULT '',
  walk_epoch        bigint  NOT NULL DEFAULT 0,
  walk_since        bigint  NOT NULL DEFAULT 0,
  walk_until        bigint  NOT NULL DEFAULT 0,
  walk_view_version bigint  NOT NULL DEFAULT 0,
  walk_position     bigint  NOT NULL DEFAULT 0,
  walk_row_version  bigint  NOT NULL DEFAULT 0,
  walk_user_id      bigint  NOT NULL DEFAULT 0,
  walk_course_id    bigint  NOT NULL DEFAULT 0,
  status            text    NOT NULL DEFAULT '',
  error             text    NOT NULL DEFAULT '',
  total_rows        bigint  NOT NULL DEFAULT 0,
  PRIMARY KEY (company_id, token_id, consumer)
) {WITHOUT_ROWID})";

// token_sha256: 64 lower-case hex digits. company_id 0: an admin token. expires_at 0: never. origin: own, or the table
// of Moodle that it follows.
constexpr char kApiToken[] = R"(
CREATE TABLE api_token (
  token_sha256 {KEY_TEXT} NOT NULL PRIMARY KEY,
  id           {KEY_TEXT} NOT NULL UNIQUE,
  scope        text   NOT NULL,
  company_id   bigint NOT NULL DEFAULT 0,
  label        text   NOT NULL DEFAULT '',
  created_at   bigint NOT NULL,
  expires_at   bigint NOT NULL DEFAULT 0,
  revoked_at   bigint NOT NULL DEFAULT 0,
  origin       text   NOT NULL DEFAULT 'own'
) {WITHOUT_ROWID})";

constexpr char kRequestLog[] = R"(
CREATE TABLE request_log (
  id           {AUTO_ID},
  at           bigint NOT NULL,
  company_id   bigint NOT NULL DEFAULT 0,
  token_id     {KEY_TEXT} NOT NULL DEFAULT '',
  request_id   text   NOT NULL DEFAULT '',
  method       text   NOT NULL,
  code         text   NOT NULL,
  reason       text   NOT NULL DEFAULT '',
  source       text   NOT NULL DEFAULT '',
  row_count    bigint NOT NULL DEFAULT 0,
  duration_us  bigint NOT NULL DEFAULT 0
))";
constexpr char kRequestLogCompany[] = "CREATE INDEX request_log_company ON request_log (company_id, at)";
constexpr char kRequestLogAt[] = "CREATE INDEX request_log_at ON request_log (at)";

// resolved_at 0: open. notified_at: for the cooldown.
constexpr char kAlert[] = R"(
CREATE TABLE alert (
  id          {AUTO_ID},
  company_id  bigint NOT NULL DEFAULT 0,
  kind        text   NOT NULL,
  severity    text   NOT NULL,
  message     text   NOT NULL,
  raised_at   bigint NOT NULL,
  notified_at bigint NOT NULL DEFAULT 0,
  resolved_at bigint NOT NULL DEFAULT 0,
  resolved_by text   NOT NULL DEFAULT ''
))";
constexpr char kAlertOpen[] = "CREATE INDEX alert_open ON alert (resolved_at, company_id, kind)";

constexpr char kAudit[] = R"(
CREATE TABLE audit (
  id         {AUTO_ID},
  at         bigint NOT NULL,
  actor      text   NOT NULL,
  action     text   NOT NULL,
  company_id bigint NOT NULL DEFAULT 0,
  detail     text   NOT NULL DEFAULT ''
))";
constexpr char kAuditAt[] = "CREATE INDEX audit_at ON audit (at)";

constexpr char kSyncRun[] = R"(
CREATE TABLE sync_run (
  run_id      {KEY_TEXT} NOT NULL PRIMARY KEY,
  kind        text   NOT NULL,
  state       text   NOT NULL,
  started_at  bigint NOT NULL,
  finished_at bigint NOT NULL DEFAULT 0,
  owner       text   NOT NULL DEFAULT ''
) {WITHOUT_ROWID})";
constexpr char kSyncRunNewest[] = "CREATE INDEX sync_run_newest ON sync_run (started_at, run_id)";

// errors: a JSON array of sentences.
constexpr char kSyncRunCompany[] = R"(
CREATE TABLE sync_run_company (
  run_id         {KEY_TEXT} NOT NULL,
  company_id     bigint NOT NULL,
  state          text   NOT NULL,
  started_at     bigint NOT NULL DEFAULT 0,
  finished_at    bigint NOT NULL DEFAULT 0,
  source_read_at bigint NOT NULL DEFAULT 0,
  rows_read      bigint NOT NULL DEFAULT 0,
  rows_created   bigint NOT NULL DEFAULT 0,
  rows_updated   bigint NOT NULL DEFAULT 0,
  rows_deleted   bigint NOT NULL DEFAULT 0,
  cache_cleared  bigint NOT NULL DEFAULT 0,
  errors         text   NOT NULL DEFAULT '[]',
  PRIMARY KEY (run_id, company_id)
) {WITHOUT_ROWID})";
constexpr char kSyncRunCompanyNewest[] =
    "CREATE INDEX sync_run_company_newest ON sync_run_company (company_id, finished_at)";

// value: an id or the largest time read, never a clock.
constexpr char kSyncWatermark[] = R"(
CREATE TABLE sync_watermark (
  company_id bigint NOT NULL,
  name       {KEY_TEXT} NOT NULL,
  value      bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (company_id, name)
) {WITHOUT_ROWID})";

// When an enrolment window next opens or closes.
constexpr char kEnrolmentEdge[] = R"(
CREATE TABLE enrolment_edge (
  edge_at    bigint NOT NULL,
  company_id bigint NOT NULL,
  user_id    bigint NOT NULL,
  course_id  bigint NOT NULL,
  PRIMARY KEY (edge_at, company_id, user_id, course_id)
) {WITHOUT_ROWID})";
constexpr char kEnrolmentEdgePair[] =
    "CREATE INDEX enrolment_edge_pair ON enrolment_edge (company_id, user_id, course_id)";

// day: days since 1970-01-01 in the company's zone. token_id '': the whole company.
constexpr char kQuotaDay[] = R"(
CREATE TABLE quota_day (
  company_id bigint NOT NULL,
  token_id   {KEY_TEXT} NOT NULL DEFAULT '',
  day        bigint NOT NULL,
  used       bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (company_id, token_id, day)
) {WITHOUT_ROWID})";

// Keys that sign page and sync tokens; hex. The newest signs, the last two verify.
constexpr char kTokenKey[] = R"(
CREATE TABLE token_key (
  key_id     bigint NOT NULL PRIMARY KEY,
  secret     text   NOT NULL,
  created_at bigint NOT NULL
))";

// pending 0: the last census a run went on with; 1: the last implausible one. counts: a JSON object, table -> rows.
constexpr char kSourceCensus[] = R"(
CREATE TABLE source_census (
  pending    bigint NOT NULL PRIMARY KEY,
  counts     text   NOT NULL,
  counted_at bigint NOT NULL,
  agreeing   bigint NOT NULL DEFAULT 0
))";

}  // namespace

Migration Foundation() {
  return {.version = 1,
          .min_reader = 1,
          .statements = {kStoreMeta,
                         kCompany,
                         kCourseProgress,
                         kCourseProgressChanges,
                         kOutbox,
                         kOutboxOldest,
                         kCompanySetting,
                         kCompanyCourse,
                         kClientSync,
                         kApiToken,
                         kRequestLog,
                         kRequestLogCompany,
                         kRequestLogAt,
                         kAlert,
                         kAlertOpen,
                         kAudit,
                         kAuditAt,
                         kSyncRun,
                         kSyncRunNewest,
                         kSyncRunCompany,
                         kSyncRunCompanyNewest,
                         kSyncWatermark,
                         kEnrolmentEdge,
                         kEnrolmentEdgePair,
                         kQuotaDay,
                         kTokenKey,
                         kSourceCensus}};
}

}  // namespace cp::sql
