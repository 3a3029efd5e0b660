#include "cli/calls/entries.h"
#include "contracts/identity/calls.h"

namespace xh::cli {

void add_identity_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::identity;  // NOLINT: a table of names from one contract
  constexpr auto kContract = contracts::ContractId::kIdentity;
  calls.insert(calls.end(),
               {
                   call_entry<RegisterMembers>("identity.register_members", kContract, MethodId::kRegisterMembers),
                   call_entry<RotateKeys>("identity.rotate_keys", kContract, MethodId::kRotateKeys),
                   call_entry<SetRoles>("identity.set_roles", kContract, MethodId::kSetRoles),
                   call_entry<SuspendMember>("identity.suspend_member", kContract, MethodId::kSuspendMember),
                   call_entry<RecoverKeys>("identity.recover_keys", kContract, MethodId::kRecoverKeys),
                   call_entry<CancelRecovery>("identity.cancel_recovery", kContract, MethodId::kCancelRecovery),
               });
}

}  // namespace xh::cli
