// Every command of progressctl: each declares itself and its settings, and joins the set.
#pragma once

#include "libs/runtime/config.h"
#include "services/progressctl/command.h"

namespace cp::ctl {

void AddSync(runtime::ConfigParser* parser, CommandSet* commands);
void AddGet(runtime::ConfigParser* parser, CommandSet* commands);
void AddStatus(runtime::ConfigParser* parser, CommandSet* commands);
void AddMigrate(runtime::ConfigParser* parser, CommandSet* commands);
// Below "run".
void AddRunList(runtime::ConfigParser* parser, CommandSet* commands);
void AddRunGet(runtime::ConfigParser* parser, CommandSet* commands);
void AddRunWatch(runtime::ConfigParser* parser, CommandSet* commands);
void AddRunCancel(runtime::ConfigParser* parser, CommandSet* commands);
// Below "store", "token", "company", "cache" and "demo".
void AddStoreRestored(runtime::ConfigParser* parser, CommandSet* commands);
void AddTokenCreate(runtime::ConfigParser* parser, CommandSet* commands);
void AddTokenList(runtime::ConfigParser* parser, CommandSet* commands);
void AddTokenRevoke(runtime::ConfigParser* parser, CommandSet* commands);
void AddCompanyList(runtime::ConfigParser* parser, CommandSet* commands);
void AddCompanySettings(runtime::ConfigParser* parser, CommandSet* commands);
void AddCacheClear(runtime::ConfigParser* parser, CommandSet* commands);
void AddDemoCreate(runtime::ConfigParser* parser, CommandSet* commands);
void AddDemoComplete(runtime::ConfigParser* parser, CommandSet* commands);
void AddDemoPlays(runtime::ConfigParser* parser, CommandSet* commands);

}  // namespace cp::ctl
