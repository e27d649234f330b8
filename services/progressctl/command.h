// What a command is to the rest of progressctl.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/progress/store.h"
#include "services/progressctl/connection.h"
#include "services/progressctl/exit_code.h"
#include "services/progressctl/interrupts.h"

namespace cp::ctl {

struct OpenedStore {
  std::shared_ptr<progress::Store> store;
  std::string made_file;  // of an embedded store that did not exist; "" otherwise
  std::string warning;    // for people; "" when there is nothing to warn of
};

enum class MissingStore { kMake, kRefuse };

// Opens a reporting store and brings its schema up to date. `missing`: what becomes of an embedded one that does not
// exist; refused, it is NOT_FOUND (CONFIG_INVALID).
using StoreOpener =
    std::function<absl::StatusOr<OpenedStore>(const std::string& dsn, MissingStore missing, Deadline deadline)>;

// What commands work with. Nothing else reaches the world outside.
struct CommandContext {
  const Clock& clock;
  std::ostream& out;  // answers
  std::ostream& err;  // everything that is not the answer: notes, warnings
  const ConnectionSettings& connection;
  const StoreOpener& open_store;
  bool err_is_terminal;  // somebody watches `err`: progress may be shown there
  Interrupts& interrupts;
};

// CommandContext::open_store(), with its warning and a note on `err` when a new store was made: where the services use
// another one, what is written into it works nowhere.
absl::StatusOr<std::shared_ptr<progress::Store>> OpenStore(const CommandContext& context, const std::string& dsn,
                                                           MissingStore missing, Deadline deadline);

// A command whose settings have been read. Not thread-safe; runs once.
class Command {
 public:
  virtual ~Command() = default;
  // An error is shown in one line, and decides the exit code (ExitCodeOf).
  virtual absl::StatusOr<ExitCode> Run(const CommandContext& context) = 0;
};

// Commands by their words on the command line: "token create".
class CommandSet {
 public:
  void Add(std::string words, std::unique_ptr<Command> command) { commands_[std::move(words)] = std::move(command); }
  // Null when there is none.
  Command* Find(const std::string& words) const {
    const auto found = commands_.find(words);
    return found == commands_.end() ? nullptr : found->second.get();
  }

 private:
  std::map<std::string, std::unique_ptr<Command>> commands_;
};

}  // namespace cp::ctl
