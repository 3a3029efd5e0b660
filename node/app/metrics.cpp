#include "node/app/metrics.h"

#include <prometheus/text_serializer.h>

namespace xh::node {

Metrics::Metrics() : registry_(std::make_shared<prometheus::Registry>()) {}

void Metrics::set(const std::string& name, const std::string& help, double value) {
  auto& gauge = gauges_[name];
  if (gauge == nullptr) gauge = &prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add({});
  gauge->Set(value);
}

void Metrics::update(const Replica& replica, Ledger& ledger, const p2p::MeshCounters& network) {
  const auto status = replica.consensus_status();
  const auto& counters = replica.counters();
  const auto number = [](auto v) { return static_cast<double>(v); };
  set("xinghuo_consensus_height", "Height of the last final block", number(ledger.height().value));
  set("xinghuo_consensus_view", "Current view", number(status.cur.value));
  set("xinghuo_consensus_parked", "1 while there is nothing to do", status.parked ? 1 : 0);
  set("xinghuo_consensus_may_sign", "1 while this node may vote", status.may_sign ? 1 : 0);
  set("xinghuo_consensus_latest_block_time_ms", "Time of the last final block", number(ledger.tip().block.timestamp.value));
  set("xinghuo_consensus_validators", "Validators of the epoch", number(replica.epoch().set.size()));
  set("xinghuo_consensus_epoch", "Epoch: how often the validator set was changed or renewed", number(replica.epoch().number().value));
  set("xinghuo_consensus_validator", "1 while this node is a validator of the epoch", replica.epoch().self ? 1 : 0);
  set("xinghuo_consensus_suspended", "Validators of the epoch that lead no more", number(replica.suspended_leaders()));
  set("xinghuo_consensus_evidence", "Evidence of misbehaviour seen since start", number(counters.evidence));
  set("xinghuo_blocks_committed_total", "Blocks made final since start", number(counters.blocks_committed));
  set("xinghuo_blocks_proposed_total", "Blocks proposed since start", number(counters.blocks_proposed));
  set("xinghuo_transactions_committed_total", "Transactions made final since start", number(counters.transactions_committed));
  set("xinghuo_mempool_size", "Pending transactions", number(replica.mempool().size()));
  set("xinghuo_mempool_bytes", "Bytes of pending transactions", number(replica.mempool().bytes()));
  set("xinghuo_signatures_verified_total", "Signatures verified since start", number(counters.signatures_verified));
  set("xinghuo_signatures_bad_total", "Transactions refused before the mempool for form or signature", number(counters.signatures_bad));
  set("xinghuo_bodies_requested_total", "Requests for missing transactions of blocks", number(counters.bodies_requested));
  set("xinghuo_state_records", "Records in the state", number(ledger.state().record_count()));
  set("xinghuo_p2p_peers", "Peers connected", number(network.peers_up));
  set("xinghuo_p2p_bytes_in_total", "Bytes read from peers", number(network.tls_bytes_in));
  set("xinghuo_p2p_bytes_out_total", "Bytes written to peers", number(network.tls_bytes_out));
  set("xinghuo_p2p_reconnects_total", "Sessions opened anew with a peer", number(network.reconnects));
  set("xinghuo_p2p_bans_total", "Peers kept out for misbehaviour", number(network.bans));
}

std::string Metrics::text() const { return prometheus::TextSerializer{}.Serialize(registry_->Collect()); }

}  // namespace xh::node
