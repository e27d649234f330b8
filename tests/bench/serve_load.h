// Load from outside, by h2load: a client written by hand would be what gets measured.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace cp::bench {

struct Load {
  std::string address;
  std::string token;
  std::string body_file;  // the request with its gRPC frame
  int64_t calls = 0;
};

struct LoadResult {
  double calls_per_second = 0;
  absl::Duration mean_time;  // of a call
};

// The serialized message behind the 5 bytes that gRPC puts before it.
std::string GrpcFrame(const std::string& message);

// 4 connections with 16 calls each at any time. An error unless every call was answered with HTTP 200; what gRPC status
// they had is for the target's own counters to say.
absl::StatusOr<LoadResult> RunLoad(const Load& load);

}  // namespace cp::bench
