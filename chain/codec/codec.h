// The strict Protobuf codec: encode(T) and decode<T>(bytes) for every struct with fields() (fields.h).
//
// Invariant: decode(bytes) succeeds only if encode(decode(bytes)) == bytes, so there is exactly one encoding of a value. A decoder
// refuses unknown, repeated, unordered or default-valued fields, long varints, bad UTF-8, wrong sizes and lists over their limit.
// The bytes are ordinary proto3 (tests compare them with protoc's own code for chain/codec/*.proto):
//   bool, uint32, uint64, enums, Strong<unsigned>   varint, absent when zero
//   int64, Strong<int64>                            sint64 (zigzag), absent when zero
//   std::string, Bytes                              string / bytes, absent when empty
//   FixedBytes<N>                                   bytes of exactly N, always present
//   nested messages                                 always present
//   std::optional<X>                                present or absent; zero may be present
//   std::vector<number>                             packed; std::vector<other> repeated; absent when empty
// Errors are Fault::kInvalid. Stateless, thread-safe. Cost: one pass, no allocation but the members' own.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/codec/wire.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"
#include "chain/primitives/types.h"

namespace xh::chain {
namespace detail {

template <class T>
inline constexpr bool kIsStrong = false;
template <class Tag, class Rep>
inline constexpr bool kIsStrong<Strong<Tag, Rep>> = true;
template <class T>
inline constexpr bool kIsFixed = false;
template <class Tag, std::size_t N>
inline constexpr bool kIsFixed<FixedBytes<Tag, N>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = !std::is_same_v<std::vector<T>, Bytes>;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
concept Number = std::is_integral_v<T> || WireEnum<T> || kIsStrong<T>;

// Numbers travel as one unsigned varint.
template <Number T>
std::uint64_t to_varint(const T& v) {
  if constexpr (kIsStrong<T>) return to_varint(v.value);
  else if constexpr (std::is_enum_v<T>) return static_cast<std::uint64_t>(v);
  else if constexpr (std::is_signed_v<T>) return wire::zigzag(v);
  else return v;
}
template <Number T>
bool from_varint(wire::Reader& in, std::uint64_t raw, T& out) {
  if constexpr (kIsStrong<T>) {
    return from_varint(in, raw, out.value);
  } else if constexpr (std::is_enum_v<T>) {
    if (raw > static_cast<std::uint64_t>(enum_max(T{}))) return in.fail("enum value unknown");
    out = static_cast<T>(raw);
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    out = wire::unzigzag(raw);
  } else {
    static_assert(std::is_unsigned_v<T>, "signed fields are 64 bits wide");
    if (raw > std::numeric_limits<T>::max()) return in.fail("number too large for its field");
    out = static_cast<T>(raw);
  }
  return true;
}

template <Message T>
std::size_t size_of(const T& m);

template <class T>
std::size_t size_of_value(const T& v) {  // without tag and length
  if constexpr (Number<T>) return wire::varint_size(to_varint(v));
  else if constexpr (kIsFixed<T>) return T::kSize;
  else if constexpr (Message<T>) return size_of(v);
  else return v.size();
}
inline std::size_t size_with_length(std::size_t n) { return wire::varint_size(n) + n; }

template <class T>
std::size_t size_of_one(std::uint32_t number, const T& v) {
  const std::size_t tag = wire::varint_size(number << 3);
  return tag + (Number<T> ? size_of_value(v) : size_with_length(size_of_value(v)));
}

template <class T>
std::size_t packed_size(const std::vector<T>& v) {
  std::size_t n = 0;
  for (const auto& x : v) n += size_of_value(x);
  return n;
}

template <class T>
bool is_absent(const T& v) {
  if constexpr (Number<T>) return to_varint(v) == 0;
  else if constexpr (kIsFixed<T> || Message<T>) return false;
  else return v.empty();
}

template <class T>
std::size_t size_of_field(std::uint32_t number, const T& v) {
  if constexpr (kIsOptional<T>) {
    return v ? size_of_one(number, *v) : 0;
  } else if constexpr (kIsVector<T>) {
    if (v.empty()) return 0;
    if constexpr (Number<typename T::value_type>) {
      return wire::varint_size(number << 3) + size_with_length(packed_size(v));
    } else {
      std::size_t n = 0;
      for (const auto& x : v) n += size_of_one(number, x);
      return n;
    }
  } else {
    return is_absent(v) ? 0 : size_of_one(number, v);
  }
}

template <Message T>
std::size_t size_of(const T& m) {
  std::size_t n = 0;
  for_each_field<T>([&](const auto& f) { n += size_of_field(f.kNumber, m.*f.member); });
  return n;
}

template <Message T>
void write(Bytes& out, const T& m);

template <class T>
void write_value(Bytes& out, const T& v) {
  if constexpr (Number<T>) wire::put_varint(out, to_varint(v));
  else if constexpr (Message<T>) write(out, v);
  else if constexpr (kIsFixed<T>) append(out, v.view());
  else if constexpr (std::is_same_v<T, std::string>) append(out, as_bytes(v));
  else append(out, v);
}

template <class T>
void write_one(Bytes& out, std::uint32_t number, const T& v) {
  if constexpr (Number<T>) {
    wire::put_varint(out, wire::make_tag(number, wire::WireType::kVarint));
  } else {
    wire::put_varint(out, wire::make_tag(number, wire::WireType::kLengthDelimited));
    wire::put_varint(out, size_of_value(v));
  }
  write_value(out, v);
}

template <class T>
void write_field(Bytes& out, std::uint32_t number, const T& v) {
  if constexpr (kIsOptional<T>) {
    if (v) write_one(out, number, *v);
  } else if constexpr (kIsVector<T>) {
    if (v.empty()) return;
    if constexpr (Number<typename T::value_type>) {
      wire::put_varint(out, wire::make_tag(number, wire::WireType::kLengthDelimited));
      wire::put_varint(out, packed_size(v));
      for (const auto& x : v) write_value(out, x);
    } else {
      for (const auto& x : v) write_one(out, number, x);
    }
  } else if (!is_absent(v)) {
    write_one(out, number, v);
  }
}

template <Message T>
void write(Bytes& out, const T& m) {
  for_each_field<T>([&](const auto& f) { write_field(out, f.kNumber, m.*f.member); });
}

template <Message T>
bool read(wire::Reader& in, T& m);

// The value after its tag; `limit` bounds strings and byte strings.
template <class T>
bool read_value(wire::Reader& in, T& out, std::size_t limit) {
  if constexpr (Number<T>) {
    std::uint64_t raw = 0;
    return in.varint(raw) && from_varint(in, raw, out);
  } else {
    BytesView body;
    if (!in.length_delimited(body)) return false;
    if constexpr (Message<T>) {
      wire::Reader nested(body);
      return read(nested, out) ? true : in.fail(nested.error());
    } else if constexpr (kIsFixed<T>) {
      if (body.size() != T::kSize) return in.fail("fixed-size field has another size");
      std::memcpy(out.bytes.data(), body.data(), T::kSize);
      return true;
    } else {
      if (body.size() > limit) return in.fail("field above its size limit");
      if constexpr (std::is_same_v<T, std::string>) {
        if (!wire::is_valid_utf8(as_string(body))) return in.fail("text is not UTF-8");
        out.assign(as_string(body));
      } else {
        out.assign(body.begin(), body.end());
      }
      return true;
    }
  }
}

template <class T>
bool read_packed(wire::Reader& in, std::vector<T>& out, std::size_t limit) {
  BytesView body;
  if (!in.length_delimited(body)) return false;
  if (body.empty()) return in.fail("empty list written out");
  wire::Reader items(body);
  while (!items.at_end()) {
    if (out.size() == limit) return in.fail("list above its limit");
    if (!read_value(items, out.emplace_back(), 0)) return in.fail(items.error());
  }
  return true;
}

template <class T>
bool read_field(wire::Reader& in, std::uint32_t number, std::size_t limit, std::size_t item_limit, T& out) {
  using wire::WireType;
  if constexpr (kIsOptional<T>) {
    using Inner = typename T::value_type;
    if (!in.take_tag(wire::make_tag(number, Number<Inner> ? WireType::kVarint : WireType::kLengthDelimited))) return true;
    return read_value(in, out.emplace(), limit);
  } else if constexpr (kIsVector<T>) {
    const auto tag = wire::make_tag(number, WireType::kLengthDelimited);
    if constexpr (Number<typename T::value_type>) {
      return in.take_tag(tag) ? read_packed(in, out, limit) : true;
    } else {
      while (in.take_tag(tag)) {
        if (out.size() == limit) return in.fail("list above its limit");
        if (!read_value(in, out.emplace_back(), item_limit)) return false;
      }
      return true;
    }
  } else {
    if (!in.take_tag(wire::make_tag(number, Number<T> ? WireType::kVarint : WireType::kLengthDelimited))) {
      if constexpr (kIsFixed<T> || Message<T>) return in.fail("required field missing");
      out = T{};  // absent means zero or empty, whatever the struct's own initialiser says
      return true;
    }
    if (!read_value(in, out, limit)) return false;
    return is_absent(out) ? in.fail("default value written out") : true;
  }
}

template <Message T>
bool read(wire::Reader& in, T& m) {
  bool ok = true;
  for_each_field<T>([&](const auto& f) { ok = ok && read_field(in, f.kNumber, f.limit, f.item_limit, m.*f.member); });
  if (!ok || in.error() != nullptr) return in.fail("malformed field");
  return in.at_end() ? true : in.fail("unknown, repeated or unordered field");
}

}  // namespace detail

template <Message T>
[[nodiscard]] std::size_t encoded_size(const T& m) {
  return detail::size_of(m);
}

template <Message T>
[[nodiscard]] Bytes encode(const T& m) {
  Bytes out;
  out.reserve(detail::size_of(m));
  detail::write(out, m);
  return out;
}

// Appends the encoding to what `out` holds already (frames with a type byte in front).
template <Message T>
void encode_into(Bytes& out, const T& m) {
  detail::write(out, m);
}

template <Message T>
[[nodiscard]] Result<T> decode(BytesView bytes) {
  T out{};
  wire::Reader in(bytes);
  if (!detail::read(in, out)) return invalid(std::string("not a valid message: ") + in.error());
  return out;
}

}  // namespace xh::chain
