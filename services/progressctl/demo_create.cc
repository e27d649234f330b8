#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_site.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/demo_settings.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

class DemoCreate final : public Command {
 public:
  explicit DemoCreate(runtime::ConfigParser* parser) {
    AddDemoSettings(parser, &demo_);
    const auto number = [parser](const char* name, const char* help, runtime::IntRange range, int64_t* target) {
      parser->AddInt({.name = name, .help = help}, range, target);
    };
    number("companies", "Companies.", {1, moodle::kMaxDemoCompanies}, &options_.companies);
    number("users", "Learners of each company, each enrolled in all its courses.", {1, moodle::kMaxDemoUsers},
           &options_.users_per_company);
    number("courses", "Courses of each company.", {1, moodle::kMaxDemoCourses}, &options_.courses_per_company);
    number("activities", "Activities that count, of each course.", {0, moodle::kMaxDemoActivities},
           &options_.activities_per_course);
    number("seed", "The same seed and the same --now give the same site.", {0, std::numeric_limits<int32_t>::max()},
           &seed_);
    parser->AddInt({.name = "completed", .help = "Share of the pairs that is complete.", .unit = "percent"}, {0, 100},
                   &options_.mix.completed);
    parser->AddInt({.name = "in-progress", .help = "Share of the pairs that has been started.", .unit = "percent"},
                   {0, 100}, &options_.mix.in_progress);
    parser->AddBool({.name = "overwrite", .help = "Replaces the file if it exists."}, &options_.overwrite);
    parser->AddExample("progressctl demo create --path=moodle.db", "3 companies with 8 people in 4 courses");
    parser->AddExample("progressctl demo create --path=big.db --companies=10 --users=1000 --courses=100",
                       "a million enrolments");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    options_.seed = static_cast<uint64_t>(seed_);
    options_.now = demo_.NowSeconds(context.clock);
    CP_ASSIGN_OR_RETURN(const moodle::DemoSummary made, moodle::CreateDemoSite(demo_.path, options_));
    context.out << demo_.path << ": " << Count(made.companies, "company", "companies") << ", "
                << Count(made.users, "person", "people") << ", " << Count(made.courses, "course", "courses") << "; "
                << Count(made.pairs, "row", "rows") << " of progress: " << made.completed << " completed, "
                << made.in_progress << " in progress, " << made.not_started << " not started\n";
    return ExitCode::kOk;
  }

 private:
  DemoSettings demo_;
  moodle::DemoOptions options_;
  int64_t seed_ = 1;
};

}  // namespace

void AddDemoCreate(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("demo create", std::make_unique<DemoCreate>(parser->AddCommand(
                                   "create", "Makes a Moodle/IOMAD-shaped SQLite database, of any size.")));
}

}  // namespace cp::ctl
