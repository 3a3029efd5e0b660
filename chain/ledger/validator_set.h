// The validators of an epoch, in an order that every node shares; f = floor((n-1)/3), quorum q = n - f (consensus.md).
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/codec/fields.h"
#include "chain/primitives/types.h"

namespace xh::chain {

inline constexpr std::size_t kMaxValidators = 64;
inline constexpr std::size_t kMinValidators = 4;

struct Validator {
  std::string name;    // shown to people
  AccountId operator_account;
  PublicKey key;       // votes
  NodeKey node_key;    // TLS identity
  std::string address; // host:port of its peer port, as first known

  static constexpr auto fields() {
    return std::tuple(field<1>("name", &Validator::name, 64), field<2>("operator_account", &Validator::operator_account),
                      field<3>("key", &Validator::key), field<4>("node_key", &Validator::node_key),
                      field<5>("address", &Validator::address, 128));
  }
  friend bool operator==(const Validator&, const Validator&) = default;
};

struct ValidatorSet {
  Epoch epoch;
  std::vector<Validator> validators;

  static constexpr auto fields() {
    return std::tuple(field<1>("epoch", &ValidatorSet::epoch), field<2>("validators", &ValidatorSet::validators, kMaxValidators));
  }
  friend bool operator==(const ValidatorSet&, const ValidatorSet&) = default;

  [[nodiscard]] std::size_t size() const { return validators.size(); }
  [[nodiscard]] std::size_t max_faulty() const { return validators.empty() ? 0 : (validators.size() - 1) / 3; }
  [[nodiscard]] std::size_t quorum() const { return validators.size() - max_faulty(); }
};

// At least kMinValidators, at most kMaxValidators, no key or node key twice, every key on the curve.
[[nodiscard]] Status check_validator_set(const ValidatorSet& set);
[[nodiscard]] Hash256 validator_set_hash(const ValidatorSet& set, const ChainTag& chain);

}  // namespace xh::chain
