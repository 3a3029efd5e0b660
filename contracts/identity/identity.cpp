#include "contracts/identity/identity.h"

#include "contracts/engine/accounts.h"
#include "contracts/identity/calls.h"
#include "contracts/identity/events.h"
#include "contracts/identity/records.h"
#include "contracts/identity/recovery.h"

namespace xh::contracts {
namespace identity {
namespace {

Outcome check_roles(std::uint32_t roles, bool cooperating) {
  if (roles == 0 || (roles & ~kAllRoles) != 0)
    return refuse("BAD_ROLES", "AC-20", "name at least one role, and only roles that exist");
  if ((roles & bit(Role::kUnion)) != 0)
    return refuse("UNION_IS_FIXED", "AC-04", "the union is named by genesis; no one else can become it");
  if (cooperating && (roles & bit(Role::kEmployer)) == 0) {
    return refuse("NOT_AN_EMPLOYER", "AC-03", "only an employer can be a cooperating enterprise");
  }
  return {};
}

Outcome register_one(Context& context, const Registration& registration) {
  if (auto ok = check_keys(registration.policy); !ok) return ok;
  if (auto ok = check_roles(registration.roles, registration.cooperating); !ok) return ok;
  if (registration.commitment.is_zero())
    return refuse("NO_COMMITMENT", "OP-73", "a member needs a commitment to the verified identity");
  const auto account = chain::account_id_of(registration.policy);
  if (find_policy(context, account)) {
    return refuse("ALREADY_REGISTERED", "AC-20", "account " + chain::to_hex(account.view()) + " is registered already");
  }
  Member member;
  member.roles = registration.roles;
  member.cooperating = registration.cooperating;
  member.commitment = registration.commitment;
  member.since = context.now();
  context.write(member_key(account), member);
  set_policy(context, account, registration.policy);
  context.emit(ContractId::kIdentity, static_cast<std::uint32_t>(EventKind::kMemberRegistered),
               MemberRegistered{account, member.roles, member.cooperating, member.commitment}, {account});
  return {};
}

Outcome register_members(Context& context, const RegisterMembers& args) {
  if (auto ok = require_sender(context, Role::kUnion); !ok) return ok;
  if (args.members.empty()) return refuse("EMPTY_LIST", "AC-20", "the list of members is empty");
  for (std::size_t i = 0; i < args.members.size(); ++i) {
    if (auto ok = register_one(context, args.members[i]); !ok) return in_line(i, std::move(ok.error()));
  }
  return {};
}

Outcome rotate_keys(Context& context, const RotateKeys& args) {
  if (auto ok = check_keys(args.policy); !ok) return ok;
  const auto account = context.info().sender;
  if (find_policy(context, account) == args.policy)
    return refuse("NOTHING_CHANGES", "AC-20", "the account has this key policy already");
  set_policy(context, account, args.policy);
  context.emit(ContractId::kIdentity, static_cast<std::uint32_t>(EventKind::kKeysRotated),
               KeysRotated{account, args.policy}, {account});
  return {};
}

// The member that the union is about to change; the union itself is out of reach.
OutcomeOf<Member> changeable(const Context& context, const chain::AccountId& account) {
  if (auto ok = require_sender(context, Role::kUnion); !ok) return std::unexpected(ok.error());
  auto member = find_member(context, account);
  if (!member)
    return refuse("UNKNOWN_MEMBER", "AC-20",
                  "account " + chain::to_hex(account.view()) + " is not a registered member");
  if ((member->roles & bit(Role::kUnion)) != 0)
    return refuse("UNION_IS_FIXED", "AC-04", "the union's own membership is set by genesis");
  return std::move(*member);
}

Outcome set_roles(Context& context, const SetRoles& args) {
  auto member = changeable(context, args.account);
  if (!member) return std::unexpected(member.error());
  if (auto ok = check_roles(args.roles, args.cooperating); !ok) return ok;
  const RolesSet event{args.account, member->roles, args.roles, args.cooperating};
  member->roles = args.roles;
  member->cooperating = args.cooperating;
  context.write(member_key(args.account), *member);
  context.emit(ContractId::kIdentity, static_cast<std::uint32_t>(EventKind::kRolesSet), event, {args.account});
  return {};
}

Outcome suspend_member(Context& context, const SuspendMember& args) {
  auto member = changeable(context, args.account);
  if (!member) return std::unexpected(member.error());
  if (member->suspended == args.suspended) {
    return refuse("NOTHING_CHANGES", "AC-20",
                  args.suspended ? "the member is suspended already" : "the member is not suspended");
  }
  member->suspended = args.suspended;
  context.write(member_key(args.account), *member);
  context.emit(ContractId::kIdentity, static_cast<std::uint32_t>(EventKind::kMemberSuspended),
               MemberSuspended{args.account, args.suspended, args.reason}, {args.account});
  return {};
}

}  // namespace
}  // namespace identity

void register_identity(Registry& registry) {
  using identity::MethodId;
  const auto number = [](MethodId id) { return static_cast<std::uint32_t>(id); };
  registry.add_method<identity::RegisterMembers>(ContractId::kIdentity, number(MethodId::kRegisterMembers),
                                                 "identity.register_members", identity::register_members);
  registry.add_method<identity::RotateKeys>(ContractId::kIdentity, number(MethodId::kRotateKeys),
                                            "identity.rotate_keys", identity::rotate_keys);
  registry.add_method<identity::SetRoles>(ContractId::kIdentity, number(MethodId::kSetRoles), "identity.set_roles",
                                          identity::set_roles,
                                          [](const identity::SetRoles& args) { return std::vector{args.account}; });
  registry.add_method<identity::SuspendMember>(
      ContractId::kIdentity, number(MethodId::kSuspendMember), "identity.suspend_member", identity::suspend_member,
      [](const identity::SuspendMember& args) { return std::vector{args.account}; });
  identity::register_recovery(registry);
}

}  // namespace xh::contracts
