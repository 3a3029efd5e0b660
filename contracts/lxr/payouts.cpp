#include "contracts/lxr/payouts.h"

#include "contracts/identity/members.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/withdrawals.h"

namespace xh::contracts::lxr {

using identity::Role;

std::optional<PayoutInstruction> payout_instruction(const Context& context, const chain::AccountId& account) {
  return context.read<PayoutInstruction>(payout_key(account));
}

Outcome set_payout_instruction(Context& context, const chain::AccountId& account,
                               const PayoutInstruction& instruction) {
  if (!instruction.keep) {
    if (instruction.destination.is_zero()) {
      return refuse("NO_DESTINATION", "OP-29",
                    "a payout needs a commitment to the bank account it goes to; or ask to keep the balance");
    }
    if (auto ok = identity::require_role(context, instruction.bank, Role::kBank); !ok) return ok;
  }
  context.write(payout_key(account), instruction);
  std::vector<chain::AccountId> parties{account};
  if (!instruction.bank.is_zero() && instruction.bank != account) parties.push_back(instruction.bank);
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(EventKind::kPayoutSet), PayoutSet{account, instruction},
               std::move(parties));
  return {};
}

std::optional<chain::RecordKey> redeem_wage(Context& context, const chain::AccountId& account, chain::Fen amount) {
  if (amount.value <= 0 || context.parameter("lxr.autoredeem", context.now()).value == 0) return std::nullopt;
  const auto instruction = payout_instruction(context, account);
  if (!instruction || instruction->keep) return std::nullopt;
  // A refusal (the bank lost its role) has written nothing: the wage stays on the ledger and can be asked for by hand.
  const auto key = open_withdrawal(context, {account, instruction->bank, amount, instruction->destination});
  if (!key) return std::nullopt;
  return *key;
}

}  // namespace xh::contracts::lxr
