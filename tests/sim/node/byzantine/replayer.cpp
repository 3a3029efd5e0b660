// Says old things again and again, its own and what it heard from others, to anybody.
#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxHeard = 256;

class Replayer final : public Behaviour {
 public:
  explicit Replayer(LiarKit& kit) : Behaviour(kit, Fault::kReplayer) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    remember(frame);
    return {frame};
  }
  void incoming(p2p::PeerId, const Frame& frame) override { remember(frame); }

  void tick() override {
    if (heard_.empty()) return;
    lied();
    for (int i = 0; i < 5; ++i) kit_.say_to_some(heard_[kit_.chance.below(heard_.size())], 40);
  }

 private:
  void remember(const Frame& frame) {
    if (heard_.size() < kMaxHeard)
      heard_.push_back(frame);
    else if (kit_.chance.percent(10))
      heard_[kit_.chance.below(kMaxHeard)] = frame;
  }

  std::vector<Frame> heard_;
};

}  // namespace

std::unique_ptr<Behaviour> make_replayer(LiarKit& kit) {
  return std::make_unique<Replayer>(kit);
}

}  // namespace xh::sim
