// Keeps things back: certificates, bodies, blocks, its own proposals; each kind with a chance of its own.
#include <map>

#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

class Withholder final : public Behaviour {
 public:
  explicit Withholder(LiarKit& kit) : Behaviour(kit, Fault::kWithholder) {
    using enum node::MessageType;
    for (const auto type : {kCertificates, kProposal, kTransactions, kBodiesAnswer, kBlockAnswer, kFinalBlocksAnswer,
                            kRestartAnswer, kVotes}) {
      if (kit.chance.percent(50)) share_[type] = kit.chance.below(101);
    }
  }

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    const auto at = share_.find(frame.type());
    if (at == share_.end() || !kit_.chance.percent(at->second)) return {frame};
    lied();
    return {};
  }

 private:
  std::map<node::MessageType, std::uint64_t> share_;
};

}  // namespace

std::unique_ptr<Behaviour> make_withholder(LiarKit& kit) {
  return std::make_unique<Withholder>(kit);
}

}  // namespace xh::sim
