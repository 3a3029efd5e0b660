#include "contracts/identity/recovery.h"

#include <algorithm>

#include "chain/crypto/schnorr.h"
#include "contracts/engine/accounts.h"
#include "contracts/identity/events.h"
#include "contracts/identity/records.h"

namespace xh::contracts::identity {
namespace {

constexpr std::uint32_t number(EventKind kind) {
  return static_cast<std::uint32_t>(kind);
}

// Who signs beside the union; one account that held both roles would be one hand with two names.
std::optional<chain::AccountId> second_signer(const Context& context) {
  for (const auto& signer : context.info().signers) {
    if (signer == context.info().sender) continue;
    if (has_role(context, signer, Role::kRegulator) || has_role(context, signer, Role::kBank)) return signer;
  }
  return std::nullopt;
}

Outcome check_recovery(const Context& context, const RecoverKeys& args) {
  if (auto ok = require_sender(context, Role::kUnion); !ok) return ok;
  if (auto ok = check_keys(args.policy); !ok) return ok;
  const auto member = find_member(context, args.account);
  if (!member)
    return refuse("UNKNOWN_MEMBER", "AC-20",
                  "account " + chain::to_hex(args.account.view()) + " is not a registered member");
  if ((member->roles & bit(Role::kUnion)) != 0)
    return refuse("UNION_IS_FIXED", "AC-04", "the union's own keys cannot be recovered: it keeps several");
  if (args.reason.is_zero())
    return refuse("NO_REASON", "OP-73", "a recovery needs a commitment to the record of how the person was identified");
  if (find_policy(context, args.account) == args.policy)
    return refuse("NOTHING_CHANGES", "AC-20", "the account has this key policy already");
  if (context.exists(recovery_key(args.account)))
    return refuse("RECOVERY_PENDING", "OP-73", "a recovery of this account is announced already; cancel it first");
  return {};
}

Outcome recover_keys(Context& context, const RecoverKeys& args) {
  if (auto ok = check_recovery(context, args); !ok) return ok;
  const auto second = second_signer(context);
  if (!second || *second == args.account)
    return refuse("SECOND_SIGNATURE_REQUIRED", "OP-73",
                  "a regulator or a bank must sign the recovery together with the union");
  const auto days = context.parameter(kRecoveryDays, context.now()).value;
  const chain::Timestamp effective{context.now().value + days * chain::kDayMs};
  const Recovery recovery{context.new_record_key(), args.policy, context.now(), effective, *second};
  context.write(recovery_key(args.account), recovery);
  context.schedule(
      {effective, static_cast<std::uint32_t>(ContractId::kIdentity), kRecoveryItem, recovery.number, {args.account}});
  context.emit(ContractId::kIdentity, number(EventKind::kRecoveryAnnounced),
               RecoveryAnnounced{args.account, args.policy, effective, *second, args.reason}, {args.account, *second});
  return {};
}

Outcome cancel_recovery(Context& context, const CancelRecovery& args) {
  const auto& sender = context.info().sender;
  if (sender != args.account) {
    if (auto ok = require_sender(context, Role::kUnion); !ok) return ok;
  } else if (auto ok = require_active(context, sender); !ok) {
    return ok;
  }
  const auto recovery = context.read<Recovery>(recovery_key(args.account));
  if (!recovery) return refuse("NO_RECOVERY", "OP-73", "no recovery of this account is announced");
  context.erase(recovery_key(args.account));
  context.emit(ContractId::kIdentity, number(EventKind::kRecoveryCancelled), RecoveryCancelled{args.account, sender},
               {args.account, recovery->second});
  return {};
}

// A cancelled recovery left its item in the queue: the number tells.
Outcome take_effect(Context& context, const DueItem& item) {
  const auto& account = item.accounts.front();
  const auto recovery = context.read<Recovery>(recovery_key(account));
  if (!recovery || recovery->number != item.record) return {};
  context.erase(recovery_key(account));
  set_policy(context, account, recovery->policy);
  context.emit(ContractId::kIdentity, number(EventKind::kKeysRecovered), KeysRotated{account, recovery->policy},
               {account, recovery->second});
  return {};
}

}  // namespace

Outcome check_keys(const chain::KeyPolicy& policy) {
  if (const auto ok = chain::check_policy(policy); !ok) return refuse("BAD_KEY_POLICY", "AC-20", ok.error().message);
  for (const auto& key : policy.keys) {
    if (!chain::VerifyKey::parse(key))
      return refuse("BAD_KEY_POLICY", "AC-20", "key " + chain::to_hex(key.view()) + " is not a public key");
  }
  return {};
}

void register_recovery(Registry& registry) {
  registry.require_parameter(std::string(kRecoveryDays));
  registry.add_method<RecoverKeys>(ContractId::kIdentity, static_cast<std::uint32_t>(MethodId::kRecoverKeys),
                                   "identity.recover_keys", recover_keys,
                                   [](const RecoverKeys& args) { return std::vector{args.account}; });
  registry.add_method<CancelRecovery>(ContractId::kIdentity, static_cast<std::uint32_t>(MethodId::kCancelRecovery),
                                      "identity.cancel_recovery", cancel_recovery,
                                      [](const CancelRecovery& args) { return std::vector{args.account}; });
  registry.add_calendar(ContractId::kIdentity, kRecoveryItem, {"identity.recovery", take_effect});
}

}  // namespace xh::contracts::identity
