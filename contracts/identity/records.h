// State of the identity contract. Who calls: the identity contract; others go through members.h.
#pragma once

#include "contracts/identity/members.h"

namespace xh::contracts::identity {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableMember = 1;  // account -> Member
inline constexpr std::uint8_t kTableUnion = 2;   // one record: UnionRecord

[[nodiscard]] inline StateKey member_key(const chain::AccountId& account) {
  return StateKey(ContractId::kIdentity, kTableMember).add(account);
}
[[nodiscard]] inline StateKey union_key() {
  return {ContractId::kIdentity, kTableUnion};
}

struct UnionRecord {
  chain::AccountId account;

  static constexpr auto fields() { return std::tuple(chain::field<1>("account", &UnionRecord::account)); }
  friend bool operator==(const UnionRecord&, const UnionRecord&) = default;
};

}  // namespace xh::contracts::identity
