// Healing, and what must hold then: L (a new block within ten timeouts), agreement on everything (S, D), rest, money,
// proofs.
#include <algorithm>

#include "chain/light/fact.h"
#include "contracts/governance/convictions.h"
#include "contracts/governance/epoch.h"
#include "contracts/lxr/balances.h"
#include "tests/sim/node/world.h"

namespace xh::sim {
namespace {

namespace lxr = contracts::lxr;
namespace governance = contracts::governance;

constexpr std::int64_t kTimeoutsAllowed = 10;
constexpr std::int64_t kStepMs = 50;
constexpr std::int64_t kRestMsMax = 20'000;  // to come to rest
constexpr std::int64_t kHeartbeatsWatched = 3;
constexpr std::uint64_t kBusyTenthsPerBlock = 10;  // a block and what follows from it

}  // namespace

// R9, from the ledger's parameters: flat for f + 1 unfinalized views, then half as long again each, up to the cap. The
// longest of the honest nodes counts: they need each other.
std::int64_t World::present_timeout_ms() const {
  const auto& params = consortium_.genesis().consensus;
  std::int64_t longest = 3 * params.delta_ms;
  for (const auto& node : nodes_) {
    if (!node->running() || !node->honest()) continue;
    const auto status = node->replica().consensus_status();
    const auto open = status.cur.value - std::min(status.cur.value, status.final_view.value + 1);
    const std::uint64_t flat = (node->replica().epoch().set.size() - 1) / 3 + 1;
    std::int64_t timeout = 3 * params.delta_ms;
    for (std::uint64_t k = flat; k < open && timeout < params.max_timeout_ms; ++k) timeout += timeout / 2;
    longest = std::max(longest, std::min(timeout, params.max_timeout_ms));
  }
  return longest;
}

void World::heal() {
  stormy_ = false;
  network_.set_weather({});
  network_.mend_all();
  for (auto& node : nodes_) {
    node->set_skew(0);
    node->set_drift(0);
    node->slow_disk(0);
    node->resume();
    if (node->doomed()) node->crash();  // its disk is about to fail
    if (!node->refused()) node->start();
  }
}

void World::judge_first_block() {
  if (!oracle_.violations().empty()) return;
  clients_->transfer(clock_ms());
  const auto healed_ms = scheduler_.now_ms();
  const auto height = oracle_.height();
  result_.allowed_ms = kTimeoutsAllowed * present_timeout_ms();
  const auto deadline_ms = healed_ms + result_.allowed_ms;
  while (oracle_.height() == height && scheduler_.now_ms() < deadline_ms)
    scheduler_.run_until(scheduler_.now_ms() + kStepMs);
  result_.first_block_ms = scheduler_.now_ms() - healed_ms;
  if (oracle_.height() == height)
    oracle_.violation("no block within ten timeouts (" + std::to_string(result_.allowed_ms) +
                      " ms) of healing: " + describe());
}

bool World::all_agree() const {
  return std::ranges::all_of(nodes_, [this](const auto& node) {
    return !node->honest() || node->refused() ||
           (node->running() && oracle_.height_of(static_cast<std::size_t>(&node - nodes_.data())) == oracle_.height());
  });
}

void World::judge_agreement() {
  const auto patience_ms = scheduler_.now_ms() + kPatienceMs;
  const auto go_on = [&] { return oracle_.violations().empty() && scheduler_.now_ms() < patience_ms; };
  while (go_on() && oracle_.height() < options_.heights) scheduler_.run_until(scheduler_.now_ms() + 500);
  clients_->stop();
  const auto done = [this] { return clients_->all_final() && all_agree(); };
  while (go_on() && !done()) scheduler_.run_until(scheduler_.now_ms() + 200);
  if (oracle_.violations().empty() && !done()) oracle_.violation("no full recovery after healing: " + describe());
}

std::string World::describe() const {
  std::string out = "nodes";
  for (std::size_t slot = 0; slot < nodes_.size(); ++slot) {
    auto& node = *nodes_[slot];
    out += " [" + std::to_string(slot) + (node.honest() ? "" : " liar");
    if (!node.running()) {
      out += " down]";
      continue;
    }
    const auto status = node.replica().consensus_status();
    out += " height " + std::to_string(oracle_.height_of(slot)) + " view " + std::to_string(status.cur.value) +
           " final " + std::to_string(status.final_view.value) + (status.may_sign ? "" : " silent") +
           (status.parked ? " parked" : "") + " mempool " + std::to_string(node.replica().mempool().size()) + "]";
  }
  return out + ", " + std::to_string(clients_->open()) + " transactions not final";
}

std::uint64_t World::calendar_items() const {
  std::uint64_t most = 0;
  for (const auto& node : nodes_) most = std::max(most, node->calendar_items());
  return most;
}

// R17: without work nothing is sent but heartbeats. With nobody bad each of them is one block and the frames it takes.
void World::judge_rest() {
  if (!oracle_.violations().empty()) return;
  resting_ = true;
  for (auto& liar : liars_) liar->behave();
  const auto patience_ms = scheduler_.now_ms() + kRestMsMax;
  const auto parked = [this] {
    return std::ranges::all_of(nodes_, [](const auto& node) {
      return !node->honest() || !node->running() || node->replica().consensus_status().parked;
    });
  };
  while (!parked() && scheduler_.now_ms() < patience_ms) scheduler_.run_until(scheduler_.now_ms() + 1);
  if (!parked()) return oracle_.violation("the network does not come to rest: " + describe());
  // Who came late into its epoch asks on for a bounded time, and is then as silent as the others.
  scheduler_.run_until(scheduler_.now_ms() + node::kEpochQuestions * node::kOtherEpochAnswerInterval.value);
  busy_tenths_ = 0;
  const auto height = oracle_.height();
  const auto due = calendar_items();
  const auto transactions = oracle_.transactions();
  scheduler_.run_until(scheduler_.now_ms() + kHeartbeatsWatched * consortium_.genesis().consensus.heartbeat_ms);
  const auto blocks = oracle_.height() - height;
  const auto paydays = calendar_items() - due;  // are work: a block each, and one for the crediting that follows
  const auto reports = oracle_.transactions() - transactions;  // of evidence, made by the nodes in turn: work too
  if (blocks > kHeartbeatsWatched + 1 + 2 * paydays + reports)
    oracle_.violation(std::to_string(blocks) + " blocks in " + std::to_string(kHeartbeatsWatched) +
                      " heartbeats without work");
  if (bad_nodes() == 0 && busy_tenths_ > kBusyTenthsPerBlock * (blocks + 1))
    oracle_.violation("a network at rest sends: " + std::to_string(busy_tenths_) + " busy tenths of a second, " +
                      std::to_string(blocks) + " heartbeats");
}

void World::judge_money(SimNode& node) {
  const auto& executor = node.ledger().executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const auto supply = lxr::total_supply(view.context()).value;
  std::int64_t sum = 0;
  for (const auto who : {Who::kUnion, Who::kBank, Who::kEmployer, Who::kWorkerA, Who::kWorkerB}) {
    const auto balance = lxr::balance_of(view.context(), Consortium::account(who));
    sum += balance.available.value + balance.reserved.value;
  }
  if (sum != supply || (supply != 0 && supply != kDepositFen))
    oracle_.violation("money appeared or vanished: " + std::to_string(sum) + " of " + std::to_string(supply));
}

// Nobody honest is convicted; who is suspended leads no more.
void World::judge_convictions(SimNode& node) {
  const auto& executor = node.ledger().executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  std::size_t all = 0;
  for (chain::Epoch epoch; epoch <= node.replica().epoch().number(); ++epoch.value) {
    for (const auto& conviction : governance::convictions(view.context(), epoch)) {
      ++all;
      if (!oracle_.lies(conviction.key))
        oracle_.violation("honest validator " + conviction.name + " was convicted in epoch " +
                          std::to_string(epoch.value));
    }
  }
  result_.convictions = std::max(result_.convictions, all);
  const auto state = governance::epoch_state(view.context());
  const auto status = node.replica().consensus_status();
  for (const auto& suspension : state.suspended) {
    if (suspension.validator == status.leader && suspension.from_view <= status.cur)
      oracle_.violation("suspended validator " + std::to_string(suspension.validator.value) + " leads view " +
                        std::to_string(status.cur.value));
  }
}

// Every final block can be proven to somebody who has the genesis alone.
void World::judge_light_client(SimNode& node) {
  auto& ledger = node.ledger();
  for (int i = 0; i < 3; ++i) {
    const chain::Height height{1 + chance_.below(ledger.height().value)};
    const auto stored = ledger.read(height);
    const auto finality = ledger.finality_of(height);
    if (!stored || !finality)
      return oracle_.violation("height " + std::to_string(height.value) + " cannot be read or proven");
    const auto links = ledger.epoch_links(stored->header.epoch);
    if (!links) return oracle_.violation("the links to an epoch cannot be read: " + links.error().message);
    const auto set = chain::follow_epochs(consortium_.context(), *links);
    if (!set) return oracle_.violation("an epoch is not proven: " + set.error().message);
    const auto header = chain::verify_final_header(consortium_.context().tag, *set, stored->block.header, *finality);
    if (!header)
      return oracle_.violation("height " + std::to_string(height.value) +
                               " is not proven final: " + header.error().message);
  }
}

}  // namespace xh::sim
