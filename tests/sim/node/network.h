// Links between simulated nodes under p2p::Transport's contract, made worse: frames are lost, delayed and overtake each
// other even inside a session; sessions break, and everything under way on them is gone. One thread. Frames to a peer
// that is down are refused, as production does.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "p2p/transport.h"
#include "tests/sim/engine/prng.h"
#include "tests/sim/node/scheduler.h"

namespace xh::sim {

struct Weather {
  std::uint64_t loss_percent = 0;
  std::int64_t delay_ms_max = 10;
};

class Network {
 public:
  Network(Scheduler& scheduler, Prng& chance, std::size_t nodes);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  [[nodiscard]] p2p::Transport& endpoint(std::size_t node);
  void attach(std::size_t node, p2p::FrameHandler& handler);  // the node's process runs
  void detach(std::size_t node);                              // it is gone
  void set_weather(const Weather& weather) { weather_ = weather; }
  void cut(std::size_t a, std::size_t b);
  void mend_all();

  // Sees every frame on its way out.
  void on_send(std::function<void(std::size_t from, const chain::Bytes& frame)> watcher) {
    watcher_ = std::move(watcher);
  }
  // Told of every penalty; all nodes are honest here.
  void on_penalty(
      std::function<void(std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why)> watcher) {
    penalty_watcher_ = std::move(watcher);
  }

 private:
  class Endpoint;
  struct Link {
    bool cut = false;
    bool up = false;
    std::uint64_t session = 0;
  };
  [[nodiscard]] Link& link(std::size_t a, std::size_t b) { return links_[a < b ? a * nodes_ + b : b * nodes_ + a]; }
  void update(std::size_t a, std::size_t b);
  void tell(std::size_t node, std::size_t peer, bool up, std::uint64_t session);
  bool send(std::size_t from, std::size_t to, const p2p::SharedBytes& payload, p2p::Lane lane);

  Scheduler& scheduler_;
  Prng& chance_;
  std::size_t nodes_;
  Weather weather_;
  std::vector<Link> links_;
  std::vector<p2p::FrameHandler*> handlers_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::function<void(std::size_t, const chain::Bytes&)> watcher_;
  std::function<void(std::size_t, std::size_t, std::uint32_t, std::string_view)> penalty_watcher_;
};

}  // namespace xh::sim
