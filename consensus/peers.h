// What is remembered of each peer: when it was last heard (R4: a silent leader) and when it was last answered (R8, R10:
// rate limits). Limits: kMaxPeers entries; in each interval a peer gets at most one answer unasked for, one to its
// restart question and kMaxRepliesPerInterval replies to requests. Confined to the engine's thread.
#pragma once

#include <map>

#include "consensus/config.h"
#include "consensus/types.h"

namespace xh::consensus {

inline constexpr std::uint32_t kMaxRepliesPerInterval = 32;

class Peers {
 public:
  explicit Peers(const Config& config);

  // A validator (ourselves too, at each view entered) was heard while we were in `cur`.
  void heard(PeerId peer, chain::View cur);
  // Everyone counts as heard (after a start or a jump, when silence says nothing).
  void forgive(chain::View cur);
  // Unheard for the configured number of views, while a quorum (ourselves included) was heard.
  [[nodiscard]] bool is_silent(chain::ValidatorIndex validator, chain::View cur) const;
  [[nodiscard]] std::uint64_t silent_views() const { return silent_views_; }

  // One unasked-for answer a peer and interval; true when it may be given now (and it counts as given).
  [[nodiscard]] bool may_answer(PeerId peer, SteadyTime now);
  // The same for replies to requests, several an interval.
  [[nodiscard]] bool may_reply(PeerId peer, SteadyTime now);
  // Answers to a restart question are large and there is one question a start: few of them.
  [[nodiscard]] bool may_answer_restart(PeerId peer, SteadyTime now);

 private:
  struct Budget {
    SteadyTime since;
    std::uint32_t used = 0;
  };
  [[nodiscard]] bool spend(std::map<PeerId, Budget>& budgets, PeerId peer, SteadyTime now, std::uint32_t limit) const;

  std::size_t validators_;
  std::size_t quorum_;
  std::uint64_t silent_views_;
  Duration interval_;
  std::map<PeerId, chain::View> heard_in_;
  std::map<PeerId, Budget> answers_;
  std::map<PeerId, Budget> replies_;
  std::map<PeerId, Budget> restarts_;
};

}  // namespace xh::consensus
