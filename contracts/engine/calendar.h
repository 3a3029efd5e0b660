// Civil time on the ledger: days, wall-clock times and working days, computed in integers from the zone and holiday
// tables that genesis put into the state (architecture, decision 8). Never from the system's zone files.
//
// Used by contracts (through CalendarReader, one a call) and by readers that print days. Keys: engine/records.h.
// Threading: the functions are pure; a CalendarReader belongs to one call. Days are proleptic Gregorian, days since
// 1970-01-01. Limits: times from year 1 to year 9999; anything outside is the caller's to refuse (is_plausible).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "chain/ledger/genesis.h"
#include "chain/primitives/types.h"
#include "chain/state/state_view.h"
#include "contracts/engine/context.h"

namespace xh::contracts {

struct CivilDate {
  std::int64_t year = 1970;
  std::int64_t month = 1;  // 1..12
  std::int64_t day = 1;    // 1..31

  friend auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

enum class Weekday : std::uint32_t { kMonday = 0, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };

[[nodiscard]] CivilDate civil_date(chain::Day day);
[[nodiscard]] chain::Day day_of(const CivilDate& date);  // needs a date that exists
[[nodiscard]] std::int64_t days_in_month(std::int64_t year, std::int64_t month);
[[nodiscard]] Weekday weekday_of(chain::Day day);
[[nodiscard]] chain::Day add_days(chain::Day day, std::int64_t days);
// The same day of the month `months` later (or earlier), clamped to that month's last day: 31 January + 1 = 28 or 29
// February.
[[nodiscard]] chain::Day add_months(chain::Day day, std::int64_t months);
[[nodiscard]] chain::Day first_of_month(chain::Day day);
// Years 1 to 9999: what a contract accepts as a day from outside.
[[nodiscard]] bool is_plausible(chain::Day day);
[[nodiscard]] bool is_plausible(chain::Timestamp at);  // 1970 to 9999: times are never negative on the ledger

[[nodiscard]] std::string to_text(chain::Day day);  // "2026-03-18"
[[nodiscard]] std::optional<chain::Day> day_from_text(std::string_view text);

// The civil day that a moment belongs to in a zone.
[[nodiscard]] chain::Day civil_day(const chain::Zone& zone, chain::Timestamp at);
// The moment of a wall-clock time, `ms_of_day` in [0, 86,400,000], on a day. A wall time that occurs twice (clocks go
// back) means the first of the two; one that does not occur (clocks go forward) means the moment of the change.
[[nodiscard]] chain::Timestamp local_time(const chain::Zone& zone, chain::Day day, std::int64_t ms_of_day);

// Monday to Friday but holidays, and the weekend days that the table turns into working days.
[[nodiscard]] bool is_working_day(const chain::HolidayTable& table, chain::Day day);
// The day itself or the nearest earlier working day (OP-16). A table with a year without working days gives the day
// itself.
[[nodiscard]] chain::Day preceding_working_day(const chain::HolidayTable& table, chain::Day day);

// The tables of one call, each decoded once however many records ask for it.
class CalendarReader {
 public:
  explicit CalendarReader(const Context& context);
  explicit CalendarReader(const chain::StateView& state);

  // Null when the ledger has no such table. Valid as long as the reader.
  [[nodiscard]] const chain::Zone* zone(std::string_view name);
  [[nodiscard]] const chain::HolidayTable* holidays(std::string_view name);

 private:
  std::function<std::optional<chain::Zone>(std::string_view)> load_zone_;
  std::function<std::optional<chain::HolidayTable>(std::string_view)> load_holidays_;
  std::map<std::string, std::optional<chain::Zone>, std::less<>> zones_;
  std::map<std::string, std::optional<chain::HolidayTable>, std::less<>> holidays_;
};

}  // namespace xh::contracts
