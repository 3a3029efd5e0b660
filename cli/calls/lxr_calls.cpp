#include "cli/calls/entries.h"
#include "contracts/lxr/calls.h"

namespace xh::cli {

void add_lxr_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::lxr;  // NOLINT: a table of names from one contract
  constexpr auto kContract = contracts::ContractId::kLxr;
  calls.insert(calls.end(),
               {
                   call_entry<ConfirmDeposit>("lxr.confirm_deposit", kContract, MethodId::kConfirmDeposit),
                   call_entry<FileStatement>("lxr.custody_statement", kContract, MethodId::kCustodyStatement),
                   call_entry<SetRelations>("lxr.set_relations", kContract, MethodId::kSetRelations),
                   call_entry<Transfer>("lxr.transfer", kContract, MethodId::kTransfer),
                   call_entry<RequestWithdrawal>("lxr.request_withdrawal", kContract, MethodId::kRequestWithdrawal),
                   call_entry<SettleWithdrawal>("lxr.settle_withdrawal", kContract, MethodId::kSettleWithdrawal),
                   call_entry<SetPayout>("lxr.set_payout", kContract, MethodId::kSetPayout),
                   call_entry<OpenPayout>("lxr.open_payout", kContract, MethodId::kOpenPayout),
               });
}

}  // namespace xh::cli
