#include "services/sync_worker/run_id.h"

#include <algorithm>

#include "absl/random/random.h"

namespace cp::worker {
namespace {

// https://github.com/ulid/spec: no I, L, O, U.
constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kTimeDigits = 10;
constexpr int kRandomDigits = 16;

}  // namespace

std::string MakeRunId(absl::Time now, absl::BitGenRef random) {
  std::string id(kTimeDigits + kRandomDigits, '0');
  auto milliseconds = static_cast<uint64_t>(std::max<int64_t>(absl::ToUnixMillis(now), 0));
  for (int i = kTimeDigits - 1; i >= 0; --i) {
    id[static_cast<size_t>(i)] = kAlphabet[milliseconds % 32];
    milliseconds /= 32;
  }
  for (size_t i = kTimeDigits; i < id.size(); ++i) id[i] = kAlphabet[absl::Uniform<uint32_t>(random, 0, 32)];
  return id;
}

}  // namespace cp::worker
