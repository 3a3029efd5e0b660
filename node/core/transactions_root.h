// The transactions root that a block's bodies give (RFC 9162 tree over their TxHashes, in order), to compare with its header's. Callers: those
// who take final blocks from peers. Stateless, thread-safe.
#pragma once

#include "chain/ledger/block.h"
#include "chain/ledger/transaction.h"
#include "chain/merkle/list_tree.h"

namespace xh::node {

[[nodiscard]] inline chain::Hash256 transactions_root_of(const chain::Block& block, const chain::TransactionHasher& hasher) {
  chain::ListTreeBuilder tree;
  for (const auto& wire : block.transactions) tree.add(hasher.hash_of(wire).view());
  return tree.root();
}

}  // namespace xh::node
