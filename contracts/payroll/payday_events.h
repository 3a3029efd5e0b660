// What paydays write into receipts beside settlements: vaults, arrears, warnings, corrections, advances, tax. Part of
// events.h, which includes it and numbers the kinds.
#pragma once

#include "contracts/payroll/claims.h"
#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

// An employer's vault with arrears, as it is now.
struct ArrearsEvent {
  chain::AccountId employer;
  chain::Timestamp vault;
  VaultSums open;       // interest: what has run up so far, or its unpaid rest
  chain::Fen arrears;   // of wages, after the payday
  chain::Fen interest;  // in all, once it is fixed
  chain::Timestamp next_attempt;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &ArrearsEvent::employer),
                      chain::field<2>("vault", &ArrearsEvent::vault), chain::field<3>("open", &ArrearsEvent::open),
                      chain::field<4>("arrears", &ArrearsEvent::arrears),
                      chain::field<5>("interest", &ArrearsEvent::interest),
                      chain::field<6>("next_attempt", &ArrearsEvent::next_attempt));
  }
};

// OP-23: deductions left less than the local minimum wage.
struct NetBelowMinimumEvent {
  chain::RecordKey agreement;
  std::uint64_t settlement = 0;
  chain::Fen net;
  chain::Fen minimum;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &NetBelowMinimumEvent::agreement),
                      chain::field<2>("settlement", &NetBelowMinimumEvent::settlement),
                      chain::field<3>("net", &NetBelowMinimumEvent::net),
                      chain::field<4>("minimum", &NetBelowMinimumEvent::minimum));
  }
};

// OP-17: some days before a payday the employer's balance does not cover it.
struct CoverageWarningEvent {
  chain::AccountId employer;
  chain::Timestamp payday;
  std::uint32_t days_before = 0;
  chain::Fen balance;
  chain::Fen required;  // wages and fees of this payday and of those before it, and arrears
  chain::Fen missing;
  std::int64_t coverage_bp = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &CoverageWarningEvent::employer),
                      chain::field<2>("payday", &CoverageWarningEvent::payday),
                      chain::field<3>("days_before", &CoverageWarningEvent::days_before),
                      chain::field<4>("balance", &CoverageWarningEvent::balance),
                      chain::field<5>("required", &CoverageWarningEvent::required),
                      chain::field<6>("missing", &CoverageWarningEvent::missing),
                      chain::field<7>("coverage_bp", &CoverageWarningEvent::coverage_bp));
  }
};

struct DayReversedEvent {
  LogRef log;  // the version that now holds
  Reversal reversal;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &DayReversedEvent::log),
                      chain::field<2>("reversal", &DayReversedEvent::reversal));
  }
};

struct AdvanceDrawnEvent {
  chain::RecordKey agreement;
  chain::Fen amount;
  chain::Fen drawn;  // and not yet deducted, this one included
  chain::Fen limit;  // at this moment
  std::optional<chain::RecordKey> payout;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("agreement", &AdvanceDrawnEvent::agreement),
        chain::field<2>("amount", &AdvanceDrawnEvent::amount), chain::field<3>("drawn", &AdvanceDrawnEvent::drawn),
        chain::field<4>("limit", &AdvanceDrawnEvent::limit), chain::field<5>("payout", &AdvanceDrawnEvent::payout));
  }
};

struct TaxRemittedEvent {
  chain::RecordKey withdrawal;
  chain::Fen amount;
  chain::Fen left;  // on the tax account

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &TaxRemittedEvent::withdrawal),
                      chain::field<2>("amount", &TaxRemittedEvent::amount),
                      chain::field<3>("left", &TaxRemittedEvent::left));
  }
};

}  // namespace xh::contracts::payroll
