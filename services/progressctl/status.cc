#include "libs/base/status.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/company_table.h"
#include "services/progressctl/health.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::Company;
using courseprogress::v1::ListCompaniesRequest;
using courseprogress::v1::ListCompaniesResponse;

// What a service said, or why it said nothing.
struct ServiceHealth {
  std::string address;
  absl::StatusOr<std::string> health;

  bool serving() const { return health.ok() && *health == "SERVING"; }
  std::string text() const { return health.ok() ? *health : ErrorText(health.status()); }
};

nlohmann::ordered_json ToJsonValue(const ServiceHealth& service) {
  nlohmann::ordered_json json{{"address", service.address}, {"health", service.health.value_or("UNREACHABLE")}};
  if (!service.health.ok()) json["error"] = ErrorText(service.health.status());
  return json;
}

nlohmann::ordered_json ToJsonValue(const ListCompaniesResponse& companies, absl::Time now) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Company& company : companies.companies()) {
    const int64_t age = DataAgeSeconds(company, now);
    json.push_back({{"company_id", company.company_id()},
                    {"name", company.name()},
                    {"live_row_count", company.live_row_count()},
                    {"data_age_seconds", age < 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(age)},
                    {"data_version", company.data_version()}});
  }
  return json;
}

class StatusCommand final : public Command {
 public:
  explicit StatusCommand(runtime::ConfigParser* parser) {
    parser->AddChoice({.name = "output", .help = "json: for a program."}, {"text", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl status", "health; with an admin token the companies and the age of their data too");
  }

  // Asks everybody before it shows anything; exit code 1 unless both serve and the companies could be read.
  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer query, QueryService(context.connection));
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    const ServiceHealth query_health{query.address, CheckHealth(query, timeout_)};
    const ServiceHealth worker_health{worker.address, CheckHealth(worker, timeout_)};
    std::optional<absl::StatusOr<ListCompaniesResponse>> companies;
    if (!query.token.empty() && query_health.health.ok()) companies = ReadCompanies(query);
    if (output_ == "json") {
      WriteJson(query_health, worker_health, companies, context);
    } else {
      WriteText(query_health, worker_health, companies, context);
    }
    const bool good = query_health.serving() && worker_health.serving() && (!companies.has_value() || companies->ok());
    return good ? ExitCode::kOk : ExitCode::kFailed;
  }

 private:
  using Companies = std::optional<absl::StatusOr<ListCompaniesResponse>>;

  absl::StatusOr<ListCompaniesResponse> ReadCompanies(const Peer& query) const {
    ListCompaniesResponse response;
    CP_RETURN_IF_ERROR(Call(query, timeout_, &AdminService::Stub::ListCompanies, ListCompaniesRequest(), &response));
    return response;
  }

  void WriteJson(const ServiceHealth& query, const ServiceHealth& worker, const Companies& companies,
                 const CommandContext& context) const {
    nlohmann::ordered_json json{{"query_service", ToJsonValue(query)}, {"sync_worker", ToJsonValue(worker)}};
    if (companies.has_value() && companies->ok()) json["companies"] = ToJsonValue(**companies, context.clock.Now());
    if (companies.has_value() && !companies->ok()) json["companies_error"] = ErrorText(companies->status());
    context.out << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
  }

  void WriteText(const ServiceHealth& query, const ServiceHealth& worker, const Companies& companies,
                 const CommandContext& context) const {
    context.out << "query-service  " << query.address << "  " << query.text() << "\n"
                << "sync-worker    " << worker.address << "  " << worker.text() << "\n";
    if (!companies.has_value()) {
      if (query.health.ok()) context.err << "companies: not asked, that needs an admin token (CP_TOKEN)\n";
    } else if (companies->ok()) {
      WriteCompanies(**companies, context.clock.Now(), context.out);
    } else {
      context.err << "companies: " << ErrorText(companies->status()) << "\n";
    }
  }

  std::string output_ = "text";
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddStatus(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("status", std::make_unique<StatusCommand>(parser->AddCommand(
                              "status", "Shows the health of both services and the state of the companies.")));
}

}  // namespace cp::ctl
