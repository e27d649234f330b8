#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_plays.h"
#include "libs/moodle/demo_site.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/demo_settings.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

class DemoComplete final : public Command {
 public:
  explicit DemoComplete(runtime::ConfigParser* parser) {
    AddDemoSettings(parser, &demo_);
    parser->AddInt({.name = "company", .help = "The company.", .unit = "company id"},
                   {1, std::numeric_limits<int32_t>::max()}, &company_);
    parser->AddString({.name = "course", .help = "Its course, by full name, short name or id."}, &course_);
    parser->AddStringList({.name = "user", .help = "Who completes it, by user name, e-mail address or id."}, &users_);
    parser->AddBool({.name = "everybody", .help = "Every learner of the course completes it; --user is not looked at."},
                    &everybody_);
    parser->AddExample("progressctl demo complete --path=moodle.db", "the two people of the story complete its course");
    parser->AddExample("progressctl demo complete --path=moodle.db --company=2 --course=C6 --everybody",
                       "a whole course");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    if (everybody_) users_.clear();
    if (!everybody_ && users_.empty()) {
      return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid, "give --user or --everybody");
    }
    CP_ASSIGN_OR_RETURN(const int64_t completed, moodle::PlayCompletions(demo_.path, CompanyId(company_), course_,
                                                                         users_, demo_.NowSeconds(context.clock)));
    context.out << Count(completed, "person has", "people have") << " completed \"" << Printable(course_)
                << "\" in Moodle\n";
    return ExitCode::kOk;
  }

 private:
  DemoSettings demo_;
  int64_t company_ = 1;
  std::string course_ = moodle::kStoryCourse;
  std::vector<std::string> users_ = {moodle::kStoryEmail17, moodle::kStoryEmail21};
  bool everybody_ = false;
};

}  // namespace

void AddDemoComplete(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("demo complete", std::make_unique<DemoComplete>(
                                     parser->AddCommand("complete", "Lets people complete a course in Moodle.")));
}

}  // namespace cp::ctl
