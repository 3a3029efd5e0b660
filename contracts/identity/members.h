// Members and their roles (AC-01 to AC-30), as the other contracts ask for them.
//
// Who calls: every contract that lets only some accounts act. Threading: core thread. No personal data: a member is an
// account, roles and a salted commitment whose salt is kept off chain (I4, OP-73).
#pragma once

#include "contracts/engine/context.h"

namespace xh::contracts::identity {

// Bits of Member::roles and GenesisMember::roles, stable for ever. One account may hold several (AC-20).
enum class Role : std::uint32_t {
  kUnion = 1,       // AC-04: exactly one account, named by genesis
  kEmployer = 2,    // AC-02
  kWorker = 4,      // AC-01
  kBank = 8,        // AC-07: custodian of the money behind LXR
  kRegulator = 16,  // AC-28
  kMember = 32,     // AC-17, AC-24, AC-30: takes part in the contribution ledger
};
inline constexpr std::uint32_t kAllRoles = 63;
[[nodiscard]] constexpr std::uint32_t bit(Role role) {
  return static_cast<std::uint32_t>(role);
}
[[nodiscard]] constexpr std::uint32_t operator|(Role a, Role b) {
  return bit(a) | bit(b);
}
[[nodiscard]] std::string_view role_name(Role role);  // "union", "employer", ...

struct Member {
  std::uint32_t roles = 0;
  bool suspended = false;
  bool cooperating = false;   // employers: has an agreement with the union (AC-03)
  chain::Hash256 commitment;  // salted, made off chain; zero for members of genesis
  chain::Timestamp since;
  std::string organisation;  // name of an organisation from genesis; empty for everyone registered later

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("roles", &Member::roles), chain::field<2>("suspended", &Member::suspended),
                      chain::field<3>("cooperating", &Member::cooperating),
                      chain::field<4>("commitment", &Member::commitment), chain::field<5>("since", &Member::since),
                      chain::field<6>("organisation", &Member::organisation, 64));
  }
  friend bool operator==(const Member&, const Member&) = default;
};

[[nodiscard]] std::optional<Member> find_member(const Context& context, const chain::AccountId& account);

// True for a registered member that holds the role and is not suspended.
[[nodiscard]] bool has_role(const Context& context, const chain::AccountId& account, Role role);

// Refusals: UNKNOWN_MEMBER, MEMBER_SUSPENDED, ROLE_REQUIRED (rule AC-20, the message names the role).
[[nodiscard]] Outcome require_role(const Context& context, const chain::AccountId& account, Role role);
// The same for any registered, not suspended member.
[[nodiscard]] Outcome require_active(const Context& context, const chain::AccountId& account);
// The sender holds the role.
[[nodiscard]] Outcome require_sender(const Context& context, Role role);

// The account of the union (genesis state has exactly one).
[[nodiscard]] chain::AccountId union_account(const Context& context);

}  // namespace xh::contracts::identity
