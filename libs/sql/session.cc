#include "libs/sql/session.h"

namespace cp::sql {

Session::Session(const soci::backend_factory& factory, const std::string& connect_string, StatementObserver observer)
    : observer_(std::move(observer)), soci_(factory, connect_string) {}

void Session::Commit() {
  CloseOpen();
  soci_ << "COMMIT";
}

void Session::Rollback() {
  CloseOpen();
  soci_ << "ROLLBACK";
}

void Session::CopyIn(const Query<Row<>()>& copy, absl::string_view rows) {
  CloseOpen();
  if (observer_) observer_(copy.kind);
  SendCopy(copy.postgres, rows);
}

void Session::RunScript(const std::string& sql) {
  CloseOpen();
  soci_ << sql;
}

void Session::CloseOpen() {
  if (last_ == nullptr || !last_->open()) return;
  Reset(last_->soci_statement());
  last_->MarkClosed();
}

}  // namespace cp::sql
