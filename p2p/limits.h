// Every limit of the network layer, in one place. Sizes in bytes, times in milliseconds. Local limits: they never
// decide what is valid on the ledger. The fields of MeshLimits and MeshTimings can be set by configuration and by
// tests; the k-constants are part of the wire protocol or of the memory bound and cannot.
//
// Memory bound of one peer: reassembly <= the sum of kMaxFrameBytes, queues <= the sum of MeshLimits::queue_bytes, plus
// two buffers of kBatchBytes. Strangers cost at most MeshLimits::pending_inbound sockets with a TLS state each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "p2p/transport.h"

namespace xh::p2p {

// --- wire protocol ---
// Versions of the frame and hello format that this program speaks.
inline constexpr std::uint16_t kProtocolOldest = 1;
inline constexpr std::uint16_t kProtocolNewest = 1;
inline constexpr std::size_t kFragmentBytes = 16'320;  // of a fragment that is not its frame's last; 4 fit a batch
inline constexpr std::size_t kBatchBytes = 64 * 1024;  // most that one TLS write takes, so most that delays a vote
inline constexpr std::array<std::size_t, kLaneCount> kMaxFrameBytes = {
    256 * 1024,        // votes: a certificate of 1,000 signers is 65 kB
    8 * 1024 * 1024,   // blocks
    2 * 1024 * 1024,   // transactions
    16 * 1024 * 1024,  // sync
};
[[nodiscard]] constexpr std::size_t max_frame_bytes(Lane lane) {
  return kMaxFrameBytes[lane_index(lane)];
}

// --- what one process holds ---
inline constexpr std::size_t kMaxPeers = 1024;
inline constexpr std::size_t kMaxHostBytes = 253;          // a DNS name
inline constexpr std::size_t kQueuedFrameOverhead = 64;    // charged per queued frame: empty ones are bounded too
inline constexpr std::size_t kMaxCertificateBytes = 4096;  // a peer's certificate chain in the handshake; ours has 300
inline constexpr std::size_t kMaxKeyFileBytes = 4096;
inline constexpr std::size_t kMaxReasonBytes = 256;  // of a penalty's reason in the log
inline constexpr int kUnsentLowWater = 64 * 1024;    // TCP_NOTSENT_LOWAT: bulk waits in our queue, not in the kernel's
inline constexpr int kListenBacklog = 128;
inline constexpr std::uint32_t kBanScore = 100;
inline constexpr std::uint32_t kScoreDecayPerSecond = 1;
inline constexpr std::uint32_t kPenaltyRedial = 2;       // a peer that replaces its own living session
inline constexpr std::uint32_t kWarningsPerWindow = 20;  // log lines about strangers per kWarningWindowMs
inline constexpr std::uint32_t kWarningWindowMs = 10'000;

struct MeshLimits {
  std::array<std::size_t, kLaneCount> queue_bytes = {4u << 20, 32u << 20, 16u << 20, 32u << 20};  // per lane, per peer
  std::size_t pending_inbound = 64;  // inbound connections that have not said hello; one more evicts the oldest
};

struct MeshTimings {
  std::uint32_t handshake_ms = 5'000;     // name look-up, connect, TLS and hello together
  std::uint32_t ping_after_ms = 2'000;    // ping when nothing came in for so long
  std::uint32_t idle_ms = 10'000;         // drop when nothing came in for so long
  std::uint32_t write_stall_ms = 20'000;  // drop when one batch was not taken for so long (slow reader)
  std::uint32_t backoff_first_ms = 200;   // reconnect delay: doubles from first to cap, half of it jitter
  std::uint32_t backoff_cap_ms = 4'000;
  std::uint32_t higher_key_wait_ms = 300;  // the side with the higher key dials so much later: fewer duplicate sessions
  std::uint32_t stable_ms = 5'000;         // a session that lived so long resets the back-off
  std::uint32_t ban_ms = 60'000;
  std::uint32_t accept_retry_ms = 100;  // pause after accept failed (out of descriptors)
};

// The smallest queue that configuration may set (Mesh::create refuses less): the largest frame must fit; the vote lane
// holds two, so that one being sent in fragments never stands in the way of the next.
[[nodiscard]] constexpr std::size_t min_queue_bytes(Lane lane) {
  return (lane == Lane::kVotes ? 2 : 1) * (max_frame_bytes(lane) + kQueuedFrameOverhead);
}

}  // namespace xh::p2p
