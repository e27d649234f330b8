#include "libs/rpc/grpc_log.h"

#include <gmock/gmock.h>
#include <grpc/support/log.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cp::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(GrpcLog, HandsOnWhatGrpcSaysAsLongAsItLives) {
  gpr_log_verbosity_init();  // as grpc_init() does
  std::vector<std::string> said;
  {
    const GrpcLog log([&](const GrpcLine& line) {
      said.push_back((line.error ? "error " : "info ") + line.where + " " + std::string(line.text));
    });
    ::testing::internal::CaptureStderr();
    gpr_log("/src/core/tsi.cc", 42, GPR_LOG_SEVERITY_ERROR, "handshake failed: %d", 7);
    gpr_log("/src/core/tsi.cc", 43, GPR_LOG_SEVERITY_DEBUG, "not asked for");
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), IsEmpty());
  }
  gpr_log("/src/core/tsi.cc", 44, GPR_LOG_SEVERITY_ERROR, "too late");
  EXPECT_THAT(said, ElementsAre("error tsi.cc:42 handshake failed: 7"));
}

}  // namespace
}  // namespace cp::rpc
