// One connection to the store with the statements prepared on it. One thread at a time; lives in a SessionPool. The
// methods throw what SOCI throws (libs/sql/guard.h is where that ends), after which the session must be destroyed.
#pragma once

#include <soci/soci.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "libs/base/clock.h"
#include "libs/sql/dsn.h"
#include "libs/sql/query.h"
#include "libs/sql/statement.h"

namespace cp::sql {

enum class Scope {
  kAutocommit,  // one statement
  kSnapshot,    // read-only; every statement sees the state of the first one
  kWrite,       // takes the write lock (SQLite) at once
};

class Session {
 public:
  using StatementObserver = std::function<void(absl::string_view kind)>;

  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  virtual Engine engine() const = 0;

  // From here to End() every call throws soon after `deadline`, whatever the server does.
  virtual void Begin(Scope scope, Deadline deadline) = 0;
  void Commit();
  void Rollback();
  // Ends what Begin() began. False when the deadline cut the connection: the session must be destroyed.
  virtual bool End() = 0;

  // Whether CheckPlace() (epoch.h) has found this connection's database to be the one the store was made in.
  bool place_known() const { return place_known_; }
  void SetPlaceKnown() { place_known_ = true; }

  // False when the server is known to have hung up, or the file is another one now. Costs no round trip.
  virtual bool Alive() = 0;

  // Prepares the query at its first use, then runs it. The result is valid until the next Run() on this session.
  template <typename Signature, typename... Values>
  Statement<Signature>& Run(const Query<Signature>& query, Values&&... values) {
    CloseOpen();
    std::unique_ptr<StatementBase>& slot = statements_[&query];
    if (slot == nullptr) slot = std::make_unique<Statement<Signature>>(soci_, TextOf(query));
    auto& statement = static_cast<Statement<Signature>&>(*slot);
    if (observer_) observer_(query.kind);
    last_ = &statement;
    statement.Execute(std::forward<Values>(values)...);
    return statement;
  }

  // The first row, if any.
  template <typename Signature, typename... Values>
  std::optional<typename Query<Signature>::RowType> RunForRow(const Query<Signature>& query, Values&&... values) {
    auto* row = Run(query, std::forward<Values>(values)...).Next();
    if (row == nullptr) return std::nullopt;
    auto copy = std::make_optional(std::move(*row));
    CloseOpen();
    return copy;
  }

  // Loads `rows` (see CopyText) with a COPY .. FROM STDIN. REQUIRES: engine() is kPostgres.
  void CopyIn(const Query<Row<>()>& copy, absl::string_view rows);

  // Text without parameters that is run once, such as DDL. REQUIRES: no ':' in it.
  void RunScript(const std::string& sql);

  // For what has no query of its own (PRAGMA, EXPLAIN, the driver's handle).
  soci::session& soci() { return soci_; }

 protected:
  Session(const soci::backend_factory& factory, const std::string& connect_string, StatementObserver observer);

  // Ends a result that was not read to its end, so that it holds no snapshot.
  virtual void Reset(soci::statement& statement) = 0;
  virtual void SendCopy(const char* copy, absl::string_view rows) = 0;
  void CloseOpen();

 private:
  template <typename Signature>
  const char* TextOf(const Query<Signature>& query) const {
    return engine() == Engine::kSqlite ? query.sqlite : query.postgres;
  }

  StatementObserver observer_;
  soci::session soci_;
  // After soci_: a PostgreSQL statement that outlives its session uses freed memory.
  absl::flat_hash_map<const void*, std::unique_ptr<StatementBase>> statements_;
  StatementBase* last_ = nullptr;
  bool place_known_ = false;
};

}  // namespace cp::sql
