// The judge of a run. It shares no code with the engine: it keeps every vote, certificate and commit it is shown, and
// says which promise of the protocol is broken ("what must hold at every step"). It knows who lies, and more than any
// node does: what every honest node signed, on whichever disk it is, and which blocks its executor accepted.
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

// What the timers and block times may be (R1, R9, R15), in ms.
struct Pace {
  std::int64_t delta_ms = 0;
  std::int64_t cap_ms = 0;
  std::int64_t drift_ms = 0;
};

// An honest voter at the moment of its vote.
struct Voter {
  std::uint64_t final_view = 0;
  std::size_t restart_answers = 0;  // of others, since its start (R12)
  std::int64_t clock_ms = 0;
};

class Oracle {
 public:
  Oracle(std::size_t nodes, std::set<std::uint32_t> liars, const SimBlock& genesis, Pace pace);

  // What an honest node does.
  void vote_cast(std::uint32_t node, const chain::Vote& vote, const Voter& voter);  // handed to its disk
  void vote_durable(std::uint32_t node, const chain::Vote& vote);
  void executed(std::uint32_t node, const chain::BlockId& id);  // its executor accepted (or built) the block
  void vote_admitted(std::uint32_t node, const chain::Vote& vote, const consensus::EngineStatus& status);
  void building_on(std::uint32_t node, const consensus::BlockInfo& parent, chain::Epoch epoch);
  void timer_set(std::uint32_t node, consensus::TimerKind kind, std::int64_t delay_ms, std::uint64_t unfinalized_views);
  void committed(std::uint32_t node, const chain::Certificate& finalization, const std::vector<SimBlock>& blocks);
  void evidence(std::uint32_t node, const chain::Evidence& evidence);
  void stopped(std::uint32_t node, const std::string& reason);  // Halt or SigningForbidden: never with so few liars
  void state(std::uint32_t node, std::uint64_t life, chain::Epoch epoch, const consensus::EngineStatus& status);

  // What anybody lets out.
  void block_seen(const SimBlock& block);
  void vote_sent(std::uint32_t sender, const chain::Vote& vote, bool durable_at_sender);
  void certificate_sent(std::uint32_t sender, const chain::Certificate& certificate, bool durable_at_sender);

  void violation(std::string what);
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }
  [[nodiscard]] std::uint64_t height_of(std::uint32_t node) const { return heights_[node]; }
  [[nodiscard]] std::uint64_t highest() const { return chain_.size() - 1; }

 private:
  using Content = std::tuple<std::uint64_t, chain::BlockId>;  // parent view, block
  using Place = std::tuple<std::uint64_t, std::uint64_t>;     // epoch, view

  struct ViewFacts {
    std::map<std::uint32_t, std::set<Content>> notarizes;  // by signer
    std::map<std::uint32_t, std::set<Content>> finalizes;
    std::set<std::uint32_t> nullifies;
    std::set<Content> notarized;  // certificates seen
    std::set<Content> finalized;
    bool nullified = false;
  };
  struct Life {
    std::uint64_t life = 0;
    std::uint64_t cur = 0;
    std::uint64_t final_view = 0;
  };

  // oracle.cpp: votes and certificates
  [[nodiscard]] bool lies(std::uint32_t node) const { return liars_.contains(node); }
  void note_vote(const chain::Vote& vote);
  void check_honest_votes(std::uint32_t signer, Place place);
  void check_signers(const chain::Certificate& certificate);
  void check_view(Place place);
  void check_ancestry(Place place, std::uint64_t parent);
  void check_finalized_order(Place place, std::uint64_t parent);
  [[nodiscard]] bool signed_before(std::uint32_t signer, const chain::Subject& subject) const;

  // oracle_rules.cpp: what an honest node may do
  void check_notarize(std::uint32_t node, const chain::Subject& subject, const Voter& voter);
  void check_first_time(std::uint32_t node, const chain::Subject& subject, const SimBlock& block, const Voter& voter);
  void check_finalize(std::uint32_t node, const chain::Subject& subject, const Voter& voter);
  // Whether so many signed that, with every liar's vote, there can be a certificate.
  [[nodiscard]] bool can_be_notarized(Place place, const chain::BlockId& id) const;
  [[nodiscard]] bool can_be_nullified(Place place) const;
  [[nodiscard]] bool can_be_left(Place place) const;
  [[nodiscard]] bool can_be_final(Place place) const;
  [[nodiscard]] std::size_t backers(const std::map<std::uint32_t, std::set<Content>>& votes,
                                    const chain::BlockId& id) const;
  [[nodiscard]] const consensus::BlockInfo* block_of(const chain::BlockId& id) const;

  // oracle_rules.cpp: the final chain
  void check_next_on_chain(std::uint32_t node, const SimBlock& block);

  std::size_t nodes_;
  std::size_t quorum_;
  std::set<std::uint32_t> liars_;
  Pace pace_;
  std::map<Place, ViewFacts> views_;
  std::map<Place, std::uint64_t> finalized_parent_;       // of each finalization: its parent view
  std::vector<consensus::BlockInfo> chain_;               // by height
  std::map<std::uint64_t, chain::BlockId> first_parent_;  // of an epoch: the block that view 0 stands for
  std::map<chain::BlockId, SimBlock> blocks_;             // seen
  std::set<std::tuple<std::uint32_t, chain::BlockId>> executed_;
  std::vector<std::uint64_t> heights_;  // committed, by node
  std::map<std::uint32_t, Life> lives_;
  std::set<std::tuple<chain::Subject, chain::Bytes>> checked_;
  std::vector<std::string> violations_;
};

}  // namespace xh::sim
