#include "chain/ledger/receipt.h"

namespace xh::chain {

Bytes receipt_leaf(const SaltedReceipt& receipt) {
  Bytes out;
  out.reserve(Hash256::kSize + receipt.receipt.size());
  append(out, receipt.salt.view());
  append(out, receipt.receipt);
  return out;
}

}  // namespace xh::chain
