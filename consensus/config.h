// The engine's parameters: the ledger, the epoch's validators, who we are, and times. Immutable after the engine's
// construction.
#pragma once

#include <cstdint>
#include <optional>

#include "chain/codec/domain.h"
#include "chain/ledger/validator_set.h"
#include "chain/ledger/vote.h"
#include "consensus/types.h"

namespace xh::consensus {

struct Config {
  chain::ChainTag chain;
  chain::ValidatorSet set;                    // of this epoch; needs check_validator_set
  std::optional<chain::ValidatorIndex> self;  // none: an observer, which follows and never votes
  Duration delta{500};             // the network's delay bound; the leader timer is 2 delta, the view timer 3 (R1)
  Duration timeout_cap{20'000};    // what the view timer grows to at most (R9); the leader timer to two thirds of it
  Duration standstill{5'000};      // T_s of R8
  Duration answer_interval{500};   // R8, R10: at most one answer a peer in this time
  Duration heartbeat{30'000};      // R17
  Duration clock_drift{500};       // R15
  std::uint64_t silent_views = 0;  // R4: a leader unseen for so many views is silent; 0 = three rounds of the schedule
};

// Signs our votes. Deterministic (BIP-340 with zero auxiliary data), so that a run can be replayed. Called on the
// engine's thread.
class VoteSigner {
 public:
  VoteSigner() = default;
  VoteSigner(const VoteSigner&) = delete;
  VoteSigner& operator=(const VoteSigner&) = delete;
  virtual ~VoteSigner() = default;
  [[nodiscard]] virtual chain::Signature sign(const chain::Subject& subject) const = 0;
};

// The production signer. Keeps references: the key and the digests outlive it.
class KeySigner final : public VoteSigner {
 public:
  KeySigner(const chain::SecretKey& key, const chain::VoteDigests& digests) : key_(key), digests_(digests) {}
  [[nodiscard]] chain::Signature sign(const chain::Subject& subject) const override {
    return key_.sign(digests_.digest(subject).view());
  }

 private:
  const chain::SecretKey& key_;
  const chain::VoteDigests& digests_;
};

}  // namespace xh::consensus
