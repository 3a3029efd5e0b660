// Blocks on their way to a verdict: bodies gathered from mempool and peers, execution on the parent's state, building
// (R2, R3, R5, R15).
#include <algorithm>

#include "node/core/replica.h"

namespace xh::node {
namespace {

constexpr consensus::Duration kBodiesFirstWait{15};  // bodies may be in verification or on their way already
constexpr consensus::Duration kBodiesRetry{250};
constexpr consensus::Duration kFetchRetry{250};
constexpr std::uint32_t kFetchQuestions = 8;  // for one wish of the engine's, which repeats it every delta

}  // namespace

void Replica::fill_bodies(HeldBlock& block) {
  for (std::size_t i = 0; i < block.hashes.size(); ++i) {
    if (block.bodies[i]) continue;
    block.bodies[i] = mempool_.find(block.hashes[i]);
    if (block.bodies[i]) --block.missing;
  }
}

void Replica::ask_for_bodies(HeldBlock& block) {
  if (block.missing == 0) {
    block.ask_again.reset();
    return;
  }
  block.ask_again = host_.now().steady + kBodiesFirstWait;
  schedule_wake();
}

void Replica::ask_again(consensus::SteadyTime now) {
  for (auto& [id, block] : held_.all()) {
    if (!block.ask_again || *block.ask_again > now || block.missing == 0) continue;
    block.ask_again = now + kBodiesRetry;
    if (block.sources.empty()) {
      if (const auto proposer = peer_map_.network_id(consensus::PeerId{block.header.proposer.value}))
        block.sources.push_back(*proposer);
    }
    BodiesRequest request{id, {}};
    for (std::size_t i = 0; i < block.hashes.size(); ++i) {
      if (!block.bodies[i] && !verifying_.contains(block.hashes[i])) request.hashes.push_back(block.hashes[i]);
    }
    if (request.hashes.empty()) continue;
    ++counters_.bodies_requested;
    send_to(peer_in_turn(block.sources, block.next_source++), request);
  }
  // The engine asks again while it needs the block; what it needs no more is not asked for without end.
  std::erase_if(fetches_, [&](const auto& entry) { return entry.second.left == 0 && entry.second.again <= now; });
  for (auto& [id, fetch] : fetches_) {
    if (fetch.again > now) continue;
    --fetch.left;
    fetch.again = now + kFetchRetry;
    send_to(peer_in_turn(fetch.peers, fetch.next++), BlockRequest{id});
  }
}

void Replica::perform(consensus::FetchBlock action) {
  if (auto* held = held_.find(action.id)) {
    queue_.push_back(consensus::BlockFetched{held->info});
    return;
  }
  if (fetches_.size() >= kMaxHeldBlocks) return;  // the engine asks again
  auto& fetch = fetches_[action.id];
  fetch.peers.clear();
  for (const auto peer : action.peers) {
    if (const auto known = peer_map_.network_id(peer)) fetch.peers.push_back(*known);
  }
  fetch.left = kFetchQuestions;
  fetch.again = host_.now().steady;
  ask_again(host_.now().steady);
}

void Replica::bodies_arrived(const std::unordered_map<chain::TxHash, TransactionPtr>& bodies) {
  for (auto& [id, block] : held_.all()) {
    for (std::size_t i = 0; i < block.hashes.size() && block.missing > 0; ++i) {
      if (block.bodies[i]) continue;
      const auto at = bodies.find(block.hashes[i]);
      if (at == bodies.end()) continue;
      block.bodies[i] = at->second;
      --block.missing;
    }
  }
}

// The hash covers the signatures: a body that fails the check makes every block that names it invalid for good.
void Replica::body_refused(const chain::TxHash& hash) {
  for (auto& [id, block] : held_.all()) {
    if (block.missing > 0 && std::ranges::find(block.hashes, hash) != block.hashes.end()) block.bodies_bad = true;
  }
}

void Replica::perform(consensus::ValidateBlock action) {
  auto* held = held_.find(action.block.id);
  if (held == nullptr) {  // dropped meanwhile: the engine has it fetched again
    queue_.push_back(consensus::BlockValidated{action.block.id, consensus::Verdict::kMissing});
    return;
  }
  held->validation_wanted = true;
  held->reported = false;
  fill_bodies(*held);
  try_validate(*held);
}

contracts::StatePtr Replica::state_of(const chain::BlockId& id) {
  if (id == ledger_.tip().block.id) return ledger_.executor().finalized();
  const auto* held = held_.find(id);
  return held != nullptr && held->executed ? held->executed->state : nullptr;
}

void Replica::report(HeldBlock& block, consensus::Verdict verdict) {
  block.reported = true;
  queue_.push_back(consensus::BlockValidated{block.info.id, verdict});
}

void Replica::try_validate(HeldBlock& block) {
  if (!block.validation_wanted || block.reported) return;
  if (block.bodies_bad) return report(block, consensus::Verdict::kInvalid);
  if (block.executed) return report(block, consensus::Verdict::kValid);
  if (block.missing > 0) return ask_for_bodies(block);
  const auto parent = state_of(block.header.parent);
  if (!parent) return;
  const auto reject = [&](const std::string& why) {
    host_.log(LogLevel::kWarning,
              "block at height " + std::to_string(block.header.height.value) + " is invalid: " + why);
    report(block, consensus::Verdict::kInvalid);
  };
  const auto& header = block.header;
  if (header.height.value != contracts::height_of(parent).value + 1 || header.timestamp <= contracts::time_of(parent)) {
    return reject("height or time does not follow the parent's");
  }
  if (header.validator_set_hash != epoch_.set_hash || header.epoch != epoch_.number() ||
      header.protocol_version != chain::kProtocolVersion) {
    return reject("validator set, epoch or protocol version is not this epoch's");
  }
  if (epoch_after(ledger_.executor(), parent).set.epoch != epoch_.number())
    return reject("its parent is the epoch's last block");
  const auto& params = ledger_.genesis().consensus;
  std::uint64_t bytes = 0;
  for (const auto& body : block.bodies) bytes += body->wire.size();
  if (block.bodies.size() > params.max_block_transactions || bytes > params.max_block_bytes)
    return reject("above the block limits");
  auto executed = ledger_.executor().execute(parent, {header.height, header.timestamp, header.view}, block.bodies);
  if (!executed) {
    if (executed.error().fault == chain::Fault::kLocal) return stop_with(executed.error());
    return reject(executed.error().message);
  }
  if (executed->state_root != header.state_root || executed->receipts_root != header.receipts_root ||
      executed->transactions_root != header.transactions_root || executed->receipt_count() != header.receipt_count) {
    return reject("its roots are not those of its content");
  }
  if (header.next_validator_set_hash != next_set_hash(ledger_.executor(), executed->state, header.height))
    return reject("its next validator set is not the one that its content leads to");
  block.executed = std::move(*executed);
  report(block, consensus::Verdict::kValid);
}

TxHashSet Replica::transactions_above_final(chain::BlockId tip) {
  TxHashSet out;
  while (tip != ledger_.tip().block.id) {
    const auto* held = held_.find(tip);
    if (held == nullptr) break;
    out.insert(held->hashes.begin(), held->hashes.end());
    tip = held->header.parent;
  }
  return out;
}

void Replica::perform(consensus::BuildBlock action) {
  const auto parent = state_of(action.parent.id);
  if (!parent) {
    host_.log(LogLevel::kError, "cannot build on a block that is not executed here");
    queue_.push_back(consensus::BuildFailed{action.view});
    return;
  }
  const auto now = host_.now().ledger;
  const contracts::BlockInput input{chain::Height{action.parent.height.value + 1},
                                    std::max(now, chain::Timestamp{action.parent.timestamp.value + 1}), action.view};
  const auto& params = ledger_.genesis().consensus;
  const auto candidates = mempool_.candidates(transactions_above_final(action.parent.id), params.max_block_transactions,
                                              params.max_block_bytes);
  auto built =
      ledger_.executor().build(parent, input, candidates, {params.max_block_transactions, params.max_block_bytes});
  if (!built) return stop_with(built.error());
  auto& executed = *built;
  for (const auto& rejected : executed.rejected) {
    if (rejected.admission.verdict != contracts::Admission::Verdict::kNever) continue;
    // Judged on the final state too: what an unfinalized ancestor spoils may come good when that branch is abandoned.
    const auto& tx = candidates[rejected.candidate];
    const auto again = ledger_.executor().check(ledger_.executor().finalized(), *tx, input.time);
    if (again.verdict == contracts::Admission::Verdict::kNever) mempool_.remove(tx->hash);
  }
  if (executed.included.empty() && executed.calendar_count == 0 && !action.allow_empty) {
    queue_.push_back(consensus::NoWork{action.view});
    return;
  }
  chain::Header header;
  header.chain = ledger_.context().tag;
  header.height = input.height;
  header.view = action.view;
  header.parent = action.parent.id;
  header.timestamp = input.time;
  header.proposer = *epoch_.self;
  header.transactions_root = executed.transactions_root;
  header.receipts_root = executed.receipts_root;
  header.state_root = executed.state_root;
  header.transaction_count = executed.transaction_count();
  header.receipt_count = executed.receipt_count();
  header.epoch = epoch_.number();
  header.validator_set_hash = epoch_.set_hash;
  header.next_validator_set_hash = next_set_hash(ledger_.executor(), executed.state, header.height);
  const auto bytes = chain::encode(header);
  const auto id = chain::block_id_of(bytes, header.chain);
  std::vector<chain::TxHash> hashes;
  for (const auto& tx : executed.included) hashes.push_back(tx->hash);
  auto* held = held_.hold(header, bytes, id, std::move(hashes));
  if (held == nullptr) {
    queue_.push_back(consensus::BuildFailed{action.view});
    return;
  }
  held->bodies = executed.included;
  held->missing = 0;
  held->executed = std::move(executed);
  ++counters_.blocks_proposed;
  queue_.push_back(consensus::BlockBuilt{action.view, held->info});
}

}  // namespace xh::node
