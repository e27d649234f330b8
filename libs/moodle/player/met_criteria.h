// Private to the player.
#pragma once

namespace cp::moodle {

// userid, course, criterion, time of the activities whose criteria (criteriatype 4) are met and not yet marked. $0: a
// user, 0 = everybody. A failed activity meets its criterion unless a passing grade is asked for.
inline constexpr char kMetCriteria[] = R"sql(
  SELECT cmc.userid, crit.course, crit.id, cmc.timemodified
    FROM mdl_course_completion_criteria crit
    JOIN mdl_course c ON c.id = crit.course AND c.enablecompletion = 1
    JOIN mdl_course_modules cm ON cm.id = crit.moduleinstance
    JOIN mdl_course_modules_completion cmc ON cmc.coursemoduleid = cm.id
   WHERE crit.criteriatype = 4 AND ($0 = 0 OR cmc.userid = $0)
     AND (cmc.completionstate = 2 OR (cmc.completionstate IN (1, 3) AND cm.completionpassgrade = 0))
     AND NOT EXISTS (SELECT 1 FROM mdl_course_completion_crit_compl done
                      WHERE done.userid = cmc.userid AND done.course = crit.course AND done.criteriaid = crit.id)
   ORDER BY cmc.userid, crit.course, crit.id)sql";

}  // namespace cp::moodle
