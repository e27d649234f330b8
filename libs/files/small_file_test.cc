#include "libs/files/small_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"

namespace cp::files {
namespace {

using testing::StatusIs;
constexpr absl::StatusCode kWrong = absl::StatusCode::kInvalidArgument;

class SmallFileTest : public ::testing::Test {
 protected:
  std::string File(const std::string& content) {
    std::string path = folder_.File("file");
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  testing::TempDir folder_;
};

TEST_F(SmallFileTest, IsReadWhole) {
  const std::string content = std::string(70000, 'x') + std::string("\0\r\n", 3);
  CP_ASSERT_OK_AND_ASSIGN(const std::string read, ReadSmallFile(File(content), content.size()));
  EXPECT_EQ(read, content);
}

TEST_F(SmallFileTest, SaysWhyItCanNotBeRead) {
  EXPECT_THAT(ReadSmallFile(folder_.File("nowhere"), 10), StatusIs(kWrong, "there is no such file"));
  EXPECT_THAT(ReadSmallFile("", 10), StatusIs(kWrong, "there is no such file"));
  EXPECT_THAT(ReadSmallFile(folder_.path(), 10), StatusIs(kWrong, "it is a folder; name a file"));
  EXPECT_THAT(ReadSmallFile(File(""), 10), StatusIs(kWrong, "it is empty"));
  EXPECT_THAT(ReadSmallFile(File(std::string(2049, 'x')), 2048), StatusIs(kWrong, "it is larger than 2 KiB"));
  EXPECT_THAT(ReadSmallFile("/dev/zero", 1 << 20), StatusIs(kWrong, "it is larger than 1024 KiB"));
}

TEST_F(SmallFileTest, SaysWhoMayNotReadIt) {
  const std::string path = File("secret");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const auto read = ReadSmallFile(path, 10);
  if (geteuid() == 0) {
    CP_EXPECT_OK(read.status());  // root may read everything
  } else {
    EXPECT_THAT(read, StatusIs(kWrong, "this user may not read it"));
  }
}

TEST_F(SmallFileTest, MayBeAPipe) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "secret\n", 7), 7);
  close(ends[1]);
  CP_ASSERT_OK_AND_ASSIGN(const std::string read, ReadSmallFile("/dev/fd/" + std::to_string(ends[0]), 10));
  EXPECT_EQ(read, "secret\n");
  close(ends[0]);
}

}  // namespace
}  // namespace cp::files
