// LXR balances and postings: the only door through which money moves on the ledger (LX-01 to LX-07, OP-01, OP-24,
// OP-27, OP-30).
//
// Who calls: the lxr contract itself, payroll (wages, fees, payouts) and later contracts. They decide who may pay whom;
// this file keeps the sums right. Invariants: no balance is ever negative (I2); the sum of all available and reserved
// amounts equals the supply (I1), which only mint and burn change; every mint, transfer and burn makes exactly one
// voucher (I3) whose serial within the union's year has no gap. A function that refuses has changed nothing that the
// caller's own refusal would not undo: return the refusal. Threading: core thread. Cost of a post: three reads and
// writes of small records, one event.
#pragma once

#include "contracts/engine/context.h"

namespace xh::contracts::lxr {

// What a posting is for, stable for ever (OP-28). Only kFee .. kVoucher can be opened as relations for plain transfers.
enum class Purpose : std::uint32_t {
  kNone = 0,
  kDeposit = 1,       // mint
  kWithdrawal = 2,    // burn
  kWage = 3,          // payroll only
  kFee = 4,           // service fee
  kContribution = 5,  // insurance contributions
  kRefund = 6,
  kProject = 7,
  kVoucher = 8,
  kTax = 9,         // withheld from a wage; payroll only
  kInterest = 10,   // for wages paid late (OP-19); payroll only
  kAdvance = 11,    // drawn before the payday (OP-20); payroll only
  kGuarantee = 12,  // of a loan, called or paid back (CR-05); credit only
};
constexpr Purpose enum_max(Purpose) {
  return Purpose::kGuarantee;
}
[[nodiscard]] std::string_view purpose_name(Purpose purpose);

struct Balance {
  chain::Fen available;
  chain::Fen reserved;  // promised to a withdrawal that the bank has not settled yet, or to a loan's guarantee

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("available", &Balance::available),
                      chain::field<2>("reserved", &Balance::reserved));
  }
  friend bool operator==(const Balance&, const Balance&) = default;
};

// Zero for an account that never held LXR.
[[nodiscard]] Balance balance_of(const Context& context, const chain::AccountId& account);

// Which voucher a posting got: serials run 1, 2, 3 ... in each year of the union's zone.
struct VoucherNumber {
  std::uint32_t year = 0;
  std::uint64_t serial = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("year", &VoucherNumber::year), chain::field<2>("serial", &VoucherNumber::serial));
  }
  friend auto operator<=>(const VoucherNumber&, const VoucherNumber&) = default;
};

// Moves `amount` from one account's available balance to another's and emits the voucher (event VoucherIssued, parties:
// both). `reference` is the record it belongs to (agreement, pay batch, ...), zero when there is none. Refusals:
// AMOUNT_NOT_POSITIVE, SAME_ACCOUNT, INSUFFICIENT_BALANCE (I2), BALANCE_OVERFLOW.
[[nodiscard]] OutcomeOf<VoucherNumber> post(Context& context, const chain::AccountId& from, const chain::AccountId& to,
                                            chain::Fen amount, Purpose purpose, const chain::RecordKey& reference);

// Available money is set aside for, or given back by, a withdrawal or a guarantee; the sum stays. Refusals as post().
[[nodiscard]] Outcome reserve(Context& context, const chain::AccountId& account, chain::Fen amount);
[[nodiscard]] Outcome release(Context& context, const chain::AccountId& account, chain::Fen amount);

// New LXR against confirmed money, and LXR that ends because its reserved money was paid out; supply follows, one
// voucher each. Custody is checked by the callers (custody.h). Refusals as post().
[[nodiscard]] OutcomeOf<VoucherNumber> mint(Context& context, const chain::AccountId& to, chain::Fen amount,
                                            const chain::RecordKey& reference);
[[nodiscard]] OutcomeOf<VoucherNumber> burn_reserved(Context& context, const chain::AccountId& from, chain::Fen amount,
                                                     const chain::RecordKey& reference);

// Sum of all LXR in existence.
[[nodiscard]] chain::Fen total_supply(const Context& context);

}  // namespace xh::contracts::lxr
