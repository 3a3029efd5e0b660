// JSON of every struct with fields(), for API, CLI and genesis files: to_json(value), from_json<T>(json).
//   Fen, MicroCv                       decimal strings ("691665"), integer fen and integer micro-CV
//   other numbers                      JSON numbers; from_json accepts decimal strings too (ids above 2^53)
//   enums                              their name when `enum_name(E)` exists, else the number
//   AccountId                          address "xh1..."; other FixedBytes and Bytes: lower-case hex
//   std::optional                      value or absent
// from_json refuses unknown members and wrong kinds, and names the path: "validators[2].key: ...". Missing members keep the struct's default,
// but FixedBytes and messages are required. Never used for anything that is hashed or signed. Stateless, thread-safe.
#pragma once

#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <string>

#include "chain/codec/address.h"
#include "chain/codec/codec.h"

namespace xh::chain {

namespace json = boost::json;

template <class E>
concept NamedEnum = WireEnum<E> && requires(E e) {
  { enum_name(e) } -> std::convertible_to<std::string_view>;
};

namespace detail {

template <class T>
json::value value_to_json(const T& v);

template <Message T>
json::object message_to_json(const T& m) {
  json::object out;
  for_each_field<T>([&](const auto& f) {
    const auto& member = m.*f.member;
    if constexpr (kIsOptional<std::remove_cvref_t<decltype(member)>>) {
      if (member) out[f.name] = value_to_json(*member);
    } else {
      out[f.name] = value_to_json(member);
    }
  });
  return out;
}

template <class T>
json::value value_to_json(const T& v) {
  if constexpr (std::is_same_v<T, Fen> || std::is_same_v<T, MicroCv>) return json::value(std::to_string(v.value));
  else if constexpr (NamedEnum<T>) return json::value(std::string(enum_name(v)));
  else if constexpr (kIsStrong<T>) return value_to_json(v.value);
  else if constexpr (std::is_same_v<T, bool>) return json::value(v);
  else if constexpr (std::is_enum_v<T>) return json::value(static_cast<std::uint64_t>(v));
  else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) return json::value(static_cast<std::int64_t>(v));
  else if constexpr (std::is_integral_v<T>) return json::value(static_cast<std::uint64_t>(v));
  else if constexpr (std::is_same_v<T, AccountId>) return json::value(to_address(v));
  else if constexpr (kIsFixed<T>) return json::value(to_hex(v.view()));
  else if constexpr (std::is_same_v<T, Bytes>) return json::value(to_hex(v));
  else if constexpr (std::is_same_v<T, std::string>) return json::value(v);
  else if constexpr (Message<T>) return message_to_json(v);
  else {
    json::array out;
    out.reserve(v.size());
    for (const auto& x : v) out.push_back(value_to_json(x));
    return out;
  }
}

inline std::unexpected<Error> at_path(const std::string& path, const std::string& what) {
  return invalid((path.empty() ? std::string("document") : path) + ": " + what);
}

template <class T>
Status value_from_json(const json::value& in, T& out, const std::string& path);

template <class Rep>
Status number_from_json(const json::value& in, Rep& out, const std::string& path) {
  if (in.is_string()) {
    const auto& text = in.get_string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return at_path(path, "not a whole number in range");
    return {};
  }
  boost::system::error_code error;
  out = in.to_number<Rep>(error);
  if (error || in.is_double()) return at_path(path, "not a whole number in range");
  return {};
}

template <Message T>
Status message_from_json(const json::value& in, T& out, const std::string& path) {
  if (!in.is_object()) return at_path(path, "expected an object");
  const auto& object = in.get_object();
  Status status;
  std::size_t used = 0;
  for_each_field<T>([&](const auto& f) {
    if (!status) return;
    const auto* member = object.if_contains(f.name);
    const std::string at = path.empty() ? f.name : path + "." + f.name;
    if (member != nullptr) {
      ++used;
      status = value_from_json(*member, out.*f.member, at);
    } else if constexpr (kIsFixed<std::remove_cvref_t<decltype(out.*f.member)>> || Message<std::remove_cvref_t<decltype(out.*f.member)>>) {
      status = at_path(at, "is missing");
    }
  });
  if (!status || used == object.size()) return status;
  for (const auto& [name, ignored] : object) {
    bool known = false;
    for_each_field<T>([&](const auto& f) { known = known || name == f.name; });
    if (!known) return at_path(path, "has an unknown member '" + std::string(name) + "'");
  }
  return status;
}

template <class T>
Status value_from_json(const json::value& in, T& out, const std::string& path) {
  if constexpr (kIsOptional<T>) {
    return value_from_json(in, out.emplace(), path);
  } else if constexpr (NamedEnum<T>) {
    if (!in.is_string()) return at_path(path, "expected a name");
    for (std::uint64_t i = 0; i <= static_cast<std::uint64_t>(enum_max(T{})); ++i) {
      out = static_cast<T>(i);
      if (enum_name(out) == std::string_view(in.get_string())) return {};
    }
    return at_path(path, "unknown name '" + std::string(in.get_string()) + "'");
  } else if constexpr (kIsStrong<T>) {
    return value_from_json(in, out.value, path);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!in.is_bool()) return at_path(path, "expected true or false");
    out = in.get_bool();
    return {};
  } else if constexpr (std::is_enum_v<T>) {
    std::uint64_t raw = 0;
    if (auto ok = number_from_json(in, raw, path); !ok) return ok;
    if (raw > static_cast<std::uint64_t>(enum_max(T{}))) return at_path(path, "value unknown");
    out = static_cast<T>(raw);
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    return number_from_json(in, out, path);
  } else if constexpr (Message<T>) {
    return message_from_json(in, out, path);
  } else if constexpr (kIsVector<T>) {
    if (!in.is_array()) return at_path(path, "expected a list");
    for (const auto& item : in.get_array()) {
      const std::string at = path + "[" + std::to_string(out.size()) + "]";
      if (auto ok = value_from_json(item, out.emplace_back(), at); !ok) return ok;
    }
    return {};
  } else {
    if (!in.is_string()) return at_path(path, "expected text");
    const std::string_view text = in.get_string();
    if constexpr (std::is_same_v<T, std::string>) {
      out = text;
    } else if constexpr (std::is_same_v<T, AccountId>) {
      auto account = from_address(text);
      if (!account) return at_path(path, account.error().message);
      out = *account;
    } else if constexpr (std::is_same_v<T, Bytes>) {
      auto bytes = from_hex(text);
      if (!bytes) return at_path(path, bytes.error().message);
      out = std::move(*bytes);
    } else {
      auto fixed = fixed_from_hex<T>(text);
      if (!fixed) return at_path(path, fixed.error().message);
      out = *fixed;
    }
    return {};
  }
}

}  // namespace detail

template <Message T>
[[nodiscard]] json::object to_json(const T& m) {
  return detail::message_to_json(m);
}

template <Message T>
[[nodiscard]] Result<T> from_json(const json::value& in) {
  T out{};
  if (auto ok = detail::message_from_json(in, out, ""); !ok) return std::unexpected(ok.error());
  return out;
}

// Text -> JSON without exceptions; depth and size bounded by the caller's own limit on `text`.
[[nodiscard]] Result<json::value> parse_json(std::string_view text);

}  // namespace xh::chain
