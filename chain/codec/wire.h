// Protobuf wire primitives, strict side: what a Writer cannot produce, a Reader refuses. Varints are minimal.
// Used by codec.h only. A Reader never reads past its span and never throws.
#pragma once

#include <cstdint>
#include <string_view>

#include "chain/primitives/bytes.h"

namespace xh::chain::wire {

enum class WireType : std::uint32_t { kVarint = 0, kLengthDelimited = 2 };

constexpr std::uint32_t make_tag(std::uint32_t number, WireType type) {
  return number << 3 | static_cast<std::uint32_t>(type);
}
constexpr std::size_t varint_size(std::uint64_t v) {
  std::size_t n = 1;
  while (v >= 0x80) {
    v >>= 7;
    ++n;
  }
  return n;
}
constexpr std::uint64_t zigzag(std::int64_t v) {
  return static_cast<std::uint64_t>(v) << 1 ^ static_cast<std::uint64_t>(v >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t v) {
  return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
}

inline void put_varint(Bytes& out, std::uint64_t v) {
  while (v >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(v | 0x80));
    v >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(v));
}

// A cursor over received bytes. The first error sticks: later reads fail too, and `error()` names the first reason.
class Reader {
 public:
  explicit Reader(BytesView data) : at_(data.data()), end_(data.data() + data.size()) {}

  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] const char* error() const { return error_; }
  bool fail(const char* reason) {
    if (error_ == nullptr) error_ = reason;
    return false;
  }

  // Minimal varint of at most 64 bits.
  bool varint(std::uint64_t& out) {
    out = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
      if (at_ == end_) return fail("message ends inside a number");
      const std::uint8_t b = *at_++;
      if (shift == 63 && b > 1) return fail("number above 64 bits");
      out |= static_cast<std::uint64_t>(b & 0x7f) << shift;
      if (b < 0x80) return (b != 0 || shift == 0) ? true : fail("number not in its shortest form");
    }
    return fail("number above 64 bits");
  }

  // True and consumed when the next tag is `tag`; false and untouched otherwise.
  bool take_tag(std::uint32_t tag) {
    const std::uint8_t* const before = at_;
    std::uint64_t seen = 0;
    if (error_ != nullptr || at_ == end_) return false;
    if (!varint(seen)) return false;
    if (seen == tag) return true;
    at_ = before;
    return false;
  }

  bool length_delimited(BytesView& out) {
    std::uint64_t size = 0;
    if (!varint(size)) return false;
    if (size > static_cast<std::uint64_t>(end_ - at_)) return fail("length goes past the end of the message");
    out = {at_, static_cast<std::size_t>(size)};
    at_ += size;
    return true;
  }

 private:
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  const char* error_ = nullptr;
};

[[nodiscard]] bool is_valid_utf8(std::string_view text);  // RFC 3629; NUL is refused too

}  // namespace xh::chain::wire
