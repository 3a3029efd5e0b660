// Catching up by height (R10): asks one peer at a time for final blocks above the tip, checks that they form one chain which ends in a
// finalization that verifies (or in the wanted id), and hands them on in order. Pure bookkeeping; Replica sends and commits.
//
// Threading: core thread. Limits: one request under way, kSyncWindow blocks each; a peer that does not answer within kSyncTimeout, or answers with
// nonsense, is passed over.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "chain/ledger/block.h"
#include "chain/ledger/vote.h"
#include "consensus/action.h"
#include "node/core/messages.h"

namespace xh::node {

inline constexpr std::uint32_t kSyncWindow = 128;
inline constexpr consensus::Duration kSyncTimeout{3'000};
inline constexpr std::size_t kSyncAttempts = 12;  // windows without progress before the engine is told that no peer can serve

class BlockSync {
 public:
  explicit BlockSync(const chain::ChainTag& chain) : chain_(chain) {}

  void begin(const consensus::SyncTo& target);
  void stop() { target_.reset(); }
  [[nodiscard]] bool active() const { return target_.has_value(); }
  [[nodiscard]] const std::optional<consensus::SyncTo>& target() const { return target_; }

  struct Ask {
    p2p::PeerId peer;
    FinalBlocksRequest request;
  };
  // The request to send now, if any. `peers` are those that are up, in a fixed order.
  [[nodiscard]] std::optional<Ask> next_ask(const std::vector<p2p::PeerId>& peers, chain::Height tip, consensus::SteadyTime now);
  [[nodiscard]] std::optional<consensus::SteadyTime> deadline() const { return deadline_; }
  [[nodiscard]] bool exhausted() const { return attempts_ >= kSyncAttempts; }

  // The longest prefix of the answer that is proven final: links from `tip` on, each the parent of the next, up to a block whose own
  // certificate verifies or that is the target, within the verifier's epoch and up to its last block; bodies are those
  // that the header's transactions root names. Errors: kInvalid when the answer contradicts itself (penalize), kNotYet when nothing is proven.
  [[nodiscard]] chain::Result<std::vector<chain::FinalBlock>> accept(p2p::PeerId from, const FinalBlocksAnswer& answer,
                                                                     const chain::BlockId& tip, chain::Height tip_height,
                                                                     const chain::VoteVerifier& verifier,
                                                                     const chain::TransactionHasher& hasher);

 private:
  chain::ChainTag chain_;
  std::optional<consensus::SyncTo> target_;
  std::optional<p2p::PeerId> asked_;
  std::optional<consensus::SteadyTime> deadline_;
  std::size_t next_peer_ = 0;
  std::size_t attempts_ = 0;
};

}  // namespace xh::node
