#include "chain/ledger/block.h"

#include "chain/codec/codec.h"

namespace xh::chain {

BlockId block_id_of(BytesView header_bytes, const ChainTag& chain) {
  return retag<BlockId>(tagged_hash(tags::kHeader, chain, header_bytes));
}

BlockId block_id_of(const Header& header) { return block_id_of(encode(header), header.chain); }

}  // namespace xh::chain
