#include "services/progressctl/demo_settings.h"

namespace cp::ctl {

void AddDemoSettings(runtime::ConfigParser* parser, DemoSettings* settings) {
  parser->AddString({.name = "path", .help = "The site's SQLite file.", .allowed = "FILE", .required = true},
                    &settings->path);
  parser->AddInt({.name = "now", .help = "When this happens in Moodle; 0: now.", .unit = "unix seconds"},
                 {0, 253402300799}, &settings->now);
}

}  // namespace cp::ctl
