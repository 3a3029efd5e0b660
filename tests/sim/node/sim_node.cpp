#include "tests/sim/node/sim_node.h"

#include <algorithm>
#include <cstdio>

namespace xh::sim {
namespace {

constexpr const char* kBlocks = "data/blocks";
constexpr const char* kJournal = "data/journal";
constexpr std::int64_t kMaxSkewMs = 200;

}  // namespace

SimNode::SimNode(World world, std::size_t index, std::uint64_t seed)
    : world_(world), index_(index), chance_(seed), skew_ms_(chance_.between(-kMaxSkewMs, kMaxSkewMs)) {}

SimNode::~SimNode() = default;

void SimNode::broken(const std::string& what) {
  world_.oracle.violation("node " + std::to_string(index_) + ": " + what);
}

void SimNode::start() {
  if (running()) return;
  ++life_;
  disk_free_ms_ = world_.scheduler.now_ms();
  if (!open_ledger()) return;
  auto journal = open_journal();
  if (!journal) return;
  node::ReplicaConfig config;
  config.self = chain::ValidatorIndex{static_cast<std::uint32_t>(index_)};
  config.validator_key = &world_.consortium.validator_key(index_);
  config.start_nonce = random();
  replica_ =
      std::make_unique<node::Replica>(*this, world_.network.endpoint(index_), *ledger_, std::move(*journal), config);
  replica_->on_final([this](const node::FinalNotice& notice) {
    std::vector<chain::TxId> ids;
    for (const auto& tx : notice.executed->included) ids.push_back(tx->id);
    world_.oracle.block_final(index_, notice.header, notice.id, ids);
  });
  if (auto ok = replica_->start(); !ok) return broken("does not start: " + ok.error().message);
  world_.network.attach(index_, *this);
}

bool SimNode::open_ledger() {
  if (auto ok = disk_.create_dirs(kBlocks); !ok) broken(ok.error().message);
  const auto logged = chain::BlockLog::exists(disk_, kBlocks);
  const auto progress = [this](const std::string& text) { log(node::LogLevel::kInfo, text); };
  auto opened = node::Ledger::open(world_.consortium.genesis(), {disk_, kBlocks, store_}, !*logged, progress);
  if (!opened) {
    broken("the ledger does not open: " + opened.error().message);
    return false;
  }
  ledger_ = std::move(*opened);
  world_.oracle.restarted(index_, ledger_->height());
  tell_oracle_of_replayed_blocks();
  return true;
}

// Blocks that were logged when the power went, but not announced yet, are final all the same.
void SimNode::tell_oracle_of_replayed_blocks() {
  for (auto h = world_.oracle.height_of(index_) + 1; h <= ledger_->height().value; ++h) {
    const auto stored = ledger_->read(chain::Height{h});
    if (!stored) return broken("a block of the log cannot be read: " + stored.error().message);
    const auto bodies = ledger_->parse_bodies(stored->block.transactions);
    if (!bodies) return broken("a block of the log has a malformed transaction: " + bodies.error().message);
    std::vector<chain::TxId> ids;
    for (const auto& tx : *bodies) ids.push_back(tx->id);
    world_.oracle.block_final(index_, stored->header, stored->id, ids);
  }
}

std::optional<node::Replica::JournalStart> SimNode::open_journal() {
  const auto key = world_.consortium.validator_key(index_).public_key();
  const chain::JournalIdentity identity{world_.consortium.context().tag, key, chain::Epoch{0}};
  node::Replica::JournalStart out;
  if (!initialised_) {
    auto created = chain::Journal::create(disk_, kJournal, identity);
    if (!created) {
      broken("no journal: " + created.error().message);
      return std::nullopt;
    }
    out.journal = std::move(*created);
    initialised_ = true;
    return out;
  }
  auto opened = chain::Journal::open(disk_, kJournal, identity);
  if (!opened || opened->state != chain::JournalState::kIntact) {
    broken("a power loss spoiled the journal: " + (opened ? opened->message : opened.error().message));
    return std::nullopt;
  }
  out.journal = std::move(opened->journal);
  out.records = std::move(opened->records);
  return out;
}

void SimNode::crash() {
  if (!running()) return;
  ++life_;
  world_.network.detach(index_);
  replica_.reset();
  ledger_.reset();
  constexpr chain::UnsyncedBytes kLosses[] = {chain::UnsyncedBytes::kLost, chain::UnsyncedBytes::kZeroed,
                                              chain::UnsyncedBytes::kHalfKept, chain::UnsyncedBytes::kOddSectors,
                                              chain::UnsyncedBytes::kKept};
  disk_.crash({kLosses[chance_.below(std::size(kLosses))], chance_.percent(50)});
  store_.restart();
  doomed_ = false;
}

void SimNode::doom_disk() {
  doomed_ = true;
  disk_.stop_after(chance_.below(12));
}

void SimNode::doom_store() {
  doomed_ = true;
  store_.stop_after(chance_.below(3));
}

consensus::Now SimNode::now() const {
  const auto ms = world_.scheduler.now_ms();
  return {consensus::SteadyTime{ms}, chain::Timestamp{kStartMs + 1'000 + ms + skew_ms_}};
}

void SimNode::in_this_life(std::int64_t after_ms, std::function<void()> what) {
  world_.scheduler.after(after_ms, [this, life = life_, what = std::move(what)] {
    if (life == life_ && running()) what();
  });
}

void SimNode::wake_at(consensus::SteadyTime at) {
  const auto wake = ++wake_;
  in_this_life(std::max<std::int64_t>(0, at.value - world_.scheduler.now_ms()), [this, wake] {
    if (wake == wake_) replica_->on_wake();
  });
}

void SimNode::run(node::WorkLane lane, std::function<void()> work, std::function<void()> done) {
  const auto now_ms = world_.scheduler.now_ms();
  std::int64_t ready_ms = now_ms + chance_.between(0, 3);
  if (lane == node::WorkLane::kDisk) ready_ms = disk_free_ms_ = std::max(disk_free_ms_, ready_ms);
  in_this_life(ready_ms - now_ms, [this, work = std::move(work), done = std::move(done)] {
    work();
    in_this_life(0, done);
  });
}

void SimNode::log(node::LogLevel level, const std::string& message) {
  if (!world_.verbose || level == node::LogLevel::kDebug) return;
  std::printf("%8lld node %zu: %s\n", static_cast<long long>(world_.scheduler.now_ms()), index_, message.c_str());
}

void SimNode::fatal(const std::string& reason) {
  if (!doomed_) broken("stopped: " + reason);
  log(node::LogLevel::kError, "stops: " + reason);
  in_this_life(0, [this] { crash(); });
}

void SimNode::on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes payload) {
  replica_->on_frame(consensus::PeerId{peer.value}, lane, std::move(payload));
}
void SimNode::on_peer_up(p2p::PeerId peer) {
  replica_->on_peer_up(consensus::PeerId{peer.value});
}
void SimNode::on_peer_down(p2p::PeerId peer) {
  replica_->on_peer_down(consensus::PeerId{peer.value});
}

}  // namespace xh::sim
