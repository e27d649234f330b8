// The demo commands, on real files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "libs/moodle/demo_test_db.h"
#include "libs/testing/fake_clock.h"
#include "services/progressctl/ctl.h"

namespace cp::ctl {
namespace {

using ::testing::HasSubstr;

class DemoCommands : public ::testing::Test {
 protected:
  int Run(std::vector<std::string> words) {
    words.insert(words.begin(), {"progressctl", "demo"});
    words.push_back("--path=" + path_);
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    out_.str("");
    err_.str("");
    return RunProgressctl(static_cast<int>(argv.size()), argv.data(),
                          {clock_, [](const std::string&) { return std::nullopt; }, nullptr, out_, err_, interrupts_});
  }
  int64_t Int(const std::string& sql) { return moodle::QueryInt(path_, sql); }

  testing::FakeClock clock_;
  NoInterrupts interrupts_;
  moodle::DemoFolder folder_;
  const std::string path_ = folder_.File("moodle.db");
  std::ostringstream out_, err_;
};

TEST_F(DemoCommands, CreateSaysWhatItMade) {
  ASSERT_EQ(Run({"create", "--companies=1", "--users=3", "--courses=4"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("1 company, 3 people, 4 courses; 12 rows of progress: "));
  EXPECT_EQ(Run({"create"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("exists; name another file"));
  EXPECT_EQ(Run({"create", "--overwrite"}), 0) << err_.str();
}

TEST_F(DemoCommands, CreateRefusesNumbersOutOfRange) {
  EXPECT_EQ(Run({"create", "--companies=0"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--companies is \"0\""));
  EXPECT_THAT(err_.str(), HasSubstr("1..100000"));
}

TEST_F(DemoCommands, CompletePlaysTheStoryByDefault) {
  ASSERT_EQ(Run({"create"}), 0);
  EXPECT_EQ(Run({"complete"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "2 people have completed \"API_course for completion test\" in Moodle\n");
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_course_completions WHERE timecompleted = 1795176001"), 2);
  EXPECT_EQ(Run({"complete", "--company=2", "--course=C6", "--everybody"}), 0) << err_.str();
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_course_completions WHERE course = 6 AND timecompleted > 0"), 8);
}

TEST_F(DemoCommands, PlaysChangeTheSite) {
  ASSERT_EQ(Run({"create"}), 0);
  EXPECT_EQ(Run({"tick", "--activity=5"}), 0) << err_.str();
  EXPECT_EQ(out_.str(),
            "company 1: apiuser17@aktrea.com ticked activity 5 of \"API_course for completion test\" in Moodle; a sync "
            "brings it into the reporting store\n");
  EXPECT_EQ(Run({"enrol", "--undo"}), 0) << err_.str();
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_user_enrolments WHERE userid = 3 AND enrolid IN (1, 2)"), 0);
  EXPECT_EQ(Run({"enrol"}), 0) << err_.str();
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_user_enrolments WHERE userid = 3 AND enrolid IN (1, 2)"), 1);
  EXPECT_EQ(Run({"suspend"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("the account of apiuser17@aktrea.com is suspended"));
  EXPECT_EQ(Int("SELECT suspended FROM mdl_user WHERE id = 3"), 1);
  EXPECT_EQ(Run({"hide-course"}), 0) << err_.str();
  EXPECT_EQ(Int("SELECT visible FROM mdl_course WHERE id = 2"), 0);
  EXPECT_EQ(Run({"hide-course", "--undo"}), 0) << err_.str();
  EXPECT_EQ(Int("SELECT visible FROM mdl_course WHERE id = 2"), 1);
  EXPECT_EQ(Run({"rename-user", "--firstname=Ada", "--lastname=L"}), 0) << err_.str();
  EXPECT_EQ(Run({"rename-course", "--name=New"}), 0) << err_.str();
  EXPECT_EQ(moodle::QueryText(path_, "SELECT fullname FROM mdl_course WHERE id = 2"), "New");
  EXPECT_EQ(Run({"rename-course", "--name=Newer"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("company 1 has no course 'API_course for completion test'"));
}

}  // namespace
}  // namespace cp::ctl
