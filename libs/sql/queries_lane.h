// Statements of the change lane: see queries.h.
#pragma once

#include "libs/sql/queries.h"
#include "libs/sql/query.h"

namespace cp::sql::query {

// --- enrolment edges; written under the company's row lock ---

// company, after user, through user -> user, edge
inline constexpr Query<Row<Int, Int>(Int, Int, Int)> kEdgesInRange{
    "edge",
    "SELECT user_id, edge_at FROM user_edge WHERE company_id = :company AND user_id > :after AND user_id <= :through"};
// company, users
inline constexpr Query<Row<Int, Int>(Int, Text)> kEdgesOfUsers{
    "edge",
    "SELECT user_id, edge_at FROM user_edge"
    " WHERE company_id = :company AND user_id IN (SELECT value FROM json_each(:users))",
    "SELECT user_id, edge_at FROM user_edge WHERE company_id = :company AND user_id = ANY(CAST(:users AS bigint[]))"};
inline constexpr Query<Row<>(Int, Text)> kDeleteEdges{
    "edge", "DELETE FROM user_edge WHERE company_id = :company AND user_id IN (SELECT value FROM json_each(:users))",
    "DELETE FROM user_edge WHERE company_id = :company AND user_id = ANY(CAST(:users AS bigint[]))"};
#define CP_EDGE_CONFLICT " ON CONFLICT (company_id, user_id) DO UPDATE SET edge_at = excluded.edge_at"
// company, user, edge
inline constexpr Query<Row<>(Int, Int, Int)> kUpsertEdge{
    "edge", "INSERT INTO user_edge (company_id, user_id, edge_at) VALUES (:company, :user, :edge)" CP_EDGE_CONFLICT,
    ""};
// company, users, edges
inline constexpr Query<Row<>(Int, Text, Text)> kUpsertEdges{
    "edge", "",
    "INSERT INTO user_edge (company_id, user_id, edge_at) SELECT CAST(:company AS bigint),"
    " unnest(CAST(:users AS bigint[])), unnest(CAST(:edges AS bigint[]))" CP_EDGE_CONFLICT};
#undef CP_EDGE_CONFLICT
// company, user, now: see Detection::edges_consumed
inline constexpr Query<Row<>(Int, Int, Int)> kConsumeEdge{
    "edge", "DELETE FROM user_edge WHERE company_id = :company AND user_id = :user AND edge_at <= :now", ""};
// companies, users, now
inline constexpr Query<Row<>(Text, Text, Int)> kConsumeEdges{
    "edge", "",
    "DELETE FROM user_edge USING unnest(CAST(:companies AS bigint[]), CAST(:users AS bigint[])) AS due(company_id, "
    "user_id) WHERE user_edge.company_id = due.company_id AND user_edge.user_id = due.user_id"
    " AND user_edge.edge_at <= CAST(:now AS bigint)"};
inline constexpr Query<Row<Int, Int>(Int, Int)> kDueEdges{
    "edge",
    "SELECT company_id, user_id FROM user_edge WHERE edge_at <= :now ORDER BY edge_at, company_id, user_id"
    " LIMIT :count"};

// --- change lane ---

// One row for each watermark, at least one. sequence, detected_at, fresh_at, detector, name, value
#define CP_READ_LANE(now)                                                           \
  "SELECT s.sequence, s.detected_at, s.fresh_at, CASE WHEN s.detector_until > " now \
  " THEN s.detector ELSE '' END,"                                                   \
  " COALESCE(w.name, ''), COALESCE(w.value, 0) FROM lane_state s LEFT JOIN sync_watermark w ON w.company_id = 0"
inline constexpr Query<Row<Int, Int, Int, Text, Text, Int>()> kReadLane{"lane", CP_READ_LANE(CP_SQLITE_NOW_MS),
                                                                        CP_READ_LANE(CP_POSTGRES_NOW_MS)};
#undef CP_READ_LANE
// First in the transaction of a detection: its row lock lets one follow the other. No row: somebody else was faster.
// 1 unless it is idle, detected_at, expected sequence -> the sequence
inline constexpr Query<Row<Int>(Int, Int, Int)> kMoveLane{
    "lane",
    "UPDATE lane_state SET sequence = sequence + CAST(:step AS bigint), detected_at = :at WHERE sequence = :expected"
    " RETURNING sequence"};
// The same by the detector; no row also when another one is it: step, detected_at, detector, hold in ms, expected
// sequence, detector again, 1 to take over
#define CP_MOVE_LANE(now)                                                                                       \
  "UPDATE lane_state SET sequence = sequence + CAST(:step AS bigint), detected_at = :at, detector = :detector," \
  " detector_until = " now                                                                                      \
  " + CAST(:hold AS bigint) WHERE sequence = :expected"                                                         \
  " AND (detector = :same OR detector_until <= " now " OR CAST(:takes_over AS bigint) = 1) RETURNING sequence"
inline constexpr Query<Row<Int>(Int, Int, Text, Int, Int, Text, Int)> kMoveLaneAsDetector{
    "lane", CP_MOVE_LANE(CP_SQLITE_NOW_MS), CP_MOVE_LANE(CP_POSTGRES_NOW_MS)};
#undef CP_MOVE_LANE
inline constexpr Query<Row<>(Int)> kLaneIsFresh{"lane", "UPDATE lane_state SET fresh_at = :fresh_at"};
// name, value, updated_at
inline constexpr Query<Row<>(Text, Int, Int)> kMoveWatermark{
    "lane",
    "INSERT INTO sync_watermark (company_id, name, value, updated_at) VALUES (0, :name, :value, :at)"
    " ON CONFLICT (company_id, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"
    " WHERE sync_watermark.value <> excluded.value"};

#define CP_DIGEST_CONFLICT \
  " ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value WHERE source_digest.value <> excluded.value"
// kind, id, value
inline constexpr Query<Row<>(Text, Int, Text)> kUpsertDigest{
    "digest", "INSERT INTO source_digest (kind, id, value) VALUES (:kind, :id, :value)" CP_DIGEST_CONFLICT, ""};
inline constexpr Query<Row<>(Text, Text, Text)> kUpsertDigests{
    "digest", "",
    "INSERT INTO source_digest (kind, id, value) SELECT unnest(CAST(:kinds AS text[])),"
    " unnest(CAST(:ids AS bigint[])), unnest(CAST(:digests AS text[]))" CP_DIGEST_CONFLICT};
#undef CP_DIGEST_CONFLICT
inline constexpr Query<Row<>(Text, Int)> kDeleteDigest{"digest",
                                                       "DELETE FROM source_digest WHERE kind = :kind AND id = :id", ""};
inline constexpr Query<Row<>(Text, Text)> kDeleteDigests{
    "digest", "",
    "DELETE FROM source_digest USING unnest(CAST(:kinds AS text[]), CAST(:ids AS bigint[])) AS gone(kind, id)"
    " WHERE source_digest.kind = gone.kind AND source_digest.id = gone.id"};
// kind, after, limit
inline constexpr Query<Row<Int, Text>(Text, Int, Int)> kReadDigests{
    "digest", "SELECT id, value FROM source_digest WHERE kind = :kind AND id > :after ORDER BY kind, id LIMIT :count"};

#define CP_CANDIDATE_COLUMNS "company_id, user_id, found_by, sequence, found_at"
#define CP_CANDIDATE_CONFLICT " ON CONFLICT (company_id, user_id) DO UPDATE SET sequence = excluded.sequence"
#define CP_CANDIDATE_PREVAILS(condition) \
  ", found_by = CASE WHEN " condition " THEN excluded.found_by ELSE sync_candidate.found_by END"
// user, found_by, sequence, found_at, company, 1 if found_by prevails
inline constexpr Query<Row<>(Int, Text, Int, Int, Int, Int)> kUpsertCandidate{
    "candidate",
    "INSERT INTO sync_candidate (" CP_CANDIDATE_COLUMNS
    ") SELECT company_id, :user, :found_by, :sequence, :at FROM company"
    " WHERE company_id = :company" CP_CANDIDATE_CONFLICT CP_CANDIDATE_PREVAILS(":prevails = 1"),
    ""};
// sequence, found_at, companies, users, found_by; each found_by that prevails
inline constexpr Query<Row<>(Int, Int, Text, Text, Text, Text)> kUpsertCandidates{
    "candidate", "",
    "INSERT INTO sync_candidate (" CP_CANDIDATE_COLUMNS
    ") SELECT found.company_id, found.user_id, found.found_by, CAST(:sequence AS bigint), CAST(:at AS bigint)"
    " FROM unnest(CAST(:companies AS bigint[]), CAST(:users AS bigint[]), CAST(:found_by AS text[]))"
    " AS found(company_id, user_id, found_by)"
    " WHERE EXISTS (SELECT 1 FROM company WHERE company.company_id = found.company_id)" CP_CANDIDATE_CONFLICT
        CP_CANDIDATE_PREVAILS("excluded.found_by = ANY(CAST(:prevailing AS text[]))")};
#undef CP_CANDIDATE_PREVAILS
// found_by, sequence, found_at
inline constexpr Query<Row<>(Text, Int, Int)> kCandidateEverywhere{
    "candidate",
    "INSERT INTO sync_candidate (" CP_CANDIDATE_COLUMNS
    ") SELECT company_id, 0, CAST(:found_by AS text), CAST(:sequence AS bigint), CAST(:at AS bigint) FROM company"
    " WHERE gone_at = 0" CP_CANDIDATE_CONFLICT};
#undef CP_CANDIDATE_CONFLICT
#undef CP_CANDIDATE_COLUMNS
// A row for each company and detector. company, detector, candidates, of these of the whole company, newest sequence,
// oldest find
#define CP_CANDIDATE_SUMS \
  "company_id, found_by, count(*), max(CASE WHEN user_id = 0 THEN 1 ELSE 0 END), max(sequence), min(found_at)"
inline constexpr Query<Row<Int, Text, Int, Int, Int, Int>()> kWaiting{
    "candidate", "SELECT " CP_CANDIDATE_SUMS " FROM sync_candidate GROUP BY company_id, found_by"};
inline constexpr Query<Row<Int, Text, Int, Int, Int, Int>(Int)> kWaitingOf{
    "candidate",
    "SELECT " CP_CANDIDATE_SUMS " FROM sync_candidate WHERE company_id = :company GROUP BY company_id, found_by"};
#undef CP_CANDIDATE_SUMS
// company, limit
inline constexpr Query<Row<Int>(Int, Int)> kCandidateUsers{
    "candidate",
    "SELECT user_id FROM sync_candidate WHERE company_id = :company AND user_id > 0 ORDER BY company_id, user_id"
    " LIMIT :count"};
// company, through. Of two transactions the one that finds the candidate again wins, whichever comes first: a deletion
// that waited for it looks at the sequence again.
inline constexpr Query<Row<>(Int, Int)> kCandidatesDone{
    "candidate", "DELETE FROM sync_candidate WHERE company_id = :company AND sequence <= :through"};
// company, through, users
inline constexpr Query<Row<>(Int, Int, Text)> kCandidatesOfUsersDone{
    "candidate",
    "DELETE FROM sync_candidate WHERE company_id = :company AND sequence <= :through"
    " AND user_id IN (SELECT value FROM json_each(:users))",
    "DELETE FROM sync_candidate WHERE company_id = :company AND sequence <= :through"
    " AND user_id = ANY(CAST(:users AS bigint[]))"};

// One probe of the key for each user and company. -> user, company
inline constexpr Query<Row<Int, Int>(Text)> kCompaniesOfUsers{
    "lane",
    "SELECT wanted.value, c.company_id FROM json_each(:users) wanted CROSS JOIN company c WHERE EXISTS"
    " (SELECT 1 FROM course_progress p WHERE p.company_id = c.company_id AND p.user_id = wanted.value)",
    "SELECT wanted.user_id, c.company_id FROM unnest(CAST(:users AS bigint[])) AS wanted(user_id) CROSS JOIN company c"
    " CROSS JOIN LATERAL (SELECT 1 FROM course_progress p"
    " WHERE p.company_id = c.company_id AND p.user_id = wanted.user_id LIMIT 1) AS has_rows"};
// course, after company and user, limit -> company, user
inline constexpr Query<Row<Int, Int>(Int, Int, Int, Int)> kUsersOfCourse{
    "lane",
    "SELECT company_id, user_id FROM course_progress WHERE course_id = :course AND is_deleted = 0"
    " AND (company_id, user_id) > (:company, :user) ORDER BY course_id, company_id, user_id LIMIT :count"};
// read_at, and what is older than is marked. On PostgreSQL it neither waits for a batch nor meets another writer of
// many companies.
#define CP_STALE                                                                       \
  "source_synced_at > 0 AND source_synced_at < CAST(:older AS bigint) AND gone_at = 0" \
  " AND NOT EXISTS (SELECT 1 FROM sync_candidate s WHERE s.company_id = company.company_id)"
inline constexpr Query<Row<>(Int, Int)> kMarkFresh{
    "lane", "UPDATE company SET source_synced_at = CAST(:synced_at AS bigint) WHERE " CP_STALE,
    "UPDATE company SET source_synced_at = CAST(:synced_at AS bigint) WHERE company_id = ANY(ARRAY("
    "SELECT company_id FROM company WHERE " CP_STALE " FOR UPDATE OF company SKIP LOCKED))"};
#undef CP_STALE

}  // namespace cp::sql::query
