// A Byzantine validator: it follows the protocol with an engine that signs nothing, and with its key says whatever its
// habits make it say: two or three blocks to different halves, votes for all of them, nullify and finalize of one view,
// far-off views, rotten blocks, blocks on parents that are long past, old blocks again under a new view, blocks after
// the epoch's last one, certificates kept back. Its answers to others' questions come from the honest follower
// inside or not at all.
#pragma once

#include "tests/sim/engine/sim_node.h"

namespace xh::sim {

class Liar final : public SimNode {
 public:
  Liar(World& world, std::uint32_t index);
  void receive(std::uint32_t from, const SimMessage& message) override;

 protected:
  void after_step() override;
  bool lets_out(const SimMessage& message) override;

 private:
  void lead(chain::View view);
  void propose_to_some(chain::View view, const SimBlock& parent, chain::View parent_view);
  void propose_old_block(chain::View view, const SimBlock& block, chain::View parent_view);
  void say_proposal(const SimBlock& block, chain::View view, chain::View parent_view);
  void vote_somehow(const chain::Subject& about);
  void say_to_some(const chain::Vote& vote);
  void say_nonsense();
  [[nodiscard]] chain::Vote vote(chain::VoteKind kind, chain::Epoch epoch, chain::View view, chain::View parent_view,
                                 const chain::BlockId& block) const;

  chain::Epoch led_epoch_;
  chain::View led_{0};
  std::uint64_t said_ = 0;
  // Habits, in percent
  std::uint64_t equivocates_;
  std::uint64_t double_votes_;
  std::uint64_t keeps_certificates_;
  std::uint64_t rots_;
  std::uint64_t silent_;
};

}  // namespace xh::sim
