// What a payslip says below its gross: deductions, and what was paid when. Part of records.h, which includes it. Plain
// values.
#pragma once

#include "contracts/insurance/payday.h"
#include "contracts/lxr/balances.h"
#include "contracts/payroll/agreement_records.h"
#include "contracts/payroll/tax_records.h"
#include "contracts/payroll/vault_records.h"

namespace xh::contracts::payroll {

inline constexpr std::size_t kMaxPaymentsListed = 64;  // of one settlement; later ones are summed into the last

// In the order in which they are taken (OP-23). The advance was paid to the worker before and the correction was paid
// too much before: both lessen what the employer owes now.
struct Deductions {
  std::optional<TaxLine> tax;  // none: regime off
  insurance::Charges insurance;
  chain::Fen contribution;  // taken from this wage: insurance.worker, or nothing when the wage does not cover it
  chain::Fen advance;       // drawn before this payday (OP-20)
  chain::Fen correction;    // of days reversed downwards after they were paid (S04 row 9, R-14e)
  chain::Fen correction_left;
  std::optional<UsedParameter> minimum;  // the local minimum wage, when the net fell below it by deductions
  std::uint64_t orders = 0;              // as insurance was told
  bool cooperating = false;              // the employer, on this payday (AC-03)

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("tax", &Deductions::tax), chain::field<2>("insurance", &Deductions::insurance),
                      chain::field<3>("advance", &Deductions::advance),
                      chain::field<4>("correction", &Deductions::correction),
                      chain::field<5>("correction_left", &Deductions::correction_left),
                      chain::field<6>("minimum", &Deductions::minimum),
                      chain::field<7>("contribution", &Deductions::contribution),
                      chain::field<8>("orders", &Deductions::orders),
                      chain::field<9>("cooperating", &Deductions::cooperating));
  }
  friend bool operator==(const Deductions&, const Deductions&) = default;

  [[nodiscard]] chain::Fen tax_amount() const { return tax ? tax->amount : chain::Fen{}; }
};

// One time that money came for a settlement: on the payday, or later out of arrears.
struct Payment {
  chain::Timestamp at;
  chain::Fen wage;
  chain::Fen interest;
  chain::Fen charges;  // employer's contributions and injury cover
  chain::Fen fee;
  chain::Fen tax;           // taken from the wage
  chain::Fen contribution;  // taken from the wage
  chain::Fen paid_out;      // sent to the worker's bank
  std::optional<lxr::VoucherNumber> wage_voucher;
  std::optional<lxr::VoucherNumber> interest_voucher;
  std::optional<lxr::VoucherNumber> fee_voucher;
  std::optional<chain::RecordKey> payout;  // the withdrawal

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("at", &Payment::at), chain::field<2>("wage", &Payment::wage),
        chain::field<3>("interest", &Payment::interest), chain::field<4>("charges", &Payment::charges),
        chain::field<5>("fee", &Payment::fee), chain::field<6>("tax", &Payment::tax),
        chain::field<7>("contribution", &Payment::contribution), chain::field<8>("paid_out", &Payment::paid_out),
        chain::field<9>("wage_voucher", &Payment::wage_voucher),
        chain::field<10>("interest_voucher", &Payment::interest_voucher),
        chain::field<11>("fee_voucher", &Payment::fee_voucher), chain::field<12>("payout", &Payment::payout));
  }
  friend bool operator==(const Payment&, const Payment&) = default;
};

// How far a settlement is paid.
struct Progress {
  chain::Timestamp vault;         // with the employer: the vault it is in
  std::uint64_t vault_entry = 0;  // its place there
  chain::Fen wage;                // what the employer owes: gross less advance and correction
  VaultSums paid;
  chain::Fen tax;          // withheld so far
  chain::Fen paid_out;     // sent to the worker's bank so far
  bool collected = false;  // the worker's contribution and the subsidy arrived, or there are none
  std::vector<Payment> payments;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("vault", &Progress::vault),
                      chain::field<2>("vault_entry", &Progress::vault_entry), chain::field<3>("wage", &Progress::wage),
                      chain::field<4>("paid", &Progress::paid), chain::field<5>("tax", &Progress::tax),
                      chain::field<6>("paid_out", &Progress::paid_out),
                      chain::field<7>("collected", &Progress::collected),
                      chain::field<8>("payments", &Progress::payments, kMaxPaymentsListed));
  }
  friend bool operator==(const Progress&, const Progress&) = default;
};

}  // namespace xh::contracts::payroll
