#include "services/common/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/sql/migrations/migrations.h"

namespace cp::service {
namespace {

TEST(VersionText, NamesProgramReleaseAndStoreSchema) {
  EXPECT_THAT(VersionText("sync-worker"), ::testing::MatchesRegex("sync-worker [0-9]+.[0-9]+.[0-9]+, .*"));
  EXPECT_THAT(VersionText("sync-worker"),
              ::testing::HasSubstr(absl::StrCat(", knows store schema ", sql::NewestSchema(), " ")));
}

}  // namespace
}  // namespace cp::service
