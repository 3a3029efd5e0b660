// Dates its blocks far ahead, far back, or as far as it just may.
#include <map>

#include "tests/sim/node/byzantine/proposals.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViews = 64;

class TimeLiar final : public Behaviour {
 public:
  explicit TimeLiar(LiarKit& kit) : Behaviour(kit, Fault::kTimeLiar), eagerness_(20 + kit.chance.below(80)) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    const auto proposal = own_proposal(kit_, frame);
    if (!proposal) return {frame};
    return {lie_about(*proposal, frame)};
  }

 private:
  const Frame& lie_about(const OwnProposal& proposal, const Frame& frame) {
    const auto view = proposal.message.vote.subject.view;
    if (const auto known = told_.find(view); known != told_.end()) return known->second;
    if (told_.size() >= kMaxViews) told_.erase(told_.begin());
    if (!kit_.chance.percent(eagerness_)) return told_.emplace(view, frame).first->second;
    lied();
    const std::int64_t lies[] = {900,
                                 1'100,
                                 -900,
                                 -3'000,
                                 10 * chain::kMinuteMs,
                                 -10 * chain::kMinuteMs,
                                 366 * chain::kDayMs,
                                 INT64_MAX - proposal.header.timestamp.value};
    const chain::Timestamp time{proposal.header.timestamp.value + lies[kit_.chance.below(std::size(lies))]};
    return told_.emplace(view, make_frame(another_block(kit_, proposal, time))).first->second;
  }

  std::uint64_t eagerness_;
  std::map<chain::View, Frame> told_;
};

}  // namespace

std::unique_ptr<Behaviour> make_time_liar(LiarKit& kit) {
  return std::make_unique<TimeLiar>(kit);
}

}  // namespace xh::sim
