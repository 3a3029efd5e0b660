// The words of a pay agreement that calls, records and events share: pay items, pay schedule, limits, reason and flag
// kinds. Plain values; every limit of this contract is here.
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
inline constexpr std::size_t kMaxZoneNameBytes = 64;
inline constexpr std::size_t kMaxLogsPerUpload = 1'000;
inline constexpr std::size_t kMaxEntriesPerUpload = 5'000;
inline constexpr std::size_t kMaxEntriesPerLog = 500;
inline constexpr std::size_t kMaxReferenceBytes = 64;
inline constexpr std::size_t kMaxRefsPerCall = 400;  // day logs named one by one in a confirmation
inline constexpr std::size_t kMaxFlagsPerLog = 64;   // flags beyond are counted, not listed
inline constexpr std::size_t kMaxOpenDays = 4'000;   // day logs of an agreement waiting for a payday
inline constexpr std::size_t kMaxDaysPerSettlement =
    400;                                         // more of them settle in a further settlement of the same payday
inline constexpr std::size_t kMaxArrears = 512;  // unpaid settlements of an agreement
inline constexpr std::size_t kIndexPageSize = 64;
inline constexpr std::uint32_t kMaxVersions = 100;        // of one day log
inline constexpr std::uint32_t kMaxEntryMinutes = 1'440;  // OP-26: above this an entry is refused
inline constexpr std::uint32_t kMaxEntryOrders = 10'000;
inline constexpr std::int64_t kMaxEntryFen = 1'000'000'000;  // 10 million yuan
inline constexpr std::int64_t kMaxRateFen =
    10'000'000;  // 100,000 yuan an order or an hour; keeps every sum of this contract below 2^62
inline constexpr std::uint32_t kMaxCycleDays = 31;

// How a line of pay is computed. Each line is rounded half-up to the fen once a day (OP-04, OP-14).
enum class PayKind : std::uint32_t {
  kPerOrder = 0,      // rate: fen an order
  kPerMinute = 1,     // rate: fen an HOUR, charged by the minute
  kAgreedAmount = 2,  // the sum of the entries' own agreed amounts; rate is 0
};
constexpr PayKind enum_max(PayKind) {
  return PayKind::kAgreedAmount;
}
constexpr std::string_view enum_name(PayKind kind) {
  switch (kind) {
    case PayKind::kPerOrder:
      return "per_order";
    case PayKind::kPerMinute:
      return "per_minute";
    case PayKind::kAgreedAmount:
      return "agreed_amount";
  }
  return "";
}

struct PayItem {
  std::string name;  // as the payslip shows it; never a person's name
  PayKind kind = PayKind::kPerOrder;
  chain::Fen rate;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &PayItem::name, kMaxItemNameBytes),
                      chain::field<2>("kind", &PayItem::kind), chain::field<3>("rate", &PayItem::rate));
  }
  friend bool operator==(const PayItem&, const PayItem&) = default;
};

enum class ScheduleKind : std::uint32_t { kMonthly = 0, kCycle = 1 };
constexpr ScheduleKind enum_max(ScheduleKind) {
  return ScheduleKind::kCycle;
}
constexpr std::string_view enum_name(ScheduleKind kind) {
  return kind == ScheduleKind::kCycle ? "cycle" : "monthly";
}

// Monthly: the calendar month, paid on day `days` (1 to 31, clamped to the month's end) of the next month. Cycle:
// periods of `days` days (1 to 31) from the effective day, each paid the day after it ends. A payday that is no working
// day moves to the one before (OP-16).
struct PaySchedule {
  ScheduleKind kind = ScheduleKind::kMonthly;
  std::uint32_t days = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &PaySchedule::kind), chain::field<2>("days", &PaySchedule::days));
  }
  friend bool operator==(const PaySchedule&, const PaySchedule&) = default;
};

// What the three parties agree on (PY-03). Immutable: other terms are another agreement.
struct Terms {
  chain::AccountId employer;
  chain::AccountId worker;
  chain::AccountId union_account;
  chain::Day effective;
  std::string zone;      // IANA name of an on-chain zone: days, cut-off and paydays are its (OP-06)
  std::string holidays;  // name of an on-chain holiday table
  std::vector<PayItem> items;
  PaySchedule schedule;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("employer", &Terms::employer), chain::field<2>("worker", &Terms::worker),
        chain::field<3>("union_account", &Terms::union_account), chain::field<4>("effective", &Terms::effective),
        chain::field<5>("zone", &Terms::zone, kMaxZoneNameBytes), chain::field<6>("holidays", &Terms::holidays, 32),
        chain::field<7>("items", &Terms::items, kMaxPayItems), chain::field<8>("schedule", &Terms::schedule));
  }
  friend bool operator==(const Terms&, const Terms&) = default;
};

// One shift, delivery run or task. Its identity is `reference` within (agreement, day), e.g. "I-07730a0551#3": two
// entries with the same times are two entries, flagged and never merged.
struct WorkEntry {
  std::string reference;
  std::optional<chain::Timestamp> start;  // UTC
  std::optional<chain::Timestamp> end;    // only with start
  std::uint32_t minutes = 0;
  std::uint32_t orders = 0;
  chain::Fen agreed_amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("reference", &WorkEntry::reference, kMaxReferenceBytes),
                      chain::field<2>("start", &WorkEntry::start), chain::field<3>("end", &WorkEntry::end),
                      chain::field<4>("minutes", &WorkEntry::minutes), chain::field<5>("orders", &WorkEntry::orders),
                      chain::field<6>("agreed_amount", &WorkEntry::agreed_amount));
  }
  friend bool operator==(const WorkEntry&, const WorkEntry&) = default;
};

// Names one version of one day log by what everybody signs: the hash binds agreement, day, version and content (OP-12).
struct LogRef {
  chain::RecordKey agreement;
  chain::Day day;
  std::uint32_t version = 0;
  chain::Hash256 hash;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &LogRef::agreement), chain::field<2>("day", &LogRef::day),
                      chain::field<3>("version", &LogRef::version), chain::field<4>("hash", &LogRef::hash));
  }
  friend bool operator==(const LogRef&, const LogRef&) = default;
};

// Why a worker says no (OP-11). Under `too_low` nobody disputes the enterprise's figure itself, so it is paid on payday
// and the rest stays open; under the others nothing is undisputed and the day is held.
enum class DisputeReason : std::uint32_t { kTooLow = 0, kTooHigh = 1, kNotMyWork = 2, kOther = 3 };
constexpr DisputeReason enum_max(DisputeReason) {
  return DisputeReason::kOther;
}
constexpr std::string_view enum_name(DisputeReason reason) {
  switch (reason) {
    case DisputeReason::kTooLow:
      return "too_low";
    case DisputeReason::kTooHigh:
      return "too_high";
    case DisputeReason::kNotMyWork:
      return "not_my_work";
    case DisputeReason::kOther:
      return "other";
  }
  return "";
}

// What a human has to look at before the day is paid (OP-26).
enum class FlagKind : std::uint32_t {
  kDayAbove1440 = 0,      // the worker's minutes of that day, over all agreements
  kOverlap = 1,           // with another entry of the same worker
  kIdenticalTimes = 2,    // the same start and end as another entry of the same worker
  kOrdersPerHour = 3,     // above payroll.max_orders_per_hour
  kMinutesAboveSpan = 4,  // more minutes than lie between start and end
  kOverlapUnchecked = 5,  // too many entries of this worker around that day to compare
};
constexpr FlagKind enum_max(FlagKind) {
  return FlagKind::kOverlapUnchecked;
}
constexpr std::string_view enum_name(FlagKind kind) {
  switch (kind) {
    case FlagKind::kDayAbove1440:
      return "day_above_1440";
    case FlagKind::kOverlap:
      return "overlap";
    case FlagKind::kIdenticalTimes:
      return "identical_times";
    case FlagKind::kOrdersPerHour:
      return "orders_per_hour";
    case FlagKind::kMinutesAboveSpan:
      return "minutes_above_span";
    case FlagKind::kOverlapUnchecked:
      return "overlap_unchecked";
  }
  return "";
}

struct Flag {
  FlagKind kind = FlagKind::kDayAbove1440;
  std::uint32_t entry = 0;  // position in the day log's entries, from 0; 0 for flags of the whole day
  bool elsewhere =
      false;  // the other entry belongs to another agreement or day; which one only the union and the worker see
  std::string other_reference;  // of the other entry when it is in this log

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &Flag::kind), chain::field<2>("entry", &Flag::entry),
                      chain::field<3>("elsewhere", &Flag::elsewhere),
                      chain::field<4>("other_reference", &Flag::other_reference, kMaxReferenceBytes));
  }
  friend bool operator==(const Flag&, const Flag&) = default;
};

// What a day's work adds up to; one amount for each pay item of the agreement, in its order.
struct DaySums {
  std::uint64_t orders = 0;
  std::uint64_t minutes = 0;
  chain::Fen agreed;
  std::vector<chain::Fen> items;
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("orders", &DaySums::orders), chain::field<2>("minutes", &DaySums::minutes),
                      chain::field<3>("agreed", &DaySums::agreed),
                      chain::field<4>("items", &DaySums::items, kMaxPayItems),
                      chain::field<5>("amount", &DaySums::amount));
  }
  friend bool operator==(const DaySums&, const DaySums&) = default;
};

}  // namespace xh::contracts::payroll
