#include "tests/sim/node/world.h"

#include <algorithm>
#include <cstdio>

#include "chain/light/fact.h"
#include "contracts/identity/calls.h"
#include "contracts/lxr/balances.h"
#include "contracts/lxr/calls.h"

namespace xh::sim {
namespace {

namespace lxr = contracts::lxr;
namespace identity = contracts::identity;
using contracts::ContractId;

constexpr std::int64_t kDepositFen = 10'000'000;
constexpr std::int64_t kWeatherEveryMs = 3'000;
constexpr std::int64_t kClientEveryMs = 250;
constexpr std::int64_t kDownMsMax = 5'000;
constexpr std::size_t kMaxTransfers = 120;
constexpr std::uint64_t kExtraBlocksAfterHealing = 2;

// Votes that leave a node, for the oracle.
void watch_votes(Oracle& oracle, const chain::Bytes& frame) {
  if (frame.empty()) return;
  const chain::BytesView body(frame.data() + 1, frame.size() - 1);
  if (frame[0] == static_cast<std::uint8_t>(node::MessageType::kVotes)) {
    const auto message = chain::decode<consensus::VotesMessage>(body);
    if (!message) return oracle.violation("a node sent votes that do not decode");
    for (const auto& vote : message->votes) oracle.vote_sent(vote);
  } else if (frame[0] == static_cast<std::uint8_t>(node::MessageType::kProposal)) {
    const auto message = chain::decode<consensus::ProposalMessage>(body);
    if (!message) return oracle.violation("a node sent a proposal that does not decode");
    oracle.vote_sent(message->vote);
  }
}

}  // namespace

World::World(const WorldOptions& options)
    : options_(options),
      chance_(options.seed),
      consortium_(options.nodes),
      network_(scheduler_, chance_, options.nodes) {
  network_.on_send([this](std::size_t, const chain::Bytes& frame) { watch_votes(oracle_, frame); });
  network_.on_penalty([this](std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why) {
    if (points < p2p::kPenaltyMalicious) return;
    oracle_.violation("node " + std::to_string(by) + " calls honest node " + std::to_string(peer) +
                      " malicious: " + std::string(why));
  });
  for (std::size_t i = 0; i < options.nodes; ++i) {
    nodes_.push_back(std::make_unique<SimNode>(
        SimNode::World{scheduler_, network_, oracle_, consortium_, options.verbose}, i, chance_.next()));
  }
  const auto employer = Consortium::account(Who::kEmployer);
  const chain::Timestamp start{kStartMs};
  setup_ = {consortium_.sign(Who::kBank, ContractId::kLxr, lxr::MethodId::kCustodyStatement,
                             lxr::FileStatement{chain::Fen{kDepositFen}, start}, next_key_++),
            consortium_.sign(Who::kBank, ContractId::kLxr, lxr::MethodId::kConfirmDeposit,
                             lxr::ConfirmDeposit{{{employer, chain::Fen{kDepositFen}, "deposit-1"}}}, next_key_++),
            consortium_.sign(
                Who::kUnion, ContractId::kLxr, lxr::MethodId::kSetRelations,
                lxr::SetRelations{{{employer, Consortium::account(Who::kWorkerA), lxr::Purpose::kRefund, true},
                                   {employer, Consortium::account(Who::kWorkerB), lxr::Purpose::kProject, true}}},
                next_key_++),
            consortium_.sign(
                Who::kUnion, ContractId::kIdentity, identity::MethodId::kRegisterMembers,
                identity::RegisterMembers{{{Consortium::policy(9), identity::bit(identity::Role::kWorker), {}, false}}},
                next_key_++)};
  for (const auto& call : setup_) oracle_.sent_with_key(call.id, call.key);
}

WorldResult World::run() {
  for (auto& node : nodes_) node->start();
  for (std::int64_t t = kWeatherEveryMs; t < kStormMs; t += kWeatherEveryMs) {
    scheduler_.at(t, [this] { change_weather(); });
  }
  scheduler_.at(kStormMs, [this] { heal(); });
  client_step();
  scheduler_.run_until(kStormMs + 1);
  for (std::int64_t t = kStormMs; t < kStormMs + kPatienceMs && !all_done() && oracle_.violations().empty(); t += 500)
    scheduler_.run_until(t + 500);
  judge_progress();
  return {oracle_.height(), oracle_.transactions(), oracle_.violations()};
}

void World::change_weather() {
  Weather weather;
  if (chance_.percent(60)) weather.loss_percent = chance_.below(31);
  if (chance_.percent(60)) weather.delay_ms_max = chance_.between(10, 400);
  network_.set_weather(weather);
  network_.mend_all();
  if (chance_.percent(40)) {
    for (std::size_t a = 0; a < nodes_.size(); ++a) {
      for (std::size_t b = a + 1; b < nodes_.size(); ++b) {
        if (chance_.percent(35)) network_.cut(a, b);
      }
    }
  }
  if (chance_.percent(70)) break_something();
  if (chance_.percent(10)) {
    for (auto& node : nodes_) node->crash();  // the whole site loses power
  }
  for (auto& node : nodes_) {
    if (!node->running()) scheduler_.after(chance_.between(100, kDownMsMax), [&n = *node] { n.start(); });
  }
}

void World::break_something() {
  auto& node = *nodes_[chance_.below(nodes_.size())];
  if (!node.running()) return;
  switch (chance_.below(3)) {
    case 0:
      node.doom_disk();
      break;
    case 1:
      node.doom_store();
      break;
    default:
      node.crash();
      break;
  }
}

void World::heal() {
  storm_ = false;
  network_.set_weather({});
  network_.mend_all();
  for (auto& node : nodes_) {
    node->crash();  // also those whose disk is about to fail
    node->start();
  }
  healed_at_height_ = oracle_.height();
}

// Clients: a new transfer now and then; what is not final yet is sent again, to any node, the way a payroll server
// retries.
void World::client_step() {
  send_next_setup();
  if (setup_sent_ == setup_.size() && pending_.size() < kMaxTransfers + setup_.size() && chance_.percent(70))
    add_transfer();
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    if (!oracle_.key_is_final(pending_[i].versions.front().key) && chance_.percent(30)) submit(pending_[i], i);
  }
  if (!pending_.empty() && chance_.percent(20)) submit(pending_.front(), 0);  // a late repetition of what is long final
  scheduler_.after(kClientEveryMs, [this] { client_step(); });
}

void World::send_next_setup() {
  if (setup_sent_ == setup_.size()) return;
  if (setup_sent_ > 0 && !oracle_.is_final(setup_[setup_sent_ - 1].id)) return;
  pending_.push_back({{setup_[setup_sent_++]}, false});
}

void World::add_transfer() {
  const bool to_a = chance_.percent(50);
  lxr::Transfer transfer{Consortium::account(to_a ? Who::kWorkerA : Who::kWorkerB),
                         chain::Fen{chance_.between(1, 5'000)},
                         to_a ? lxr::Purpose::kRefund : lxr::Purpose::kProject,
                         {}};
  Pending pending;
  pending.versions.push_back(
      consortium_.sign(Who::kEmployer, ContractId::kLxr, lxr::MethodId::kTransfer, transfer, next_key_));
  if (chance_.percent(15)) {  // a client's mistake: the same key for another content
    transfer.amount.value += 1;
    pending.versions.push_back(
        consortium_.sign(Who::kEmployer, ContractId::kLxr, lxr::MethodId::kTransfer, transfer, next_key_));
  }
  ++next_key_;
  for (const auto& call : pending.versions) oracle_.sent_with_key(call.id, call.key);
  pending_.push_back(std::move(pending));
}

void World::submit(const Pending& pending, std::size_t index) {
  auto& node = *nodes_[chance_.below(nodes_.size())];
  if (!node.running()) return;
  std::vector<chain::Bytes> wires;
  for (const auto& call : pending.versions) wires.push_back(call.wire);
  if (chance_.percent(50)) std::ranges::reverse(wires);
  node.replica().submit(std::move(wires), [this, index](const std::vector<node::SubmitResult>& answers) {
    note_answers(index, answers);
  });
}

void World::note_answers(std::size_t index, const std::vector<node::SubmitResult>& answers) {
  auto& pending = pending_[index];
  for (const auto& answer : answers) {
    switch (answer.state) {
      case node::SubmitState::kAccepted:
        pending.accepted = true;
        break;
      case node::SubmitState::kFinal:
        if (!oracle_.is_final(answer.id))
          oracle_.violation("a node called a transaction final that is in no final block");
        break;
      case node::SubmitState::kRefused:
        if (pending.versions.size() == 1)
          oracle_.violation("a good transaction was refused: " + answer.code + ": " + answer.message);
        break;
      case node::SubmitState::kDuplicate:
      case node::SubmitState::kBusy:
        break;
    }
  }
}

bool World::all_done() const {
  const auto height = oracle_.height();
  if (height < healed_at_height_ + kExtraBlocksAfterHealing || setup_sent_ < setup_.size() ||
      pending_.size() < kMaxTransfers)
    return false;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (oracle_.height_of(i) != height) return false;
  }
  return std::ranges::all_of(pending_, [&](const Pending& p) { return oracle_.key_is_final(p.versions.front().key); });
}

void World::judge_progress() {
  if (!oracle_.violations().empty()) return;
  if (!all_done()) {
    std::string heights;
    for (std::size_t i = 0; i < nodes_.size(); ++i) heights += " " + std::to_string(oracle_.height_of(i));
    std::size_t open = 0;
    for (const auto& p : pending_) open += oracle_.key_is_final(p.versions.front().key) ? 0 : 1;
    oracle_.violation("no full recovery after healing at height " + std::to_string(healed_at_height_) + ": heights" +
                      heights + ", " + std::to_string(open) + " of " + std::to_string(pending_.size()) +
                      " transactions not final");
    return;
  }
  for (auto& node : nodes_) {
    judge_money(*node);
    judge_light_client(*node);
  }
}

void World::judge_money(SimNode& node) {
  const auto& executor = node.ledger().executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  std::int64_t sum = 0;
  for (const auto who : {Who::kEmployer, Who::kWorkerA, Who::kWorkerB}) {
    const auto balance = lxr::balance_of(view.context(), Consortium::account(who));
    sum += balance.available.value + balance.reserved.value;
  }
  if (sum != kDepositFen || lxr::total_supply(view.context()).value != kDepositFen)
    oracle_.violation("money appeared or vanished");
  if (lxr::balance_of(view.context(), Consortium::account(Who::kWorkerA)).available.value == 0)
    oracle_.violation("no transfer took effect");
}

// Every final block can be proven to somebody who has the genesis alone.
void World::judge_light_client(SimNode& node) {
  auto& ledger = node.ledger();
  for (int i = 0; i < 10; ++i) {
    const chain::Height height{1 + chance_.below(ledger.height().value)};
    const auto stored = ledger.read(height);
    const auto finality = ledger.finality_of(height);
    if (!stored || !finality)
      return oracle_.violation("height " + std::to_string(height.value) + " cannot be read or proven");
    const auto header = chain::verify_final_header(consortium_.context(), stored->block.header, *finality);
    if (!header)
      return oracle_.violation("height " + std::to_string(height.value) +
                               " is not proven final: " + header.error().message);
  }
}

}  // namespace xh::sim
