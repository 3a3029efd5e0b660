// Headers and blocks. A block's id is the hash of its header's exact bytes; everything else hangs off the header's roots.
#pragma once

#include <memory>
#include <tuple>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/codec/fields.h"
#include "chain/ledger/transaction.h"
#include "chain/ledger/vote.h"
#include "chain/primitives/types.h"

namespace xh::chain {

inline constexpr std::size_t kMaxBlockTransactions = 20'000;
inline constexpr std::size_t kMaxBlockBytes = 8 * 1024 * 1024;  // sum of the transactions' bytes
inline constexpr std::uint32_t kProtocolVersion = 1;

struct Header {
  ChainTag chain;
  Height height;
  View view;                      // in which it was first proposed (R16: the certificate's view may be above)
  BlockId parent;
  Timestamp timestamp;            // ms, above the parent's
  ValidatorIndex proposer;
  Hash256 transactions_root;      // RFC 9162 tree over the TxHashes, in order
  Hash256 receipts_root;          // RFC 9162 tree over the salted receipts: calendar items first, then transactions
  Hash256 state_root;             // authenticated map after this block
  std::uint32_t transaction_count = 0;
  std::uint32_t receipt_count = 0;
  Epoch epoch;
  Hash256 validator_set_hash;
  Hash256 next_validator_set_hash;  // zero but in an epoch's last header
  std::uint32_t protocol_version = kProtocolVersion;

  static constexpr auto fields() {
    return std::tuple(field<1>("chain", &Header::chain), field<2>("height", &Header::height), field<3>("view", &Header::view),
                      field<4>("parent", &Header::parent), field<5>("timestamp", &Header::timestamp),
                      field<6>("proposer", &Header::proposer), field<7>("transactions_root", &Header::transactions_root),
                      field<8>("receipts_root", &Header::receipts_root), field<9>("state_root", &Header::state_root),
                      field<10>("transaction_count", &Header::transaction_count),
                      field<11>("receipt_count", &Header::receipt_count), field<12>("epoch", &Header::epoch),
                      field<13>("validator_set_hash", &Header::validator_set_hash),
                      field<14>("next_validator_set_hash", &Header::next_validator_set_hash),
                      field<15>("protocol_version", &Header::protocol_version));
  }
  friend bool operator==(const Header&, const Header&) = default;
};

[[nodiscard]] BlockId block_id_of(BytesView header_bytes, const ChainTag& chain);
[[nodiscard]] BlockId block_id_of(const Header& header);  // header.chain is the chain

// A block at rest and in sync: the header's bytes and the full signed transactions.
struct Block {
  Bytes header;
  std::vector<Bytes> transactions;

  static constexpr std::size_t kMaxHeaderBytes = 512;
  static constexpr auto fields() {
    return std::tuple(field<1>("header", &Block::header, kMaxHeaderBytes),
                      field<2>("transactions", &Block::transactions, kMaxBlockTransactions, kMaxTransactionBytes));
  }
  friend bool operator==(const Block&, const Block&) = default;
};

// A block with the certificate that finalized it or, when only a descendant's did, without one.
struct FinalBlock {
  Block block;
  std::optional<Certificate> finalization;

  static constexpr auto fields() {
    return std::tuple(field<1>("block", &FinalBlock::block), field<2>("finalization", &FinalBlock::finalization));
  }
  friend bool operator==(const FinalBlock&, const FinalBlock&) = default;
};

}  // namespace xh::chain
