// Finality: blocks go to the log and the state, transactions leave the mempool, listeners hear; and catching up by
// height (R7, R10, R12).
#include <algorithm>

#include "node/core/replica.h"

namespace xh::node {

void Replica::perform(consensus::Commit action) {
  for (const auto& info : action.blocks) {
    if (info.height <= ledger_.height()) continue;  // final already: after a crash the engine may say it again
    const bool is_last = info.id == action.finalization.subject.block;
    if (!commit_block(info, is_last ? std::optional(action.finalization) : std::nullopt)) return;
  }
  if (epoch_is_over_) return;
  epoch_question_.left = 0;  // the present epoch goes on; should there be a later one, its heartbeats say so
  std::erase_if(fetches_, [&](const auto& entry) { return entry.first == ledger_.tip().block.id; });
  // The engine forgets finalized views; so does the journal, once it has grown.
  if (journal_ && !pruning_ && journal_bytes_ > kJournalPruneBytes) prune_journal(action.finalization.subject.view);
  update_work_hint();
}

// Its size is the disk lane's to read: this thread hears of it.
void Replica::prune_journal(chain::View floor) {
  pruning_ = true;
  auto status = std::make_shared<chain::Status>();
  auto bytes = std::make_shared<std::uint64_t>(0);
  host_.run(
      WorkLane::kDisk,
      [journal = journal_, status, bytes, floor] {
        *status = journal->prune(floor);
        if (*status) *bytes = journal->size_bytes();
      },
      [this, status, bytes, engine = engine_number_] {
        if (!*status) return stop_with(status->error());
        if (engine != engine_number_) return;
        journal_bytes_ = *bytes;
        pruning_ = false;
      });
}

bool Replica::commit_block(const consensus::BlockInfo& info, const std::optional<chain::Certificate>& finalization) {
  auto* held = held_.find(info.id);
  if (held == nullptr || !held->executed) {
    stop_with({chain::Fault::kLocal, "a block became final that was not executed here"});
    return false;
  }
  const HeldBlock block = std::move(*held);
  held_.keep_descendants_of(info);
  if (auto ok = prepare_next_epoch(block.header, block.executed->included); !ok) {
    stop_with(ok.error());
    return false;
  }
  if (auto ok = ledger_.commit(block.header, block.to_block(), *block.executed, finalization); !ok) {
    stop_with(ok.error());
    return false;
  }
  after_commit(block.header, info.id, *block.executed);
  return true;
}

void Replica::after_commit(const chain::Header& header, const chain::BlockId& id,
                           const contracts::ExecutedBlock& executed) {
  ++counters_.blocks_committed;
  counters_.transactions_committed += executed.included.size();
  for (const auto& tx : executed.included) mempool_.remove(tx->hash);
  mempool_.remove_expired(header.timestamp);
  forget_spoilt(header.timestamp);
  const FinalNotice notice{header, id, &executed};
  for (const auto& listener : listeners_) listener(notice);
  epoch_is_over_ = !header.next_validator_set_hash.is_zero();
  if (epoch_is_over_) return;
  leaving_.clear();
  follow_state();
}

void Replica::perform(consensus::SyncTo action) {
  sync_.begin(action);
  synced_step();
}

void Replica::synced_step() {
  if (!sync_.active() || stopped_) return;
  if (ledger_.height() >= sync_.target()->height) {
    sync_.stop();
    feed(consensus::Synced{ledger_.tip().block});
    attend_to_duties();  // some wait until this node is where the others are
    return;
  }
  if (sync_.exhausted()) {
    sync_.stop();
    feed(consensus::Synced{ledger_.tip().block});  // how far it came, which may be nowhere: the engine asks again
    return;
  }
  if (const auto ask = sync_.next_ask(peers_up(), ledger_.height(), host_.now().steady))
    send_to(ask->peer, ask->request);
  schedule_wake();
}

void Replica::handle(p2p::PeerId peer, FinalBlocksAnswer message) {
  if (!sync_.active()) return;
  auto blocks =
      sync_.accept(peer, message, ledger_.tip().block.id, ledger_.height(), *epoch_.verifier, ledger_.hasher());
  if (!blocks) {
    if (blocks.error().fault == chain::Fault::kInvalid)
      penalize(peer, p2p::kPenaltyMalicious, "sync: " + blocks.error().message);
    return synced_step();
  }
  for (auto& block : *blocks) {
    if (!commit_synced(block)) return;
    if (epoch_is_over_) return drain();
  }
  update_work_hint();
  synced_step();
  drain();
}

// Proven final by its certificate or by links to one: executed and compared all the same, since our state must be ours.
bool Replica::commit_synced(const chain::FinalBlock& final_block) {
  const auto broken = [&](const std::string& what) {
    stop_with({chain::Fault::kLocal,
               "a final block from a peer, height " + std::to_string(ledger_.height().value + 1) + ", " + what +
                   ": either more than a third of the validators lie or this node's software is wrong"});
    return false;
  };
  const auto header = chain::decode<chain::Header>(final_block.block.header);
  CHECK(header.has_value());
  const auto id = chain::block_id_of(final_block.block.header, ledger_.context().tag);
  auto finalization = final_block.finalization;
  if (!finalization && id == sync_.target()->finalization.subject.block) finalization = sync_.target()->finalization;
  // Executed here already: its own state is committed, since those of its descendants are built on it.
  if (const auto* held = held_.find(id); held != nullptr && held->executed)
    return commit_block(info_of(*header, id), finalization);
  auto bodies = ledger_.parse_bodies(final_block.block.transactions);
  if (!bodies) return broken("has a malformed transaction");
  auto executed = ledger_.executor().execute(ledger_.executor().finalized(),
                                             {header->height, header->timestamp, header->view}, *bodies);
  if (!executed) {
    if (executed.error().fault == chain::Fault::kLocal) {
      stop_with(executed.error());
      return false;
    }
    return broken("is refused: " + executed.error().message);
  }
  if (executed->state_root != header->state_root || executed->receipts_root != header->receipts_root ||
      executed->transactions_root != header->transactions_root) {
    return broken("has other roots than we compute");
  }
  if (header->epoch != epoch_.number() || header->validator_set_hash != epoch_.set_hash ||
      header->next_validator_set_hash != next_set_hash(ledger_.executor(), executed->state, header->height)) {
    return broken("names other validators than we compute");
  }
  held_.keep_descendants_of(info_of(*header, id));
  if (auto ok = prepare_next_epoch(*header, *bodies); !ok) {
    stop_with(ok.error());
    return false;
  }
  if (auto ok = ledger_.commit(*header, final_block.block, *executed, finalization); !ok) {
    stop_with(ok.error());
    return false;
  }
  after_commit(*header, id, *executed);
  return true;
}

}  // namespace xh::node
