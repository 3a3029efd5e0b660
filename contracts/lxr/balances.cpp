#include "contracts/lxr/balances.h"

#include "contracts/lxr/events.h"
#include "contracts/lxr/vouchers.h"

namespace xh::contracts::lxr {
namespace {

using chain::AccountId;
using chain::Fen;

Outcome positive(Fen amount) {
  if (amount.value <= 0) return refuse("AMOUNT_NOT_POSITIVE", "OP-01", "the amount must be at least one fen");
  return {};
}

std::unexpected<Refusal> insufficient(Fen wanted, Fen held, std::string_view kind) {
  return refuse("INSUFFICIENT_BALANCE", "I2",
                "the account's " + std::string(kind) + " balance is " + std::to_string(held.value) + " fen, " +
                    std::to_string(wanted.value) + " fen are needed");
}

std::unexpected<Refusal> overflow() {
  return refuse("BALANCE_OVERFLOW", "OP-01", "the sum would leave the range of the ledger's numbers");
}

void store(Context& context, const AccountId& account, const Balance& balance) {
  context.write(balance_key(account), balance);
}

// from.* -= amount, to.* += amount, both non-negative afterwards. Supply bounds every sum, so `to` overflows only if
// mint let it.
Outcome shift(Fen& from, Fen& to, Fen amount, std::string_view kind) {
  if (from < amount) return insufficient(amount, from, kind);
  const auto sum = chain::checked_add(to, amount);
  if (!sum) return overflow();
  from.value -= amount.value;
  to = *sum;
  return {};
}

Outcome move_within(Context& context, const AccountId& account, Fen amount, Fen Balance::* from, Fen Balance::* to,
                    std::string_view kind) {
  if (auto ok = positive(amount); !ok) return ok;
  auto balance = balance_of(context, account);
  if (auto ok = shift(balance.*from, balance.*to, amount, kind); !ok) return ok;
  store(context, account, balance);
  return {};
}

}  // namespace

std::string_view purpose_name(Purpose purpose) {
  switch (purpose) {
    case Purpose::kNone:
      return "none";
    case Purpose::kDeposit:
      return "deposit";
    case Purpose::kWithdrawal:
      return "withdrawal";
    case Purpose::kWage:
      return "wage";
    case Purpose::kFee:
      return "fee";
    case Purpose::kContribution:
      return "contribution";
    case Purpose::kRefund:
      return "refund";
    case Purpose::kProject:
      return "project";
    case Purpose::kVoucher:
      return "voucher";
    case Purpose::kTax:
      return "tax";
    case Purpose::kInterest:
      return "interest";
    case Purpose::kAdvance:
      return "advance";
    case Purpose::kGuarantee:
      return "guarantee";
  }
  return "unknown";
}

Balance balance_of(const Context& context, const AccountId& account) {
  return context.read<Balance>(balance_key(account)).value_or(Balance{});
}

Fen total_supply(const Context& context) {
  return context.read<Supply>(supply_key()).value_or(Supply{}).total;
}

OutcomeOf<VoucherNumber> post(Context& context, const AccountId& from, const AccountId& to, Fen amount, Purpose purpose,
                              const chain::RecordKey& reference) {
  if (auto ok = positive(amount); !ok) return std::unexpected(ok.error());
  if (from == to) return refuse("SAME_ACCOUNT", "OP-28", "an account cannot pay itself");
  auto payer = balance_of(context, from);
  auto payee = balance_of(context, to);
  if (auto ok = shift(payer.available, payee.available, amount, "available"); !ok) return std::unexpected(ok.error());
  store(context, from, payer);
  store(context, to, payee);
  return issue_voucher(context, {from, to, amount, purpose, reference});
}

Outcome reserve(Context& context, const AccountId& account, Fen amount) {
  return move_within(context, account, amount, &Balance::available, &Balance::reserved, "available");
}

Outcome release(Context& context, const AccountId& account, Fen amount) {
  return move_within(context, account, amount, &Balance::reserved, &Balance::available, "reserved");
}

OutcomeOf<VoucherNumber> mint(Context& context, const AccountId& to, Fen amount, const chain::RecordKey& reference) {
  if (auto ok = positive(amount); !ok) return std::unexpected(ok.error());
  auto supply = context.read<Supply>(supply_key()).value_or(Supply{});
  const auto total = chain::checked_add(supply.total, amount);
  if (!total) return overflow();
  supply.total = *total;
  auto balance = balance_of(context, to);
  balance.available.value += amount.value;  // at most the supply, which did not overflow
  context.write_public(supply_key(), supply);
  store(context, to, balance);
  return issue_voucher(context, {{}, to, amount, Purpose::kDeposit, reference});
}

OutcomeOf<VoucherNumber> burn_reserved(Context& context, const AccountId& from, Fen amount,
                                       const chain::RecordKey& reference) {
  if (auto ok = positive(amount); !ok) return std::unexpected(ok.error());
  auto balance = balance_of(context, from);
  if (balance.reserved < amount) return insufficient(amount, balance.reserved, "reserved");
  auto supply = context.read<Supply>(supply_key()).value_or(Supply{});
  CHECK(supply.total >= amount);
  balance.reserved.value -= amount.value;
  supply.total.value -= amount.value;
  context.write_public(supply_key(), supply);
  store(context, from, balance);
  return issue_voucher(context, {from, {}, amount, Purpose::kWithdrawal, reference});
}

}  // namespace xh::contracts::lxr
