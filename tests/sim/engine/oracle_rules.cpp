// The oracle's second half: what an honest node may vote for, enter, time and commit (R1, R3, R5, R6, R7, R9, R11,
// R16).
#include <algorithm>

#include "tests/sim/engine/oracle.h"

namespace xh::sim {
namespace {

// Records of views that a node may keep beyond the window of R11: certificates of views ahead of it.
constexpr std::uint64_t kViewsAhead = 64;

std::string who(std::uint32_t node, const chain::Subject& subject) {
  return "node " + std::to_string(node) + ", epoch " + std::to_string(subject.epoch.value) + ", view " +
         std::to_string(subject.view.value) + ": ";
}

}  // namespace

// ---------------------------------------------------------------- what can exist

std::size_t Oracle::backers(const std::map<std::uint32_t, std::set<Content>>& votes, const chain::BlockId& id) const {
  std::size_t out = liars_.size();
  for (const auto& [signer, contents] : votes) {
    const bool names_it = std::ranges::any_of(contents, [&](const Content& c) { return std::get<1>(c) == id; });
    out += !lies(signer) && names_it ? 1 : 0;
  }
  return out;
}

bool Oracle::can_be_notarized(Place place, const chain::BlockId& id) const {
  const auto found = views_.find(place);
  return found != views_.end() && backers(found->second.notarizes, id) >= quorum_;
}

bool Oracle::can_be_nullified(Place place) const {
  const auto found = views_.find(place);
  if (found == views_.end()) return false;
  const auto honest = std::ranges::count_if(found->second.nullifies, [&](std::uint32_t s) { return !lies(s); });
  return static_cast<std::size_t>(honest) + liars_.size() >= quorum_;
}

bool Oracle::can_be_final(Place place) const {
  const auto found = views_.find(place);
  if (found == views_.end()) return false;
  const auto& votes = found->second.finalizes;
  return std::ranges::any_of(votes, [&](const auto& by_signer) {
    return std::ranges::any_of(by_signer.second,
                               [&](const Content& c) { return backers(votes, std::get<1>(c)) >= quorum_; });
  });
}

bool Oracle::can_be_left(Place place) const {
  if (can_be_nullified(place) || can_be_final(place)) return true;
  const auto found = views_.find(place);
  if (found == views_.end()) return false;
  const auto& votes = found->second.notarizes;
  return std::ranges::any_of(votes, [&](const auto& by_signer) {
    return std::ranges::any_of(by_signer.second,
                               [&](const Content& c) { return backers(votes, std::get<1>(c)) >= quorum_; });
  });
}

const consensus::BlockInfo* Oracle::block_of(const chain::BlockId& id) const {
  if (const auto found = blocks_.find(id); found != blocks_.end()) return &found->second.info;
  const auto on_chain = std::ranges::find(chain_, id, &consensus::BlockInfo::id);
  return on_chain == chain_.end() ? nullptr : &*on_chain;
}

// ---------------------------------------------------------------- votes (R3, R6, R16)

void Oracle::block_seen(const SimBlock& block) {
  blocks_.emplace(block.info.id, block);
}

void Oracle::executed(std::uint32_t node, const chain::BlockId& id) {
  executed_.emplace(node, id);
}

void Oracle::vote_cast(std::uint32_t node, const chain::Vote& vote, const Voter& voter) {
  if (voter.restart_answers + 1 < quorum_)
    violation(who(node, vote.subject) + "signed before a quorum answered its start");
  if (vote.subject.kind == chain::VoteKind::kNotarize) check_notarize(node, vote.subject, voter);
  if (vote.subject.kind == chain::VoteKind::kFinalize) check_finalize(node, vote.subject, voter);
}

void Oracle::check_notarize(std::uint32_t node, const chain::Subject& s, const Voter& voter) {
  const std::string me = who(node, s);
  const std::uint64_t epoch = s.epoch.value;
  const std::uint64_t p = s.parent_view.value;
  const auto found = blocks_.find(s.block);
  if (found == blocks_.end()) return violation(me + "notarized a block that nobody proposed");
  const SimBlock& block = found->second;
  if (p >= s.view.value) return violation(me + "notarized on a parent that is not below the view");
  if (p < voter.final_view) violation(me + "notarized on a parent below its last final view");
  for (std::uint64_t u = p + 1; u < s.view.value; ++u) {
    if (!can_be_nullified({epoch, u})) violation(me + "notarized over view " + std::to_string(u) + ", not nullified");
  }
  if (block.info.epoch != s.epoch) violation(me + "notarized a block of another epoch");
  const bool first_time = block.info.view == s.view;
  if (first_time) return check_first_time(node, s, block, voter);
  if (!block.info.last_of_epoch || block.info.view > s.view)
    return violation(me + "notarized a block of another view that does not end the epoch");
  if (!can_be_notarized({epoch, p}, s.block))
    violation(me + "notarized the epoch's last block again on a view that did not notarize it");
}

void Oracle::check_first_time(std::uint32_t node, const chain::Subject& s, const SimBlock& block, const Voter& voter) {
  const std::string me = who(node, s);
  const Place parent_place{s.epoch.value, s.parent_view.value};
  const bool from_start = s.parent_view.value == 0;
  const bool right_parent =
      from_start ? first_parent_.contains(s.epoch.value) && first_parent_.at(s.epoch.value) == block.info.parent
                 : can_be_notarized(parent_place, block.info.parent);
  if (!right_parent) violation(me + "notarized on a parent that its view did not notarize");
  const auto* parent = block_of(block.info.parent);
  if (parent == nullptr) return violation(me + "notarized on an unknown parent");
  if (parent->last_of_epoch && parent->epoch == s.epoch)
    violation(me + "notarized another block on the epoch's last one");
  if (block.info.height.value != parent->height.value + 1) violation(me + "notarized a wrong height");
  if (block.info.timestamp <= parent->timestamp) violation(me + "notarized a timestamp not above the parent's");
  const std::int64_t latest = std::max(voter.clock_ms + pace_.drift_ms, parent->timestamp.value + 1);
  if (block.info.timestamp.value > latest) violation(me + "notarized a time ahead of its clock");
  if (!executed_.contains({node, s.block})) violation(me + "notarized what its executor did not accept");
}

void Oracle::check_finalize(std::uint32_t node, const chain::Subject& s, const Voter& voter) {
  const std::string me = who(node, s);
  if (s.view.value <= voter.final_view) violation(me + "finalized at or below its last final view");
  if (!can_be_notarized({s.epoch.value, s.view.value}, s.block)) violation(me + "finalized what nobody could notarize");
  if (!executed_.contains({node, s.block})) violation(me + "finalized what its executor did not accept");
  const auto facts = views_.find({s.epoch.value, s.view.value});
  if (facts != views_.end() && facts->second.nullifies.contains(node)) violation(me + "finalized after its nullify");
}

void Oracle::building_on(std::uint32_t node, const consensus::BlockInfo& parent, chain::Epoch epoch) {
  if (parent.last_of_epoch && parent.epoch == epoch)
    violation("node " + std::to_string(node) + " builds on its epoch's last block");
}

// ---------------------------------------------------------------- pace (R1, R9) and what is kept (R11)

void Oracle::timer_set(std::uint32_t node, consensus::TimerKind kind, std::int64_t delay_ms,
                       std::uint64_t unfinalized_views) {
  using consensus::TimerKind;
  if (kind != TimerKind::kLeader && kind != TimerKind::kView) return;
  const std::int64_t deltas = kind == TimerKind::kLeader ? 2 : 3;
  const std::uint64_t flat = (nodes_ - 1) / 3 + 1;
  double expected = static_cast<double>(pace_.delta_ms);
  for (std::uint64_t k = flat; k < unfinalized_views && expected < static_cast<double>(pace_.cap_ms); ++k)
    expected *= 1.5;
  expected = static_cast<double>(deltas) * std::min(expected, static_cast<double>(pace_.cap_ms) / 3);
  const double off = static_cast<double>(delay_ms) - expected;
  if (off > 1 + expected / 20 || off < -1 - expected / 20) {
    violation("node " + std::to_string(node) + " waits " + std::to_string(delay_ms) + " ms after " +
              std::to_string(unfinalized_views) + " unfinalized views");
  }
}

// A huge view of one peer must not even be kept.
void Oracle::vote_admitted(std::uint32_t node, const chain::Vote& vote, const consensus::EngineStatus& status) {
  const std::uint64_t view = vote.subject.view.value;
  if (view <= status.final_view.value || view > status.cur.value + 1)
    violation("node " + std::to_string(node) + " takes a vote of view " + std::to_string(view) + " while in " +
              std::to_string(status.cur.value));
}

void Oracle::state(std::uint32_t node, std::uint64_t life, chain::Epoch epoch, const consensus::EngineStatus& status) {
  const std::string me = "node " + std::to_string(node);
  const std::uint64_t cur = status.cur.value;
  const std::uint64_t final_view = status.final_view.value;
  auto& known = lives_[node];
  if (known.life == life && (cur < known.cur || final_view < known.final_view)) violation(me + " went back in views");
  if (known.life != life || cur != known.cur) {
    if (cur > 1 && !can_be_left({epoch.value, cur - 1}))
      violation(me + " entered view " + std::to_string(cur) + " without a certificate of the one before");
  }
  if ((known.life != life || final_view != known.final_view) && final_view > 0 &&
      !can_be_final({epoch.value, final_view}))
    violation(me + " holds view " + std::to_string(final_view) + " as final without a finalization");
  known = {life, cur, final_view};
  if (status.views_held > cur + 1 - final_view + kViewsAhead)
    violation(me + " keeps " + std::to_string(status.views_held) + " views");
  if (status.final_height.value < heights_[node]) violation(me + " forgot a committed height");
}

// ---------------------------------------------------------------- chain (R7)

void Oracle::check_next_on_chain(std::uint32_t node, const SimBlock& block) {
  const std::string me = "node " + std::to_string(node);
  const auto& before = chain_[block.info.height.value - 1];
  if (block.info.parent != before.id) return violation(me + " committed a block off the final chain");
  const std::uint64_t epoch = before.epoch.value + (before.last_of_epoch ? 1 : 0);
  if (block.info.epoch.value != epoch) violation(me + " committed a block of the wrong epoch");
  if (!before.last_of_epoch && block.info.view <= before.view) violation(me + " committed views out of order");
}

void Oracle::committed(std::uint32_t node, const chain::Certificate& finalization,
                       const std::vector<SimBlock>& blocks) {
  const std::string me = "node " + std::to_string(node);
  const auto& s = finalization.subject;
  if (blocks.empty() || blocks.back().info.id != s.block || blocks.back().info.epoch != s.epoch)
    return violation(me + " committed up to another block than the certificate's");
  if (s.kind != chain::VoteKind::kFinalize) violation(me + " committed without a finalization");
  if (blocks.back().info.view != s.view && !blocks.back().info.last_of_epoch)
    violation(me + " committed by a finalization of another view");
  check_signers(finalization);
  for (const auto& block : blocks) {
    const std::uint64_t height = block.info.height.value;
    if (height != heights_[node] + 1) violation(me + " committed height " + std::to_string(height) + " out of order");
    if (block.rotten) violation(me + " committed a block its executor rejects");
    if (height == 0 || height > chain_.size()) return;
    check_next_on_chain(node, block);
    if (height == chain_.size()) {
      chain_.push_back(block.info);
      if (block.info.last_of_epoch) first_parent_[block.info.epoch.value + 1] = block.info.id;
    }
    if (chain_[height].id != block.info.id) violation("two different final blocks at height " + std::to_string(height));
    heights_[node] = height;
  }
}

}  // namespace xh::sim
