#include "libs/cache/entry_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/escaping.h"
#include "libs/testing/status_matchers.h"

namespace cp::cache {
namespace {

using ::cp::testing::StatusIs;

EntryKey SomeKey() {
  return {CompanyId(7), {.epoch = 1'795'000'000'000'000, .version = 42}, FingerprintOf({.limit = 100, .offset = 200})};
}

Payload SomePayload() {
  return {.version = SomeKey().version, .bytes = std::string("rows\0of 7", 9), .computed_at_ms = 1'795'176'001'500};
}

TEST(EntryCodec, ReturnsWhatWasEncoded) {
  const auto decoded = DecodeEntry(SomeKey(), EncodeEntry(SomeKey(), SomePayload()));
  CP_ASSERT_OK(decoded);
  EXPECT_EQ((*decoded)->bytes, SomePayload().bytes);
  EXPECT_EQ((*decoded)->version, SomePayload().version);
  EXPECT_EQ((*decoded)->computed_at_ms, SomePayload().computed_at_ms);
}

TEST(EntryCodec, KeepsAnEmptyPayload) {
  const Payload empty = {.version = SomeKey().version, .bytes = "", .computed_at_ms = 1};
  const auto decoded = DecodeEntry(SomeKey(), EncodeEntry(SomeKey(), empty));
  CP_ASSERT_OK(decoded);
  EXPECT_EQ((*decoded)->bytes, "");
}

// Bytes that other instances wrote must stay readable, or kPayloadSchema must grow.
TEST(EntryCodec, ReadsTheGoldenEntry) {
  const char golden[] =
      "435045313a000000080110071900305f018b600600212a0000000000000029640000000100000031c80000000000000038dcdfcfc69f34"
      "40094999758cba93622dda726f7773006f662037";
  EXPECT_EQ(absl::BytesToHexString(EncodeEntry(SomeKey(), SomePayload())), golden);
  CP_EXPECT_OK(DecodeEntry(SomeKey(), absl::HexStringToBytes(golden)));
}

TEST(EntryCodec, NamesTheFieldThatTheKeyDoesNotAskFor) {
  const std::string entry = EncodeEntry(SomeKey(), SomePayload());
  const auto refused = [&](auto change, const char* field) {
    EntryKey key = SomeKey();
    change(key);
    EXPECT_THAT(DecodeEntry(key, entry), StatusIs(absl::StatusCode::kDataLoss, field));
  };
  refused([](EntryKey& key) { key.company = CompanyId(8); }, "company_id");
  refused([](EntryKey& key) { ++key.version.epoch; }, "epoch");
  refused([](EntryKey& key) { ++key.version.version; }, "version");
  refused([](EntryKey& key) { ++key.fingerprint.high; }, "fingerprint_high");
  refused([](EntryKey& key) { ++key.fingerprint.low; }, "fingerprint_low");
}

TEST(EntryCodec, RefusesEveryTruncation) {
  const std::string entry = EncodeEntry(SomeKey(), SomePayload());
  for (size_t length = 0; length < entry.size(); ++length) {
    EXPECT_THAT(DecodeEntry(SomeKey(), absl::string_view(entry).substr(0, length)),
                StatusIs(absl::StatusCode::kDataLoss))
        << length;
  }
  EXPECT_THAT(DecodeEntry(SomeKey(), entry + "x"), StatusIs(absl::StatusCode::kDataLoss, "payload_bytes"));
}

// A flipped bit is refused, or leaves company, version, request and rows what they were (computed_at is not covered by
// the checksum).
TEST(EntryCodec, NoFlippedBitChangesTheRows) {
  const std::string entry = EncodeEntry(SomeKey(), SomePayload());
  for (size_t bit = 0; bit < entry.size() * 8; ++bit) {
    std::string flipped = entry;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto decoded = DecodeEntry(SomeKey(), flipped);
    if (!decoded.ok()) continue;
    EXPECT_EQ((*decoded)->bytes, SomePayload().bytes) << "bit " << bit;
  }
}

TEST(EntryCodec, RefusesRandomBytes) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = "CPE1";
    const size_t length = random() % 120;
    for (size_t k = 0; k < length; ++k) bytes.push_back(static_cast<char>(random()));
    if (length > 8 && random() % 2 == 0) bytes.replace(4, 4, std::string({static_cast<char>(random() % 120), 0, 0, 0}));
    EXPECT_THAT(DecodeEntry(SomeKey(), bytes), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace cp::cache
