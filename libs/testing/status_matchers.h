// gMock matchers for absl::Status and absl::StatusOr<T>: a test says which error it expects, never "not ok".
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/status.h"

namespace cp::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, "is OK") {
  if (!StatusOf(arg).ok()) *result_listener << "which is " << StatusOf(arg);
  return StatusOf(arg).ok();
}

// EXPECT_THAT(F(), IsOkAndHolds(Eq(3))): the call succeeded and its value matches.
MATCHER_P(IsOkAndHolds, inner,
          "is OK and holds a value that " +
              ::testing::DescribeMatcher<typename std::decay_t<arg_type>::value_type>(inner, negation)) {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status();
    return false;
  }
  return ::testing::ExplainMatchResult(inner, *arg, result_listener);
}

// The code, and a text that the message for people must contain.
MATCHER_P2(StatusIs, code, substring, "") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << "which is " << status;
  return status.code() == code && absl::string_view(status.message()).find(substring) != absl::string_view::npos;
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << "which is " << StatusOf(arg);
  return StatusOf(arg).code() == code;
}

// The machine-readable reason given to MakeError().
MATCHER_P(HasReason, expected, "has the reason " + std::string(expected)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << "which is " << status << " with the reason '" << ReasonOf(status) << "'";
  return ReasonOf(status) == expected;
}

}  // namespace cp::testing

#define CP_EXPECT_OK(expr) EXPECT_THAT((expr), ::cp::testing::IsOk())
#define CP_ASSERT_OK(expr) ASSERT_THAT((expr), ::cp::testing::IsOk())

// `CP_ASSERT_OK_AND_ASSIGN(auto x, F());` ends the test unless F() succeeded.
#define CP_ASSERT_OK_AND_ASSIGN(lhs, expr) CP_ASSERT_OK_AND_ASSIGN_IMPL_(CP_CONCAT_(cp_statusor_, __LINE__), lhs, expr)
#define CP_ASSERT_OK_AND_ASSIGN_IMPL_(var, lhs, expr) \
  auto var = (expr);                                  \
  ASSERT_TRUE(var.ok()) << var.status();              \
  lhs = *std::move(var)
