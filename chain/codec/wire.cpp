#include "chain/codec/wire.h"

namespace xh::chain::wire {
namespace {

struct Lead {
  std::size_t continuation;  // bytes that follow
  std::uint32_t bits;        // payload of the lead byte
  std::uint32_t least;       // smallest code point of this length: anything below is overlong
};

bool classify(std::uint8_t b, Lead& out) {
  if (b >= 0xc2 && b <= 0xdf) out = {1, b & 0x1fu, 0x80};
  else if (b >= 0xe0 && b <= 0xef) out = {2, b & 0x0fu, 0x800};
  else if (b >= 0xf0 && b <= 0xf4) out = {3, b & 0x07u, 0x10000};
  else return false;
  return true;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto b = static_cast<std::uint8_t>(text[i]);
    if (b == 0) return false;
    if (b < 0x80) {
      ++i;
      continue;
    }
    Lead lead{};
    if (!classify(b, lead) || text.size() - i <= lead.continuation) return false;
    std::uint32_t code = lead.bits;
    for (std::size_t k = 1; k <= lead.continuation; ++k) {
      const auto c = static_cast<std::uint8_t>(text[i + k]);
      if ((c & 0xc0) != 0x80) return false;
      code = code << 6 | (c & 0x3fu);
    }
    if (code < lead.least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
    i += lead.continuation + 1;
  }
  return true;
}

}  // namespace xh::chain::wire
