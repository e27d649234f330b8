#include "libs/redis/reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <memory>

#include "libs/base/reasons.h"
#include "libs/testing/status_matchers.h"

namespace cp::redis {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::AllOf;

// What the wire bytes are to us.
absl::StatusOr<Reply> FromWire(absl::string_view bytes) {
  const std::unique_ptr<redisReader, void (*)(redisReader*)> reader(redisReaderCreate(), redisReaderFree);
  void* parsed = nullptr;
  EXPECT_EQ(redisReaderFeed(reader.get(), bytes.data(), bytes.size()), REDIS_OK);
  EXPECT_EQ(redisReaderGetReply(reader.get(), &parsed), REDIS_OK);
  const std::unique_ptr<void, void (*)(void*)> owner(parsed, freeReplyObject);
  return ToReply(static_cast<redisReply*>(parsed));
}

TEST(Reply, KeepsEveryKind) {
  EXPECT_EQ(FromWire("$-1\r\n")->kind, Reply::Kind::kNil);
  EXPECT_EQ(FromWire("+OK\r\n")->text, "OK");
  EXPECT_EQ(FromWire(":-7\r\n")->integer, -7);
  EXPECT_EQ(FromWire(absl::string_view("$3\r\na\0b\r\n", 9))->text, std::string("a\0b", 3));
  const auto array = FromWire("*3\r\n:1\r\n$-1\r\n*1\r\n+x\r\n");
  CP_ASSERT_OK(array);
  ASSERT_EQ(array->elements.size(), 3u);
  EXPECT_EQ(array->elements[0].integer, 1);
  EXPECT_EQ(array->elements[1].kind, Reply::Kind::kNil);
  EXPECT_EQ(array->elements[2].elements[0].text, "x");
}

TEST(Reply, ALostConnectionIsUnavailable) {
  EXPECT_THAT(ToReply(nullptr), AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
}

TEST(Reply, TemporaryErrorsAreUnavailable) {
  for (const char* line : {"-OOM command not allowed when used memory > 'maxmemory'.\r\n",
                           "-LOADING Redis is loading the dataset in memory\r\n",
                           "-READONLY You can't write against a read only replica.\r\n", "-ERR unknown command\r\n"}) {
    EXPECT_THAT(FromWire(line), AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
  }
}

TEST(Reply, ErrorsThatASettingCuresNameIt) {
  for (const char* line : {"-MOVED 3999 127.0.0.1:6381\r\n", "-NOAUTH Authentication required.\r\n",
                           "-WRONGPASS invalid username-password pair or user is disabled.\r\n",
                           "-ERR invalid password\r\n", "-ERR DB index is out of range\r\n",
                           "-ERR AUTH <password> called without any password configured for the default user.\r\n"}) {
    EXPECT_THAT(FromWire(line), AllOf(StatusIs(absl::StatusCode::kFailedPrecondition, "--redis-url"),
                                      HasReason(reason::kConfigInvalid)))
        << line;
  }
  EXPECT_THAT(FromWire("-MOVED 3999 127.0.0.1:6381\r\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "Redis Cluster"));
}

}  // namespace
}  // namespace cp::redis
