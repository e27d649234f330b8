#include <cstdint>
#include <limits>
#include <string>

#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/progress_output.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::CourseProgressService;
using courseprogress::v1::GetCourseProgressRequest;
using courseprogress::v1::GetCourseProgressResponse;

constexpr int kInt32Max = std::numeric_limits<int32_t>::max();
constexpr int kInt32Min = std::numeric_limits<int32_t>::min();

class Get final : public Command {
 public:
  explicit Get(runtime::ConfigParser* parser) {
    // The service decides which numbers are good: it names the company's bound.
    parser->AddInt({.name = "limit", .help = "Rows of a page, 1 to the company's max_records.", .unit = "rows"},
                   {kInt32Min, kInt32Max}, &limit_);
    parser->AddInt({.name = "offset", .help = "Rows to skip, 0 or more.", .unit = "rows"}, {kInt32Min, kInt32Max},
                   &offset_);
    parser->AddBool({.name = "all-pages", .help = "Reads on until a page is empty."}, &all_pages_);
    parser->AddString({.name = "min-data-version",
                       .help = "The answer is at least as new as this data_version, as an answer or a sync gave it."},
                      &min_data_version_);
    parser->AddBool({.name = "bypass-cache", .help = "Reads the store and leaves the caches alone."}, &bypass_cache_);
    parser->AddChoice(
        {.name = "output",
         .help = "csv: RFC 4180, text that a spreadsheet would run as a formula gets an apostrophe in front. "
                 "json: the service's answer, one page a line."},
        {"table", "json", "csv"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl get", "the first 100 rows");
    parser->AddExample("progressctl get --limit=20 --offset=40", "the third page of 20");
    parser->AddExample("progressctl get --all-pages --limit=1000 --output=csv > progress.csv", "everything, as a file");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    const std::unique_ptr<ProgressOutput> output = MakeProgressOutput(output_, &context.out);
    GetCourseProgressRequest request;
    request.set_limit(limit_);
    request.set_offset(offset_);
    request.set_min_data_version(min_data_version_);
    request.set_bypass_cache(bypass_cache_);
    GetCourseProgressResponse page;
    std::string version;
    do {
      CP_RETURN_IF_ERROR(Call(service, timeout_, &CourseProgressService::Stub::GetCourseProgress, request, &page));
      NotePage(page, &version, context);
      CP_RETURN_IF_ERROR(output->WritePage(page));
      if (!context.out) return ExitCode::kFailed;
      const int64_t next = int64_t{request.offset()} + page.rows_size();
      if (next > kInt32Max) break;
      request.set_offset(static_cast<int32_t>(next));
    } while (all_pages_ && !page.rows().empty());
    output->Finish();
    return ExitCode::kOk;
  }

 private:
  // JSON carries it all; beside a table or a file it would be noise in the data, so it goes to `err`.
  void NotePage(const GetCourseProgressResponse& page, std::string* version, const CommandContext& context) const {
    if (output_ != "json" && (version->empty() || !all_pages_)) context.err << DescribeAnswer(page) << "\n";
    if (!version->empty() && *version != page.data_version()) {
      context.err << "note: the data changed while it was being read (now data version " << page.data_version()
                  << "); rows may be missing or repeated where pages met\n";
    }
    *version = page.data_version();
  }

  int limit_ = 100;
  int offset_ = 0;
  bool all_pages_ = false;
  std::string min_data_version_;
  bool bypass_cache_ = false;
  std::string output_ = "table";
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddGet(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("get", std::make_unique<Get>(parser->AddCommand(
                           "get", "Reads the progress of the token's company (a token with scope read).")));
}

}  // namespace cp::ctl
