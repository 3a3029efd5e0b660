// One engine and a driver that does at once whatever it is asked: writes are durable in the same call unless
// `hold_writes`. Signatures are made up: the engine takes verified votes only.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "consensus/engine.h"
#include "consensus/leader.h"

namespace xh::consensus::test {

using chain::BlockId;
using chain::Certificate;
using chain::Subject;
using chain::ValidatorIndex;
using chain::View;
using chain::Vote;
using chain::VoteKind;

[[nodiscard]] Config make_config(std::size_t validators);
[[nodiscard]] BlockId make_id(std::uint64_t number);
[[nodiscard]] BlockInfo genesis();

class FakeSigner final : public VoteSigner {
 public:
  [[nodiscard]] chain::Signature sign(const Subject& subject) const override;
};

class Bench {
 public:
  // `self` follows or leads view 1, as asked.
  enum class Role { kFollower, kLeader };
  explicit Bench(Role role = Role::kFollower, std::size_t validators = 4);

  void start();          // boots with what is in `journal` and `last_final`
  void allow_signing();  // the answers of R12 from a quorum - 1
  void ready() { start(), allow_signing(); }
  std::vector<Action> give(const Event& event);  // and does the writes
  void pass(std::int64_t ms) { now.steady.value += ms, now.ledger.value += ms; }
  std::vector<Action> fire(TimerKind kind);  // moves time to it

  // Makers
  [[nodiscard]] ValidatorIndex leader(std::uint64_t view) const { return schedule.leader_of(View(view)); }
  [[nodiscard]] std::vector<ValidatorIndex> others() const;
  [[nodiscard]] BlockInfo block(std::uint64_t view, const BlockInfo& parent, std::uint64_t salt = 0) const;
  [[nodiscard]] static Subject about(VoteKind kind, const BlockInfo& block, std::uint64_t parent_view);
  [[nodiscard]] static Subject nullify(std::uint64_t view);
  [[nodiscard]] static Vote vote(const Subject& subject, ValidatorIndex signer);
  [[nodiscard]] Certificate certificate(const Subject& subject) const;  // signed by all others
  [[nodiscard]] ProposalReceived proposal(const BlockInfo& block, std::uint64_t parent_view,
                                          std::vector<Certificate> why = {}) const;

  // Whole scenes
  void propose(const BlockInfo& block, std::uint64_t parent_view,
               std::vector<Certificate> why = {});                   // and the executor accepts
  void notarize(const BlockInfo& block, std::uint64_t parent_view);  // a certificate arrives
  void finalize(const BlockInfo& block, std::uint64_t parent_view);
  void nullify_view(std::uint64_t view);

  // What the engine did since the last forget()
  template <class T>
  [[nodiscard]] std::vector<T> did() const {
    std::vector<T> out;
    for (const auto& action : done) {
      if (const auto* a = std::get_if<T>(&action)) out.push_back(*a);
    }
    return out;
  }
  template <class M>
  [[nodiscard]] std::vector<M> said() const {  // broadcast or sent
    std::vector<M> out;
    for (const auto& action : done) {
      const auto* broadcast = std::get_if<Broadcast>(&action);
      const auto* send = std::get_if<Send>(&action);
      const Outgoing* message = broadcast != nullptr ? &broadcast->message : send != nullptr ? &send->message : nullptr;
      if (message != nullptr && std::holds_alternative<M>(*message)) out.push_back(std::get<M>(*message));
    }
    return out;
  }
  [[nodiscard]] bool voted(VoteKind kind, std::uint64_t view) const;  // a vote of our own left
  [[nodiscard]] bool told(VoteKind kind, std::uint64_t view) const;   // a certificate left
  [[nodiscard]] bool asked_to_validate(const BlockInfo& block) const;
  [[nodiscard]] std::optional<SteadyTime> timer(TimerKind kind) const;
  [[nodiscard]] bool halted() const { return engine->status().halted; }
  [[nodiscard]] std::uint64_t cur() const { return engine->status().cur.value; }
  void forget() { done.clear(); }

  Config config;
  LeaderSchedule schedule;
  Now now{SteadyTime(10'000), chain::Timestamp(1'000'000)};
  LastFinal last_final{genesis(), View(0), std::nullopt};
  std::vector<JournalRecord> journal;
  bool may_sign = true;
  std::uint64_t nonce = 7;
  View journal_floor;
  bool hold_writes = false;
  std::vector<Ticket> held_writes;
  std::vector<Action> done;
  std::optional<Engine> engine;

 private:
  void absorb(std::vector<Action> actions);
  std::map<TimerKind, SteadyTime> timers_;
};

}  // namespace xh::consensus::test
