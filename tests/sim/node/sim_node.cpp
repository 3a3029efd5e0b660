#include "tests/sim/node/sim_node.h"

#include <algorithm>
#include <cstdio>

namespace xh::sim {
namespace {

constexpr std::int64_t kMaxOffsetMs = 200;
constexpr std::size_t kMaxWaiting = 100'000;  // what a paused process finds in its sockets

}  // namespace

SimNode::SimNode(NodeWorld world, std::size_t slot, std::size_t validator, bool honest, std::uint64_t seed)
    : world_(world),
      slot_(slot),
      validator_(validator),
      honest_(honest),
      chance_(seed),
      transport_(&world.network.endpoint(slot)),
      offset_ms_(chance_.between(-kMaxOffsetMs, kMaxOffsetMs)),
      watched_(disk_, world.consortium.context().tag,
               {[this](const chain::Vote& vote) {
                  if (honest_) world_.oracle.vote_durable(slot_, vote);
                },
                [this](const chain::Certificate& certificate) {
                  if (honest_) world_.oracle.certificate_durable(slot_, certificate);
                },
                [this](const chain::BlockId& block) {
                  if (honest_) world_.oracle.block_durable(slot_, block);
                },
                [this](const std::string& problem) { broken(problem); }}),
      directory_(world.consortium, validator),
      journals_(watched_, "data", world.consortium.context().tag,
                world.consortium.validator_key(validator).public_key()) {}

std::optional<p2p::PeerId> FixedDirectory::find(const chain::NodeKey& key) const {
  for (std::size_t i = 0; i < consortium_.validators(); ++i) {
    if (consortium_.validator(i).node_key == key && i != self_) return p2p::PeerId{static_cast<std::uint32_t>(i)};
  }
  return std::nullopt;
}

SimNode::~SimNode() = default;

void SimNode::broken(const std::string& what) {
  if (honest_) world_.oracle.violation("node " + std::to_string(slot_) + ": " + what);
}

void SimNode::start() {
  if (alive()) return;
  ++life_;
  disk_free_ms_ = world_.scheduler.now_ms();
  watched_.restarted();
  recovery_ = std::make_unique<node::LedgerRecovery>(
      world_.consortium.genesis(), watched_, node::RecoveryPaths{"data/blocks", "data/base"}, home_, recovery_log());
  if (auto ok = watched_.create_dirs("data/blocks"); !ok) return not_opened(ok.error().message);
  if (auto ok = recovery_->prepare(); !ok) return not_opened("the files cannot be used: " + ok.error().message);
  if (recovery_->wanted()) return begin_repair();
  open_and_run();
}

void SimNode::open_and_run() {
  if (!open_ledger() || !prepare_journal()) return;
  node::ReplicaConfig config;
  config.validator_key = &world_.consortium.validator_key(validator_);
  config.journals = &journals_;
  snapshots_ = std::make_unique<node::SnapshotService>(*this, *transport_, ledger(), *opened_.state, watched_,
                                                       node::SnapshotService::Paths{"data/snapshots", "data/base"});
  replica_ = std::make_unique<node::Replica>(*this, *transport_, directory_, ledger(), config);
  replica_->on_final([this](const node::FinalNotice& notice) {
    calendar_items_ += notice.executed->calendar_count;
    if (honest_) {
      std::vector<chain::TxId> ids;
      for (const auto& tx : notice.executed->included) ids.push_back(tx->id);
      world_.oracle.block_final(slot_, notice.header, notice.id, ids);
    }
    snapshots_->on_final();
  });
  if (auto ok = replica_->start(); !ok) {
    replica_.reset();
    return not_opened("does not start: " + ok.error().message);
  }
  world_.network.attach(slot_, *this);
}

void SimNode::crash() {
  paused_ = false;
  waiting_.clear();
  ++life_;
  world_.network.detach(slot_);
  replica_.reset();
  snapshots_.reset();
  repair_.reset();
  repaired_log_.reset();
  recovery_.reset();
  opened_ = {};
  constexpr chain::UnsyncedBytes kLosses[] = {chain::UnsyncedBytes::kLost, chain::UnsyncedBytes::kZeroed,
                                              chain::UnsyncedBytes::kHalfKept, chain::UnsyncedBytes::kOddSectors,
                                              chain::UnsyncedBytes::kKept};
  const auto loss = kLosses[chance_.below(std::size(kLosses))];
  disk_.crash({loss, chance_.percent(50)});
  disk_.set_capacity(UINT64_MAX);
  if (home_.store() != nullptr) home_.store()->restart();
  doomed_ = false;
}

void SimNode::pause() {
  paused_ = running();
}

void SimNode::resume() {
  if (!paused_) return;
  paused_ = false;
  for (const auto& what : std::exchange(waiting_, {})) {
    if (!running()) return;  // stopped itself meanwhile
    what();
    if (running()) observe();
  }
}

void SimNode::fail_disk_after(std::uint64_t operations) {
  doomed_ = true;
  disk_.stop_after(operations);
}

void SimNode::fail_one_operation_after(std::uint64_t operations) {
  doomed_ = true;
  disk_.fail_once_after(operations);
}

void SimNode::fail_store_after(std::uint64_t writes) {
  if (home_.store() == nullptr) return;
  doomed_ = true;
  home_.store()->stop_after(writes);
}

void SimNode::fill_disk(std::uint64_t spare_bytes) {
  doomed_ = true;
  std::uint64_t used = 0;
  for (const auto* dir : {"data", "data/blocks"}) {
    const auto names = disk_.list(dir);
    if (!names) continue;
    for (const auto& name : *names) {
      const auto file = disk_.open_read(chain::join_path(dir, name));
      if (file) used += (*file)->size().value_or(0);
    }
  }
  disk_.set_capacity(used + spare_bytes);
}

consensus::Now SimNode::now() const {
  const auto ms = world_.scheduler.now_ms();
  const auto drift = ms * drift_ppm_ / 1'000'000;
  return {consensus::SteadyTime{ms},
          chain::Timestamp{kClockStartMs + ms + world_.clock_jump_ms + offset_ms_ + skew_ms_ + drift}};
}

void SimNode::act(std::function<void()> what) {
  if (paused_) {
    if (waiting_.size() < kMaxWaiting) waiting_.push_back(std::move(what));
    return;
  }
  what();
  if (running()) observe();
}

// After everything it does: what must not fall.
void SimNode::observe() {
  epoch_ = replica_->epoch().number();
  if (!honest_) return;
  world_.oracle.epoch_begins(replica_->epoch().set);
  world_.oracle.status(slot_, life_, replica_->epoch().number(), replica_->consensus_status());
}

void SimNode::in_this_life(std::int64_t after_ms, std::function<void()> what) {
  world_.scheduler.after(after_ms, [this, life = life_, what = std::move(what)] {
    if (life == life_ && alive()) act(what);
  });
}

void SimNode::wake_at(consensus::SteadyTime at) {
  const auto wake = ++wake_;
  in_this_life(std::max<std::int64_t>(0, at.value - world_.scheduler.now_ms()), [this, wake] {
    if (wake != wake_) return;
    if (repair_) return continue_repair([this] { repair_->step(); });
    replica_->on_wake();
  });
}

void SimNode::run(node::WorkLane lane, std::function<void()> work, std::function<void()> done) {
  const auto now_ms = world_.scheduler.now_ms();
  std::int64_t ready_ms = now_ms + chance_.between(0, 3);
  if (lane == node::WorkLane::kDisk) {
    ready_ms += disk_ms_ > 0 ? chance_.between(0, disk_ms_) : 0;
    ready_ms = disk_free_ms_ = std::max(disk_free_ms_, ready_ms);
  }
  in_this_life(ready_ms - now_ms, [this, work = std::move(work), done = std::move(done)] {
    work();
    in_this_life(0, done);
  });
}

void SimNode::log(node::LogLevel level, const std::string& message) {
  if (!world_.verbose || level == node::LogLevel::kDebug) return;
  std::printf("%8lld node %zu: %s\n", static_cast<long long>(world_.scheduler.now_ms()), slot_, message.c_str());
}

std::string SimNode::export_proof(const std::string& name, const std::string& text) {
  log(node::LogLevel::kError, name + ": " + text);
  return name;
}

void SimNode::fatal(const std::string& reason) {
  ++stops_;
  if (!doomed_) broken("stopped: " + reason);
  log(node::LogLevel::kError, "stops: " + reason);
  world_.scheduler.after(0, [this, life = life_] {  // also when it is paused meanwhile
    if (life == life_ && alive()) crash();
  });
}

void SimNode::on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes payload) {
  if (hearing_) payload = hearing_(peer, lane, std::move(payload));
  if (repair_) return continue_repair([&] { repair_->on_frame(peer, payload); });
  if (paused_) {
    return act([this, peer, lane, payload = std::move(payload)] {
      if (!snapshots_->on_frame(peer, payload)) replica_->on_frame(peer, lane, payload);
    });
  }
  if (snapshots_->on_frame(peer, payload)) return;
  replica_->on_frame(peer, lane, std::move(payload));
  if (running()) observe();
}
void SimNode::on_peer_up(p2p::PeerId peer) {
  if (repair_) return continue_repair([&] { repair_->on_peer_up(peer); });
  act([this, peer] { replica_->on_peer_up(peer); });
}
void SimNode::on_peer_down(p2p::PeerId peer) {
  if (repair_) return;
  act([this, peer] { replica_->on_peer_down(peer); });
}

}  // namespace xh::sim
