// Transactions in: parsed and verified off the core, once (architecture, decision 13), then into the mempool and on to
// the other validators.
#include <algorithm>
#include <atomic>

#include "node/core/replica.h"

namespace xh::node {
namespace {

constexpr std::size_t kVerifySlice = 64;  // transactions a unit of parallel work
constexpr std::size_t kForwardFrameBytes = 512 * 1024;

bool signatures_valid(const chain::ParsedTransaction& tx) {
  return std::ranges::all_of(tx.envelope.signatures, [&](const chain::KeySignature& s) {
    return chain::verify_signature(s.key, tx.id.view(), s.signature);
  });
}

}  // namespace

// A batch on its way through the signature pool.
struct Replica::Verification {
  struct Item {
    chain::Bytes wire;
    chain::TxHash hash;
    TransactionPtr parsed;  // null: refused, `error` says why
    chain::Error error;
    bool known = false;   // held already: nothing to verify
    SubmitResult result;  // for submit()
  };
  std::vector<Item> items;
  std::optional<p2p::PeerId> from;  // none: a client
  std::function<void(std::vector<SubmitResult>)> done;
  std::size_t slices_left = 0;
};

void Replica::submit(std::vector<chain::Bytes> transactions, std::function<void(std::vector<SubmitResult>)> done) {
  auto work = std::make_shared<Verification>();
  work->done = std::move(done);
  for (auto& wire : transactions) work->items.push_back({std::move(wire), {}, nullptr, {}, false, {}});
  verify(std::move(work));
}

void Replica::handle(p2p::PeerId peer, TransactionsMessage message) {
  auto work = std::make_shared<Verification>();
  work->from = peer;
  for (auto& wire : message.transactions) work->items.push_back({std::move(wire), {}, nullptr, {}, false, {}});
  verify(std::move(work));
}

// Bodies are taken whatever the mempool's limits say: a block that the engine admitted names them.
void Replica::handle(p2p::PeerId peer, BodiesAnswer message) {
  const auto* held = held_.find(message.block);
  if (held == nullptr || message.transactions.size() > held->hashes.size()) return;
  auto work = std::make_shared<Verification>();
  work->from = peer;
  for (auto& wire : message.transactions) work->items.push_back({std::move(wire), {}, nullptr, {}, false, {}});
  verify(std::move(work));
}

void Replica::verify(std::shared_ptr<Verification> work) {
  if (stopped_) return;
  if (verifying_.size() + work->items.size() > kMaxVerifying) {
    if (work->done)
      work->done(std::vector<SubmitResult>(
          work->items.size(), SubmitResult{{}, SubmitState::kBusy, "BUSY", "the node is busy: send again later"}));
    return;
  }
  for (auto& item : work->items) {
    item.hash = ledger_.hasher().hash_of(item.wire);
    item.known = mempool_.find(item.hash) != nullptr || verifying_.contains(item.hash);
    if (item.known)
      item.parsed = mempool_.find(item.hash);
    else
      verifying_.emplace(item.hash, true);
  }
  const std::size_t slices = (work->items.size() + kVerifySlice - 1) / kVerifySlice;
  work->slices_left = slices;
  if (slices == 0) return verified(*work);
  for (std::size_t s = 0; s < slices; ++s) {
    const auto check = [work, s, &hasher = ledger_.hasher(), &chain_id = ledger_.genesis().chain_id] {
      const std::size_t end = std::min(work->items.size(), (s + 1) * kVerifySlice);
      for (std::size_t i = s * kVerifySlice; i < end; ++i) {
        auto& item = work->items[i];
        if (item.known && item.parsed) continue;
        auto parsed = chain::parse_transaction(std::move(item.wire), hasher, chain_id);
        if (!parsed) {
          item.error = parsed.error();
        } else if (!item.known && !signatures_valid(*parsed)) {
          item.error = {chain::Fault::kInvalid, "a signature does not verify"};
          item.result.id = parsed->id;
        } else {
          item.parsed = std::make_shared<const chain::ParsedTransaction>(std::move(*parsed));
        }
      }
    };
    host_.run(WorkLane::kVerify, check, [this, work] {
      if (--work->slices_left == 0) verified(*work);
    });
  }
}

void Replica::verified(const Verification& work) {
  if (stopped_) return;
  std::vector<TransactionPtr> fresh;
  std::vector<SubmitResult> results;
  std::unordered_map<chain::TxHash, TransactionPtr> bodies;  // look-up only
  bool refused = false;
  for (const auto& item : work.items) {
    if (!item.known) verifying_.erase(item.hash);
    if (!item.parsed) {
      ++counters_.signatures_bad;
      body_refused(item.hash);
      refused = true;
      if (work.from) penalize(*work.from, p2p::kPenaltyMalicious, "transaction: " + item.error.message);
      results.push_back({item.result.id, SubmitState::kRefused,
                         item.result.id.is_zero() ? "MALFORMED" : "BAD_SIGNATURE", item.error.message});
      continue;
    }
    if (item.known) {
      results.push_back({item.parsed->id, SubmitState::kDuplicate, {}, {}});
      continue;
    }
    counters_.signatures_verified += item.parsed->envelope.signatures.size();
    bodies.emplace(item.hash, item.parsed);
    results.push_back(admit(item.parsed));
    if (results.back().state == SubmitState::kAccepted) fresh.push_back(item.parsed);
  }
  if (refused || !bodies.empty()) {
    bodies_arrived(bodies);
    for (auto& [id, block] : held_.all()) {
      if (block.missing == 0) block.ask_again.reset();
      try_validate(block);
    }
  }
  // Clients' transactions go to every validator at once (R17); what a peer sent it has sent to all itself.
  if (!work.from) forward(fresh);
  update_work_hint();
  drain();
  if (work.done) work.done(std::move(results));
}

SubmitResult Replica::admit(const TransactionPtr& tx) {
  const auto& executor = ledger_.executor();
  const auto time = std::max(host_.now().ledger, chain::Timestamp{ledger_.tip().block.timestamp.value + 1});
  const auto admission = executor.check(executor.finalized(), *tx, time);
  if (admission.code == "ALREADY_EXECUTED") return {tx->id, SubmitState::kFinal, {}, {}};
  if (admission.verdict == contracts::Admission::Verdict::kNever || admission.code == "EXPIRES_TOO_LATE") {
    return {tx->id, SubmitState::kRefused, admission.code, admission.message};
  }
  switch (mempool_.add(tx)) {
    case Mempool::Added::kAdded:
      return {tx->id, SubmitState::kAccepted, {}, {}};
    case Mempool::Added::kKnown:
      return {tx->id, SubmitState::kDuplicate, {}, {}};
    case Mempool::Added::kFull:
      break;
  }
  return {tx->id, SubmitState::kBusy, "BUSY", "the node's pool of pending transactions is full: send again later"};
}

// What the final state spoils for good (its idempotency key was used for other content) would keep a node that never
// builds a block busy until it expires.
void Replica::forget_spoilt(chain::Timestamp block_time) {
  const auto& executor = ledger_.executor();
  const chain::Timestamp next{block_time.value + 1};
  for (const auto& tx : mempool_.oldest(kRecheckedPerBlock)) {
    const auto admission = executor.check(executor.finalized(), *tx, next);
    if (admission.verdict == contracts::Admission::Verdict::kNever) mempool_.remove(tx->hash);
  }
}

void Replica::forward(const std::vector<TransactionPtr>& transactions) {
  TransactionsMessage message;
  std::size_t bytes = 0;
  const auto flush = [&] {
    if (message.transactions.empty()) return;
    network_.broadcast(MessageTraits<TransactionsMessage>::kLane, frame_of(message));
    message.transactions.clear();
    bytes = 0;
  };
  for (const auto& tx : transactions) {
    if (bytes + tx->wire.size() > kForwardFrameBytes || message.transactions.size() == kMaxTransactionsPerMessage)
      flush();
    message.transactions.push_back(tx->wire);
    bytes += tx->wire.size();
  }
  flush();
}

}  // namespace xh::node
