// Agreements as the state keeps them: the terms and what changes about them.
// Part of records.h, which includes it. Plain values.
#pragma once

#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

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

struct Agreement {
  Terms terms;
  chain::Timestamp signed_at;
  std::uint32_t version = 1;  // of this contract's calculation rules
  UsedParameter fee_ppm;      // in force at signing; a payday uses and shows the one in force then
  UsedParameter cutoff_s;
  std::optional<chain::Day> last_day;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Agreement::terms), chain::field<2>("signed_at", &Agreement::signed_at),
                      chain::field<3>("version", &Agreement::version), chain::field<4>("fee_ppm", &Agreement::fee_ppm),
                      chain::field<5>("cutoff_s", &Agreement::cutoff_s),
                      chain::field<6>("last_day", &Agreement::last_day));
  }
  friend bool operator==(const Agreement&, const Agreement&) = default;
};

// The moving part of an agreement.
struct AgreementBook {
  std::vector<chain::Day> open_days;   // uploaded, not settled or settled and disputed; ascending
  std::uint64_t next_period = 0;       // the first period whose payday has not run
  std::uint64_t settlements = 0;       // how many there are
  std::vector<std::uint64_t> arrears;  // settlements not fully paid, oldest first
  bool payday_queued = false;
  bool retry_queued = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("open_days", &AgreementBook::open_days, kMaxOpenDays),
                      chain::field<2>("next_period", &AgreementBook::next_period),
                      chain::field<3>("settlements", &AgreementBook::settlements),
                      chain::field<4>("arrears", &AgreementBook::arrears, kMaxArrears),
                      chain::field<5>("payday_queued", &AgreementBook::payday_queued),
                      chain::field<6>("retry_queued", &AgreementBook::retry_queued));
  }
  friend bool operator==(const AgreementBook&, const AgreementBook&) = default;
};

}  // namespace xh::contracts::payroll
