#include "contracts/identity/members.h"

#include "contracts/identity/records.h"

namespace xh::contracts::identity {
namespace {

OutcomeOf<Member> active_member(const Context& context, const chain::AccountId& account) {
  auto member = find_member(context, account);
  if (!member)
    return refuse("UNKNOWN_MEMBER", "AC-20",
                  "account " + chain::to_hex(account.view()) + " is not a registered member");
  if (member->suspended)
    return refuse("MEMBER_SUSPENDED", "AC-20",
                  "account " + chain::to_hex(account.view()) + " is suspended; ask the union");
  return std::move(*member);
}

}  // namespace

std::string_view role_name(Role role) {
  switch (role) {
    case Role::kUnion:
      return "union";
    case Role::kEmployer:
      return "employer";
    case Role::kWorker:
      return "worker";
    case Role::kBank:
      return "bank";
    case Role::kRegulator:
      return "regulator";
    case Role::kMember:
      return "member";
  }
  return "unknown";
}

std::optional<Member> find_member(const Context& context, const chain::AccountId& account) {
  return context.read<Member>(member_key(account));
}

bool has_role(const Context& context, const chain::AccountId& account, Role role) {
  const auto member = find_member(context, account);
  return member && !member->suspended && (member->roles & bit(role)) != 0;
}

Outcome require_role(const Context& context, const chain::AccountId& account, Role role) {
  const auto member = active_member(context, account);
  if (!member) return std::unexpected(member.error());
  if ((member->roles & bit(role)) == 0) {
    return refuse(
        "ROLE_REQUIRED", "AC-20",
        "account " + chain::to_hex(account.view()) + " must hold the role '" + std::string(role_name(role)) + "'");
  }
  return {};
}

Outcome require_active(const Context& context, const chain::AccountId& account) {
  const auto member = active_member(context, account);
  if (!member) return std::unexpected(member.error());
  return {};
}

Outcome require_sender(const Context& context, Role role) {
  return require_role(context, context.info().sender, role);
}

chain::AccountId union_account(const Context& context) {
  const auto record = context.read<UnionRecord>(union_key());
  CHECK(record.has_value());
  return record->account;
}

}  // namespace xh::contracts::identity
