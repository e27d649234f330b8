// The smaller plays: one table, one class.
#include "libs/moodle/demo_plays.h"

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

// Everything a play may ask for.
struct PlaySettings {
  DemoSettings demo;
  int64_t company = 1;
  std::string course = moodle::kStoryCourse;
  std::string user = moodle::kStoryEmail17;
  int64_t activity = 1;
  bool undo = false;
  std::string name;
  std::string firstname;
  std::string lastname;
};

struct PlayKind {
  const char* name;
  const char* summary;
  const char* example;
  bool course, user, undo;
  void (*add_settings)(runtime::ConfigParser*, PlaySettings*);  // its own ones; may be null
  absl::Status (*play)(const PlaySettings&, CompanyId, int64_t now);
  std::string (*tell)(const PlaySettings&);  // who and what has changed
};

std::string Quoted(const std::string& name) { return absl::StrCat("\"", name, "\""); }

void AddActivity(runtime::ConfigParser* parser, PlaySettings* settings) {
  parser->AddInt({.name = "activity", .help = "Which activity that counts, 1 is the first."}, {1, 100000},
                 &settings->activity);
}

void AddPersonName(runtime::ConfigParser* parser, PlaySettings* settings) {
  parser->AddString({.name = "firstname", .help = "The new first name.", .required = true}, &settings->firstname);
  parser->AddString({.name = "lastname", .help = "The new last name.", .required = true}, &settings->lastname);
}

void AddCourseName(runtime::ConfigParser* parser, PlaySettings* settings) {
  parser->AddString({.name = "name", .help = "The new full name.", .required = true}, &settings->name);
}

constexpr PlayKind kPlays[] = {
    {"tick", "Ticks one activity; --undo takes the tick back.", "--activity=2", true, true, true, AddActivity,
     [](const PlaySettings& s, CompanyId company, int64_t now) {
       return moodle::PlayTick(s.demo.path, company, s.course, s.user, s.activity, !s.undo, now);
     },
     [](const PlaySettings& s) {
       return absl::StrCat(s.user, s.undo ? " took back" : " ticked", " activity ", s.activity, " of ",
                           Quoted(s.course));
     }},
    {"enrol", "Enrols a person in a course; --undo ends it.", "--user=user1.3 --undo", true, true, true, nullptr,
     [](const PlaySettings& s, CompanyId company, int64_t now) {
       return s.undo ? moodle::PlayUnenrol(s.demo.path, company, s.course, s.user, now)
                     : moodle::PlayEnrol(s.demo.path, company, s.course, s.user, now);
     },
     [](const PlaySettings& s) {
       return absl::StrCat(s.user, s.undo ? " is no longer enrolled in " : " is enrolled in ", Quoted(s.course));
     }},
    {"suspend", "Suspends a person's account; --undo lets the person in again.", "--user=user1.3", false, true, true,
     nullptr,
     [](const PlaySettings& s, CompanyId company, int64_t now) {
       return moodle::PlaySuspend(s.demo.path, company, s.user, !s.undo, now);
     },
     [](const PlaySettings& s) {
       return absl::StrCat("the account of ", s.user, s.undo ? " is active again" : " is suspended");
     }},
    {"hide-course", "Hides a course; --undo shows it again.", "--course=C2", true, false, true, nullptr,
     [](const PlaySettings& s, CompanyId company, int64_t now) {
       return moodle::PlayCourseVisible(s.demo.path, company, s.course, s.undo, now);
     },
     [](const PlaySettings& s) {
       return absl::StrCat("the course ", Quoted(s.course), s.undo ? " is shown again" : " is hidden");
     }},
    {"rename-user", "Gives a person another name.", "--firstname=Ada --lastname=Lovelace", false, true, false,
     AddPersonName,
     [](const PlaySettings& s, CompanyId company, int64_t now) {
       return moodle::PlayRenameUser(s.demo.path, company, s.user, s.firstname, s.lastname, now);
     },
     [](const PlaySettings& s) {
       return absl::StrCat(s.user, " is now called ", Quoted(absl::StrCat(s.firstname, " ", s.lastname)));
     }},
    {"rename-course", "Gives a course another name.", "--course=C3 --name='First aid 2027'", true, false, false,
     AddCourseName,
     [](const PlaySettings& s, CompanyId company, int64_t now) {
       return moodle::PlayRenameCourse(s.demo.path, company, s.course, s.name, now);
     },
     [](const PlaySettings& s) {
       return absl::StrCat("the course ", Quoted(s.course), " is now called ", Quoted(s.name));
     }},
};

class DemoPlay final : public Command {
 public:
  DemoPlay(const PlayKind& kind, runtime::ConfigParser* parser) : kind_(kind) {
    AddDemoSettings(parser, &settings_.demo);
    parser->AddInt({.name = "company", .help = "The company.", .unit = "company id"},
                   {1, std::numeric_limits<int32_t>::max()}, &settings_.company);
    if (kind.course) {
      parser->AddString({.name = "course", .help = "Its course, by full name, short name or id."}, &settings_.course);
    }
    if (kind.user) {
      parser->AddString({.name = "user", .help = "The person, by user name, e-mail address or id."}, &settings_.user);
    }
    if (kind.add_settings != nullptr) kind.add_settings(parser, &settings_);
    if (kind.undo) parser->AddBool({.name = "undo", .help = "The opposite."}, &settings_.undo);
    parser->AddExample(std::string("progressctl demo ") + kind.name + " --path=moodle.db " + kind.example,
                       "in company 1");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_RETURN_IF_ERROR(kind_.play(settings_, CompanyId(settings_.company), settings_.demo.NowSeconds(context.clock)));
    context.out << "company " << settings_.company << ": " << Printable(kind_.tell(settings_))
                << " in Moodle; a sync brings it into the reporting store\n";
    return ExitCode::kOk;
  }

 private:
  const PlayKind& kind_;
  PlaySettings settings_;
};

}  // namespace

void AddDemoPlays(runtime::ConfigParser* parser, CommandSet* commands) {
  for (const PlayKind& kind : kPlays) {
    commands->Add(std::string("demo ") + kind.name,
                  std::make_unique<DemoPlay>(kind, parser->AddCommand(kind.name, kind.summary)));
  }
}

}  // namespace cp::ctl
