// For the tests of what the engines make of the statements: a filled store, and a statement's plan.
#pragma once

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "libs/sql/dsn.h"
#include "libs/sql/session.h"
#include "libs/sql/test_support.h"

namespace cp::sql {

// Four companies of 1000 users in 10 courses, and many small rows elsewhere; one database for each engine and all
// cases. For the test's own thread.
class PlanDatabase {
 public:
  // Made at the first call.
  static PlanDatabase& Of(Engine engine);
  static void CloseAll();

  explicit PlanDatabase(Engine engine);

  Session& session() { return database_.Behind(); }

 private:
  // The numbers, as column i of a table.
  std::string Numbers(int from, int to) const;
  void FillCompanies();
  void FillLane();

  TestDatabase database_;
};

// Calls with_position(n) for the nth ":name" outside of quotes, from 0 on, and puts what it returns in its place.
std::string ReplaceParameters(absl::string_view sql, absl::FunctionRef<std::string(size_t)> with_position);

// An argument as the engine reads it: "{1,2}" is a list of ids, anything else stays as it is.
std::string Literal(const std::string& argument, Engine engine);

// The plan, a line for each step.
std::string Explain(Session& session, const std::string& statement);

}  // namespace cp::sql
