// Proposes the end of the epoch that nobody decided: headers that name a next validator set, another present set,
// another epoch or another version.
#include <map>

#include "tests/sim/node/byzantine/proposals.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViews = 64;

class Reconfigurer final : public Behaviour {
 public:
  explicit Reconfigurer(LiarKit& kit) : Behaviour(kit, Fault::kReconfigurer) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    const auto proposal = own_proposal(kit_, frame);
    if (!proposal) return {frame};
    const auto view = proposal->message.vote.subject.view;
    if (const auto known = told_.find(view); known != told_.end()) return {known->second};
    if (told_.size() >= kMaxViews) told_.erase(told_.begin());
    return {told_.emplace(view, changed(*proposal, frame)).first->second};
  }

 private:
  Frame changed(const OwnProposal& proposal, const Frame& frame) {
    if (!kit_.chance.percent(60)) return frame;
    lied();
    auto header = proposal.header;
    switch (kit_.chance.below(5)) {
      case 0:
        header.next_validator_set_hash = header.validator_set_hash;
        break;
      case 1:
        header.next_validator_set_hash.bytes[3] ^= 7;
        break;
      case 2:
        header.validator_set_hash.bytes[3] ^= 7;
        break;
      case 3:
        header.epoch = chain::Epoch{header.epoch.value + 1};
        break;
      default:
        header.protocol_version += 1;
        break;
    }
    return make_frame(with_header(kit_, proposal, header));
  }

  std::map<chain::View, Frame> told_;
};

}  // namespace

std::unique_ptr<Behaviour> make_reconfigurer(LiarKit& kit) {
  return std::make_unique<Reconfigurer>(kit);
}

}  // namespace xh::sim
