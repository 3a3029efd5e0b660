// What several liars do with their own proposals: change the header, or make another block on the same parent.
#pragma once

#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {

// The frame as our own proposal and its header; nothing when it is another frame or another's proposal.
struct OwnProposal {
  consensus::ProposalMessage message;
  chain::Header header;
};
[[nodiscard]] std::optional<OwnProposal> own_proposal(const LiarKit& kit, const Frame& frame);

// The same proposal with this header, signed anew.
[[nodiscard]] consensus::ProposalMessage with_header(const LiarKit& kit, const OwnProposal& from,
                                                     const chain::Header& header);

// A valid empty block of another time on the same parent, when the parent is our tip; otherwise the header with another
// time alone, whose roots are then wrong.
[[nodiscard]] consensus::ProposalMessage another_block(LiarKit& kit, const OwnProposal& from, chain::Timestamp time);

}  // namespace xh::sim
