// Durable before sent (R12), by construction: what a step records goes into one Persist; what it sends, and its own
// votes, are kept until that Persist (and every one before it) was reported. The only way for a message to leave the
// engine. Confined to the engine's thread.
#pragma once

#include <deque>
#include <vector>

#include "consensus/action.h"
#include "consensus/pacemaker.h"

namespace xh::consensus {

class Outbox {
 public:
  void record(JournalRecord record) { records_.push_back(std::move(record)); }
  void broadcast(Outgoing message) { gated_.sends.emplace_back(Broadcast{std::move(message)}); }
  void send(PeerId to, Outgoing message) { gated_.sends.emplace_back(Send{to, std::move(message)}); }
  // An own vote just signed: recorded, and counted when durable (see release()).
  void own_vote(const chain::Vote& vote);
  // An action that stays in the process.
  void act(Action action) { local_.push_back(std::move(action)); }

  // The driver reported `ticket`: its sends may leave; gives the own votes that may be counted now.
  [[nodiscard]] std::vector<chain::Vote> release(Ticket ticket);

  // The step's actions: released sends, Persist, timers, local actions, and sends that rest on nothing outstanding.
  [[nodiscard]] std::vector<Action> finish(Timers& timers);

 private:
  struct Gated {
    Ticket ticket;
    std::vector<Action> sends;
    std::vector<chain::Vote> own_votes;

    [[nodiscard]] bool empty() const { return sends.empty() && own_votes.empty(); }
  };

  Ticket last_ticket_;
  std::deque<Gated> outstanding_;  // in ticket order
  std::vector<Action> released_;
  std::vector<JournalRecord> records_;
  Gated gated_;  // of the present step
  std::vector<Action> local_;
};

}  // namespace xh::consensus
