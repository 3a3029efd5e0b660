#include "contracts/lxr/settlements.h"

#include <algorithm>

#include "contracts/lxr/custody.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/payout_batches.h"
#include "contracts/lxr/payout_queue.h"

namespace xh::contracts::lxr {
namespace {

// Codes only: a bank's free text could name a person (I4).
Outcome check_words(const SettlementLine& line) {
  const auto is_code = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (!std::ranges::all_of(line.reason, is_code) || (line.paid && !line.reason.empty())) {
    return refuse("BAD_REASON", "OP-31",
                  "a reason is the bank's code for a return, capital letters and digits, e.g. AC01");
  }
  const auto is_visible = [](char c) { return c > ' ' && c <= '~'; };
  if (!std::ranges::all_of(line.bank_reference, is_visible))
    return refuse("BAD_REFERENCE", "OP-31", "a bank reference is letters, digits and signs without spaces");
  return {};
}

Outcome check_line(const chain::AccountId& bank, const SettlementLine& line, const Withdrawal& withdrawal) {
  if (withdrawal.bank != bank) return refuse("NOT_YOUR_WITHDRAWAL", "OP-27", "the withdrawal was sent to another bank");
  if (withdrawal.state != WithdrawalState::kRequested)
    return refuse("ALREADY_SETTLED", "OP-27", "the withdrawal was settled before");
  if (line.amount && *line.amount != withdrawal.amount) {
    return refuse("AMOUNT_CHANGED", "OP-31",
                  "the bank's answer has " + std::to_string(line.amount->value) + " fen, the withdrawal is " +
                      std::to_string(withdrawal.amount.value) + " fen; find out what was paid");
  }
  return check_words(line);
}

}  // namespace

Outcome settle_one(Context& context, const chain::AccountId& bank, const SettlementLine& line) {
  auto withdrawal = context.read<Withdrawal>(withdrawal_key(line.withdrawal));
  if (!withdrawal)
    return refuse("UNKNOWN_WITHDRAWAL", "OP-27", "there is no withdrawal " + chain::to_hex(line.withdrawal.view()));
  if (auto ok = check_line(bank, line, *withdrawal); !ok) return ok;
  if (line.paid) {
    const auto voucher = burn_paid(context, bank, withdrawal->account, withdrawal->amount, line.withdrawal);
    if (!voucher) return std::unexpected(voucher.error());
  } else if (auto ok = release(context, withdrawal->account, withdrawal->amount); !ok) {
    return ok;
  }
  if (withdrawal->batch == 0) remove_waiting(context, line.withdrawal, *withdrawal);
  withdrawal->state = line.paid ? WithdrawalState::kPaid : WithdrawalState::kReturned;
  withdrawal->settled_at = context.now();
  withdrawal->reason = line.reason;
  withdrawal->bank_reference = line.bank_reference;
  context.write(withdrawal_key(line.withdrawal), *withdrawal);
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(EventKind::kWithdrawalSettled),
               WithdrawalSettled{line.withdrawal, withdrawal->account, withdrawal->amount, line.paid, line.reason,
                                 line.bank_reference},
               {withdrawal->account, bank});
  count_settled(context, *withdrawal);
  return {};
}

}  // namespace xh::contracts::lxr
