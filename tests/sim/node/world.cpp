#include "tests/sim/node/world.h"

#include <algorithm>

#include "chain/light/fact.h"
#include "tests/sim/node/signature_memo.h"

namespace xh::sim {
namespace {

constexpr std::int64_t kLiarStepMs = 100;
constexpr std::int64_t kTwinStepMs = 2'500;

FaultPlan plan_of(const WorldOptions& options, Prng& chance) {
  if (options.plan) return *options.plan;
  return draw_plan(chance, options.nodes);
}

bool has_twin(const FaultPlan& plan) {
  return std::ranges::find(plan.habits, Fault::kTwin) != plan.habits.end();
}

}  // namespace

World::World(const WorldOptions& options)
    : options_(options),
      chance_(options.seed),
      plan_(plan_of(options, chance_)),
      consortium_(options.nodes, plan_.spares),
      oracle_(consortium_.context().tag),
      twins_(has_twin(plan_) ? plan_.liars : std::vector<std::size_t>{}),
      network_(scheduler_, chance_, peers(), peers() + twins_.size()) {
  forget_signatures();
  for (const auto liar : plan_.liars) oracle_.add_liar(consortium_.validator_key(liar).public_key());
  oracle_.epoch_begins(consortium_.context().validators);
  network_.enforce_bans(plan_.bans);
  make_nodes();
  const bool clocks_lie = plan_.of(Fault::kSkew) + plan_.of(Fault::kDrift) + plan_.of(Fault::kClockJump) > 0;
  clients_ = std::make_unique<Clients>(consortium_, oracle_, nodes_, chance_.next(), clocks_lie, plan_.spares > 0);
  network_.on_send([this](std::size_t from, std::size_t to, p2p::Lane, const chain::Bytes& frame) {
    mix(from * 64 + to);
    mix(frame);
    if (resting_ && scheduler_.now_ms() / 100 != last_frame_ms_ / 100) ++busy_tenths_;
    last_frame_ms_ = scheduler_.now_ms();
    oracle_.frame_sent(from, nodes_[from]->honest(), nodes_[from]->keeps_journal(), frame);
  });
  network_.on_penalty([this](std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why) {
    if (nodes_[by]->honest() && nodes_[peer]->honest()) oracle_.penalty(by, peer, points, why);
  });
}

World::~World() = default;

void World::make_nodes() {
  const NodeWorld world{scheduler_, network_, oracle_, consortium_, clock_jump_ms_, options_.verbose};
  for (std::size_t slot = 0; slot < peers() + twins_.size(); ++slot) {
    const auto validator = slot < peers() ? slot : twins_[slot - peers()];
    const bool honest = std::ranges::find(plan_.liars, validator) == plan_.liars.end();
    network_.set_twin(slot, validator);
    nodes_.push_back(std::make_unique<SimNode>(world, slot, validator, honest, chance_.next()));
    if (!honest) make_liar(slot);
  }
}

void World::make_liar(std::size_t slot) {
  auto& node = *nodes_[slot];
  LiarKit kit{consortium_,
              consortium_.validator_key(node.validator()),
              chain::VoteDigests(consortium_.context().tag),
              Prng(chance_.next()),
              counts_,
              [&node] { return node.running() ? &node.replica() : nullptr; },
              {},
              [this, &node] { return node.running() ? node.replica().epoch().set : consortium_.context().validators; },
              0};
  liars_.push_back(std::make_unique<LiarTransport>(network_.endpoint(slot), std::move(kit), plan_.habits));
  auto* transport = liars_.back().get();
  node.set_liar(*transport, [transport](p2p::PeerId from, p2p::Lane lane, chain::Bytes frame) {
    return transport->incoming(from, lane, std::move(frame));
  });
}

// FNV-1a over eight bytes at a time: tells two runs apart, no more.
void World::mix(std::uint64_t value) {
  result_.digest = (result_.digest ^ value ^ static_cast<std::uint64_t>(scheduler_.now_ms()) << 40) * 0x100000001b3ULL;
  result_.digest ^= result_.digest >> 29;
}

void World::mix(const chain::Bytes& bytes) {
  for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    result_.digest = (result_.digest ^ word) * 0x100000001b3ULL;
  }
  mix(bytes.size());
}

WorldResult World::run() {
  for (auto& node : nodes_) node->start();
  watch_the_victim();
  scheduler_.after(1, [this] { client_step(); });
  if (!plan_.liars.empty()) scheduler_.after(kLiarStepMs, [this] { liar_step(); });
  if (!twins_.empty()) scheduler_.after(kTwinStepMs, [this] { twin_step(); });
  storm();
  heal();
  judge_first_block();
  judge_agreement();
  judge_rest();
  for (auto& node : nodes_) {
    if (!node->running() || !node->honest() || !oracle_.violations().empty()) continue;
    judge_money(*node);
    judge_light_client(*node);
    judge_convictions(*node);
    result_.epochs = std::max(result_.epochs, node->replica().epoch().number().value);
    result_.calendar_items = std::max(result_.calendar_items, node->calendar_items());
  }
  result_.finalized = oracle_.height();
  result_.transactions = oracle_.transactions();
  result_.evidence = oracle_.evidence_seen();
  result_.simulated_ms = scheduler_.now_ms();
  result_.frames = network_.frames_sent();
  result_.counts = counts_;
  result_.killed = nodes_.front()->stops() > 0;
  result_.violations = oracle_.violations();
  return result_;
}

void World::storm() {
  const auto enough = [this] { return oracle_.height() >= options_.heights && counts_.faults() >= options_.faults; };
  while (oracle_.violations().empty() && !enough() && scheduler_.now_ms() < kStormMaxMs) {
    scheduler_.run_until(scheduler_.now_ms() + plan_.phase_ms);
    change_weather();
  }
}

void World::watch_the_victim() {
  auto& victim = *nodes_.front();
  if (options_.kill_disk_at) victim.fail_disk_after(*options_.kill_disk_at);
  if (options_.kill_store_at) victim.fail_store_after(*options_.kill_store_at);
}

void World::client_step() {
  clients_->step(clock_ms());
  scheduler_.after(plan_.client_ms, [this] { client_step(); });
}

}  // namespace xh::sim
