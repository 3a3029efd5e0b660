// Talks to some of the others only, to other ones after a while.
#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

class SelectiveSender final : public Behaviour {
 public:
  explicit SelectiveSender(LiarKit& kit) : Behaviour(kit, Fault::kSelectiveSender), friends_(kit.chance.next()) {}

  std::vector<Frame> outgoing(p2p::PeerId to, const Frame& frame) override {
    if (((friends_ >> (to.value % 64)) & 1) != 0) return {frame};
    lied();
    return {};
  }

  void tick() override {
    if (kit_.chance.percent(4)) friends_ = kit_.chance.next();
  }

 private:
  std::uint64_t friends_;
};

}  // namespace

std::unique_ptr<Behaviour> make_selective_sender(LiarKit& kit) {
  return std::make_unique<SelectiveSender>(kit);
}

}  // namespace xh::sim
