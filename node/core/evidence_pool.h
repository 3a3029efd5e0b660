// Proofs of double voting that this node holds until the ledger has a conviction for each (R13).
//
// Callers: Replica, API. Invariants: what is held was verified; one proof of a kind for each validator and epoch, since
// one convicts. Threading: core thread. Limits: kMaxEvidence; for verification, kEvidenceChecks a peer and
// kEvidenceCheckInterval.
#pragma once

#include <map>
#include <vector>

#include "chain/ledger/evidence.h"
#include "consensus/types.h"
#include "p2p/transport.h"

namespace xh::node {

inline constexpr std::size_t kMaxEvidence = 256;
inline constexpr std::uint32_t kEvidenceChecks = 16;  // two signatures each
inline constexpr consensus::Duration kEvidenceCheckInterval{10'000};

struct HeldEvidence {
  chain::Evidence evidence;
  consensus::SteadyTime next_report;  // by this node, unless the ledger has a conviction by then
  std::uint32_t attempts = 0;
};

class EvidencePool {
 public:
  // False for what is held already, adds nothing to it, or finds no place: not worth its verification.
  [[nodiscard]] bool wants(const chain::Evidence& evidence) const;
  // May this peer cost us another verification now? Counts it.
  [[nodiscard]] bool may_check(p2p::PeerId peer, consensus::SteadyTime now);

  // Needs wants() and a proof that was verified.
  void add(chain::Evidence evidence, consensus::SteadyTime first_report);
  // Evidence of older epochs counts no more.
  void forget_before(chain::Epoch epoch);

  [[nodiscard]] const std::vector<HeldEvidence>& all() const { return held_; }
  [[nodiscard]] std::vector<HeldEvidence>& all() { return held_; }

 private:
  struct Budget {
    consensus::SteadyTime since;
    std::uint32_t used = 0;
  };
  std::vector<HeldEvidence> held_;
  std::map<p2p::PeerId, Budget> budgets_;
};

}  // namespace xh::node
