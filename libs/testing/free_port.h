// TCP ports for servers that a test starts.
#pragma once

namespace cp::testing {

// A port of 127.0.0.1 that nobody listens on now. Thread-safe. Somebody else may take it before it is used: a server
// that must not flake tries again with another one.
int FreePort();

}  // namespace cp::testing
