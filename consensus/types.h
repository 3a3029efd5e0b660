// The small words of the consensus room: steady time, peers, tickets, what the engine knows of a block.
// Plain values. Two clocks are kept apart by type: SteadyTime moves timers only, chain::Timestamp (the ledger clock,
// architecture decision 8) is compared with block timestamps only, and only before a notarize vote (R15).
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "chain/codec/fields.h"
#include "chain/ledger/vote.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::consensus {

using SteadyTime = chain::Strong<struct SteadyTimeTag,
                                 std::int64_t>;  // ms of a clock that never goes back; its origin is the driver's
using Duration = chain::Strong<struct DurationTag, std::int64_t>;  // ms

constexpr SteadyTime operator+(SteadyTime at, Duration d) {
  return SteadyTime(at.value + d.value);
}

// The readings the driver passes with every event.
struct Now {
  SteadyTime steady;        // for timers
  chain::Timestamp ledger;  // for block timestamps (real or driven)
};

// A connected, authenticated peer. Below the size of the validator set it is that validator's index; from there on the
// driver numbers observers as it likes (below kMaxPeers, else the engine does not answer them).
using PeerId = chain::Strong<struct PeerIdTag, std::uint32_t>;
inline constexpr std::uint32_t kMaxPeers = 1024;

// Names one Persist action. Tickets ascend by one; a driver reports them in order.
using Ticket = chain::Strong<struct TicketTag, std::uint64_t>;

// What the engine needs of a block's header. `id` is recomputed by the driver from the header's bytes, never taken from
// a message.
struct BlockInfo {
  chain::BlockId id;
  chain::BlockId parent;
  chain::Height height;
  chain::View view;  // the header's: in which it was first proposed
  chain::Epoch epoch;
  chain::Timestamp timestamp;
  chain::ValidatorIndex proposer;
  bool last_of_epoch = false;  // its header names a next validator set (R16)

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("id", &BlockInfo::id), field<2>("parent", &BlockInfo::parent),
                      field<3>("height", &BlockInfo::height), field<4>("view", &BlockInfo::view),
                      field<5>("epoch", &BlockInfo::epoch), field<6>("timestamp", &BlockInfo::timestamp),
                      field<7>("proposer", &BlockInfo::proposer), field<8>("last_of_epoch", &BlockInfo::last_of_epoch));
  }
  friend bool operator==(const BlockInfo&, const BlockInfo&) = default;
};

// The last block of the block log. Genesis (or the previous epoch's last block) has view 0 and no certificate of this
// epoch.
struct LastFinal {
  BlockInfo block;
  chain::View view;                                // of this epoch
  std::optional<chain::Certificate> finalization;  // absent also when only a descendant's was seen
};

}  // namespace xh::consensus
