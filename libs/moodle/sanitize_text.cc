#include "libs/moodle/sanitize_text.h"

#include <cstddef>
#include <cstdint>

namespace cp::moodle {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// What may follow a lead byte (Unicode 15, table 3-7). The range is that of the second byte; later ones are 80..BF.
struct Sequence {
  size_t length = 0;  // 0: not a lead byte
  uint8_t second_min = 0x80;
  uint8_t second_max = 0xBF;
};

Sequence SequenceOf(uint8_t lead) {
  if (lead >= 0x01 && lead <= 0x7F) return {1};
  if (lead >= 0xC2 && lead <= 0xDF) return {2};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};  // no surrogates
  if (lead >= 0xE1 && lead <= 0xEF) return {3};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {4};
  if (lead == 0xF4) return {4, 0x80, 0x8F};  // up to U+10FFFF
  return {};
}

// Bytes at the start of `text` (not empty) that belong together: a character when `*valid`, else a maximal ill-formed
// subpart.
size_t Take(absl::string_view text, bool* valid) {
  const Sequence sequence = SequenceOf(static_cast<uint8_t>(text[0]));
  *valid = false;
  if (sequence.length == 0) return 1;
  for (size_t i = 1; i < sequence.length; ++i) {
    if (i == text.size()) return i;
    const auto byte = static_cast<uint8_t>(text[i]);
    const uint8_t least = i == 1 ? sequence.second_min : 0x80;
    const uint8_t most = i == 1 ? sequence.second_max : 0xBF;
    if (byte < least || byte > most) return i;
  }
  *valid = true;
  return sequence.length;
}

}  // namespace

bool SanitizeText(absl::string_view in, std::string* out) {
  out->clear();
  bool replaced = false;
  size_t kept_from = 0;
  for (size_t at = 0; at < in.size();) {
    bool valid = false;
    const size_t length = Take(in.substr(at), &valid);
    if (!valid) {
      out->append(in.data() + kept_from, at - kept_from);
      out->append(kReplacement.data(), kReplacement.size());
      kept_from = at + length;
      replaced = true;
    }
    at += length;
  }
  out->append(in.data() + kept_from, in.size() - kept_from);
  return replaced;
}

}  // namespace cp::moodle
