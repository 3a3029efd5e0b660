// Calls of the identity contract: method numbers and arguments. Used by the contract and by everyone who builds its
// transactions.
#pragma once

#include "contracts/identity/members.h"

namespace xh::contracts::identity {

inline constexpr std::size_t kMaxRegistrations = 1000;

enum class MethodId : std::uint32_t {
  kRegisterMembers = 1,  // identity.register_members, union
  kRotateKeys = 2,       // identity.rotate_keys, the account itself under its current policy
  kSetRoles = 3,         // identity.set_roles, union
  kSuspendMember = 4,    // identity.suspend_member, union; also ends a suspension
  kRecoverKeys = 5,      // identity.recover_keys, union and a regulator or bank jointly
  kCancelRecovery = 6,   // identity.cancel_recovery, the account under its current policy, or the union
};

struct Registration {
  chain::KeyPolicy policy;  // the first policy: names the account
  std::uint32_t roles = 0;  // bits of Role, not kUnion
  chain::Hash256
      commitment;  // to the identity data in the union's off-chain store; salted, the salt independent of the chain
  bool cooperating = false;  // employers only

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("policy", &Registration::policy), chain::field<2>("roles", &Registration::roles),
                      chain::field<3>("commitment", &Registration::commitment),
                      chain::field<4>("cooperating", &Registration::cooperating));
  }
  friend bool operator==(const Registration&, const Registration&) = default;
};

// All or nothing; a refusal names the line (from 1).
struct RegisterMembers {
  std::vector<Registration> members;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("members", &RegisterMembers::members, kMaxRegistrations));
  }
  friend bool operator==(const RegisterMembers&, const RegisterMembers&) = default;
};

struct RotateKeys {
  chain::KeyPolicy policy;  // takes effect with the next transaction

  static constexpr auto fields() { return std::tuple(chain::field<1>("policy", &RotateKeys::policy)); }
  friend bool operator==(const RotateKeys&, const RotateKeys&) = default;
};

struct SetRoles {
  chain::AccountId account;
  std::uint32_t roles = 0;  // all roles it has from now on
  bool cooperating = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &SetRoles::account), chain::field<2>("roles", &SetRoles::roles),
                      chain::field<3>("cooperating", &SetRoles::cooperating));
  }
  friend bool operator==(const SetRoles&, const SetRoles&) = default;
};

struct SuspendMember {
  chain::AccountId account;
  bool suspended = false;
  chain::Hash256 reason;  // commitment to the written reason, which stays off chain

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &SuspendMember::account),
                      chain::field<2>("suspended", &SuspendMember::suspended),
                      chain::field<3>("reason", &SuspendMember::reason));
  }
  friend bool operator==(const SuspendMember&, const SuspendMember&) = default;
};

// New keys for an account whose keys are lost; they take effect identity.recovery_days later, unless it is cancelled.
struct RecoverKeys {
  chain::AccountId account;
  chain::KeyPolicy policy;
  chain::Hash256 reason;  // commitment to the record of how the person was identified, which stays off chain

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &RecoverKeys::account),
                      chain::field<2>("policy", &RecoverKeys::policy), chain::field<3>("reason", &RecoverKeys::reason));
  }
  friend bool operator==(const RecoverKeys&, const RecoverKeys&) = default;
};

struct CancelRecovery {
  chain::AccountId account;

  static constexpr auto fields() { return std::tuple(chain::field<1>("account", &CancelRecovery::account)); }
  friend bool operator==(const CancelRecovery&, const CancelRecovery&) = default;
};

}  // namespace xh::contracts::identity
