// A statement as a typed constant: its text on both engines, what it takes and what a row of its result is.
#pragma once

#include <string>
#include <tuple>

#include "absl/strings/string_view.h"

namespace cp::sql {

// The only column types of our schema. No column is ever NULL: 0 and "" mean none.
using Int = long long;  // SOCI exchanges this type on every platform
using Real = double;
using Text = std::string;

template <typename... Columns>
using Row = std::tuple<Columns...>;

// Query<Row<Int, Text>(Text)>: takes one text, yields rows of an integer and a text. Identity is the address: declare
// it as a namespace-scope constant. Parameters are ":name", bound in the order of the text, each name once.
template <typename Signature>
struct Query;

template <typename... Columns, typename... Arguments>
struct Query<std::tuple<Columns...>(Arguments...)> {
  using RowType = std::tuple<Columns...>;
  using ArgumentTuple = std::tuple<Arguments...>;

  // The same text for both.
  constexpr Query(const char* name, const char* both) : kind(name), sqlite(both), postgres(both) {}
  constexpr Query(const char* name, const char* on_sqlite, const char* on_postgres)
      : kind(name), sqlite(on_sqlite), postgres(on_postgres) {}

  const char* kind;  // for statement counters: "versions", "page", ...
  const char* sqlite;
  const char* postgres;
};

}  // namespace cp::sql
