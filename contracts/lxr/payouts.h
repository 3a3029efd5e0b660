// The automatic payout of a worker's net on payday (LX-04, OP-29: law wants wages in money).
//
// Who calls: payroll when a wage is paid; the lxr contract's own methods keep the instructions. Threading: core thread.
#pragma once

#include <optional>

#include "contracts/engine/context.h"

namespace xh::contracts::lxr {

// What the account said about its money (lxr.set_payout).
struct PayoutInstruction {
  chain::AccountId bank;
  chain::Hash256 destination;  // salted commitment to the bank account, opened to the bank off chain (I4)
  bool keep = false;           // the balance stays, on the worker's request (OP-29)

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &PayoutInstruction::bank),
                      chain::field<2>("destination", &PayoutInstruction::destination),
                      chain::field<3>("keep", &PayoutInstruction::keep));
  }
  friend bool operator==(const PayoutInstruction&, const PayoutInstruction&) = default;
};
[[nodiscard]] std::optional<PayoutInstruction> payout_instruction(const Context& context,
                                                                  const chain::AccountId& account);

// Keeps the instruction of an account for itself. Refusals: NO_DESTINATION (OP-29), ROLE_REQUIRED for the bank.
[[nodiscard]] Outcome set_payout_instruction(Context& context, const chain::AccountId& account,
                                             const PayoutInstruction& instruction);

// Opens the withdrawal of `amount` for the account when lxr.autoredeem is on, there is an instruction that does not
// keep the balance, and its bank still holds its role; the withdrawal's key, or nothing. Never refuses: a wage is paid
// whatever becomes of its payout. Needs amount <= the available balance; an amount of zero gives nothing.
std::optional<chain::RecordKey> redeem_wage(Context& context, const chain::AccountId& account, chain::Fen amount);

}  // namespace xh::contracts::lxr
