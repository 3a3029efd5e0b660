#include "tests/unit/node/core_recovery_fixture.h"

namespace xh::node::test {
namespace {

// A store that others may hold too.
class SharedStore final : public chain::StateStore {
 public:
  explicit SharedStore(std::shared_ptr<chain::MemoryStateStore> rows) : rows_(std::move(rows)) {}
  chain::Result<std::optional<chain::Bytes>> get(chain::BytesView key) const override { return rows_->get(key); }
  chain::Status write(const chain::StoreBatch& batch) override { return rows_->write(batch); }
  chain::Status for_each(chain::BytesView prefix, const Visit& visit) const override {
    return rows_->for_each(prefix, visit);
  }
  std::shared_ptr<const chain::StateReader> reader() const override { return rows_->reader(); }

 private:
  std::shared_ptr<chain::MemoryStateStore> rows_;
};

constexpr int kDriveRounds = 4'000;

}  // namespace

void StillHost::finish_work() {
  while (!pending.empty()) {
    auto done = std::move(pending.front());
    pending.pop_front();
    done();
  }
}

chain::Result<std::unique_ptr<chain::StateStore>> MemoryStateHome::open(chain::StoreTrouble& why) {
  why = trouble;
  if (trouble != chain::StoreTrouble::kNone) return chain::local_fault("injected: the state cannot be opened");
  return std::make_unique<SharedStore>(state);
}

chain::Result<std::string> MemoryStateHome::set_aside() {
  ++aside;
  suspect = false;
  trouble = chain::StoreTrouble::kNone;
  state.reset();
  return "state.damaged-" + std::to_string(aside);
}

chain::Status MemoryStateHome::discard() {
  state.reset();
  return {};
}

chain::Result<std::unique_ptr<chain::StateStore>> MemoryStateHome::begin_rebuild() {
  rebuild = std::make_shared<chain::MemoryStateStore>();
  return std::make_unique<SharedStore>(rebuild);
}

chain::Status MemoryStateHome::finish_rebuild(std::unique_ptr<chain::StateStore>) {
  BOOST_REQUIRE(state == nullptr);
  state = std::move(rebuild);
  return {};
}

void Server::grow(std::uint64_t blocks, p2p::Transport& network) {
  if (!service) {
    service = std::make_unique<SnapshotService>(host, network, *core.ledger, core.store, core.disk,
                                                SnapshotService::Paths{kSnapshotsDir, kBaseDir});
  }
  for (std::uint64_t i = 0; i < blocks; ++i) {
    const auto next = core.ledger->height().value + 1;
    core.commit({sample_tx(core.consortium, next)}, next % 3 != 0);
    service->on_final();
    host.finish_work();
  }
}

FinalBlocksAnswer Server::blocks(const FinalBlocksRequest& request) const {
  FinalBlocksAnswer out{request.from, {}};
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(request.count, kMaxFinalBlocksPerAnswer); ++i) {
    auto stored = core.ledger->read(chain::Height{request.from.value + i});
    if (!stored) break;
    out.blocks.push_back({std::move(stored->block), std::move(stored->finalization)});
  }
  return out;
}

p2p::PeerState ServerNetwork::peer_state(p2p::PeerId peer) const {
  p2p::PeerState out;
  out.up = peer.value < servers.size() && !down.contains(peer) && !penalized.contains(peer);
  return out;
}

bool ServerNetwork::send(p2p::PeerId peer, p2p::Lane, p2p::SharedBytes payload) {
  if (from_server) {
    to_node.emplace_back(answering, *payload);
    return true;
  }
  if (!peer_state(peer).up) return false;
  auto& server = *servers[peer.value];
  from_server = true;
  answering = peer;
  const chain::BytesView frame = *payload;
  const bool taken = server.service && server.service->on_frame(peer, frame);
  if (!taken && frame[0] == static_cast<std::uint8_t>(MessageType::kFinalBlocksRequest)) {
    const auto request = chain::decode<FinalBlocksRequest>(frame.subspan(1));
    BOOST_REQUIRE(request.has_value());
    to_node.emplace_back(peer, frame_of(server.blocks(*request)));
  }
  from_server = false;
  if (tamper && !to_node.empty() && to_node.back().first == peer) tamper(peer, to_node.back().second);
  if (!to_node.empty() && to_node.back().second.empty()) to_node.pop_back();
  return true;
}

void ServerNetwork::penalize(p2p::PeerId peer, std::uint32_t, std::string_view reason) {
  penalized.emplace(peer, reason);
}

LedgerRecovery Patient::recovery() {
  return LedgerRecovery(consortium.genesis(), disk, {kBlocksDir, kBaseDir}, home,
                        {[](const std::string&) {}, [this](const std::string& text) { warnings.push_back(text); }});
}

void Patient::drive(BootTask& task, StillHost& host, ServerNetwork& network) {
  task.step();
  for (int round = 0; round < kDriveRounds && !task.finished(); ++round) {
    if (!network.to_node.empty()) {
      auto [peer, frame] = std::move(network.to_node.front());
      network.to_node.pop_front();
      task.on_frame(peer, frame);
      continue;
    }
    if (!host.wake) return;
    const auto before = host.steady;
    host.steady = std::max(host.steady, *host.wake);
    for (auto& server : network.servers) server->host.steady.value += host.steady.value - before.value;
    host.wake.reset();
    task.step();
  }
}

std::string Patient::start(ServerNetwork& network, std::uint64_t lag) {
  network.to_node.clear();
  auto recovery = this->recovery();
  if (auto ok = recovery.prepare(); !ok) return ok.error().message;
  if (recovery.wanted()) {
    auto log = recovery.open_log();
    if (!log) return log.error().message;
    RepairTask task(host, network, recovery.context(), *recovery.wanted(), **log);
    drive(task, host, network);
    if (!task.finished()) return "the repair waits for ever";
    if (!task.status()) return task.status().error().message;
  } else if (recovery.fresh()) {
    JoinTask task(host, network, recovery.context(), {disk, kBaseDir, recovery.context().tag}, lag);
    drive(task, host, network);
    if (!task.finished()) return "joining waits for ever";
    if (!task.status()) return task.status().error().message;
  }
  auto out = recovery.open();
  if (!out) return out.error().message;
  opened = std::move(*out);
  return {};
}

void Patient::power_loss() {
  stop();
  disk.crash();
  if (home.state) home.state->restart();
}

std::string Patient::first_segment() const {
  const auto names = chain::BlockLog::segments(disk, kBlocksDir);
  BOOST_REQUIRE(names.has_value() && !names->empty());
  return std::string(kBlocksDir) + "/" + names->front();
}

}  // namespace xh::node::test
