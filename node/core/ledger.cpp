#include "node/core/ledger.h"

#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/crypto/schnorr.h"
#include "chain/storage/alignment.h"
#include "chain/storage/memory_state_store.h"
#include "contracts/engine/genesis_state.h"
#include "contracts/engine/registry.h"
#include "contracts/governance/epoch.h"

namespace xh::node {
namespace {

constexpr std::uint64_t kReplayProgressBlocks = 1000;

chain::Status compare_roots(const chain::Header& header, const contracts::ExecutedBlock& executed) {
  if (header.state_root != executed.state_root) return chain::invalid("state root differs");
  if (header.receipts_root != executed.receipts_root || header.receipt_count != executed.receipt_count()) {
    return chain::invalid("receipts root differs");
  }
  if (header.transactions_root != executed.transactions_root || header.transaction_count != executed.transaction_count()) {
    return chain::invalid("transactions root differs");
  }
  return {};
}

}  // namespace

chain::Result<chain::Header> genesis_block_header(const chain::Genesis& genesis) {
  chain::MemoryStateStore store;
  auto executor = contracts::BlockExecutor::open(genesis, contracts::all_contracts(), store);
  if (!executor) return std::unexpected(executor.error());
  return chain::genesis_header(genesis, (*executor)->chain(), contracts::root_of((*executor)->finalized()));
}

consensus::BlockInfo info_of(const chain::Header& header, const chain::BlockId& id) {
  return {id, header.parent, header.height, header.view, header.epoch, header.timestamp, header.proposer,
          !header.next_validator_set_hash.is_zero()};
}

Ledger::Ledger(const chain::Genesis& genesis, const chain::StateStore& store)
    : genesis_(genesis), early_context_(chain::make_context(genesis)), hasher_(early_context_.tag), index_(store) {}

chain::Result<std::unique_ptr<Ledger>> Ledger::open(const chain::Genesis& genesis, Disk disk, bool fresh,
                                                    const std::function<void(const std::string&)>& progress) {
  if (auto ok = chain::check_genesis(genesis); !ok) return chain::invalid("genesis: " + ok.error().message);
  auto out = std::unique_ptr<Ledger>(new Ledger(genesis, disk.state));
  if (auto ok = out->open_parts(disk, fresh); !ok) return std::unexpected(ok.error());
  if (auto ok = out->replay(disk, progress); !ok) return std::unexpected(ok.error());
  if (auto ok = out->extend_links(); !ok) return std::unexpected(ok.error());
  return out;
}

chain::Status Ledger::open_parts(Disk& disk, bool fresh) {
  base_ = std::move(disk.base);
  if (disk.log) {
    log_ = std::move(disk.log);
    return open_state(disk);
  }
  const chain::Height first{base_height().value + 1};
  auto log = fresh ? chain::BlockLog::create(disk.files, disk.block_dir, early_context_.tag, first)
                   : chain::BlockLog::open(disk.files, disk.block_dir, early_context_.tag);
  if (!log) return std::unexpected(log.error());
  log_ = std::move(*log);
  return open_state(disk);
}

chain::Status Ledger::open_state(Disk& disk) {
  // Of another chain or version: not damaged, and nothing to rebuild over.
  const auto format = disk.state.get(chain::format_row_key());
  if (format && *format && (*format)->size() == chain::kFormatRowBytes) {
    if (auto ok = chain::check_format_row(**format, early_context_.tag); !ok) return ok;
  }
  if (auto ok = contracts::check_genesis_state(genesis_, contracts::all_contracts()); !ok) return ok;
  auto executor = contracts::BlockExecutor::open(genesis_, contracts::all_contracts(), disk.state);
  if (!executor) {
    if (disk.state_is_bad != nullptr) *disk.state_is_bad = disk.state.trouble() != chain::StoreTrouble::kInputOutput;
    return std::unexpected(executor.error());
  }
  executor_ = std::move(*executor);
  return {};
}

// The tip before the log's first block.
chain::Result<chain::StatePosition> Ledger::stand_on_base() {
  const auto genesis = genesis_block_header(genesis_);
  if (!genesis) return std::unexpected(genesis.error());
  genesis_header_ = *genesis;
  const auto genesis_id = chain::block_id_of(genesis_header_);
  if (!base_) {
    move_tip(genesis_header_, genesis_id, std::nullopt);
    return chain::StatePosition{chain::Height{0}, genesis_id, genesis_header_.state_root};
  }
  const auto& [header, id, set] = base_->head;
  const bool own = base_->finality.links.empty();
  move_tip(header, id, own ? std::optional(base_->finality.finalization) : std::nullopt);
  return chain::StatePosition{header.height, id, header.state_root};
}

chain::Status Ledger::replay(const Disk& disk, const std::function<void(const std::string&)>& progress) {
  if (!log_->tail_cut().empty()) progress(log_->tail_cut());
  const auto position = state().position();
  CHECK(position.has_value());
  const auto base = stand_on_base();
  if (!base) return std::unexpected(base.error());
  auto report = chain::compare_with_log(*position, *base, *log_);
  if (!report) return std::unexpected(report.error());
  if (report->alignment == chain::Alignment::kStateAhead || report->alignment == chain::Alignment::kDifferent) {
    if (disk.state_is_bad != nullptr) *disk.state_is_bad = report->alignment == chain::Alignment::kDifferent;
    return chain::local_fault(report->message);
  }
  if (position->height > base->height) {
    auto stored = read(position->height);
    if (!stored) return std::unexpected(stored.error());
    move_tip(stored->header, stored->id, stored->finalization);
  }
  for (chain::Height h{position->height.value + 1}; h < log_->next_height(); h = chain::Height{h.value + 1}) {
    auto stored = read(h);
    if (!stored) return std::unexpected(stored.error());
    if (auto ok = replay_block(*stored); !ok) return ok;
    if (h.value % kReplayProgressBlocks == 0) progress("replaying the block log: height " + std::to_string(h.value));
  }
  return {};
}

chain::Status Ledger::replay_block(const StoredBlock& stored) {
  auto transactions = parse_bodies(stored.block.transactions);
  if (!transactions) return chain::local_fault("block log, height " + std::to_string(stored.height.value) + ": " + transactions.error().message);
  auto executed = executor_->execute(executor_->finalized(), {stored.height, stored.header.timestamp, stored.header.view}, *transactions);
  if (!executed) return chain::local_fault("block log, height " + std::to_string(stored.height.value) + ": " + executed.error().message);
  if (auto same = compare_roots(stored.header, *executed); !same) {
    return chain::local_fault("replaying height " + std::to_string(stored.height.value) + ": " + same.error().message +
                              "; this binary computes another state than the one that is final: do not run it on this ledger");
  }
  if (auto ok = executor_->commit(executed->state, stored.id, index_rows(*executed, stored.height, stored.id)); !ok) return ok;
  move_tip(stored.header, stored.id, stored.finalization);
  return {};
}

void Ledger::move_tip(const chain::Header& header, const chain::BlockId& id, const std::optional<chain::Certificate>& finalization) {
  tip_header_ = header;
  tip_.block = info_of(header, id);
  tip_.view = finalization ? finalization->subject.view : header.view;
  tip_.finalization = finalization;
}

chain::Status Ledger::commit(const chain::Header& header, const chain::Block& block, const contracts::ExecutedBlock& executed,
                             const std::optional<chain::Certificate>& finalization) {
  CHECK(header.height.value == height().value + 1 && header.parent == tip_.block.id);
  const auto id = chain::block_id_of(block.header, early_context_.tag);
  chain::LoggedBlock logged{header.height, id, chain::encode(block), finalization ? chain::encode(*finalization) : chain::Bytes{}};
  if (auto ok = log_->append(logged); !ok) return ok;
  if (auto ok = executor_->commit(executed.state, id, index_rows(executed, header.height, id)); !ok) return ok;
  move_tip(header, id, finalization);
  return header.next_validator_set_hash.is_zero() ? chain::Status{} : extend_links();
}

chain::Result<StoredBlock> Ledger::decode_logged(const chain::LoggedBlock& logged) const {
  const auto damaged = [&](const std::string& what) {
    return chain::local_fault("block log, height " + std::to_string(logged.height.value) + ": " + what);
  };
  auto block = chain::decode<chain::Block>(logged.block);
  if (!block) return damaged(block.error().message);
  auto header = chain::decode<chain::Header>(block->header);
  if (!header) return damaged(header.error().message);
  if (chain::block_id_of(block->header, early_context_.tag) != logged.id) return damaged("the header does not have the block's id");
  StoredBlock out{logged.height, logged.id, *header, std::move(*block), std::nullopt};
  if (!logged.certificate.empty()) {
    auto certificate = chain::decode<chain::Certificate>(logged.certificate);
    if (!certificate) return damaged(certificate.error().message);
    out.finalization = std::move(*certificate);
  }
  return out;
}

chain::Result<StoredBlock> Ledger::read(chain::Height height) const {
  if (height.value == 0 && !base_) {
    return StoredBlock{height, chain::block_id_of(genesis_header_), genesis_header_, {chain::encode(genesis_header_), {}}, std::nullopt};
  }
  auto logged = log_->read(height);
  if (!logged) return std::unexpected(logged.error());
  return decode_logged(*logged);
}

chain::Result<chain::Finality> Ledger::finality_of(chain::Height height) const {
  chain::Finality out;
  for (chain::Height h = height;; h = chain::Height{h.value + 1}) {
    auto stored = read(h);
    if (!stored) return std::unexpected(stored.error());
    if (h != height) out.links.push_back(stored->block.header);
    if (stored->finalization) {
      out.finalization = *stored->finalization;
      return out;
    }
    if (out.links.size() == chain::kMaxLinks) return chain::not_found("no finalization within the limit of linked headers");
  }
}

// A link that cannot be made now (a base without what it needs) cannot be made later: the way ends there.
chain::Status Ledger::extend_links() {
  if (links_.empty() && base_) links_ = base_->epochs;
  auto view = executor_->view(executor_->finalized(), contracts::time_of(executor_->finalized()));
  for (chain::Epoch next{links_.size() + 1};; next = chain::Epoch{next.value + 1}) {
    const auto first = contracts::governance::first_height_of(view.context(), next);
    auto set = contracts::governance::set_of(view.context(), next);
    if (!first || !set || first->value == 0) return {};
    auto last = read(chain::Height{first->value - 1});
    if (!last && last.error().fault == chain::Fault::kNotFound) return {};
    if (!last) return std::unexpected(last.error());
    if (!last->finalization) return {};
    links_.push_back({std::move(last->block.header), std::move(*last->finalization), std::move(*set)});
  }
}

chain::Result<std::span<const chain::EpochLink>> Ledger::epoch_links(chain::Epoch to) const {
  if (to.value > links_.size()) return chain::not_found("no way to epoch " + std::to_string(to.value) + " is known here");
  return std::span(links_).first(static_cast<std::size_t>(to.value));
}

chain::Result<std::vector<contracts::TransactionPtr>> Ledger::parse_bodies(const std::vector<chain::Bytes>& bodies) const {
  std::vector<contracts::TransactionPtr> out;
  out.reserve(bodies.size());
  for (const auto& body : bodies) {
    auto tx = chain::parse_transaction(body, hasher_, genesis_.chain_id);
    if (!tx) return std::unexpected(tx.error());
    out.push_back(std::make_shared<const chain::ParsedTransaction>(std::move(*tx)));
  }
  return out;
}

}  // namespace xh::node
