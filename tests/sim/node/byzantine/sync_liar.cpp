// Answers those who catch up with blocks that are cut, damaged, out of order or without their proof, and with bodies
// that are not those asked for.
#include <algorithm>

#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

class SyncLiar final : public Behaviour {
 public:
  explicit SyncLiar(LiarKit& kit) : Behaviour(kit, Fault::kSyncLiar), eagerness_(20 + kit.chance.below(80)) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    if (!kit_.chance.percent(eagerness_)) return {frame};
    if (auto answer = read_frame<node::FinalBlocksAnswer>(frame); answer && !answer->blocks.empty()) {
      spoil(*answer);
      lied();
      return {make_frame(*answer)};
    }
    if (auto answer = read_frame<node::BodiesAnswer>(frame); answer && !answer->transactions.empty()) {
      flip(answer->transactions.front());
      lied();
      return {make_frame(*answer)};
    }
    if (auto answer = read_frame<node::BlockAnswer>(frame)) {
      if (!answer->hashes.empty() && kit_.chance.percent(50))
        answer->hashes.pop_back();
      else
        flip(answer->header);
      lied();
      return {make_frame(*answer)};
    }
    return {frame};
  }

 private:
  void flip(chain::Bytes& bytes) {
    if (!bytes.empty()) bytes[kit_.chance.below(bytes.size())] ^= 0x10;
  }

  void spoil(node::FinalBlocksAnswer& answer) {
    auto& blocks = answer.blocks;
    auto& one = blocks[kit_.chance.below(blocks.size())];
    switch (kit_.chance.below(6)) {
      case 0:
        blocks.clear();
        break;
      case 1:
        std::ranges::reverse(blocks);
        break;
      case 2:
        flip(one.block.header);
        break;
      case 3:
        for (auto& block : blocks) block.finalization.reset();
        break;
      case 4:
        if (one.finalization) one.finalization->signatures.front().bytes[1] ^= 1;
        break;
      default:
        if (one.block.transactions.empty())
          answer.from = chain::Height{answer.from.value + 1};
        else
          flip(one.block.transactions.front());
        break;
    }
  }

  std::uint64_t eagerness_;
};

}  // namespace

std::unique_ptr<Behaviour> make_sync_liar(LiarKit& kit) {
  return std::make_unique<SyncLiar>(kit);
}

}  // namespace xh::sim
