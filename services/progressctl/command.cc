#include "services/progressctl/command.h"

#include "libs/base/status.h"
#include "services/progressctl/text.h"

namespace cp::ctl {

absl::StatusOr<std::shared_ptr<progress::Store>> OpenStore(const CommandContext& context, const std::string& dsn,
                                                           MissingStore missing, Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const OpenedStore opened, context.open_store(dsn, missing, deadline));
  if (!opened.made_file.empty()) {
    context.err << "note: there was no store at " << Printable(opened.made_file)
                << ": a new, empty one was made. If the services use another one, check --store-dsn\n";
  }
  if (!opened.warning.empty()) context.err << "warning: " << Printable(opened.warning) << "\n";
  return opened.store;
}

}  // namespace cp::ctl
