// How a struct says which Protobuf message it is: one line a field, next to the members.
//
//   struct Transfer {
//     AccountId to;
//     Fen amount;
//     static constexpr auto fields() { return std::tuple(field<1>("to", &Transfer::to), field<2>("amount", &Transfer::amount)); }
//   };
//
// Codec (codec.h), JSON (json.h) and the published .proto files are all derived from or tested against this one description.
// Field numbers ascend. A limit bounds what a decoder accepts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>

namespace xh::chain {

inline constexpr std::size_t kDefaultFieldLimit = 256;

template <std::uint32_t Number, class Struct, class Member>
struct Field {
  static constexpr std::uint32_t kNumber = Number;
  const char* name;
  Member Struct::*member;
  std::size_t limit;       // bytes of a string or byte string, items of a list
  std::size_t item_limit;  // bytes of each string or byte string in a list
};

template <std::uint32_t Number, class Struct, class Member>
constexpr Field<Number, Struct, Member> field(const char* name, Member Struct::*member, std::size_t limit = kDefaultFieldLimit,
                                              std::size_t item_limit = kDefaultFieldLimit) {
  static_assert(Number >= 1 && Number < 19000);
  return {name, member, limit, item_limit};
}

template <class T>
concept Message = requires { T::fields(); };

// Calls visit(field) for each field in order.
template <Message T, class Visit>
constexpr void for_each_field(Visit&& visit) {
  std::apply([&](const auto&... f) { (visit(f), ...); }, T::fields());
}

// An enum that travels declares its largest value: `constexpr Lane enum_max(Lane) { return Lane::kBulk; }`.
template <class E>
concept WireEnum = std::is_enum_v<E> && requires(E e) { enum_max(e); };

}  // namespace xh::chain
