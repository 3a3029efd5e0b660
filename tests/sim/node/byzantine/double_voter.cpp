// Votes everything: with each own vote also the votes that exclude it, for this block and for others of the view, to
// some.
#include <deque>

#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxSubjects = 16;

class DoubleVoter final : public Behaviour {
 public:
  explicit DoubleVoter(LiarKit& kit) : Behaviour(kit, Fault::kDoubleVoter), eagerness_(10 + kit.chance.below(80)) {}

  std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) override {
    auto message = read_frame<consensus::VotesMessage>(frame);
    if (!message || message->votes.empty() || !kit_.chance.percent(eagerness_)) return {frame};
    lied();
    consensus::VotesMessage more;
    for (const auto& vote : message->votes) contradict(vote.subject, more);
    if (more.votes.empty() || !kit_.chance.percent(60)) return {frame};
    return kit_.chance.percent(30) ? std::vector<Frame>{make_frame(more)} : std::vector<Frame>{frame, make_frame(more)};
  }

  void incoming(p2p::PeerId, const Frame& frame) override {
    if (const auto proposal = read_frame<consensus::ProposalMessage>(frame)) remember(proposal->vote.subject);
    const auto votes = read_frame<consensus::VotesMessage>(frame);
    if (!votes) return;
    for (const auto& vote : votes->votes) remember(vote.subject);
  }

 private:
  void remember(chain::Subject subject) {
    if (subject.kind == chain::VoteKind::kNullify) return;
    subject.kind = chain::VoteKind::kNotarize;
    if (!seen_.empty() && seen_.back() == subject) return;
    seen_.push_back(subject);
    if (seen_.size() > kMaxSubjects) seen_.pop_front();
  }

  void contradict(const chain::Subject& subject, consensus::VotesMessage& out) {
    using chain::VoteKind;
    if (!kit_.self()) return;
    for (const auto& other : seen_) {
      if (other.view != subject.view || other.epoch != subject.epoch) continue;
      out.votes.push_back(kit_.sign(other));
      auto finalize = other;
      finalize.kind = VoteKind::kFinalize;
      if (kit_.chance.percent(70)) out.votes.push_back(kit_.sign(finalize));
    }
    if (subject.kind != VoteKind::kNullify) {
      out.votes.push_back(kit_.sign({VoteKind::kNullify, subject.epoch, subject.view, chain::View{0}, {}}));
      auto other = subject;
      other.block.bytes[0] ^= static_cast<std::uint8_t>(1 + kit_.chance.below(255));  // of a block that nobody has
      if (kit_.chance.percent(50)) out.votes.push_back(kit_.sign(other));
    }
    if (out.votes.size() > consensus::kMaxVotesPerMessage) out.votes.resize(consensus::kMaxVotesPerMessage);
  }

  std::uint64_t eagerness_;
  std::deque<chain::Subject> seen_;
};

}  // namespace

std::unique_ptr<Behaviour> make_double_voter(LiarKit& kit) {
  return std::make_unique<DoubleVoter>(kit);
}

}  // namespace xh::sim
