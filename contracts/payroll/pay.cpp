#include "contracts/payroll/pay.h"

#include <algorithm>

#include "contracts/lxr/payouts.h"
#include "contracts/lxr/withdrawals.h"
#include "contracts/payroll/deductions.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/tax.h"
#include "contracts/payroll/vault.h"

namespace xh::contracts::payroll {
namespace {

using chain::AccountId;
using chain::Fen;
using lxr::Purpose;

class Payer {
 public:
  Payer(Context& context, Settlement& settlement, const VaultSums& share)
      : context_(context), settlement_(settlement), share_(share) {
    payment_.at = context.now();
  }

  void run() {
    release();
    payment_.wage_voucher = post(settlement_.employer, settlement_.worker, share_.wages, Purpose::kWage);
    payment_.interest_voucher = post(settlement_.employer, settlement_.worker, share_.interest, Purpose::kInterest);
    if (share_.charges.value > 0)
      insurance::collect_employer(context_, wage_facts(settlement_), settlement_.deductions.insurance);
    payment_.fee_voucher = post(settlement_.employer, settlement_.union_account, share_.fees, Purpose::kFee);
    note_share();
    if (share_.wages.value > 0 || share_.interest.value > 0) lxr::lift_daily_limit(context_, settlement_.worker);
    withhold();
    collect();
    pay_out();
    list_payment();
  }

 private:
  [[nodiscard]] Progress& progress() { return settlement_.progress; }
  [[nodiscard]] bool wage_complete() { return progress().paid.wages == progress().wage; }

  void release() {
    const Fen total = total_of(share_);
    if (total.value == 0) return;
    CHECK(lxr::release(context_, settlement_.employer, total).has_value());  // the round reserved it
  }

  std::optional<lxr::VoucherNumber> post(const AccountId& from, const AccountId& to, Fen amount, Purpose purpose) {
    if (amount.value == 0) return std::nullopt;
    const auto voucher = lxr::post(context_, from, to, amount, purpose, settlement_.agreement);
    CHECK(voucher.has_value());  // the money is there, and sums of balances stay below the supply
    return *voucher;
  }

  void note_share() {
    auto& paid = progress().paid;
    for (const auto kind : {Money::kWages, Money::kInterest, Money::kCharges, Money::kFees})
      money_of(paid, kind) = add(money_of(paid, kind), money_of(share_, kind));
    payment_.wage = share_.wages;
    payment_.interest = share_.interest;
    payment_.charges = share_.charges;
    payment_.fee = share_.fees;
    const bool first = settlement_.attempts++ == 0;
    if (wage_complete() && !settlement_.wage_paid_at) {
      settlement_.wage_paid_at = context_.now();
      settlement_.wage_voucher = payment_.wage_voucher;
      if (!first) tell_insurance(false);
    } else if (!wage_complete() && first) {
      tell_insurance(true);
    }
    if (paid.fees == settlement_.fee && !settlement_.fee_paid_at) {
      settlement_.fee_paid_at = context_.now();
      settlement_.fee_voucher = payment_.fee_voucher;
    }
  }

  void tell_insurance(bool owes) {
    const auto& insurance = settlement_.deductions.insurance;
    if (!insurance.contract.is_zero())
      insurance::employer_owes_wage(context_, settlement_.worker, insurance.month, owes);
  }

  // Of a wage paid in parts the tax is withheld in the same parts, so that they add up to the fen.
  void withhold() {
    const Fen whole = settlement_.deductions.tax_amount();
    if (whole.value == 0 || share_.wages.value == 0) return;
    const auto due = chain::mul_div_half_up(whole.value, progress().paid.wages.value, progress().wage.value);
    CHECK(due.has_value());
    payment_.tax = sub(Fen{*due}, progress().tax);
    static_cast<void>(post(settlement_.worker, tax_account(), payment_.tax, Purpose::kTax));
    progress().tax = Fen{*due};
  }

  // The contribution is indivisible: it waits until so much of the wage has come.
  void collect() {
    const auto& deductions = settlement_.deductions;
    if (progress().collected || deductions.contribution != deductions.insurance.worker) return;
    if (sub(progress().paid.wages, progress().tax) < deductions.contribution) return;
    if (!insurance::collect_worker(context_, wage_facts(settlement_), deductions.insurance)) return;
    progress().collected = true;
    payment_.contribution = deductions.contribution;
  }

  // What the contribution still needs is held back on the worker's balance.
  void pay_out() {
    const Fen came = add(progress().paid.wages, progress().paid.interest);
    const Fen taken = add(progress().tax, settlement_.deductions.contribution);
    const Fen due = sub(sub(came, taken), progress().paid_out);
    const Fen amount = std::min(due, lxr::balance_of(context_, settlement_.worker).available);
    if (amount.value <= 0) return;
    payment_.payout = lxr::redeem_wage(context_, settlement_.worker, amount);
    if (!payment_.payout) return;
    payment_.paid_out = amount;
    progress().paid_out = add(progress().paid_out, amount);
  }

  void list_payment() {
    auto& list = progress().payments;
    if (list.size() < kMaxPaymentsListed) {
      list.push_back(payment_);
      return;
    }
    Payment sum = payment_;
    for (const auto member : {&Payment::wage, &Payment::interest, &Payment::charges, &Payment::fee, &Payment::tax,
                              &Payment::contribution, &Payment::paid_out}) {
      sum.*member = add(sum.*member, list.back().*member);
    }
    list.back() = sum;
  }

  Context& context_;
  Settlement& settlement_;
  VaultSums share_;
  Payment payment_;
};

}  // namespace

void pay_share(Context& context, Settlement& settlement, const VaultSums& share) {
  Payer(context, settlement, share).run();
}

}  // namespace xh::contracts::payroll
