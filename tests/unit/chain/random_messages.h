// Random values of any struct with fields(): seeded, so that a failure repeats. Test support.
#pragma once

#include <random>

#include "chain/codec/codec.h"

namespace xh::chain::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }

  template <Message T>
  T message() {
    T out{};
    for_each_field<T>([&](const auto& f) { fill(out.*f.member); });
    return out;
  }

 private:
  template <class T>
  void fill(T& out) {
    if constexpr (detail::kIsStrong<T>) fill(out.value);
    else if constexpr (detail::kIsOptional<T>) {
      if (below(2) == 0) fill(out.emplace());
    } else if constexpr (detail::kIsVector<T>) {
      out.resize(below(4));
      for (auto& item : out) fill(item);
    } else if constexpr (std::is_same_v<T, bool>) out = below(2) == 0;
    else if constexpr (std::is_enum_v<T>) out = static_cast<T>(below(static_cast<std::uint64_t>(enum_max(T{})) + 1));
    else if constexpr (std::is_integral_v<T>) out = number<T>();
    else if constexpr (Message<T>) out = message<T>();
    else if constexpr (detail::kIsFixed<T>) {
      for (auto& b : out.bytes) b = static_cast<std::uint8_t>(engine_());
    } else if constexpr (std::is_same_v<T, std::string>) {
      static const std::vector<std::string> kWords = {"", "a", "工会", "xinghuo-1", "€ & ñ"};
      out = kWords[below(kWords.size())];
    } else {
      out.resize(below(8));
      for (auto& b : out) b = static_cast<std::uint8_t>(engine_());
    }
  }

  // Small, huge and edge values alike.
  template <class T>
  T number() {
    switch (below(4)) {
      case 0: return T{0};
      case 1: return static_cast<T>(below(200));
      case 2: return std::numeric_limits<T>::max();
      default: return static_cast<T>(engine_());
    }
  }

  std::mt19937_64 engine_;
};

}  // namespace xh::chain::test
