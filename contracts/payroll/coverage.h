// What an employer's coming paydays will ask for, kept as a running sum, and the warnings before each (OP-17): 5, 3 and
// 1 days ahead at the payday's hour, when the balance does not cover it.
//
// Counted is what the enterprise uploaded and nobody settled yet, confirmed or not (what stays unanswered is paid at
// its figure, OP-10), with the fee of each agreement rounded as its settlement will; what a payday held goes to the
// next. Employer's contributions are known on the payday only and not part of it. Who calls: upload.cpp for each day it
// records, reversal.cpp, payday.cpp. Threading: core thread. Cost: three small records a day log.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

inline constexpr std::size_t kMaxCoverageLines = 512;  // paydays ahead of an employer; further ones are not tracked

struct CoverageLine {
  chain::Timestamp payday;
  chain::Fen gross;
  chain::Fen fee;
  std::uint32_t agreements = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("payday", &CoverageLine::payday), chain::field<2>("gross", &CoverageLine::gross),
                      chain::field<3>("fee", &CoverageLine::fee),
                      chain::field<4>("agreements", &CoverageLine::agreements));
  }
  friend bool operator==(const CoverageLine&, const CoverageLine&) = default;
};
// Of an employer.
struct CoverageBook {
  std::vector<CoverageLine> paydays;  // ascending

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("paydays", &CoverageBook::paydays, kMaxCoverageLines));
  }
  friend bool operator==(const CoverageBook&, const CoverageBook&) = default;
};

// An agreement's part in a line.
struct ExpectedPay {
  chain::Fen gross;
  chain::Fen fee;
  chain::Timestamp payday;  // the line's

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("gross", &ExpectedPay::gross), chain::field<2>("fee", &ExpectedPay::fee),
                      chain::field<3>("payday", &ExpectedPay::payday));
  }
  friend bool operator==(const ExpectedPay&, const ExpectedPay&) = default;
};

// A queued warning.
struct CoverageCheck {
  chain::AccountId employer;
  chain::Timestamp payday;
  std::uint32_t days_before = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &CoverageCheck::employer),
                      chain::field<2>("payday", &CoverageCheck::payday),
                      chain::field<3>("days_before", &CoverageCheck::days_before));
  }
  friend bool operator==(const CoverageCheck&, const CoverageCheck&) = default;
};

[[nodiscard]] StateKey coverage_key(const chain::AccountId& employer);
[[nodiscard]] StateKey expected_key(const chain::RecordKey& agreement, std::uint64_t period);
[[nodiscard]] StateKey coverage_check_key(const chain::RecordKey& check);

// A day's unpaid amount changed. Call it once the day is open (add_open_day): then the next payday is known.
void expect_pay(Context& context, const OpenAgreement& agreement, chain::Day day, chain::Fen before, chain::Fen after);
// A payday of the agreement has run: nothing is expected of its period any more. `left` is what it did not pay; it goes
// to the next payday, when one is queued.
void settle_expected(Context& context, const OpenAgreement& agreement, const Period& period, chain::Fen left);

// What an employer needs for its paydays up to and with `payday`, and for its arrears.
[[nodiscard]] chain::Fen required_for(const Context& context, const chain::AccountId& employer,
                                      chain::Timestamp payday);

}  // namespace xh::contracts::payroll
