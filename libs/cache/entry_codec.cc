#include "libs/cache/entry_codec.h"

#include <xxhash.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "courseprogress/internal/v1/cache_entry.pb.h"
#include "libs/base/status.h"

namespace cp::cache {
namespace {

using Header = courseprogress::internal::v1::CacheEntryHeader;

constexpr absl::string_view kMagic = "CPE1";
constexpr size_t kPrefixBytes = 8;         // magic and the header's length
constexpr uint32_t kMaxHeaderBytes = 256;  // today's headers stay below 80

// XXH3 of the empty string is not 0, so a zeroed header never passes.
uint64_t ChecksumOf(absl::string_view payload) { return XXH3_64bits(payload.data(), payload.size()); }

void AppendLittleEndian32(uint32_t value, std::string* out) {
  for (int shift = 0; shift < 32; shift += 8) out->push_back(static_cast<char>(value >> shift & 0xff));
}

uint32_t ReadLittleEndian32(absl::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

absl::Status Corrupt(absl::string_view field) {
  return absl::DataLossError(absl::StrCat("cache entry: ", field, " is not what the key asks for"));
}

// The name of the first field that differs from what `key` and `payload` demand, or "" when all agree.
absl::string_view FirstMismatch(const Header& header, const EntryKey& key, absl::string_view payload) {
  if (header.payload_schema() != kPayloadSchema) return "payload_schema";
  if (header.company_id() != key.company.value()) return "company_id";
  if (header.epoch() != key.version.epoch) return "epoch";
  if (header.version() != key.version.version) return "version";
  if (header.fingerprint_high() != key.fingerprint.high) return "fingerprint_high";
  if (header.fingerprint_low() != key.fingerprint.low) return "fingerprint_low";
  if (header.computed_at_ms() < 0) return "computed_at_ms";
  if (header.payload_bytes() != static_cast<int64_t>(payload.size())) return "payload_bytes";
  if (header.payload_checksum() != ChecksumOf(payload)) return "payload_checksum";
  return "";
}

}  // namespace

std::string EncodeEntry(const EntryKey& key, const Payload& payload) {
  Header header;
  header.set_payload_schema(kPayloadSchema);
  header.set_company_id(key.company.value());
  header.set_epoch(key.version.epoch);
  header.set_version(key.version.version);
  header.set_fingerprint_high(key.fingerprint.high);
  header.set_fingerprint_low(key.fingerprint.low);
  header.set_computed_at_ms(payload.computed_at_ms);
  header.set_payload_bytes(static_cast<int64_t>(payload.bytes.size()));
  header.set_payload_checksum(ChecksumOf(payload.bytes));

  const size_t header_bytes = header.ByteSizeLong();
  std::string entry;
  entry.reserve(kPrefixBytes + header_bytes + payload.bytes.size());
  entry.append(kMagic.data(), kMagic.size());
  AppendLittleEndian32(static_cast<uint32_t>(header_bytes), &entry);
  header.AppendToString(&entry);
  entry.append(payload.bytes);
  return entry;
}

absl::StatusOr<PayloadPtr> DecodeEntry(const EntryKey& key, absl::string_view bytes) {
  if (bytes.size() < kPrefixBytes || bytes.substr(0, kMagic.size()) != kMagic) return Corrupt("magic");
  const uint32_t header_bytes = ReadLittleEndian32(bytes.substr(kMagic.size()));
  bytes.remove_prefix(kPrefixBytes);
  if (header_bytes > kMaxHeaderBytes || header_bytes > bytes.size()) return Corrupt("header length");
  Header header;
  if (!header.ParseFromArray(bytes.data(), static_cast<int>(header_bytes))) return Corrupt("header");
  bytes.remove_prefix(header_bytes);
  if (const absl::string_view field = FirstMismatch(header, key, bytes); !field.empty()) return Corrupt(field);
  auto payload = std::make_shared<Payload>();
  payload->version = key.version;
  payload->bytes.assign(bytes.data(), bytes.size());
  payload->computed_at_ms = header.computed_at_ms();
  return PayloadPtr(std::move(payload));
}

}  // namespace cp::cache
