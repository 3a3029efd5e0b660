// What a worker got before it was due, or too much: drawn advances (OP-20) and days reversed downwards after they were
// paid (S04 row 9). It is kept by agreement and lessens what the employer owes on the next paydays, within the limits
// of the law (R-14e). Used by settlement.cpp, reversal.cpp and advance.cpp. Core thread.
#pragma once

#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

struct ClaimBook {
  chain::Fen advance;     // drawn and not yet deducted
  chain::Fen correction;  // paid too much and not yet deducted

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("advance", &ClaimBook::advance),
                      chain::field<2>("correction", &ClaimBook::correction));
  }
  friend bool operator==(const ClaimBook&, const ClaimBook&) = default;
};

// A final day that employer, worker and union corrected together: the version before stays readable beside it.
struct Reversal {
  std::uint32_t replaced = 0;  // version
  std::uint32_t version = 0;   // that takes its place
  chain::Fen before;           // amounts of the day
  chain::Fen after;
  chain::Fen paid_before;  // for this day
  chain::Fen claim;        // of it too much: deducted on later paydays
  chain::Timestamp at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("replaced", &Reversal::replaced), chain::field<2>("version", &Reversal::version),
                      chain::field<3>("before", &Reversal::before), chain::field<4>("after", &Reversal::after),
                      chain::field<5>("paid_before", &Reversal::paid_before),
                      chain::field<6>("claim", &Reversal::claim), chain::field<7>("at", &Reversal::at));
  }
  friend bool operator==(const Reversal&, const Reversal&) = default;
};

[[nodiscard]] StateKey claim_key(const chain::RecordKey& agreement);
[[nodiscard]] StateKey reversal_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version);
[[nodiscard]] ClaimBook claims_of(const Context& context, const chain::RecordKey& agreement);
void save_claims(Context& context, const chain::RecordKey& agreement, const ClaimBook& claims);

}  // namespace xh::contracts::payroll
