// A prepared SOCI statement with its own buffers: what a session keeps for each query it has run.
#pragma once

#include <soci/soci.h>

#include <cstring>
#include <exception>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/string_view.h"
#include "libs/sql/query.h"

namespace cp::sql {

// Thrown when a text holds a NUL byte, at which PostgreSQL would cut it silently. Becomes INVALID_ARGUMENT.
class EmbeddedNul : public std::exception {
 public:
  const char* what() const noexcept override { return "text with a NUL byte"; }
};

inline void RefuseNul(absl::string_view text) {
  if (!text.empty() && std::memchr(text.data(), '\0', text.size()) != nullptr) throw EmbeddedNul();
}

class StatementBase {
 public:
  virtual ~StatementBase() = default;
  soci::statement& soci_statement() { return statement_; }
  bool open() const { return open_; }
  void MarkClosed() { open_ = false; }

 protected:
  explicit StatementBase(soci::session& session) : statement_(session) {}

  soci::statement statement_;
  bool open_ = false;  // rows may follow: on SQLite it holds its snapshot
};

// Not thread-safe; throws what SOCI throws. Must be destroyed before its session.
template <typename Signature>
class Statement final : public StatementBase {
  using Arguments = typename Query<Signature>::ArgumentTuple;
  using RowType = typename Query<Signature>::RowType;
  static constexpr bool kHasRows = std::tuple_size_v<RowType> > 0;

 public:
  Statement(soci::session& session, const char* sql) : StatementBase(session) {
    statement_.alloc();
    std::apply([this](const auto&... argument) { (statement_.exchange(soci::use(argument)), ...); },
               std::as_const(arguments_));
    std::apply([this](auto&... column) { (statement_.exchange(soci::into(column)), ...); }, row_);
    statement_.prepare(sql);
    statement_.define_and_bind();
  }

  template <typename... Values>
  void Execute(Values&&... values) {
    static_assert(sizeof...(Values) == std::tuple_size_v<Arguments>, "one value per parameter of the query");
    Assign(std::index_sequence_for<Values...>{}, std::forward<Values>(values)...);
    fresh_ = statement_.execute(/*withDataExchange=*/true);
    open_ = kHasRows && fresh_;
  }

  // How many rows the statement wrote or removed. REQUIRES: Execute().
  int64_t Affected() { return statement_.get_affected_rows(); }

  // The next row, or nullptr after the last. Its texts may be moved from; it is valid until the next call.
  RowType* Next() {
    if (!open_) return nullptr;
    if (!std::exchange(fresh_, false)) open_ = statement_.fetch();
    return open_ ? &row_ : nullptr;
  }

 private:
  template <size_t... I, typename... Values>
  void Assign(std::index_sequence<I...>, Values&&... values) {
    ((std::get<I>(arguments_) = std::forward<Values>(values)), ...);
    (Check(std::get<I>(arguments_)), ...);
  }
  static void Check(const Text& text) { RefuseNul(text); }
  template <typename Number>
  static void Check(const Number&) {}

  Arguments arguments_;
  RowType row_;
  bool fresh_ = false;  // the row that execute() fetched was not handed out yet
};

}  // namespace cp::sql
