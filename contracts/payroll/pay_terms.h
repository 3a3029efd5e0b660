// How work is paid, as the parties agree on it: pay items with tiers and night supplement, floors, caps, the
// minimum-wage top-up; and what a day comes to under them. Part of terms.h, which includes it. Plain values; the
// arithmetic is in pay_rules.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::contracts::payroll {

inline constexpr std::size_t kMaxPayItems = 16;
inline constexpr std::size_t kMaxItemNameBytes = 64;
inline constexpr std::size_t kMaxTiers = 16;
inline constexpr std::size_t kMaxMilestones = 64;
inline constexpr std::size_t kMaxMilestoneBytes = 64;
inline constexpr std::int64_t kMaxRateFen =
    10'000'000;  // 100,000 yuan an order or an hour; keeps every sum of this contract below 2^63
inline constexpr std::int64_t kMaxFactorFen = 10'000'000'000;  // 100 million yuan, a floor or a cap
inline constexpr std::uint32_t kMaxNightPpm = 1'000'000;       // at night at most twice the pay
inline constexpr std::uint32_t kMinutesOfDay = 1'440;

// How a line of pay is computed. Each line is rounded half-up to the fen once a day (OP-04, OP-14).
enum class PayKind : std::uint32_t {
  kPerOrder = 0,      // rate: fen an order
  kPerMinute = 1,     // rate: fen an HOUR, charged by the minute
  kAgreedAmount = 2,  // the sum of the entries' own agreed amounts; rate is 0
  kPerDay = 3,        // rate: fen a day on which anything was done
  kMilestones = 4,    // the amounts of the project's milestones that the entries name, each once; rate is 0
};
constexpr PayKind enum_max(PayKind) {
  return PayKind::kMilestones;
}
constexpr std::string_view enum_name(PayKind kind) {
  switch (kind) {
    case PayKind::kPerOrder:
      return "per_order";
    case PayKind::kPerMinute:
      return "per_minute";
    case PayKind::kAgreedAmount:
      return "agreed_amount";
    case PayKind::kPerDay:
      return "per_day";
    case PayKind::kMilestones:
      return "milestones";
  }
  return "";
}

// From the day's `from`th order (minute) on, `rate` instead of the item's or the tier's before.
struct PayTier {
  std::uint32_t from = 0;
  chain::Fen rate;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &PayTier::from), chain::field<2>("rate", &PayTier::rate));
  }
  friend bool operator==(const PayTier&, const PayTier&) = default;
};

struct Milestone {
  std::string name;  // what an entry names; unique in the agreement
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &Milestone::name, kMaxMilestoneBytes),
                      chain::field<2>("amount", &Milestone::amount));
  }
  friend bool operator==(const Milestone&, const Milestone&) = default;
};

struct PayItem {
  std::string name;  // as the payslip shows it; never a person's name
  PayKind kind = PayKind::kPerOrder;
  chain::Fen rate;
  std::vector<PayTier> tiers{};         // of per_order and per_minute: ascending, the first from 2 or more
  std::uint32_t night_ppm = 0;          // of per_order and per_minute: supplement on the part done at night
  std::vector<Milestone> milestones{};  // of milestones

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &PayItem::name, kMaxItemNameBytes),
                      chain::field<2>("kind", &PayItem::kind), chain::field<3>("rate", &PayItem::rate),
                      chain::field<4>("tiers", &PayItem::tiers, kMaxTiers),
                      chain::field<5>("night_ppm", &PayItem::night_ppm),
                      chain::field<6>("milestones", &PayItem::milestones, kMaxMilestones));
  }
  friend bool operator==(const PayItem&, const PayItem&) = default;
};

// What bounds the sum of the items (OP-14). Zero amounts mean: no such bound. Order of a day: cap, then floor, then
// top-up to the hourly minimum, so that the law has the last word.
struct PayFactors {
  std::uint32_t night_from = 0;  // minute of the local day, 1320 is 22:00
  std::uint32_t night_to = 0;    // 360 is 06:00 of the next day; equal to night_from: there is no night
  chain::Fen day_floor;
  chain::Fen day_cap;
  chain::Fen period_floor;
  chain::Fen period_cap;
  bool min_wage_top_up = false;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("night_from", &PayFactors::night_from), chain::field<2>("night_to", &PayFactors::night_to),
        chain::field<3>("day_floor", &PayFactors::day_floor), chain::field<4>("day_cap", &PayFactors::day_cap),
        chain::field<5>("period_floor", &PayFactors::period_floor),
        chain::field<6>("period_cap", &PayFactors::period_cap),
        chain::field<7>("min_wage_top_up", &PayFactors::min_wage_top_up));
  }
  friend bool operator==(const PayFactors&, const PayFactors&) = default;
};

// The part of an agreement's terms that turns work into money, of one of its versions: a payslip keeps those it used.
struct PayRules {
  std::uint32_t amendment = 0;  // 0: the terms as first signed
  std::vector<PayItem> items;
  std::optional<PayFactors> factors;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("amendment", &PayRules::amendment),
                      chain::field<2>("items", &PayRules::items, kMaxPayItems),
                      chain::field<3>("factors", &PayRules::factors));
  }
  friend bool operator==(const PayRules&, const PayRules&) = default;
};

// A parameter as it was used: the number and its place in the parameter's history.
struct UsedParameter {
  std::int64_t value = 0;
  std::uint32_t version = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("value", &UsedParameter::value),
                      chain::field<2>("version", &UsedParameter::version));
  }
  friend bool operator==(const UsedParameter&, const UsedParameter&) = default;
};

// What a day's work adds up to; one amount for each pay item of the agreement, in its order. amount = the items - cut +
// raised + top_up.
struct DaySums {
  std::uint64_t orders = 0;
  std::uint64_t minutes = 0;
  chain::Fen agreed;
  std::vector<chain::Fen> items;  // night supplements are in them
  chain::Fen amount;
  std::uint64_t night_orders = 0;  // of the orders
  std::uint64_t night_minutes = 0;
  chain::Fen cut{};                         // above day_cap
  chain::Fen raised{};                      // up to day_floor
  chain::Fen top_up{};                      // up to the hourly minimum of the minutes
  std::optional<UsedParameter> min_hour{};  // fen an hour, when the terms promise the top-up
  std::vector<std::string> milestones{};    // named by the day's entries

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("orders", &DaySums::orders), chain::field<2>("minutes", &DaySums::minutes),
        chain::field<3>("agreed", &DaySums::agreed), chain::field<4>("items", &DaySums::items, kMaxPayItems),
        chain::field<5>("amount", &DaySums::amount), chain::field<6>("night_orders", &DaySums::night_orders),
        chain::field<7>("night_minutes", &DaySums::night_minutes), chain::field<8>("cut", &DaySums::cut),
        chain::field<9>("raised", &DaySums::raised), chain::field<10>("top_up", &DaySums::top_up),
        chain::field<11>("min_hour", &DaySums::min_hour),
        chain::field<12>("milestones", &DaySums::milestones, kMaxMilestones, kMaxMilestoneBytes));
  }
  friend bool operator==(const DaySums&, const DaySums&) = default;
};

}  // namespace xh::contracts::payroll
