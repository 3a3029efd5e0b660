// A leader with two blocks in one view: one for some of the others, another, as valid as can be, for the rest; and its
// notarize votes for both.
#include <map>

#include "tests/sim/node/byzantine/proposals.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViews = 64;

class Equivocator final : public Behaviour {
 public:
  explicit Equivocator(LiarKit& kit) : Behaviour(kit, Fault::kEquivocator) {}

  std::vector<Frame> outgoing(p2p::PeerId to, const Frame& frame) override {
    const auto proposal = own_proposal(kit_, frame);
    if (!proposal) return {frame};
    auto& second = second_of(*proposal);
    if (((second.sides >> (to.value % 64)) & 1) == 0) return {frame};
    lied();
    if (kit_.chance.percent(10)) return {frame, second.frame};  // to one face
    return {second.frame};
  }

 private:
  struct Second {
    Frame frame;
    std::uint64_t sides = 0;
  };
  Second& second_of(const OwnProposal& proposal) {
    const auto view = proposal.message.vote.subject.view;
    if (const auto known = seconds_.find(view); known != seconds_.end()) return known->second;
    if (seconds_.size() >= kMaxViews) seconds_.erase(seconds_.begin());
    const auto message = another_block(kit_, proposal, chain::Timestamp{proposal.header.timestamp.value + 1});
    return seconds_.emplace(view, Second{make_frame(message), kit_.chance.next()}).first->second;
  }

  std::map<chain::View, Second> seconds_;
};

}  // namespace

std::unique_ptr<Behaviour> make_equivocator(LiarKit& kit) {
  return std::make_unique<Equivocator>(kit);
}

}  // namespace xh::sim
