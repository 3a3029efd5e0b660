#include "tests/sim/engine/world.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "chain/crypto/sha256.h"
#include "tests/sim/engine/liar.h"
#include "tests/sim/engine/sim_node.h"

namespace xh::sim {
namespace {

constexpr std::int64_t kTimeoutCapMs = 3'000;
constexpr std::int64_t kHealTimeouts = 10;  // "a new block within 10 timeouts of healing"
constexpr std::uint64_t kRepairViews = 2;   // the view that was lost, and the first one whose leader is heard
constexpr std::int64_t kHeartbeatMs = 8'000;

}  // namespace

// ---------------------------------------------------------------- signatures

SimCrypto::SimCrypto(std::size_t nodes, bool real) : real_(real) {
  chain_ = chain::make_chain_tag("sim", chain::Hash256{});
  set_.epoch = chain::Epoch(1);
  for (std::uint32_t i = 0; i < nodes; ++i) {
    chain::Hash256 secret = chain::sha256(chain::as_bytes("validator " + std::to_string(i)));
    auto key = chain::SecretKey::from_bytes(secret.view());
    keys_.push_back(std::move(*key));
    set_.validators.push_back(
        {"v" + std::to_string(i), {}, keys_.back().public_key(), chain::retag<chain::NodeKey>(secret), {}});
  }
  digests_ = std::make_unique<chain::VoteDigests>(chain_);
}

chain::ValidatorSet SimCrypto::set(chain::Epoch epoch) const {
  chain::ValidatorSet out = set_;
  out.epoch = epoch;
  return out;
}

const chain::VoteVerifier& SimCrypto::verifier(chain::Epoch epoch) const {
  return verifiers_.try_emplace(epoch, set(epoch), chain_).first->second;
}

chain::Signature SimCrypto::sign(std::uint32_t signer, const chain::Subject& subject) const {
  const auto digest = digests_->digest(subject);
  if (real_) return keys_[signer].sign(digest.view());
  chain::Bytes input(digest.bytes.begin(), digest.bytes.end());
  chain::append_be32(input, signer);
  const auto half = chain::sha256(input);
  chain::Signature out;
  std::ranges::copy(half.bytes, out.bytes.begin());
  return out;
}

bool SimCrypto::verify(const chain::Vote& vote) const {
  if (real_) return verifier(vote.subject.epoch).verify(vote);
  return vote.signer.value < keys_.size() && sign(vote.signer.value, vote.subject) == vote.signature;
}

bool SimCrypto::verify(const chain::Certificate& certificate) const {
  if (real_) return verifier(certificate.subject.epoch).verify(certificate).has_value();
  const auto signers = chain::signers_of(certificate);
  if (signers.size() < set_.quorum() || signers.size() != certificate.signatures.size()) return false;
  for (std::size_t i = 0; i < signers.size(); ++i) {
    if (!verify(chain::Vote{certificate.subject, signers[i], certificate.signatures[i]})) return false;
  }
  return true;
}

// ---------------------------------------------------------------- the machine

World::World(const RunOptions& options)
    : options_(options),
      prng_(options.seed * 1'000'003 + options.nodes),
      crypto_(options.nodes, options.real_signatures),
      genesis_(genesis_block()) {
  config_.chain = crypto_.chain();
  config_.set = crypto_.set(genesis_.info.epoch);
  config_.delta = consensus::Duration(100);
  config_.timeout_cap = consensus::Duration(kTimeoutCapMs);
  config_.standstill = consensus::Duration(1'500);
  config_.answer_interval = consensus::Duration(100);
  config_.heartbeat = consensus::Duration(kHeartbeatMs);
  const std::size_t liars = prng_.percent(40) ? 0 : 1 + static_cast<std::size_t>(prng_.below(config_.set.max_faulty()));
  while (liars_.size() < liars) liars_.insert(static_cast<std::uint32_t>(prng_.below(options.nodes)));
  if (prng_.percent(65)) epoch_blocks_ = 2 + prng_.below(11);
  oracle_ = std::make_unique<Oracle>(options.nodes, liars_, genesis_,
                                     Pace{config_.delta.value, config_.timeout_cap.value, config_.clock_drift.value});
  weather_ = fine_weather(options.nodes);
  build_nodes();
}

World::~World() = default;

consensus::Config World::config(chain::Epoch epoch) const {
  auto out = config_;
  out.set = crypto_.set(epoch);
  return out;
}

void World::build_nodes() {
  for (std::uint32_t i = 0; i < options_.nodes; ++i) {
    if (is_liar(i))
      nodes_.push_back(std::make_unique<Liar>(*this, i));
    else
      nodes_.push_back(std::make_unique<SimNode>(*this, i, false));
  }
}

void World::trace(const std::string& line) const {
  if (options_.verbose) std::printf("%8lld ms  %s\n", static_cast<long long>(now_ms_), line.c_str());
}

void World::after(std::int64_t delay_ms, std::function<void()> what) {
  events_.push({now_ms_ + delay_ms, order_++, std::move(what)});
}

void World::send(std::uint32_t from, std::uint32_t to, std::shared_ptr<const SimMessage> message) {
  ++sent_;
  if (weather_.cut[from][to] || prng_.percent(weather_.loss_percent)) return;
  if (is_deaf_to(weather_, to, *message)) return;
  if (std::holds_alternative<consensus::CertificatesMessage>(*message) &&
      prng_.percent(weather_.certificate_loss_percent))
    return;
  const std::uint64_t copies = prng_.percent(weather_.duplicate_percent) ? 2 : 1;
  for (std::uint64_t i = 0; i < copies; ++i) {
    after(prng_.between(weather_.delay_ms_min, weather_.delay_ms_max),
          [this, from, to, message] { nodes_[to]->receive(from, *message); });
  }
}

void World::run_until(std::int64_t at_ms) {
  while (!events_.empty() && events_.top().at <= at_ms && oracle_->violations().empty()) {
    auto next = events_.top();
    events_.pop();
    now_ms_ = next.at;
    next.what();
  }
  now_ms_ = at_ms;
}

// ---------------------------------------------------------------- the story

RunResult World::run() {
  for (auto& node : nodes_) {
    after(prng_.between(0, 300), [n = node.get()] { n->boot(); });
  }
  chaos();
  heal();
  check_liveness();
  if (liars_.empty()) check_split_views();
  if (liars_.empty()) check_sleeper();
  if (liars_.empty()) check_cut_off();
  if (liars_.empty()) check_quiet();
  RunResult result{oracle_->violations(), oracle_->highest(), highest_view()};
  return result;
}

void World::change_weather() {
  if (healed_) return;
  weather_ = prng_.percent(25) ? fine_weather(options_.nodes) : draw_weather(prng_, options_.nodes);
  trace(weather_.describe());
  after(prng_.between(300, 4'000), [this] { change_weather(); });
}

void World::maybe_crash_one() {
  if (healed_) return;
  if (prng_.percent(weather_.crash_percent)) {
    SimNode* victim = nodes_[prng_.below(nodes_.size())].get();
    if (victim->alive()) {
      if (prng_.percent(50))
        victim->crash();
      else
        victim->crash_after_actions(static_cast<std::uint32_t>(prng_.below(40)));
    }
  }
  for (auto& node : nodes_) {
    if (!node->alive() && now_ms_ > 300 && prng_.percent(30)) node->boot();
  }
  after(250, [this] { maybe_crash_one(); });
}

void World::inject_transaction() {
  if (quiet_) return;
  const std::uint64_t number = next_transaction_++;
  const std::size_t first = static_cast<std::size_t>(prng_.below(nodes_.size()));
  const auto wire = std::make_shared<const SimMessage>(TransactionWire{number});
  for (std::uint32_t to = 0; to < nodes_.size(); ++to) {
    if (to == first)
      nodes_[to]->add_transaction(number);
    else
      send(static_cast<std::uint32_t>(first), to, wire);
  }
  after(prng_.between(1, 400), [this] { inject_transaction(); });
}

void World::chaos() {
  change_weather();
  after(400, [this] { maybe_crash_one(); });
  after(500, [this] { inject_transaction(); });
  run_until(prng_.between(8'000, 30'000));
}

void World::heal() {
  healed_ = true;
  weather_ = fine_weather(options_.nodes);
  trace("healed");
  for (auto& node : nodes_) {
    node->spare();
    if (!node->alive()) node->boot();
  }
}

bool World::all_reached(std::uint64_t height) const {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (!is_liar(i) && oracle_->height_of(i) < height) return false;
  }
  return true;
}

void World::trace_nodes() const {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (!nodes_[i]->alive()) continue;
    const auto s = nodes_[i]->status();
    trace("node " + std::to_string(i) + (is_liar(i) ? " (liar)" : "") + " cur " + std::to_string(s.cur.value) +
          " final view " + std::to_string(s.final_view.value) + " height " + std::to_string(s.final_height.value) +
          (s.parked ? " parked" : "") + (s.may_sign ? "" : " may not sign") + " leader " +
          std::to_string(s.leader.value));
  }
}

std::uint64_t World::highest_view() const {
  std::uint64_t out = 0;
  for (const auto& node : nodes_) {
    if (node->alive()) out = std::max(out, node->status().cur.value);
  }
  return out;
}

void World::check_liveness() {
  const std::uint64_t goal = oracle_->highest() + 1;
  const std::uint64_t view_limit = highest_view() + 4 * nodes_.size();
  const std::int64_t deadline = now_ms_ + kHealTimeouts * kTimeoutCapMs;
  while (now_ms_ < deadline && oracle_->highest() < goal && oracle_->violations().empty()) run_until(now_ms_ + 1);
  if (oracle_->violations().empty() && highest_view() > view_limit)
    oracle_->violation("too many views until the first block after healing");
  while (now_ms_ < deadline && !all_reached(goal) && oracle_->violations().empty()) run_until(now_ms_ + 100);
  if (!oracle_->violations().empty()) return;
  if (!all_reached(goal)) trace_nodes();
  if (!all_reached(goal)) return oracle_->violation("no new block on every honest node within ten timeouts of healing");
  trace("height " + std::to_string(goal) + " reached everywhere");
  const std::uint64_t more = oracle_->highest() + 10;  // and it goes on
  const std::int64_t end = now_ms_ + 40'000;
  while (now_ms_ < end && !all_reached(more) && oracle_->violations().empty()) run_until(now_ms_ + 100);
  if (oracle_->violations().empty() && !all_reached(more))
    oracle_->violation("ten more blocks did not come in good weather");
}

// R2, R8, R10: every node lacks some nullification that the others hold, and none can vote until its gaps are filled.
void World::check_split_views() {
  if (!oracle_->violations().empty()) return;
  const std::uint64_t f = config_.set.max_faulty();
  weather_.deaf_groups = (options_.nodes + f - 1) / f;
  trace("deaf in " + std::to_string(weather_.deaf_groups) + " groups");
  const std::uint64_t views = highest_view() + 2 * weather_.deaf_groups;
  const std::int64_t end = now_ms_ + 30'000;
  while (now_ms_ < end && highest_view() < views && oracle_->violations().empty()) run_until(now_ms_ + 100);
  weather_ = fine_weather(options_.nodes);
  trace_nodes();
  const std::uint64_t goal = oracle_->highest() + 1;
  const std::int64_t deadline = now_ms_ + kHealTimeouts * kTimeoutCapMs;
  const std::uint64_t before = highest_view();
  while (now_ms_ < deadline && oracle_->highest() < goal && oracle_->violations().empty()) run_until(now_ms_ + 1);
  if (oracle_->violations().empty() && highest_view() > before + kRepairViews)
    oracle_->violation("views split by gaps took " + std::to_string(highest_view() - before) + " views to repair");
  while (now_ms_ < deadline && !all_reached(goal) && oracle_->violations().empty()) run_until(now_ms_ + 100);
  if (oracle_->violations().empty() && !all_reached(goal)) {
    trace_nodes();
    oracle_->violation("views split by gaps were not repaired within ten timeouts");
  }
}

void World::let_others_finalize(std::uint64_t blocks) {
  for (std::uint64_t i = 0; i < blocks; ++i) {
    const std::uint64_t number = next_transaction_++;
    for (auto& node : nodes_) node->add_transaction(number);
    run_until(now_ms_ + 1'500);
  }
}

void World::check_caught_up(std::uint64_t height, const char* what) {
  const std::int64_t deadline = now_ms_ + kTimeoutCapMs;
  while (now_ms_ < deadline && !all_reached(height) && oracle_->violations().empty()) run_until(now_ms_ + 10);
  if (oracle_->violations().empty() && !all_reached(height)) {
    trace_nodes();
    oracle_->violation(what);
  }
}

// R12, R10: one who was down while the others finalized and parked catches up without waiting for a heartbeat.
void World::check_sleeper() {
  if (!oracle_->violations().empty()) return;
  quiet_ = true;
  run_until(now_ms_ + 3'000);
  SimNode* sleeper = nodes_[prng_.below(nodes_.size())].get();
  sleeper->crash();
  let_others_finalize(3);
  sleeper->boot();
  check_caught_up(oracle_->highest(), "a node that was down did not catch up with a parked network");
}

// R10: one who was cut off, awake, asks nothing and is told nothing by parked nodes but the answers to its votes, which
// are of a view, or an epoch, that the others have left.
void World::check_cut_off() {
  if (!oracle_->violations().empty()) return;
  quiet_ = true;
  run_until(now_ms_ + 3'000);
  const auto alone = static_cast<std::uint32_t>(prng_.below(nodes_.size()));
  trace("node " + std::to_string(alone) + " is cut off");
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) weather_.cut[i][alone] = weather_.cut[alone][i] = true;
  let_others_finalize(3);
  weather_ = fine_weather(options_.nodes);
  trace("node " + std::to_string(alone) + " is back");
  check_caught_up(oracle_->highest(), "a node that was cut off did not catch up with a parked network");
}

// R17: with nothing to do all are parked, and only heartbeats make blocks.
void World::check_quiet() {
  if (!oracle_->violations().empty()) return;
  quiet_ = true;
  run_until(now_ms_ + 3 * kHeartbeatMs);
  const std::uint64_t height = oracle_->highest();
  const std::uint64_t sent = sent_;
  int parked = 0;
  constexpr int kSamples = 400;
  for (int i = 0; i < kSamples; ++i) {
    run_until(now_ms_ + 100);
    parked += std::ranges::all_of(nodes_, [](const auto& n) { return n->status().parked; }) ? 1 : 0;
  }
  if (!oracle_->violations().empty()) return;
  const std::uint64_t blocks = oracle_->highest() - height;
  const std::uint64_t n = nodes_.size();
  if (blocks < 4 || blocks > 6)
    oracle_->violation("a parked network made " + std::to_string(blocks) + " blocks in five heartbeats");
  if (parked < kSamples * 8 / 10)
    oracle_->violation("parked in only " + std::to_string(parked) + " of " + std::to_string(kSamples) + " samples");
  if (sent_ - sent > blocks * n * n * 12) {
    oracle_->violation("a parked network sent " + std::to_string(sent_ - sent) + " messages for " +
                       std::to_string(blocks) + " heartbeats");
  }
}

}  // namespace xh::sim
