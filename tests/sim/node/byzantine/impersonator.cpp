// Claims to be others: votes and proposals under their index, signed with its own key, and under its own index with a
// signature that is not its own.
#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

class Impersonator final : public Behaviour {
 public:
  explicit Impersonator(LiarKit& kit) : Behaviour(kit, Fault::kImpersonator), eagerness_(2 + kit.chance.below(30)) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    if (!kit_.chance.percent(eagerness_)) return {frame};
    if (auto votes = read_frame<consensus::VotesMessage>(frame)) {
      for (auto& vote : votes->votes) pretend(vote);
      lied();
      return {frame, make_frame(*votes)};
    }
    if (auto proposal = read_frame<consensus::ProposalMessage>(frame)) {
      pretend(proposal->vote);
      lied();
      return {make_frame(*proposal), frame};
    }
    return {frame};
  }

 private:
  void pretend(chain::Vote& vote) {
    const auto others = kit_.set().validators.size();
    switch (kit_.chance.below(3)) {
      case 0:
        vote.signer = chain::ValidatorIndex{static_cast<std::uint32_t>(kit_.chance.below(others))};
        break;
      case 1:
        vote.signer = chain::ValidatorIndex{static_cast<std::uint32_t>(others + kit_.chance.below(5))};
        break;
      default:
        vote.signature.bytes[kit_.chance.below(64)] ^= 1;
        break;
    }
  }

  std::uint64_t eagerness_;
};

}  // namespace

std::unique_ptr<Behaviour> make_impersonator(LiarKit& kit) {
  return std::make_unique<Impersonator>(kit);
}

}  // namespace xh::sim
