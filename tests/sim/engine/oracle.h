// The judge of a run. It shares no code with the engine: it keeps every vote, certificate and commit it is shown, and
// says which promise of the protocol is broken ("what must hold at every step"). It knows who lies.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "consensus/action.h"
#include "consensus/engine.h"
#include "tests/sim/engine/sim_block.h"

namespace xh::sim {

class Oracle {
 public:
  Oracle(std::size_t nodes, std::set<std::uint32_t> liars, const SimBlock& genesis);

  // An honest node or a liar lets this out.
  void vote_sent(std::uint32_t sender, const chain::Vote& vote, bool durable_at_sender);
  void certificate_sent(std::uint32_t sender, const chain::Certificate& certificate, bool durable_at_sender);
  void committed(std::uint32_t node, const chain::Certificate& finalization, const std::vector<SimBlock>& blocks);
  void evidence(std::uint32_t node, const consensus::Evidence& evidence);
  void stopped(std::uint32_t node, const std::string& reason);  // Halt or SigningForbidden: never with so few liars
  void state(std::uint32_t node, std::uint64_t life, const consensus::EngineStatus& status);
  void restarted(std::uint32_t node) { life_floor_.erase(node); }

  void violation(std::string what);
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }
  [[nodiscard]] std::uint64_t height_of(std::uint32_t node) const { return heights_[node]; }
  [[nodiscard]] std::uint64_t highest() const { return chain_.size() - 1; }

 private:
  using Content = std::tuple<std::uint64_t, chain::BlockId>;  // parent view, block

  struct ViewFacts {
    std::map<std::uint32_t, std::set<Content>> notarizes;  // by signer
    std::map<std::uint32_t, std::set<Content>> finalizes;
    std::set<std::uint32_t> nullifies;
    std::set<Content> notarized;  // certificates seen
    std::set<Content> finalized;
    bool nullified = false;
  };

  [[nodiscard]] bool lies(std::uint32_t node) const { return liars_.contains(node); }
  void check_honest_votes(std::uint32_t signer, std::uint64_t view);
  void check_signers(const chain::Certificate& certificate);
  void check_view(std::uint64_t view);
  void check_ancestry(std::uint64_t view, std::uint64_t parent);
  void check_finalized_order(std::uint64_t view, std::uint64_t parent);
  [[nodiscard]] bool signed_before(std::uint32_t signer, const chain::Subject& subject) const;
  [[nodiscard]] std::size_t honest_nullifies(std::uint64_t view) const;

  std::size_t nodes_;
  std::size_t quorum_;
  std::set<std::uint32_t> liars_;
  std::map<std::uint64_t, ViewFacts> views_;
  std::map<std::uint64_t, std::uint64_t> finalized_parent_;  // view of a finalization -> its parent view
  std::vector<chain::BlockId> chain_;                        // by height
  std::vector<std::uint64_t> heights_;                       // committed, by node
  std::map<std::uint32_t, std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>>
      life_floor_;  // life, cur, final view
  std::set<std::tuple<std::uint64_t, std::uint32_t, chain::BlockId, std::uint64_t, chain::Bytes>> checked_;
  std::vector<std::string> violations_;
};

}  // namespace xh::sim
