// Numbers with a meaning: heights, views, epochs, times, money, contribution value. A Strong number converts to nothing by
// itself; money and CV are added and multiplied through the checked functions below only.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>

namespace xh::chain {

template <class Tag, class Rep>
struct Strong {
  using rep = Rep;
  Rep value{};

  constexpr Strong() = default;
  constexpr explicit Strong(Rep v) : value(v) {}
  friend constexpr auto operator<=>(const Strong&, const Strong&) = default;
};

using Height = Strong<struct HeightTag, std::uint64_t>;  // genesis is 0
using View = Strong<struct ViewTag, std::uint64_t>;      // 0 is genesis or the previous epoch's last block
using Epoch = Strong<struct EpochTag, std::uint64_t>;
using ValidatorIndex = Strong<struct ValidatorIndexTag, std::uint32_t>;  // position in the epoch's validator set
using Timestamp = Strong<struct TimestampTag, std::int64_t>;             // ms since 1970-01-01T00:00:00Z; never negative on the ledger
using Day = Strong<struct DayTag, std::int64_t>;                         // civil day, days since 1970-01-01 in the zone at hand
using Fen = Strong<struct FenTag, std::int64_t>;                         // 1/100 yuan; 1 LXR = 100 fen (OP-01)
using MicroCv = Strong<struct MicroCvTag, std::int64_t>;                 // 1/1,000,000 CV (OP-02)
using Ppm = Strong<struct PpmTag, std::int64_t>;                         // parts per million

inline constexpr std::int64_t kSecondMs = 1000;
inline constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;

// Checked arithmetic: nothing on overflow.
template <class S>
[[nodiscard]] constexpr std::optional<S> checked_add(S a, S b) {
  typename S::rep out{};
  if (__builtin_add_overflow(a.value, b.value, &out)) return std::nullopt;
  return S{out};
}
template <class S>
[[nodiscard]] constexpr std::optional<S> checked_sub(S a, S b) {
  typename S::rep out{};
  if (__builtin_sub_overflow(a.value, b.value, &out)) return std::nullopt;
  return S{out};
}

// value * numerator / denominator in 128 bits, rounded once. Needs denominator > 0. Nothing when the result leaves 64 bits.
__extension__ using Int128 = __int128;
[[nodiscard]] std::optional<std::int64_t> mul_div_floor(std::int64_t value, std::int64_t numerator, std::int64_t denominator);
[[nodiscard]] std::optional<std::int64_t> mul_div_ceil(std::int64_t value, std::int64_t numerator, std::int64_t denominator);
// Half away from zero: the money rule of OP-04 ("half-up", mirrored for reversals).
[[nodiscard]] std::optional<std::int64_t> mul_div_half_up(std::int64_t value, std::int64_t numerator, std::int64_t denominator);

}  // namespace xh::chain
