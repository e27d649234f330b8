// Test support: a fixture that runs each test on every engine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/moodle/open_source.h"
#include "libs/moodle/test_site.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::moodle {

class SourceTest : public ::testing::TestWithParam<std::string> {
 protected:
  SourceTest() : database_(MakeTestDatabase(GetParam())), site_(database_) { options_.dsn = database_.dsn; }

  // Builds the site and reads company `company` from it.
  std::vector<std::string> Pairs(int64_t company = 1, size_t page = 1000) {
    auto pairs = ReadPairs(Open(), clock_, company, page);
    EXPECT_THAT(pairs, testing::IsOk());
    return pairs.ok() ? *pairs : std::vector<std::string>{"error"};
  }

  std::vector<progress::PairFacts> Facts(int64_t company = 1, size_t page = 1000) {
    auto facts = ReadFacts(Open(), clock_, company, page);
    EXPECT_THAT(facts, testing::IsOk());
    return facts.ok() ? *std::move(facts) : std::vector<progress::PairFacts>();
  }

  // Builds what the site has collected since the last call; the source stays the same.
  sync::Source& Open() {
    CP_EXPECT_OK(site_.Build());
    if (source_ == nullptr) {
      auto source = MakeSource(options_, clock_);
      EXPECT_THAT(source, testing::IsOk());
      source_ = *std::move(source);
    }
    return *source_;
  }

  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(1)); }

  testing::FakeClock clock_;
  TestDatabase database_;
  TestSite site_;
  SourceOptions options_;
  std::unique_ptr<sync::Source> source_;
};

}  // namespace cp::moodle

#define CP_ON_EVERY_ENGINE(suite)                                                            \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::ValuesIn(::cp::moodle::TestEngines()), \
                           [](const auto& engine) { return engine.param; })
