#include "contracts/engine/block_run.h"

#include "contracts/engine/records.h"

namespace xh::contracts {
namespace {

constexpr std::size_t kMaxMessageBytes = 1024;  // Receipt::message

// Refusals may quote what a sender wrote; the receipt holds so much of it and cuts no character in two.
std::string bounded(std::string message) {
  if (message.size() <= kMaxMessageBytes) return message;
  std::size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xc0) == 0x80) --end;
  message.resize(end);
  return message;
}

chain::StateKey state_key(const StateKey& key) {
  return {key.view()};
}

}  // namespace

RunEnvironment::RunEnvironment(const Registry& methods, const chain::ChainTag& tag, std::uint32_t slice,
                               const UsedKeys& keys, const DueItems& items)
    : registry(methods),
      chain(tag),
      calendar_slice(slice),
      used_keys(keys),
      due_items(items),
      receipt_salt(chain::tags::kReceiptSalt, tag),
      record_secret(chain::tags::kRecordSecret, tag) {}

BlockRun::BlockRun(const RunEnvironment& environment, const LedgerState& parent, BlockInput input)
    : environment_(environment),
      parent_(parent),
      input_(input),
      block_(*parent.branch(), input.height),
      meta_(parent.meta()),
      used_(std::make_shared<UsedKeysLayer>(environment.used_keys, parent.used(), input.time)),
      due_(std::make_shared<DueLayer>(environment.due_items, parent.due())) {
  drop_buckets();
}

void BlockRun::drop_buckets() {
  for (const auto& [minute, count] : used_->dropped()) {
    block_.erase(state_key(engine::bucket_key(minute)));
    CHECK(meta_.remembered_keys >= count);
    meta_.remembered_keys -= count;
  }
}

template <class Run>
BlockRun::Executed BlockRun::run_call(CallInfo info, Run&& run) {
  const auto secret = info.secret;
  chain::Overlay overlay(block_, input_.height);
  Context context(overlay, std::move(info), environment_.chain);
  Executed executed{run(context), {}};
  if (executed.outcome) {
    overlay.commit_into(block_);
    executed.events = context.take_events();
    queue(context.take_scheduled(), secret);
  }
  return executed;
}

// In the strict order of (due, sequence), those that the items themselves queue for now or earlier among them: what a
// ledger's items do does not depend on how many of them fit into a block.
void BlockRun::run_calendar() {
  std::map<DueRef, QueuedItemPtr> ready;
  for (auto& entry : parent_.due()->slice(input_.time, std::size_t{environment_.calendar_slice} + 1))
    ready.insert(std::move(entry));
  while (!ready.empty() && calendar_count_ < environment_.calendar_slice) {
    const auto next = ready.extract(ready.begin());
    if (queued_.erase(next.key()) == 0) due_->remove(next.key());
    fresh_.clear();
    run_item(next.key(), *next.mapped());
    for (const auto& ref : fresh_) {
      if (ref.due <= input_.time) ready.emplace(ref, queued_.at(ref));
    }
    ++calendar_count_;
  }
  is_calendar_behind_ = !ready.empty();
  join_queue();
}

// From here on what was queued waits like everything else in the queue.
void BlockRun::join_queue() {
  for (auto& [ref, item] : queued_) due_->add(ref, std::move(item));
  queued_.clear();
}

void BlockRun::run_item(const DueRef& ref, const QueuedItem& queued) {
  block_.erase(state_key(engine::due_key(ref.due, ref.sequence)));
  chain::Bytes position;
  chain::append_be64(position, static_cast<std::uint64_t>(ref.due.value));
  chain::append_be64(position, ref.sequence);
  CallInfo info;
  info.height = input_.height;
  info.view = input_.view;
  info.block_time = input_.time;
  info.effective = ref.due;
  info.secret = environment_.record_secret.hash(queued.secret.view(), position);
  info.due_sequence = ref.sequence;
  const auto secret = info.secret;
  const auto* handler = environment_.registry.find_calendar(queued.item.contract, queued.item.kind);
  auto executed = run_call(std::move(info), [&](Context& context) -> Outcome {
    if (handler == nullptr)
      return refuse("UNKNOWN_CALENDAR_KIND", "", "no contract of this protocol version handles the item");
    return handler->execute(context, queued.item);
  });
  chain::Receipt receipt;
  receipt.source = chain::ReceiptSource::kCalendar;
  receipt.due_sequence = ref.sequence;
  receipt.effective = ref.due;
  add_receipt(std::move(receipt), std::move(executed), secret);
}

chain::Result<std::unique_ptr<const PreparedCall>> BlockRun::prepare(const chain::Call& call) const {
  const auto* method = environment_.registry.find_method(call.contract, call.method);
  if (method == nullptr) return chain::not_found("no contract of this protocol version offers the method");
  return method->prepare(call.args);
}

Admission BlockRun::admit_calendar(const chain::TransactionBody& body, const PreparedCall* call) const {
  if (!is_calendar_behind_) return {};
  auto accounts = call == nullptr ? std::vector<chain::AccountId>{} : call->accounts();
  accounts.push_back(body.account);
  accounts.insert(accounts.end(), body.co_signers.begin(), body.co_signers.end());
  for (const auto& account : accounts) {
    if (due_->waits(account, input_.time)) {
      return admit_later("CALENDAR_PENDING",
                         "calendar work of account " + chain::to_hex(account.view()) + " is settled first; wait");
    }
  }
  return {};
}

Admission BlockRun::add(const TransactionPtr& tx) {
  if (auto admission = admit_expiry(tx->body, input_.time); !admission.ok()) return admission;
  if (auto admission = admit_key(*tx, *used_, input_.time, meta_.remembered_keys); !admission.ok()) return admission;
  if (auto admission = admit_signers(*tx, block_); !admission.ok()) return admission;
  const auto call = prepare(tx->body.call);
  if (auto admission = admit_calendar(tx->body, call ? call->get() : nullptr); !admission.ok()) return admission;
  run_transaction(*tx, call);
  used_->add({used_key_id(tx->body.account, tx->body.key), tx->id}, tx->body.expires_at);
  ++meta_.remembered_keys;
  transactions_tree_.add(tx->hash.view());
  included_.push_back(tx);
  return {};
}

void BlockRun::run_transaction(const chain::ParsedTransaction& tx,
                               const chain::Result<std::unique_ptr<const PreparedCall>>& call) {
  CallInfo info;
  info.height = input_.height;
  info.view = input_.view;
  info.block_time = input_.time;
  info.effective = input_.time;
  info.sender = tx.body.account;
  info.signers = tx.body.co_signers;
  info.signers.insert(info.signers.begin(), tx.body.account);
  info.secret = environment_.record_secret.hash(tx.body.blinding.view());
  info.transaction = tx.id;
  const auto secret = info.secret;
  auto executed = run_call(std::move(info), [&](Context& context) -> Outcome {
    if (call) return (*call)->execute(context);
    const bool is_unknown = call.error().fault == chain::Fault::kNotFound;
    return refuse(is_unknown ? "UNKNOWN_METHOD" : "MALFORMED_ARGUMENTS", "", call.error().message);
  });
  chain::Receipt receipt;
  receipt.source = chain::ReceiptSource::kTransaction;
  receipt.transaction = tx.id;
  receipt.effective = input_.time;
  add_receipt(std::move(receipt), std::move(executed), secret);
}

void BlockRun::queue(std::vector<DueItem> items, const chain::Hash256& secret) {
  for (auto& item : items) {
    const DueRef ref{item.due, meta_.next_due_sequence++};
    block_.put(state_key(engine::due_key(ref.due, ref.sequence)), chain::encode(item), secret);
    fresh_.push_back(ref);
    queued_.emplace(ref, std::make_shared<const QueuedItem>(QueuedItem{std::move(item), secret}));
  }
}

void BlockRun::add_receipt(chain::Receipt receipt, Executed executed, const chain::Hash256& secret) {
  receipt.height = input_.height;
  if (executed.outcome) {
    receipt.code = chain::Receipt::kOk;
    receipt.events = std::move(executed.events);
  } else {
    receipt.code = std::move(executed.outcome.error().code);
    receipt.rule = std::move(executed.outcome.error().rule);
    receipt.message = bounded(std::move(executed.outcome.error().message));
  }
  chain::Bytes position;
  chain::append_be64(position, input_.height.value);
  chain::append_be64(position, receipts_.size());
  auto& salted = receipts_.emplace_back();
  salted.salt = environment_.receipt_salt.hash(secret.view(), position);
  salted.receipt = chain::encode(receipt);
  receipts_tree_.add(chain::receipt_leaf(salted));
}

void BlockRun::write_meta() {
  for (const auto& [minute, bucket] : used_->touched())
    block_.put(state_key(engine::bucket_key(minute)), chain::encode(bucket));
  meta_.time = input_.time;
  block_.put(state_key(engine::meta_key()), chain::encode(meta_));
  join_queue();
}

chain::Result<ExecutedBlock> BlockRun::finish(chain::StateDb& db) {
  write_meta();
  auto branch = db.seal(parent_.branch(), block_);
  if (!branch) return std::unexpected(branch.error());
  ExecutedBlock out;
  out.state = std::make_shared<const LedgerState>(std::move(*branch), meta_, std::move(used_), std::move(due_));
  out.transactions_root = transactions_tree_.root();
  out.receipts_root = receipts_tree_.root();
  out.state_root = out.state->branch()->root();
  out.receipts = std::move(receipts_);
  out.calendar_count = calendar_count_;
  out.included = std::move(included_);
  return out;
}

}  // namespace xh::contracts
