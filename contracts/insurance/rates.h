// Contribution rates and bases of a city as dated rows (OP-32): a month is charged by the row in force for it, and the
// month's record names that row's version.
//
// Who calls: the insurance contract; tests and tools that make tables. Invariants: rows follow each other without gap
// or overlap, the last has no end; a row that a month was charged by never changes; versions are never reused.
// Threading: core thread. Limits: kMaxRateRows. Leaves of no record: public.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contracts/engine/context.h"
#include "contracts/insurance/terms.h"

namespace xh::contracts::insurance {

inline constexpr std::size_t kMaxRateRows = 128;
inline constexpr std::size_t kMaxCityBytes = 32;
inline constexpr std::int64_t kMaxBaseFen = 1'000'000'000'000;
inline constexpr std::int64_t kMaxOrderFen = 100'000;

struct Share {
  std::int64_t employer_ppm = 0;
  std::int64_t worker_ppm = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer_ppm", &Share::employer_ppm),
                      chain::field<2>("worker_ppm", &Share::worker_ppm));
  }
  friend bool operator==(const Share&, const Share&) = default;
};

// Fen for each order, by trade.
struct OrderInjury {
  chain::Fen ride_hailing;
  chain::Fen delivery;
  chain::Fen delivery_high;  // firms in the higher band of the notice
  chain::Fen freight;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("ride_hailing", &OrderInjury::ride_hailing),
                      chain::field<2>("delivery", &OrderInjury::delivery),
                      chain::field<3>("delivery_high", &OrderInjury::delivery_high),
                      chain::field<4>("freight", &OrderInjury::freight));
  }
  friend bool operator==(const OrderInjury&, const OrderInjury&) = default;
};

struct RateRow {
  chain::Day from;               // first day of a month
  std::optional<chain::Day> to;  // first day of the month that is no longer in it; none: open
  chain::Fen floor;              // 60 % of the average wage
  chain::Fen ceiling;            // 300 % of it
  Share pension;
  Share medical;
  Share unemployment;
  Share injury;
  Share maternity;
  std::int64_t flexible_pension_ppm = 0;
  std::int64_t flexible_personal_ppm = 0;  // the part of it that goes to the person's own account
  std::int64_t flexible_medical_ppm = 0;
  std::int64_t housing_min_ppm = 0;
  std::int64_t housing_max_ppm = 0;
  OrderInjury order_injury;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &RateRow::from), chain::field<2>("to", &RateRow::to),
                      chain::field<3>("floor", &RateRow::floor), chain::field<4>("ceiling", &RateRow::ceiling),
                      chain::field<5>("pension", &RateRow::pension), chain::field<6>("medical", &RateRow::medical),
                      chain::field<7>("unemployment", &RateRow::unemployment),
                      chain::field<8>("injury", &RateRow::injury), chain::field<9>("maternity", &RateRow::maternity),
                      chain::field<10>("flexible_pension_ppm", &RateRow::flexible_pension_ppm),
                      chain::field<11>("flexible_personal_ppm", &RateRow::flexible_personal_ppm),
                      chain::field<12>("flexible_medical_ppm", &RateRow::flexible_medical_ppm),
                      chain::field<13>("housing_min_ppm", &RateRow::housing_min_ppm),
                      chain::field<14>("housing_max_ppm", &RateRow::housing_max_ppm),
                      chain::field<15>("order_injury", &RateRow::order_injury));
  }
  friend bool operator==(const RateRow&, const RateRow&) = default;
};

struct VersionedRow {
  RateRow row;
  std::uint32_t version = 0;
  chain::Hash256 source;  // hash of the text the figures were read from

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("row", &VersionedRow::row), chain::field<2>("version", &VersionedRow::version),
                      chain::field<3>("source", &VersionedRow::source));
  }
  friend bool operator==(const VersionedRow&, const VersionedRow&) = default;
};

struct RateTable {
  std::vector<VersionedRow> rows;  // ascending
  std::uint32_t versions = 0;      // given out so far
  std::optional<chain::Day> used;  // the latest month that was charged by this table

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("rows", &RateTable::rows, kMaxRateRows),
                      chain::field<2>("versions", &RateTable::versions), chain::field<3>("used", &RateTable::used));
  }
  friend bool operator==(const RateTable&, const RateTable&) = default;
};

[[nodiscard]] std::optional<RateTable> find_rates(const Context& context, std::string_view city);

// Puts these rows in place of the city's table. Refusals: BAD_CITY, EMPTY_LIST, BAD_RATE_ROW, RATE_GAP, RATE_OVERLAP,
// RATE_ROW_USED; the rows' errors name the line.
[[nodiscard]] OutcomeOf<RateTable> replace_rates(Context& context, std::string_view city,
                                                 const std::vector<RateRow>& rows, const chain::Hash256& source);

// The row in force for the month that begins on `month`. Null when the table begins later.
[[nodiscard]] const VersionedRow* row_of(const RateTable& table, chain::Day month);
// Marks the month as charged by the table: its rows up to there stand from now on.
void mark_used(Context& context, std::string_view city, RateTable& table, chain::Day month);

// Per-order cover of a trade; zero for none.
[[nodiscard]] chain::Fen order_rate(const OrderInjury& rates, Trade trade);

}  // namespace xh::contracts::insurance
