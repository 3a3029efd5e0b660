// The node's metrics in Prometheus text; meanings follow CometBFT's where it has them. update() on the core thread, text() from any.
#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string>

#include "node/core/replica.h"
#include "p2p/mesh.h"

namespace xh::node {

class Metrics {
 public:
  Metrics();
  // Copies counters and gauges; called once a second and after each block. Core thread.
  void update(const Replica& replica, Ledger& ledger, const p2p::MeshCounters& network);
  [[nodiscard]] std::string text() const;

 private:
  void set(const std::string& name, const std::string& help, double value);

  std::shared_ptr<prometheus::Registry> registry_;
  std::map<std::string, prometheus::Gauge*> gauges_;
};

}  // namespace xh::node
