// Links between simulated nodes under p2p::Transport's contract, made worse: frames are lost, doubled, delayed and
// overtake each other even inside a session; a way clogs, slows down or swallows everything in one direction; sessions
// break, and everything under way on them is gone. Frames to a peer that is down are refused and queues are bounded, as
// in production.
//
// A slot is a running instance; slots below the number of peers are the peers' own. A slot above is a twin: another
// instance under the same peer number. Whoever talks to that peer has a session with one of the two (route()).
// One thread.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "p2p/transport.h"
#include "tests/sim/engine/prng.h"
#include "tests/sim/node/scheduler.h"

namespace xh::sim {

inline constexpr std::size_t kQueueBytesMax = 4U << 20;  // of each lane of a clogged way
inline constexpr std::int64_t kQueueDelayMaxMs = 4'000;  // of a slow way: what would wait longer finds the queue full
inline constexpr std::int64_t kBanMs = 60'000;           // as p2p::MeshTimings::ban_ms

struct Weather {
  std::uint64_t loss_percent = 0;
  std::uint64_t duplicate_percent = 0;
  std::int64_t delay_ms_min = 1;
  std::int64_t delay_ms_max = 8;
  bool reorders = false;
};

class Network {
 public:
  // Sees every frame at its sender, once for a broadcast; `to` is the sender itself for a broadcast.
  using SendWatcher = std::function<void(std::size_t from, std::size_t to, p2p::Lane lane, const chain::Bytes& frame)>;
  using PenaltyWatcher =
      std::function<void(std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why)>;

  Network(Scheduler& scheduler, Prng& chance, std::size_t peers, std::size_t slots);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  [[nodiscard]] p2p::Transport& endpoint(std::size_t slot);
  [[nodiscard]] std::size_t peers() const { return peers_; }
  void attach(std::size_t slot, p2p::FrameHandler& handler);  // the instance's process runs
  void detach(std::size_t slot);                              // it is gone
  void set_twin(std::size_t slot, std::size_t peer) { peer_of_[slot] = peer; }
  void route(std::size_t slot, std::size_t peer, std::size_t instance);  // whom `slot` has its session with `peer` with

  void set_weather(const Weather& weather) { weather_ = weather; }
  void cut(std::size_t a, std::size_t b);          // the session ends
  void swallow(std::size_t from, std::size_t to);  // one way; the session stays
  void clog(std::size_t from, std::size_t to);     // everything waits ...
  void unclog(std::size_t from, std::size_t to);   // ... and comes at once
  void slow_down(std::size_t from, std::size_t to, std::int64_t ms_per_frame);
  void break_session(std::size_t a, std::size_t b);  // down and up again at once
  void enforce_bans(bool on) { bans_ = on; }
  void mend_all();

  void on_send(SendWatcher watcher) { watcher_ = std::move(watcher); }
  void on_penalty(PenaltyWatcher watcher) { penalty_watcher_ = std::move(watcher); }
  [[nodiscard]] std::uint64_t frames_sent() const { return frames_sent_; }

 private:
  class Endpoint;
  struct Frame {
    p2p::Lane lane = p2p::Lane::kVotes;
    p2p::SharedBytes bytes;
  };
  struct Link {
    bool cut = false;
    bool up = false;
    std::int64_t banned_until_ms = 0;
    std::uint64_t session = 0;
  };
  struct Way {
    bool swallows = false;
    bool clogged = false;
    std::int64_t ms_per_frame = 0;
    std::int64_t busy_until_ms = 0;
    std::int64_t last_ms = 0;
    std::deque<Frame> held;
    std::array<std::size_t, p2p::kLaneCount> held_bytes{};
  };
  [[nodiscard]] Link& link(std::size_t a, std::size_t b) { return links_[a < b ? a * slots_ + b : b * slots_ + a]; }
  [[nodiscard]] Way& way(std::size_t from, std::size_t to) { return ways_[from * slots_ + to]; }
  [[nodiscard]] std::size_t& instance(std::size_t slot, std::size_t peer) { return routes_[slot * peers_ + peer]; }
  [[nodiscard]] bool routed(std::size_t a, std::size_t b);
  void update(std::size_t a, std::size_t b);
  void update_all(std::size_t slot);
  void tell(std::size_t slot, std::size_t other, bool up, std::uint64_t session);
  bool send(std::size_t from, std::size_t to, const Frame& frame);
  bool hold(Way& way, const Frame& frame);
  void travel(std::size_t from, std::size_t to, const Frame& frame);
  void deliver_at(std::int64_t when_ms, std::size_t from, std::size_t to, const Frame& frame);
  void penalized(std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why);

  Scheduler& scheduler_;
  Prng& chance_;
  std::size_t peers_;
  std::size_t slots_;
  bool bans_ = true;
  Weather weather_;
  std::vector<std::size_t> peer_of_;  // by slot
  std::vector<std::size_t> routes_;
  std::vector<Link> links_;
  std::vector<Way> ways_;
  std::vector<p2p::FrameHandler*> handlers_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::uint64_t frames_sent_ = 0;
  SendWatcher watcher_;
  PenaltyWatcher penalty_watcher_;
};

}  // namespace xh::sim
