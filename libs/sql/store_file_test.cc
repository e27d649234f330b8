#include "libs/sql/store_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/testing/temp_dir.h"

namespace cp::sql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class StoreFileWarningTest : public ::testing::Test {
 protected:
  // Of a store's file with `mode` in a folder with `folder_mode`.
  std::string WarningOf(mode_t mode, mode_t folder_mode = 0755) {
    std::ofstream(file_).flush();
    EXPECT_EQ(::chmod(file_.c_str(), mode), 0);
    EXPECT_EQ(::chmod(folder_.path().c_str(), folder_mode), 0);
    const std::string warning = StoreFileWarning(absl::StrCat("sqlite3://", file_));
    EXPECT_EQ(::chmod(folder_.path().c_str(), 0700), 0);
    return warning;
  }

  testing::TempDir folder_;
  const std::string file_ = folder_.File("store.db");
};

TEST_F(StoreFileWarningTest, NamesAFileThatEverybodyCanOpenAndTheCure) {
  EXPECT_THAT(WarningOf(0644), AllOf(HasSubstr(file_), HasSubstr("personal data"), HasSubstr("chmod o-rw")));
  EXPECT_THAT(WarningOf(0602), HasSubstr(file_));
}

TEST_F(StoreFileWarningTest, IsSilentAboutWhatOthersCanNotReach) {
  EXPECT_THAT(WarningOf(0600), IsEmpty());
  EXPECT_THAT(WarningOf(0660), IsEmpty()) << "two services of one group";
  EXPECT_THAT(WarningOf(0644, 0750), IsEmpty()) << "the folder is closed to them";
}

TEST_F(StoreFileWarningTest, IsSilentAboutWhatIsNoFile) {
  EXPECT_THAT(StoreFileWarning("sqlite3:///nowhere/store.db"), IsEmpty());
  EXPECT_THAT(StoreFileWarning("postgresql://host=db dbname=cp"), IsEmpty());
  EXPECT_THAT(StoreFileWarning("nonsense"), IsEmpty());
}

}  // namespace
}  // namespace cp::sql
