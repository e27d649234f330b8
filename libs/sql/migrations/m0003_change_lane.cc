#include "libs/sql/migrations/m0003_change_lane.h"

namespace cp::sql {
namespace {

// One row. sequence: how many detections were stored; detected_at: of the last one, idle or not. The lane's watermarks
// are those of sync_watermark with company_id 0: the site's.
constexpr char kLaneState[] = R"(
CREATE TABLE lane_state (
  one_row     bigint NOT NULL PRIMARY KEY CHECK (one_row = 1),
  sequence    bigint NOT NULL DEFAULT 0,
  detected_at bigint NOT NULL DEFAULT 0
))";
constexpr char kFirstLaneState[] = "INSERT INTO lane_state (one_row) VALUES (1)";

// What may have changed and waits to be derived again. user_id 0: the whole company. found_by, found_at: of the
// detection that found it first; sequence: of the last one that did.
constexpr char kSyncCandidate[] = R"(
CREATE TABLE sync_candidate (
  company_id bigint NOT NULL,
  user_id    bigint NOT NULL,
  found_by   {KEY_TEXT} NOT NULL DEFAULT '',
  sequence   bigint NOT NULL,
  found_at   bigint NOT NULL,
  PRIMARY KEY (company_id, user_id)
) {WITHOUT_ROWID})";

// What the lane remembers of one object of Moodle.
constexpr char kSourceDigest[] = R"(
CREATE TABLE source_digest (
  kind  {KEY_TEXT} NOT NULL,
  id    bigint NOT NULL,
  value text   NOT NULL,
  PRIMARY KEY (kind, id)
) {WITHOUT_ROWID})";

// When the next of a user's enrolments opens or closes. Takes the place of enrolment_edge, which no program has ever
// filled: one row a user is all that the lane asks for, and a tenth of the rows.
constexpr char kUserEdge[] = R"(
CREATE TABLE user_edge (
  company_id bigint NOT NULL,
  user_id    bigint NOT NULL,
  edge_at    bigint NOT NULL,
  PRIMARY KEY (company_id, user_id)
) {WITHOUT_ROWID})";
constexpr char kUserEdgeDue[] = "CREATE INDEX user_edge_due ON user_edge (edge_at, company_id, user_id)";

// Who is in a course that changed. There is none by user: PostgreSQL would take it for the pages of a company, which it
// can not put in order.
constexpr char kCourseProgressCourse[] =
    "CREATE INDEX course_progress_course ON course_progress (course_id, company_id, user_id) WHERE is_deleted = 0";
// Housekeeping: the oldest tombstones of a company.
constexpr char kCourseProgressDead[] =
    "CREATE INDEX course_progress_dead ON course_progress (company_id, last_updated) WHERE is_deleted = 1";

}  // namespace

Migration ChangeLane() {
  return {.version = 3,
          .min_reader = 1,
          .statements = {kLaneState, kFirstLaneState, kSyncCandidate, kSourceDigest, kUserEdge, kUserEdgeDue,
                         kCourseProgressCourse, kCourseProgressDead}};
}

}  // namespace cp::sql
