#include "tests/unit/node/replica_net.h"

#include <algorithm>

#include "contracts/governance/changes.h"
#include "contracts/lxr/calls.h"

namespace xh::node::test {
namespace {

namespace governance = contracts::governance;

constexpr const char* kData = "data";
constexpr const char* kBlocks = "data/blocks";

}  // namespace

// ---------------------------------------------------------------- a node's life

void NetNode::start() {
  BOOST_REQUIRE(!running());
  ++life_;
  BOOST_REQUIRE(disk.create_dirs(kBlocks).has_value());
  const auto& consortium = net_.consortium;
  const auto& key = net_.key(index_);
  journals_ = std::make_unique<JournalFolder>(disk, kData, consortium.context().tag, key.public_key());
  if (!initialised_) BOOST_REQUIRE(journals_->prepare(chain::Epoch{0}).has_value());
  initialised_ = true;
  const auto logged = chain::BlockLog::exists(disk, kBlocks);
  auto opened = Ledger::open(consortium.genesis(), {disk, kBlocks, store}, !*logged, [](const std::string&) {});
  BOOST_REQUIRE_EQUAL(opened ? "" : opened.error().message, "");
  ledger_ = std::move(*opened);
  ReplicaConfig config;
  config.validator_key = &key;
  config.journals = journals_.get();
  replica_ = std::make_unique<Replica>(*this, *this, *this, *ledger_, std::move(config));
  const auto started = replica_->start();
  BOOST_REQUIRE_EQUAL(started ? "" : started.error().message, "");
  net_.update_links();
}

void NetNode::crash() {
  if (!running()) return;
  ++life_;
  replica_.reset();
  ledger_.reset();
  disk.crash();
  store.restart();
  net_.update_links();
}

void NetNode::wipe() {
  BOOST_REQUIRE(!running());
  disk = chain::MemoryFileSystem();
  store.rows().clear();
}

bool NetNode::has_journal(std::uint64_t epoch) const {
  const auto number = std::to_string(epoch);
  return disk.exists("data/journal-" + std::string(10 - number.size(), '0') + number).value();
}

void NetNode::in_this_life(std::int64_t after_ms, std::function<void()> what) {
  net_.scheduler.after(after_ms, [this, life = life_, what = std::move(what)] {
    if (life == life_ && running()) what();
  });
}

consensus::Now NetNode::now() const {
  const auto ms = net_.scheduler.now_ms();
  return {consensus::SteadyTime{ms}, chain::Timestamp{sim::kStartMs + 1'000 + ms}};
}

void NetNode::wake_at(consensus::SteadyTime at) {
  in_this_life(std::max<std::int64_t>(0, at.value - net_.scheduler.now_ms()), [this, wake = ++wake_] {
    if (wake == wake_) replica_->on_wake();
  });
}

void NetNode::run(WorkLane lane, std::function<void()> work, std::function<void()> done) {
  in_this_life(lane == WorkLane::kDisk ? disk_ms : 1, [this, work = std::move(work), done = std::move(done)] {
    work();
    in_this_life(0, done);
  });
}

void NetNode::log(LogLevel level, const std::string& message) {
  if (level == LogLevel::kWarning || level == LogLevel::kError) warnings.push_back(message);
}

std::string NetNode::export_proof(const std::string& name, const std::string& text) {
  proofs[name] = text;
  return name;
}

void NetNode::fatal(const std::string& reason) {
  stops.push_back(reason);
  in_this_life(0, [this] { crash(); });
}

// ---------------------------------------------------------------- its peers

void NetNode::follow(const std::vector<chain::Validator>& wanted) {
  listed_.clear();
  for (std::uint32_t i = 0; i < net_.size(); ++i) {
    const auto node_key = net_.validator(i).node_key;
    if (std::ranges::find(wanted, node_key, &chain::Validator::node_key) != wanted.end()) listed_.insert(i);
  }
  in_this_life(1, [this] { net_.update_links(); });
}

std::optional<p2p::PeerId> NetNode::find(const chain::NodeKey& key) const {
  for (std::uint32_t i = 0; i < net_.size(); ++i) {
    if (i != index_ && net_.validator(i).node_key == key) return p2p::PeerId{i};
  }
  return std::nullopt;
}

std::size_t NetNode::peer_count() const {
  return net_.size();
}

p2p::PeerState NetNode::peer_state(p2p::PeerId peer) const {
  p2p::PeerState out;
  out.enabled = lists(peer.value);
  out.up = net_.linked(index_, peer.value);
  return out;
}

bool NetNode::send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) {
  if (keep_frames) sent.push_back(*payload);
  if (on_send) on_send(*payload);
  if (peer.value >= net_.size() || !net_.linked(index_, peer.value)) return false;
  auto& to = net_.node(peer.value);
  to.in_this_life(2, [this, &to, lane, payload] {
    if (net_.linked(index_, to.index_)) to.replica_->on_frame(p2p::PeerId{index_}, lane, *payload);
  });
  return true;
}

std::size_t NetNode::broadcast(p2p::Lane lane, p2p::SharedBytes payload) {
  std::size_t taken = 0;
  for (std::uint32_t i = 0; i < net_.size(); ++i) taken += i != index_ && send(p2p::PeerId{i}, lane, payload) ? 1 : 0;
  return taken;
}

void NetNode::penalize(p2p::PeerId peer, std::uint32_t points, std::string_view reason) {
  penalties.push_back({peer, points, std::string(reason)});
}

// ---------------------------------------------------------------- the net

ReplicaNet::ReplicaNet(std::size_t validators, std::size_t nodes)
    : consortium(validators), all_(std::max(nodes, validators)) {
  for (std::uint32_t i = 0; i < nodes; ++i) nodes_.push_back(std::make_unique<NetNode>(*this, i));
}

void ReplicaNet::start_all() {
  for (auto& node : nodes_) {
    if (!node->running()) node->start();
  }
}

bool ReplicaNet::run_until(const std::function<bool()>& done, std::int64_t limit_ms) {
  const auto end = scheduler.now_ms() + limit_ms;
  while (!done() && scheduler.now_ms() < end) run_for(20);
  return done();
}

bool ReplicaNet::linked(std::uint32_t a, std::uint32_t b) const {
  return a != b && nodes_[a]->running() && nodes_[b]->running() && nodes_[a]->lists(b) && nodes_[b]->lists(a);
}

void ReplicaNet::update_links() {
  for (std::uint32_t a = 0; a < size(); ++a) {
    for (std::uint32_t b = 0; b < size(); ++b) {
      const bool is_up = linked(a, b);
      if (is_up == up_.contains({a, b})) continue;
      if (is_up)
        up_.insert({a, b});
      else
        up_.erase({a, b});
      auto& node = *nodes_[a];
      node.in_this_life(1, [&node, b, is_up] {
        if (is_up)
          node.replica_->on_peer_up(p2p::PeerId{b});
        else
          node.replica_->on_peer_down(p2p::PeerId{b});
      });
    }
  }
}

void ReplicaNet::submit(std::size_t at, const sim::SignedCall& call) {
  nodes_[at]->replica().submit({call.wire}, [](const std::vector<SubmitResult>& results) {
    for (const auto& result : results)
      BOOST_TEST((result.state == SubmitState::kAccepted), result.code << " " << result.message);
  });
}

void ReplicaNet::change_validators(std::size_t at, std::vector<governance::Edit> edits) {
  govern(at, governance::MethodId::kProposeChange, governance::ProposeChange{std::move(edits), "a test's"});
  std::optional<chain::RecordKey> change;
  const auto proposed = [&] {
    const auto& executor = node(at).ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    for (const auto& pending : governance::open_changes(view.context())) change = pending.key;
    return change.has_value();
  };
  BOOST_REQUIRE(run_until(proposed));
  govern(at, governance::MethodId::kApproveChange, governance::ApproveChange{*change});
}

void ReplicaNet::transfer(std::size_t at) {
  const contracts::lxr::Transfer transfer{
      sim::Consortium::account(sim::Who::kWorkerA), chain::Fen{1}, contracts::lxr::Purpose::kRefund, {}};
  submit(at, consortium.sign(sim::Who::kEmployer, contracts::ContractId::kLxr, contracts::lxr::MethodId::kTransfer,
                             transfer, next_key_++, expires_ms()));
}

}  // namespace xh::node::test
