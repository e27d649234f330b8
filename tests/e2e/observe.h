// How a test looks behind the product: into SQLite files, at metrics, into log files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace cp::e2e {

using Rows = std::vector<std::vector<std::string>>;

// The rows of a SELECT as text, "NULL" where there is none. A test failure when it does not work.
Rows Select(const std::string& sqlite_path, const std::string& sql);
// The only value of a SELECT.
std::string SelectOne(const std::string& sqlite_path, const std::string& sql);
// Everything that must not change when nothing is synced: rows and versions, as text.
std::string DumpStore(const std::string& sqlite_path);
// One or several statements. A test failure when one does not work.
void Execute(const std::string& sqlite_path, const std::string& sql);

// Value of a sample in the Prometheus text that `address` serves, `name{labels}` as printed; 0 when absent.
double Metric(const std::string& address, const std::string& sample);

// True as soon as `condition` is; false when it is not within `patience`.
bool Await(const std::function<bool()>& condition, absl::Duration patience = absl::Seconds(30));

std::string ReadFile(const std::string& path);
// The first line of a text that holds `part`; empty when there is none.
std::string LineWith(const std::string& text, const std::string& part);

}  // namespace cp::e2e
