#include "libs/sync/candidate_writer.h"

#include <algorithm>
#include <iterator>

#include "libs/base/crash_point.h"
#include "libs/base/status.h"

namespace cp::sync {

using progress::CompanyUser;
using progress::Detection;

bool IsFoundByLook(absl::string_view detector) {
  const auto is_it = [detector](Tail tail) { return ToString(tail) == detector; };
  return detector != kEdge && std::none_of(std::begin(kTails), std::end(kTails), is_it);
}

namespace {

// Of a candidate that was found before. kAgain speaks of rows that came since the last look: that older ones vanished,
// the digests of their courses and companies tell.
bool Prevails(absl::string_view detector) { return IsFoundByLook(detector) && detector != kAgain; }

// In one detection as in the store.
template <typename Key>
void Note(const Key& key, const std::string& found_by, std::map<Key, std::string>* found) {
  const auto [it, is_new] = found->try_emplace(key, found_by);
  if (!is_new && Prevails(found_by) && !Prevails(it->second)) it->second = found_by;
}

}  // namespace

void CandidateWriter::Add(const Touched& touched, const std::string& found_by) {
  wants_look_ = wants_look_ || touched.what == Touched::What::kLook;
  if (everything_) return;
  switch (touched.what) {
    case Touched::What::kUser:
      Note(touched.id, found_by, &users_);
      break;
    case Touched::What::kCourse:
      Note(touched.id, found_by, &courses_);
      break;
    case Touched::What::kCompany:
      Add(CompanyUser{CompanyId(touched.id), 0}, found_by);
      break;
    case Touched::What::kNothing:
    case Touched::What::kLook:
      break;
  }
}

void CandidateWriter::Add(const CompanyUser& who, const std::string& found_by) {
  if (everything_ || whole_companies_.contains(who.company)) return;
  if (who.user_id == 0 || ++company_users_[who.company] > limits_.max_company_users) {
    whole_companies_.insert(who.company);
    Note(CompanyUser{who.company, 0}, found_by, &found_);
    return;
  }
  Note(who, found_by, &found_);
}

void CandidateWriter::AddEverything(const std::string& found_by) {
  if (everything_) return;
  everything_ = true;
  everything_found_by_ = found_by;
  report_.everything.push_back(found_by);
}

bool CandidateWriter::IsFull() const {
  return users_.size() + courses_.size() + found_.size() >= static_cast<size_t>(limits_.page);
}

absl::Status CandidateWriter::Store(Detection rest) {
  CP_RETURN_IF_ERROR(ResolveCourses());
  CP_RETURN_IF_ERROR(ResolveUsers());
  if (everything_) {
    users_.clear();
    courses_.clear();
    found_.clear();
    rest.everything = !everything_stored_;
    rest.everything_found_by = everything_stored_ ? "" : everything_found_by_;
  }
  CP_RETURN_IF_ERROR(Commit(std::move(rest)));
  everything_stored_ = everything_;
  return absl::OkStatus();
}

absl::Status CandidateWriter::ResolveCourses() {
  if (!everything_ && courses_.size() > limits_.max_courses) AddEverything(courses_.begin()->second);
  std::map<std::string, std::vector<int64_t>> by_detector;
  for (const auto& [course, found_by] : courses_) by_detector[found_by].push_back(course);
  courses_.clear();
  for (const auto& [found_by, courses] : by_detector) CP_RETURN_IF_ERROR(ResolveCourses(found_by, courses));
  return absl::OkStatus();
}

// Both sides: who is enrolled by Moodle now, and who was reported until now.
absl::Status CandidateWriter::ResolveCourses(const std::string& found_by, const std::vector<int64_t>& courses) {
  for (int64_t after = 0; !everything_;) {
    CP_ASSIGN_OR_RETURN(const std::vector<int64_t> users,
                        feed_.UsersOfCourses(courses, after, limits_.page, deadline_));
    ++report_.statements;
    report_.rows += static_cast<int64_t>(users.size());
    if (users.empty()) break;
    after = users.back();
    for (const int64_t user : users) Note(user, found_by, &users_);
    CP_RETURN_IF_ERROR(CountCourseUsers(users.size(), found_by));
  }
  for (CompanyUser after; !everything_;) {
    CP_ASSIGN_OR_RETURN(const std::vector<CompanyUser> users,
                        lane_.UsersOfCourses(courses, after, limits_.page, deadline_));
    ++report_.store_calls;
    if (users.empty()) break;
    after = users.back();
    for (const CompanyUser& who : users) Add(who, found_by);
    CP_RETURN_IF_ERROR(CountCourseUsers(users.size(), found_by));
  }
  return absl::OkStatus();
}

absl::Status CandidateWriter::CountCourseUsers(size_t users, const std::string& found_by) {
  course_users_ += static_cast<int64_t>(users);
  if (course_users_ > limits_.max_course_users) AddEverything(found_by);
  if (everything_) return absl::OkStatus();
  if (IsFull()) CP_RETURN_IF_ERROR(ResolveUsers());
  return StoreFullPages();
}

// Both sides: of which companies they are members by Moodle now, and where they were reported until now.
absl::Status CandidateWriter::ResolveUsers() {
  while (!users_.empty() && !everything_) {
    std::vector<int64_t> page;
    for (const auto& [user, found_by] : users_) {
      if (page.size() < static_cast<size_t>(limits_.page)) page.push_back(user);
    }
    CP_ASSIGN_OR_RETURN(const std::vector<CompanyUser> in_moodle, feed_.CompaniesOfUsers(page, deadline_));
    CP_ASSIGN_OR_RETURN(const std::vector<CompanyUser> in_store, lane_.CompaniesOfUsers(page, deadline_));
    ++report_.statements;
    ++report_.store_calls;
    report_.rows += static_cast<int64_t>(in_moodle.size());
    std::set<CompanyUser> both(in_moodle.begin(), in_moodle.end());
    both.insert(in_store.begin(), in_store.end());
    for (const CompanyUser& who : both) Add(who, users_.at(who.user_id));
    for (const int64_t user : page) users_.erase(user);
    CP_RETURN_IF_ERROR(StoreFullPages());
  }
  return absl::OkStatus();
}

absl::Status CandidateWriter::KeepRight(int64_t detected_at) {
  Detection idle;
  idle.detected_at = detected_at;
  return CommitAsDetector(std::move(idle));
}

absl::Status CandidateWriter::CommitAsDetector(Detection detection) {
  detection.expected_sequence = sequence_;
  detection.detector = right_.owner;
  detection.hold = right_.hold;
  detection.takes_over = right_.takes_over;
  ++report_.store_calls;
  CP_ASSIGN_OR_RETURN(sequence_, lane_.CommitDetection(detection, deadline_));
  return absl::OkStatus();
}

// Candidates may be stored before the watermarks that they came with: what is seen again is found again.
absl::Status CandidateWriter::StoreFullPages() {
  if (found_.size() < static_cast<size_t>(limits_.page)) return absl::OkStatus();
  return Commit({});
}

absl::Status CandidateWriter::Commit(Detection detection) {
  std::map<std::string, int64_t> counts;
  std::set<int64_t> marked;
  for (const auto& [who, found_by] : found_) {
    detection.candidates.push_back({who.company, who.user_id, found_by});
    ++counts[found_by];
    if (Prevails(found_by)) detection.prevailing.insert(found_by);
    if (marks_ && who.user_id != 0) marked.insert(who.user_id);
  }
  for (const int64_t user : marked) detection.digests.push_back({kAgain, user, "1"});
  detection.detected_at = report_.read_at;
  Reach(CrashPoint::kChangesRead);
  CP_RETURN_IF_ERROR(CommitAsDetector(std::move(detection)));
  Reach(CrashPoint::kChangesStored);
  found_.clear();
  for (const auto& [found_by, count] : counts) report_.found[found_by] += count;
  return absl::OkStatus();
}

}  // namespace cp::sync
