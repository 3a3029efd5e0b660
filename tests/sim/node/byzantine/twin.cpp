// The lost lock: two instances of the real replica with one key, each with a disk of its own and each believed by some
// of the others (world_liars.cpp starts them and makes them lose their journals). Here only what keeps them going:
// neither is told what the other signed, in answers to the question at a start.
#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

class Twin final : public Behaviour {
 public:
  explicit Twin(LiarKit& kit) : Behaviour(kit, Fault::kTwin) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    if (frame.type() == node::MessageType::kVotes) lied();
    return {frame};
  }

  Frame heard(Frame frame) override {
    auto answer = read_frame<consensus::RestartAnswer>(frame);
    if (!answer) return frame;
    answer->votes.clear();
    answer->certificates.clear();  // they carry our own signatures too
    return make_frame(*answer);
  }
};

}  // namespace

std::unique_ptr<Behaviour> make_twin(LiarKit& kit) {
  return std::make_unique<Twin>(kit);
}

}  // namespace xh::sim
