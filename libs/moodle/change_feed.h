// Moodle's database as a sync::ChangeFeed.
#pragma once

#include <memory>

#include "libs/moodle/connection.h"
#include "libs/moodle/schema.h"
#include "libs/moodle/statements.h"
#include "libs/sync/change_feed.h"

namespace cp::moodle {

// Owns the connection, whose transaction is the view. REQUIRES: schema.feed is OK.
std::unique_ptr<sync::ChangeFeed> MakeFeed(std::unique_ptr<Connection> connection, const Statements& statements,
                                           const Schema& schema);

}  // namespace cp::moodle
