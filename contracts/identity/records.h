// State of the identity contract. Who calls: the identity contract; others go through members.h.
#pragma once

#include "contracts/identity/members.h"

namespace xh::contracts::identity {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableMember = 1;    // account -> Member
inline constexpr std::uint8_t kTableUnion = 2;     // one record: UnionRecord
inline constexpr std::uint8_t kTableRecovery = 3;  // account -> Recovery, while it is announced

[[nodiscard]] inline StateKey member_key(const chain::AccountId& account) {
  return StateKey(ContractId::kIdentity, kTableMember).add(account);
}
[[nodiscard]] inline StateKey union_key() {
  return {ContractId::kIdentity, kTableUnion};
}

[[nodiscard]] inline StateKey recovery_key(const chain::AccountId& account) {
  return StateKey(ContractId::kIdentity, kTableRecovery).add(account);
}

// New keys that wait for their time.
struct Recovery {
  chain::RecordKey number;  // the calendar item is of this one and no other
  chain::KeyPolicy policy;
  chain::Timestamp announced_at;
  chain::Timestamp effective_at;
  chain::AccountId second;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("number", &Recovery::number), chain::field<2>("policy", &Recovery::policy),
                      chain::field<3>("announced_at", &Recovery::announced_at),
                      chain::field<4>("effective_at", &Recovery::effective_at),
                      chain::field<5>("second", &Recovery::second));
  }
  friend bool operator==(const Recovery&, const Recovery&) = default;
};

struct UnionRecord {
  chain::AccountId account;

  static constexpr auto fields() { return std::tuple(chain::field<1>("account", &UnionRecord::account)); }
  friend bool operator==(const UnionRecord&, const UnionRecord&) = default;
};

}  // namespace xh::contracts::identity
