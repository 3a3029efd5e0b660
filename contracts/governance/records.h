// State of the governance contract: tables, keys and records. Who calls: the contract's own files; others go through
// epoch.h, changes.h and convictions.h. All of it is public: leaves without salt (decision 10).
#pragma once

#include "contracts/governance/changes.h"
#include "contracts/governance/convictions.h"
#include "contracts/governance/epoch.h"

namespace xh::contracts::governance {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableState = 1;         // one record: EpochState
inline constexpr std::uint8_t kTableEpoch = 2;         // epoch -> EpochRecord, the present one's included
inline constexpr std::uint8_t kTableOpen = 3;          // one record: OpenChanges
inline constexpr std::uint8_t kTableChange = 4;        // record key -> Change
inline constexpr std::uint8_t kTableConvictions = 5;   // epoch of the evidence -> Convictions
inline constexpr std::uint8_t kTableConvictedKey = 6;  // validator's public key -> ConvictedKey

[[nodiscard]] inline StateKey state_key() {
  return {ContractId::kGovernance, kTableState};
}
[[nodiscard]] inline StateKey epoch_key(chain::Epoch epoch) {
  return StateKey(ContractId::kGovernance, kTableEpoch).add(epoch.value);
}
[[nodiscard]] inline StateKey open_key() {
  return {ContractId::kGovernance, kTableOpen};
}
[[nodiscard]] inline StateKey change_key(const chain::RecordKey& change) {
  return StateKey(ContractId::kGovernance, kTableChange).add(change);
}
[[nodiscard]] inline StateKey convictions_key(chain::Epoch epoch) {
  return StateKey(ContractId::kGovernance, kTableConvictions).add(epoch.value);
}
[[nodiscard]] inline StateKey convicted_key_key(const chain::PublicKey& key) {
  return StateKey(ContractId::kGovernance, kTableConvictedKey).add(key);
}

struct EpochRecord {
  chain::Height first_height;
  chain::ValidatorSet set;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("first_height", &EpochRecord::first_height),
                      chain::field<2>("set", &EpochRecord::set));
  }
  friend bool operator==(const EpochRecord&, const EpochRecord&) = default;
};

struct OpenChanges {
  std::vector<chain::RecordKey> changes;  // oldest first

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("changes", &OpenChanges::changes, kMaxOpenChanges));
  }
  friend bool operator==(const OpenChanges&, const OpenChanges&) = default;
};

struct Convictions {
  std::vector<Conviction> convictions;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("convictions", &Convictions::convictions, chain::kMaxValidators));
  }
  friend bool operator==(const Convictions&, const Convictions&) = default;
};

// A key that broke the protocol comes back into no later set.
struct ConvictedKey {
  chain::Epoch epoch;
  chain::Height height;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("epoch", &ConvictedKey::epoch), chain::field<2>("height", &ConvictedKey::height));
  }
  friend bool operator==(const ConvictedKey&, const ConvictedKey&) = default;
};

}  // namespace xh::contracts::governance
