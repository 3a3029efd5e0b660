#include "node/core/index.h"

#include <set>

namespace xh::node {
namespace {

using chain::Bytes;

Bytes row_key(char table, chain::BytesView part) {
  Bytes out{chain::kStoreIndex, static_cast<std::uint8_t>(table)};
  chain::append(out, part);
  return out;
}

Bytes height_key(char table, chain::Height height) {
  Bytes out{chain::kStoreIndex, static_cast<std::uint8_t>(table)};
  chain::append_be64(out, height.value);
  return out;
}

Bytes account_key(const chain::AccountId& account, ReceiptPlace place) {
  Bytes out = row_key('a', account.view());
  chain::append_be64(out, ~place.height.value);
  chain::append_be32(out, ~place.index);
  return out;
}

std::set<chain::AccountId> parties_of(const chain::Receipt& receipt, const contracts::TransactionPtr& tx) {
  std::set<chain::AccountId> out;
  for (const auto& event : receipt.events) out.insert(event.parties.begin(), event.parties.end());
  if (tx) {
    out.insert(tx->body.account);
    out.insert(tx->body.co_signers.begin(), tx->body.co_signers.end());
  }
  return out;
}

}  // namespace

chain::StoreBatch index_rows(const contracts::ExecutedBlock& block, chain::Height height, const chain::BlockId& id) {
  chain::StoreBatch out;
  Bytes height_bytes;
  chain::append_be64(height_bytes, height.value);
  out.put(row_key('b', id.view()), height_bytes);
  for (std::uint32_t i = 0; i < block.included.size(); ++i) {
    Bytes value = height_bytes;
    chain::append_be32(value, i);
    chain::append(value, block.included[i]->hash.view());
    out.put(row_key('t', block.included[i]->id.view()), std::move(value));
  }
  for (std::uint32_t i = 0; i < block.receipts.size(); ++i) {
    const auto receipt = chain::decode<chain::Receipt>(block.receipts[i].receipt);
    CHECK(receipt.has_value());
    const auto tx = i < block.calendar_count ? nullptr : block.included[i - block.calendar_count];
    for (const auto& account : parties_of(*receipt, tx)) out.put(account_key(account, {height, i}), {});
  }
  if (!block.receipts.empty()) out.put(height_key('r', height), chain::encode(ReceiptList{block.receipts}));
  return out;
}

chain::Result<std::optional<TransactionPlace>> Index::find_transaction(const chain::TxId& id) const {
  auto row = store_.get(row_key('t', id.view()));
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  const Bytes& value = **row;
  if (value.size() != 44) return chain::local_fault("index row of a transaction is damaged: rebuild the state from the block log");
  TransactionPlace out{chain::Height(chain::read_be64(value.data())), chain::read_be32(value.data() + 8), {}};
  std::memcpy(out.hash.bytes.data(), value.data() + 12, 32);
  return out;
}

chain::Result<std::optional<chain::Height>> Index::find_block(const chain::BlockId& id) const {
  auto row = store_.get(row_key('b', id.view()));
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  if ((*row)->size() != 8) return chain::local_fault("index row of a block is damaged: rebuild the state from the block log");
  return chain::Height(chain::read_be64((*row)->data()));
}

chain::Result<std::vector<chain::SaltedReceipt>> Index::receipts(chain::Height height) const {
  auto row = store_.get(height_key('r', height));
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::vector<chain::SaltedReceipt>{};
  auto list = chain::decode<ReceiptList>(**row);
  if (!list) return chain::local_fault("index row of receipts is damaged: rebuild the state from the block log");
  return std::move(list->receipts);
}

chain::Result<std::vector<ReceiptPlace>> Index::receipts_of(const chain::AccountId& account, std::optional<ReceiptPlace> before,
                                                            std::size_t limit) const {
  std::vector<ReceiptPlace> out;
  const Bytes prefix = row_key('a', account.view());
  const Bytes start = before ? account_key(account, *before) : Bytes{};
  const auto full = chain::not_found("");  // ends the iteration early; never leaves this function
  auto status = store_.for_each(prefix, [&](chain::BytesView key, chain::BytesView) -> chain::Status {
    if (key.size() != prefix.size() + 12) return chain::local_fault("index row of an account is damaged: rebuild the state from the block log");
    if (before && !std::lexicographical_compare(start.begin(), start.end(), key.begin(), key.end())) return {};
    out.push_back({chain::Height(~chain::read_be64(key.data() + prefix.size())), ~chain::read_be32(key.data() + prefix.size() + 8)});
    return out.size() == limit ? chain::Status(full) : chain::Status();
  });
  if (!status && status.error() != full.error()) return std::unexpected(status.error());
  return out;
}

}  // namespace xh::node
