#include "contracts/identity/genesis_members.h"

#include "contracts/identity/records.h"

namespace xh::contracts::identity {

chain::Status check_genesis_members(const chain::Genesis& genesis) {
  std::size_t unions = 0;
  for (const auto& member : genesis.members) {
    if (member.roles == 0) return chain::invalid("member '" + member.name + "' has no role");
    if ((member.roles & ~kAllRoles) != 0)
      return chain::invalid("member '" + member.name + "' has a role that does not exist");
    if ((member.roles & bit(Role::kUnion)) != 0) ++unions;
  }
  if (unions != 1)
    return chain::invalid("genesis needs exactly one member with the union role, it has " + std::to_string(unions));
  return {};
}

void write_genesis_member(Context& context, const chain::GenesisMember& member) {
  const auto account = chain::account_id_of(member.policy);
  Member record;
  record.roles = member.roles;
  record.since = context.now();
  record.organisation = member.name;
  context.write(member_key(account), record);
  if ((member.roles & bit(Role::kUnion)) != 0) context.write_public(union_key(), UnionRecord{account});
}

}  // namespace xh::contracts::identity
