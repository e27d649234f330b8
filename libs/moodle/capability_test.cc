#include "libs/moodle/capability.h"

#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cp::moodle {
namespace {

using ::testing::ElementsAre;

constexpr char kPath[] = "/1/100/1010";

bool Has(const CapabilityRule& rule, const std::vector<RoleAssignment>& assignments, absl::string_view path = kPath) {
  return rule.Has(7, assignments, rule.Resolve(path));
}

TEST(CapabilityRule, AllowsByARoleAnywhereOnThePath) {
  const CapabilityRule rule({{{5, 1, 1}}}, 0, {});
  EXPECT_FALSE(Has(rule, {}));
  EXPECT_TRUE(Has(rule, {{1, 5}}));
  EXPECT_TRUE(Has(rule, {{100, 5}}));
  EXPECT_TRUE(Has(rule, {{1010, 5}}));
  EXPECT_FALSE(Has(rule, {{1011, 5}}));
  EXPECT_FALSE(Has(rule, {{10, 5}}));  // a prefix of the digits is not on the path
  EXPECT_FALSE(Has(rule, {{1010, 4}}));
}

TEST(CapabilityRule, DefinitionBelowTheCourseDoesNotCount) {
  const CapabilityRule rule({{{5, 1, 1}, {5, 2000, -1000}}}, 0, {});
  EXPECT_TRUE(Has(rule, {{1010, 5}}));
  EXPECT_FALSE(Has(rule, {{1010, 5}}, "/1/100/1010/2000"));
}

TEST(CapabilityRule, ListsRolesWithAnyDefinition) {
  EXPECT_THAT(CapabilityRule({{{9, 1, -1}, {5, 3, 1}, {5, 1, 1}}}, 0, {}).roles(), ElementsAre(5, 9));
}

TEST(CapabilityRule, CourseWithoutPathIsForAdministratorsOnly) {
  const CapabilityRule rule({{{5, 1, 1}}}, 5, {{7}});
  const CapabilityRule no_admin({{{5, 1, 1}}}, 5, {{8}});
  EXPECT_TRUE(Has(rule, {}, ""));
  EXPECT_FALSE(Has(no_admin, {{1, 5}}, ""));
  EXPECT_FALSE(Has(no_admin, {{1, 5}}, "/1/x"));
}

// Moodle's own loop, word for word in its logic: for each role of the user, from the course upwards.
bool AsMoodle(const std::vector<CapabilityDefinition>& definitions, const std::vector<RoleAssignment>& assignments,
              int64_t default_role, const std::vector<int64_t>& path) {
  std::map<int64_t, int64_t> roles;  // role -> permission, 0 = not found yet
  if (default_role != 0) roles[default_role] = 0;
  for (const RoleAssignment& assignment : assignments) {
    if (std::count(path.begin(), path.end(), assignment.context) > 0) roles[assignment.role] = 0;
  }
  bool allowed = false;
  for (auto& [role, permission] : roles) {
    for (auto context = path.rbegin(); context != path.rend(); ++context) {
      for (const CapabilityDefinition& definition : definitions) {
        if (definition.role != role || definition.context != *context) continue;
        if (definition.permission == -1000) return false;
        if (permission == 0) permission = definition.permission;
      }
    }
    allowed = allowed || permission == 1;
  }
  return allowed;
}

TEST(CapabilityRule, AgreesWithMoodlesLoopOnRandomSites) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto pick = [&](std::initializer_list<int64_t> values) { return *(values.begin() + random() % values.size()); };
  for (int round = 0; round < 20000; ++round) {
    std::map<std::pair<int64_t, int64_t>, int64_t> unique;
    for (size_t i = random() % 6; i > 0; --i)
      unique[{pick({3, 5, 7}), pick({1, 100, 1010, 1011})}] = pick({1, 1, -1, -1000});
    std::vector<CapabilityDefinition> definitions;
    for (const auto& [key, permission] : unique) definitions.push_back({key.first, key.second, permission});
    std::vector<RoleAssignment> assignments;
    for (size_t i = random() % 4; i > 0; --i) assignments.push_back({pick({1, 100, 1010, 1011}), pick({3, 5, 7})});
    std::sort(assignments.begin(), assignments.end());
    const int64_t default_role = pick({0, 7});
    const CapabilityRule rule(definitions, default_role, {});
    ASSERT_EQ(Has(rule, assignments), AsMoodle(definitions, assignments, default_role, {1, 100, 1010}));
  }
}

}  // namespace
}  // namespace cp::moodle
