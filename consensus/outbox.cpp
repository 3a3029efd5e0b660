#include "consensus/outbox.h"

#include <iterator>
#include <utility>

namespace xh::consensus {
namespace {

template <class T>
void move_append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

void Outbox::own_vote(const chain::Vote& vote) {
  JournalRecord record_of_vote;
  record_of_vote.vote = vote;
  record(std::move(record_of_vote));
  gated_.own_votes.push_back(vote);
}

std::vector<chain::Vote> Outbox::release(Ticket ticket) {
  std::vector<chain::Vote> votes;
  while (!outstanding_.empty() && outstanding_.front().ticket <= ticket) {
    move_append(released_, outstanding_.front().sends);
    move_append(votes, outstanding_.front().own_votes);
    outstanding_.pop_front();
  }
  return votes;
}

std::vector<Action> Outbox::finish(Timers& timers) {
  std::vector<Action> out = std::exchange(released_, {});
  if (!records_.empty()) {
    gated_.ticket = last_ticket_ = Ticket(last_ticket_.value + 1);
    out.emplace_back(Persist{last_ticket_, std::exchange(records_, {})});
    outstanding_.push_back(std::exchange(gated_, {}));
  } else if (!outstanding_.empty()) {
    move_append(outstanding_.back().sends, gated_.sends);
  } else {
    move_append(out, gated_.sends);
  }
  auto timer_actions = timers.changes();
  move_append(out, timer_actions);
  move_append(out, local_);
  return out;
}

}  // namespace xh::consensus
