// From genesis to the validators of any epoch, trusting no node (consensus.md R16; decision 0012).
//
// A link is an epoch's last header, that header's own finalization under its epoch's set, and the next set, whose hash
// the header names. Callers: chain/light/fact (facts of later epochs), the node (links at hand, snapshots, sync),
// tests. Stateless, thread-safe; links are attacker's data. Limits: kMaxEpochLinks. Cost: a quorum of signatures a
// link.
#pragma once

#include <span>
#include <tuple>

#include "chain/ledger/block.h"
#include "chain/ledger/genesis.h"
#include "chain/ledger/validator_set.h"
#include "chain/ledger/vote.h"

namespace xh::chain {

inline constexpr std::size_t kMaxEpochLinks = 4096;

struct EpochLink {
  Bytes header;              // of the epoch's last block
  Certificate finalization;  // of that very block
  ValidatorSet next;

  static constexpr auto fields() {
    return std::tuple(field<1>("header", &EpochLink::header, Block::kMaxHeaderBytes),
                      field<2>("finalization", &EpochLink::finalization), field<3>("next", &EpochLink::next));
  }
  friend bool operator==(const EpochLink&, const EpochLink&) = default;
};

// One step: the link's next set when the link ends the epoch of `present`. Needs check_validator_set(present).
// Errors (kInvalid) say what is wrong.
[[nodiscard]] Result<ValidatorSet> follow_epoch(const ChainTag& chain, const ValidatorSet& present,
                                                const EpochLink& link);

// The set after all links, from epoch 0 on; genesis' own set when there are none. Errors name the link, from 1.
[[nodiscard]] Result<ValidatorSet> follow_epochs(const ChainContext& context, std::span<const EpochLink> links);

}  // namespace xh::chain
