// Speaks of views that are far away: the highest there is, 2^63, a thousand on; in votes, proposals, requests and
// questions.
#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

class FarViewSender final : public Behaviour {
 public:
  explicit FarViewSender(LiarKit& kit) : Behaviour(kit, Fault::kFarViews) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    auto proposal = read_frame<consensus::ProposalMessage>(frame);
    if (!proposal || !kit_.self() || !kit_.chance.percent(20)) return {frame};
    lied();
    auto subject = proposal->vote.subject;
    subject.view = far();
    proposal->vote = kit_.sign(subject);
    return {frame, make_frame(*proposal)};
  }

  void tick() override {
    if (!kit_.self() || kit_.replica() == nullptr || !kit_.chance.percent(30)) return;
    lied();
    const auto epoch = kit_.set().epoch;
    const auto view = far();
    const auto block = kit_.replica()->ledger().tip().block.id;
    switch (kit_.chance.below(5)) {
      case 0:
        return say(consensus::VotesMessage{{kit_.sign({chain::VoteKind::kNullify, epoch, view, chain::View{0}, {}})}});
      case 1:
        return say(consensus::VotesMessage{{kit_.sign({chain::VoteKind::kFinalize, epoch, view, near(), block})}});
      case 2:
        return say(consensus::CertificateRequest{epoch, view, chain::VoteKind::kNotarize});
      case 3:
        return say(consensus::RestartQuery{epoch, view, kit_.chance.next()});
      default:
        return say(node::FinalBlocksRequest{chain::Height{far().value}, UINT32_MAX});
    }
  }

 private:
  template <class T>
  void say(const T& message) {
    kit_.say_to_some(make_frame(message), 60);
  }

  [[nodiscard]] chain::View near() { return kit_.replica()->consensus_status().cur; }
  [[nodiscard]] chain::View far() {
    const auto cur = kit_.replica() == nullptr ? 1 : kit_.replica()->consensus_status().cur.value;
    const std::uint64_t views[] = {UINT64_MAX, UINT64_MAX - 1, 1ULL << 63, cur + 1'000, cur + 2};
    return chain::View{views[kit_.chance.below(std::size(views))]};
  }
};

}  // namespace

std::unique_ptr<Behaviour> make_far_view_sender(LiarKit& kit) {
  return std::make_unique<FarViewSender>(kit);
}

}  // namespace xh::sim
