// Events of the identity contract: what its receipts carry. Numbers are stable for ever.
#pragma once

#include "contracts/identity/members.h"

namespace xh::contracts::identity {

enum class EventKind : std::uint32_t {
  kMemberRegistered = 1,
  kKeysRotated = 2,
  kRolesSet = 3,
  kMemberSuspended = 4,
  kRecoveryAnnounced = 5,
  kRecoveryCancelled = 6,
  kKeysRecovered = 7,
};

struct MemberRegistered {
  chain::AccountId account;
  std::uint32_t roles = 0;
  bool cooperating = false;
  chain::Hash256 commitment;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &MemberRegistered::account),
                      chain::field<2>("roles", &MemberRegistered::roles),
                      chain::field<3>("cooperating", &MemberRegistered::cooperating),
                      chain::field<4>("commitment", &MemberRegistered::commitment));
  }
  friend bool operator==(const MemberRegistered&, const MemberRegistered&) = default;
};

struct KeysRotated {
  chain::AccountId account;
  chain::KeyPolicy policy;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &KeysRotated::account),
                      chain::field<2>("policy", &KeysRotated::policy));
  }
  friend bool operator==(const KeysRotated&, const KeysRotated&) = default;
};

struct RolesSet {
  chain::AccountId account;
  std::uint32_t before = 0;
  std::uint32_t after = 0;
  bool cooperating = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &RolesSet::account), chain::field<2>("before", &RolesSet::before),
                      chain::field<3>("after", &RolesSet::after),
                      chain::field<4>("cooperating", &RolesSet::cooperating));
  }
  friend bool operator==(const RolesSet&, const RolesSet&) = default;
};

struct MemberSuspended {
  chain::AccountId account;
  bool suspended = false;
  chain::Hash256 reason;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &MemberSuspended::account),
                      chain::field<2>("suspended", &MemberSuspended::suspended),
                      chain::field<3>("reason", &MemberSuspended::reason));
  }
  friend bool operator==(const MemberSuspended&, const MemberSuspended&) = default;
};

struct RecoveryAnnounced {
  chain::AccountId account;
  chain::KeyPolicy policy;
  chain::Timestamp effective_at;
  chain::AccountId second;  // who signed with the union
  chain::Hash256 reason;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("account", &RecoveryAnnounced::account), chain::field<2>("policy", &RecoveryAnnounced::policy),
        chain::field<3>("effective_at", &RecoveryAnnounced::effective_at),
        chain::field<4>("second", &RecoveryAnnounced::second), chain::field<5>("reason", &RecoveryAnnounced::reason));
  }
  friend bool operator==(const RecoveryAnnounced&, const RecoveryAnnounced&) = default;
};

struct RecoveryCancelled {
  chain::AccountId account;
  chain::AccountId by;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &RecoveryCancelled::account),
                      chain::field<2>("by", &RecoveryCancelled::by));
  }
  friend bool operator==(const RecoveryCancelled&, const RecoveryCancelled&) = default;
};

}  // namespace xh::contracts::identity
