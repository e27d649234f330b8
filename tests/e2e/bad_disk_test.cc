// A store whose disk is full or read-only: one line that says so, a documented exit code, nothing changed, and the next
// good run gives the expected set.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/testing/process.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "tests/e2e/bad_input.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Runs in a mount namespace of its own, so that a small disk can be made without rights and never stays behind: sync,
// change Moodle, break the disk, sync, heal it, sync. Variables: FOLDER, MOODLE, BIN, BREAK, HEAL, DUMP.
constexpr char kScenario[] = R"(
DISK="$FOLDER/disk"; STORE="$DISK/store.db"; mkdir "$DISK"
mount -t tmpfs -o size=16m tmpfs "$DISK"
sync_once() { "$BIN/sync-worker" --once --moodle-dsn="sqlite3://$MOODLE" --store-dsn="sqlite3://$STORE" "$@"; }
step() { name=$1; code=0; sync_once >"$FOLDER/$name.out" 2>"$FOLDER/$name.err" || code=$?; echo $code >"$FOLDER/$name.code"; }
dump() { sqlite3 "$STORE" "$DUMP" >"$FOLDER/$1.rows"; }
step first; dump first
"$BIN/progressctl" demo complete --path="$MOODLE" --company=1 --course="$COURSE" --everybody >/dev/null
eval "$BREAK"
step broken
eval "$HEAL"
dump broken
step good; dump good
)";

constexpr char kDump[] =
    "SELECT * FROM course_progress ORDER BY 1,2,3; SELECT company_id, version, view_version FROM company ORDER BY 1";

struct Damage {
  const char* name;
  const char* damage;
  const char* heal;
  const char* said;
};

class BadDisk : public ::testing::TestWithParam<Damage> {
 protected:
  void Play(const std::string& moodle) {
    testing::ProcessOptions play;
    play.argv = {"unshare", "--mount"};
    if (geteuid() != 0) play.argv.insert(play.argv.end(), {"--user", "--map-root-user"});
    play.argv.insert(play.argv.end(), {"sh", "-euc", kScenario});
    play.env = {absl::StrCat("FOLDER=", folder_.path()),
                absl::StrCat("MOODLE=", moodle),
                absl::StrCat("BIN=", std::getenv("CP_BIN_DIR")),
                absl::StrCat("BREAK=", GetParam().damage),
                absl::StrCat("HEAL=", GetParam().heal),
                "COURSE=C3",
                absl::StrCat("DUMP=", kDump)};
    CP_ASSERT_OK(testing::RunProcess(play, absl::Minutes(5)).status());
  }

  std::string Text(const std::string& name) const {
    std::ifstream file(folder_.File(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  int Code(const std::string& step) const { return std::atoi(Text(step + ".code").c_str()); }

  testing::TempDir folder_;
};

TEST_P(BadDisk, IsSaidInOneLineAndChangesNothing) {
  const std::string moodle = folder_.File("moodle.db");
  ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle), "--companies=2",
                                       "--users=300", "--courses=10", "--seed=3"})
                .exit_code,
            0);
  Play(moodle);
  ASSERT_EQ(Code("first"), 0) << Text("first.err");
  EXPECT_EQ(Code("broken"), 1) << Text("broken.out") << Text("broken.err");
  const std::string said = absl::StrCat(Text("broken.err"), Text("broken.out"));
  EXPECT_THAT(LineWith(said, "--store-dsn"),
              AllOf(HasSubstr(absl::StrCat("sqlite3://", folder_.File("disk/store.db"))), HasSubstr(GetParam().said)))
      << said;
  EXPECT_EQ(Text("broken.rows"), Text("first.rows"));

  EXPECT_EQ(Code("good"), 0) << Text("good.err");
  EXPECT_THAT(Text("good.out"), ::testing::ContainsRegex("[1-9][0-9]* updated"));
  EXPECT_NE(Text("good.rows"), Text("first.rows"));
}

INSTANTIATE_TEST_SUITE_P(
    E2e, BadDisk,
    ::testing::Values(
        Damage{"Full", R"(cat /dev/zero >"$DISK/filler" 2>/dev/null || true)", R"(rm "$DISK/filler")", "free space"},
        // Room to begin, not for the batch.
        Damage{
            "FullInTheMiddle",
            R"(room=$(df --output=avail -B1 "$DISK" | tail -n 1); head -c $((room - 262144)) /dev/zero >"$DISK/filler")",
            R"(rm "$DISK/filler")", "full"},
        Damage{"ReadOnlyFile", R"(mount --bind "$STORE" "$STORE"; mount -o remount,ro,bind "$STORE")",
               R"(umount "$STORE")", "write"},
        Damage{"ReadOnlyFileSystem", R"(mount -o remount,ro "$DISK")", R"(mount -o remount,rw "$DISK")", "write"}),
    [](const auto& damage) { return std::string(damage.param.name); });

}  // namespace
}  // namespace cp::e2e
