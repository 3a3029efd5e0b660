// Accruals and settlements: what a payday is made from and what it leaves behind.
// Part of records.h, which includes it. Plain values.
#pragma once

#include "contracts/lxr/balances.h"
#include "contracts/payroll/payslip_records.h"
#include "contracts/payroll/work_records.h"

namespace xh::contracts::payroll {

// What three parties confirmed for a period (PY-08). Money moves on payday only (OP-20).
struct Accrual {
  chain::Day from;
  chain::Day to;
  chain::Day payday;
  std::vector<chain::Day> days;  // in the order of their confirmation
  DaySums sums;                  // sums.amount: gross

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &Accrual::from), chain::field<2>("to", &Accrual::to),
                      chain::field<3>("payday", &Accrual::payday),
                      chain::field<4>("days", &Accrual::days, kMaxOpenDays), chain::field<5>("sums", &Accrual::sums));
  }
  friend bool operator==(const Accrual&, const Accrual&) = default;
};

// Why a day was paid.
enum class PayBasis : std::uint32_t {
  kConfirmed = 0,  // all three signed
  kSilence = 1,    // not answered by payday: the enterprise's figure, open to dispute (OP-10)
  kAdmitted = 2,   // the worker claims more: the enterprise's figure is the undisputed part (OP-11)
};
constexpr PayBasis enum_max(PayBasis) {
  return PayBasis::kAdmitted;
}
constexpr std::string_view enum_name(PayBasis basis) {
  switch (basis) {
    case PayBasis::kConfirmed:
      return "confirmed";
    case PayBasis::kSilence:
      return "silence";
    case PayBasis::kAdmitted:
      return "admitted";
  }
  return "";
}

struct SettledDay {
  chain::Day day;
  std::uint32_t version = 0;
  chain::Hash256 hash;
  PayBasis basis = PayBasis::kConfirmed;
  Timeliness timeliness = Timeliness::kOnTime;
  DaySums sums;
  chain::Fen paid_before;            // for this day, in earlier settlements
  chain::Fen amount;                 // sums.amount - paid_before
  std::uint32_t amendment = 0;       // whose terms the day follows: Settlement.items, or one of its other_rules
  std::uint64_t settled_before = 0;  // 1 + sequence of the settlement that paid for this day before; 0: none

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("day", &SettledDay::day), chain::field<2>("version", &SettledDay::version),
        chain::field<3>("hash", &SettledDay::hash), chain::field<4>("basis", &SettledDay::basis),
        chain::field<5>("timeliness", &SettledDay::timeliness), chain::field<6>("sums", &SettledDay::sums),
        chain::field<7>("paid_before", &SettledDay::paid_before), chain::field<8>("amount", &SettledDay::amount),
        chain::field<9>("amendment", &SettledDay::amendment),
        chain::field<10>("settled_before", &SettledDay::settled_before));
  }
  friend bool operator==(const SettledDay&, const SettledDay&) = default;
};

// Why a day waits.
enum class HoldReason : std::uint32_t { kDisputed = 0, kFlagged = 1 };
constexpr HoldReason enum_max(HoldReason) {
  return HoldReason::kFlagged;
}
constexpr std::string_view enum_name(HoldReason r) {
  return r == HoldReason::kFlagged ? "flagged" : "disputed";
}

struct HeldDay {
  chain::Day day;
  std::uint32_t version = 0;
  HoldReason reason = HoldReason::kDisputed;
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("day", &HeldDay::day), chain::field<2>("version", &HeldDay::version),
                      chain::field<3>("reason", &HeldDay::reason), chain::field<4>("amount", &HeldDay::amount));
  }
  friend bool operator==(const HeldDay&, const HeldDay&) = default;
};

// What bounds a settlement beyond its items (terms.h, PayFactors), and the rules of its days that follow another
// amendment's terms. Made by versions.h.
struct AppliedRules {
  std::optional<PayFactors> factors;  // of the settlement's own terms (terms_version)
  std::vector<PayRules> other_rules;  // of days that follow other terms, ascending amendments
  chain::Fen period_cut;              // above factors.period_cap
  chain::Fen period_raised;           // up to factors.period_floor

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("factors", &AppliedRules::factors),
                      chain::field<2>("other_rules", &AppliedRules::other_rules, kMaxAmendments + 1),
                      chain::field<3>("period_cut", &AppliedRules::period_cut),
                      chain::field<4>("period_raised", &AppliedRules::period_raised));
  }
  friend bool operator==(const AppliedRules&, const AppliedRules&) = default;
};

// The payslip: all that is needed to recompute every amount to the fen (explain.h).
struct Settlement {
  chain::RecordKey agreement;
  std::uint64_t sequence = 0;
  chain::AccountId employer;
  chain::AccountId worker;
  chain::AccountId union_account;
  chain::Day from;  // period
  chain::Day to;
  chain::Day payday;  // after OP-16
  chain::Timestamp settled_at;
  std::uint32_t terms_version = 1;
  std::vector<PayItem> items;
  std::vector<SettledDay> days;
  std::vector<HeldDay> held;  // not paid now, and why
  chain::Fen gross;
  UsedParameter fee_ppm;
  chain::Fen fee;                                  // on top, from the employer (OP-18)
  chain::Fen net;                                  // to the worker in money: gross less all deductions
  std::optional<lxr::VoucherNumber> wage_voucher;  // of the posting that completed it; none: nothing to pay, or arrears
  std::optional<lxr::VoucherNumber> fee_voucher;
  std::optional<chain::Timestamp> wage_paid_at;  // in full
  std::optional<chain::Timestamp> fee_paid_at;
  std::uint32_t attempts = 0;           // rounds that brought it to be paid, its payday's among them
  std::optional<AppliedRules> rules{};  // none: plain items, one version of the terms
  Deductions deductions{};
  Progress progress{};

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("agreement", &Settlement::agreement), chain::field<2>("sequence", &Settlement::sequence),
        chain::field<3>("employer", &Settlement::employer), chain::field<4>("worker", &Settlement::worker),
        chain::field<5>("union_account", &Settlement::union_account), chain::field<6>("from", &Settlement::from),
        chain::field<7>("to", &Settlement::to), chain::field<8>("payday", &Settlement::payday),
        chain::field<9>("settled_at", &Settlement::settled_at),
        chain::field<10>("terms_version", &Settlement::terms_version),
        chain::field<11>("items", &Settlement::items, kMaxPayItems),
        chain::field<12>("days", &Settlement::days, kMaxDaysPerSettlement),
        chain::field<13>("held", &Settlement::held, kMaxOpenDays), chain::field<14>("gross", &Settlement::gross),
        chain::field<15>("fee_ppm", &Settlement::fee_ppm), chain::field<16>("fee", &Settlement::fee),
        chain::field<17>("net", &Settlement::net), chain::field<18>("wage_voucher", &Settlement::wage_voucher),
        chain::field<19>("fee_voucher", &Settlement::fee_voucher),
        chain::field<20>("wage_paid_at", &Settlement::wage_paid_at),
        chain::field<21>("fee_paid_at", &Settlement::fee_paid_at), chain::field<22>("attempts", &Settlement::attempts),
        chain::field<23>("rules", &Settlement::rules), chain::field<24>("deductions", &Settlement::deductions),
        chain::field<25>("progress", &Settlement::progress));
  }
  friend bool operator==(const Settlement&, const Settlement&) = default;
  // Nothing of it is in arrears; late interest is its vault's matter.
  [[nodiscard]] bool paid() const {
    return wage_paid_at && fee_paid_at && progress.paid.charges == deductions.insurance.employer;
  }
};

}  // namespace xh::contracts::payroll
