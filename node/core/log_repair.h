// Fetches the blocks that a damaged log lacks, before the engine starts (docs/decisions/0012, "Snapshots and repair").
// Nothing is executed: each block is proven final by a certificate of its epoch's set, or by links to one, or by being
// the very block that our own state stands on. Sets of later epochs come as links that lead from genesis to them.
//
// Pure bookkeeping; node/core/boot sends and appends. Attacker: a peer that answers anything. It can waste one request
// at a time, and one that contradicts itself or proves nothing by its certificate is not asked again. Who shows a block
// of an epoch that is not known has to show the way to it: he alone is asked for links, once, and then blocks again.
// Threading: core thread. Limits: one request under way, kRepairWindow blocks each, kRepairTimeout.
#pragma once

#include <memory>
#include <set>
#include <variant>

#include "chain/ledger/vote.h"
#include "consensus/types.h"
#include "node/core/ledger_recovery.h"
#include "node/core/messages.h"

namespace xh::node {

inline constexpr std::uint32_t kRepairWindow = 128;
inline constexpr consensus::Duration kRepairTimeout{3'000};

class LogRepair {
 public:
  LogRepair(const chain::ChainContext& context, const BlocksWanted& wanted);

  struct Ask {
    p2p::PeerId peer;
    std::variant<FinalBlocksRequest, SnapshotQuery> request;
  };
  // What to send now, if anything. `peers` are those that are up, in a fixed order.
  [[nodiscard]] std::optional<Ask> next_ask(const std::vector<p2p::PeerId>& peers, consensus::SteadyTime now);
  [[nodiscard]] const std::optional<consensus::SteadyTime>& deadline() const { return deadline_; }

  // The longest proven prefix, to be appended in order; it may go on behind what was wanted. kInvalid: the peer lies
  // (penalize); kNotYet: nothing proven.
  [[nodiscard]] chain::Result<std::vector<chain::LoggedBlock>> accept(p2p::PeerId from,
                                                                      const FinalBlocksAnswer& answer);
  // Epoch links of an offer. The same errors.
  [[nodiscard]] chain::Status accept(p2p::PeerId from, const SnapshotOffer& offer);

  // Only then is an offer worth reading.
  [[nodiscard]] bool waits_for_offer(p2p::PeerId from) const { return claimed_ && asked_ == from; }

  [[nodiscard]] bool done() const { return next_ > wanted_.until; }
  [[nodiscard]] chain::Height next() const { return next_; }
  // Our state stood on another block than the one that is final: it will be rebuilt.
  [[nodiscard]] bool state_differs() const { return state_differs_; }

 private:
  struct Walk;
  [[nodiscard]] chain::Status step(Walk& walk, const chain::FinalBlock& block);
  [[nodiscard]] bool answered(p2p::PeerId from);

  chain::ChainContext context_;
  chain::TransactionHasher hasher_;
  BlocksWanted wanted_;
  chain::Height next_;
  chain::BlockId parent_;
  std::vector<std::shared_ptr<const chain::VoteVerifier>> epochs_;  // by number
  struct Claim {
    p2p::PeerId by;
    chain::Epoch epoch;
  };
  std::optional<Claim> claimed_;  // an epoch that is not known here, by a header that nothing proves yet
  bool state_differs_ = false;
  std::optional<p2p::PeerId> asked_;
  std::optional<consensus::SteadyTime> deadline_;
  std::size_t turn_ = 0;
  std::set<p2p::PeerId> liars_;
  std::set<p2p::PeerId> lacking_;  // had not what was asked for; asked again when nobody else is left
};

}  // namespace xh::node
