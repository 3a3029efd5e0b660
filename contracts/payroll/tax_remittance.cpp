// remit_tax: withheld tax goes to the tax office, by way of a withdrawal that the bank settles like any other (OP-22).
#include "contracts/identity/members.h"
#include "contracts/lxr/withdrawals.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/tax.h"

namespace xh::contracts::payroll {

Outcome remit_tax(Context& context, const RemitTaxArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  if (args.destination.is_zero())
    return refuse("NO_DESTINATION", "OP-22", "a remittance needs a commitment to the tax office's bank account");
  const auto withdrawal = lxr::open_withdrawal(context, {tax_account(), args.bank, args.amount, args.destination});
  if (!withdrawal) return std::unexpected(withdrawal.error());
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kTaxRemitted),
               TaxRemittedEvent{*withdrawal, args.amount, lxr::balance_of(context, tax_account()).available},
               {args.bank});
  return {};
}

}  // namespace xh::contracts::payroll
