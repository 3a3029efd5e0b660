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
#include "contracts/payroll/employment.h"
#include "contracts/payroll/pay_terms.h"

namespace xh::contracts::payroll {

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
inline constexpr std::uint32_t kMaxCycleDays = 31;
inline constexpr std::size_t kMaxTradeBytes = 32;
inline constexpr std::size_t kMaxAmendments = 100;  // of one agreement

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

// What the three parties agree on (PY-03). Immutable: other terms are an amendment, which holds from a later day on and
// keeps parties, zone, holidays and schedule.
struct Terms {
  chain::AccountId employer;
  chain::AccountId worker;
  chain::AccountId union_account;
  chain::Day effective;
  std::string zone;      // IANA name of an on-chain zone: days, cut-off and paydays are its (OP-06)
  std::string holidays;  // name of an on-chain holiday table
  std::vector<PayItem> items;
  PaySchedule schedule;
  EmploymentForm form = EmploymentForm::kUnstated;
  std::optional<ChainRoles> roles{};
  std::string trade{};  // names the limit payroll.max_orders_per_hour.<trade>; empty: the general one
  std::optional<PayFactors> factors{};

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("employer", &Terms::employer), chain::field<2>("worker", &Terms::worker),
        chain::field<3>("union_account", &Terms::union_account), chain::field<4>("effective", &Terms::effective),
        chain::field<5>("zone", &Terms::zone, kMaxZoneNameBytes), chain::field<6>("holidays", &Terms::holidays, 32),
        chain::field<7>("items", &Terms::items, kMaxPayItems), chain::field<8>("schedule", &Terms::schedule),
        chain::field<9>("form", &Terms::form), chain::field<10>("roles", &Terms::roles),
        chain::field<11>("trade", &Terms::trade, kMaxTradeBytes), chain::field<12>("factors", &Terms::factors));
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
  std::string milestone{};  // of the project, reached with this entry

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("reference", &WorkEntry::reference, kMaxReferenceBytes),
                      chain::field<2>("start", &WorkEntry::start), chain::field<3>("end", &WorkEntry::end),
                      chain::field<4>("minutes", &WorkEntry::minutes), chain::field<5>("orders", &WorkEntry::orders),
                      chain::field<6>("agreed_amount", &WorkEntry::agreed_amount),
                      chain::field<7>("milestone", &WorkEntry::milestone, kMaxMilestoneBytes));
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
enum class DisputeReason : std::uint32_t {
  kTooLow = 0,
  kTooHigh = 1,
  kNotMyWork = 2,
  kOther = 3,
  kFlagsRejected = 4,  // by the union's decision on the day's flags; no worker's reason
};
constexpr DisputeReason enum_max(DisputeReason) {
  return DisputeReason::kFlagsRejected;
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
    case DisputeReason::kFlagsRejected:
      return "flags_rejected";
  }
  return "";
}

// What a human has to look at before the day is paid (OP-26).
enum class FlagKind : std::uint32_t {
  kDayAbove1440 = 0,      // the worker's minutes of that day, over all agreements
  kOverlap = 1,           // with another entry of the same worker
  kIdenticalTimes = 2,    // the same start and end as another entry of the same worker
  kOrdersPerHour = 3,     // above payroll.max_orders_per_hour of the trade
  kMinutesAboveSpan = 4,  // more minutes than lie between start and end
  kOverlapUnchecked = 5,  // too many entries of this worker around that day to compare
  kWeekOutlier = 6,       // the week's minutes or orders, against the worker's weeks before with this employer
};
constexpr FlagKind enum_max(FlagKind) {
  return FlagKind::kWeekOutlier;
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
    case FlagKind::kWeekOutlier:
      return "week_outlier";
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

// Why the union turns down flagged work (OP-26). The day is then disputed: the enterprise revises it, or the union
// rules.
enum class FlagReason : std::uint32_t { kPaddedHours = 0, kDoubleBooked = 1, kImplausible = 2, kOther = 3 };
constexpr FlagReason enum_max(FlagReason) {
  return FlagReason::kOther;
}
constexpr std::string_view enum_name(FlagReason reason) {
  switch (reason) {
    case FlagReason::kPaddedHours:
      return "padded_hours";
    case FlagReason::kDoubleBooked:
      return "double_booked";
    case FlagReason::kImplausible:
      return "implausible";
    case FlagReason::kOther:
      return "other";
  }
  return "";
}

}  // namespace xh::contracts::payroll
