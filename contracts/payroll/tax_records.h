// Tax withheld from wages (OP-22): what a payslip says of it and the year's record of a worker with an employer.
// Part of records.h, which includes it. Plain values; the rules are in tax.h.
#pragma once

#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

enum class TaxRegime : std::uint32_t {
  kOff = 0,
  kLaborService2018 = 1,        // R-13a, each payment by itself
  kPlatformCumulative2025 = 2,  // R-13b, cumulative over the year
  kWages = 3,                   // R-13c, cumulative, after employee contributions
};
constexpr TaxRegime enum_max(TaxRegime) {
  return TaxRegime::kWages;
}
constexpr std::string_view enum_name(TaxRegime regime) {
  switch (regime) {
    case TaxRegime::kOff:
      return "off";
    case TaxRegime::kLaborService2018:
      return "labor_service_2018";
    case TaxRegime::kPlatformCumulative2025:
      return "platform_cumulative_2025";
    case TaxRegime::kWages:
      return "wages";
  }
  return "";
}

// What the year brought up to and with a payment; a regime that looks at each payment alone reads `income` of it only.
struct TaxBase {
  chain::Fen income;
  chain::Fen contributions;  // the worker's column of statutory insurance
  std::uint32_t months = 0;  // with a payment by this employer
  chain::Fen withheld;       // before this payment

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("income", &TaxBase::income),
                      chain::field<2>("contributions", &TaxBase::contributions),
                      chain::field<3>("months", &TaxBase::months), chain::field<4>("withheld", &TaxBase::withheld));
  }
  friend bool operator==(const TaxBase&, const TaxBase&) = default;
};

// On a payslip: all that the amount follows from.
struct TaxLine {
  TaxRegime regime = TaxRegime::kOff;
  TaxBase base;
  chain::Fen deduction;            // the fixed part: of the payment, or a month's times the months
  std::int64_t deduction_ppm = 0;  // the part that is a share of the income
  std::int64_t rate_ppm = 0;       // of the bracket
  chain::Fen quick;                // quick deduction of the bracket
  chain::Fen amount;               // to be withheld from this payment

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("regime", &TaxLine::regime), chain::field<2>("base", &TaxLine::base),
                      chain::field<3>("deduction", &TaxLine::deduction),
                      chain::field<4>("deduction_ppm", &TaxLine::deduction_ppm),
                      chain::field<5>("rate_ppm", &TaxLine::rate_ppm), chain::field<6>("quick", &TaxLine::quick),
                      chain::field<7>("amount", &TaxLine::amount));
  }
  friend bool operator==(const TaxLine&, const TaxLine&) = default;
};

// Of a worker with an employer in a civil year of the payday's zone.
struct TaxYear {
  chain::Fen income;
  chain::Fen contributions;
  chain::Fen withheld;
  std::uint32_t months = 0;
  chain::Day last_month;  // first day of the last month counted

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("income", &TaxYear::income),
                      chain::field<2>("contributions", &TaxYear::contributions),
                      chain::field<3>("withheld", &TaxYear::withheld), chain::field<4>("months", &TaxYear::months),
                      chain::field<5>("last_month", &TaxYear::last_month));
  }
  friend bool operator==(const TaxYear&, const TaxYear&) = default;
};

}  // namespace xh::contracts::payroll
