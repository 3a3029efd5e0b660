// Facts: what a worker or a bank can check with the genesis alone, trusting no node (consensus.md, R15).
//
// A fact is a header, the headers that follow it up to one with a finalization, that certificate, and a proof under the first header's
// roots. A notarization proves nothing, so none is accepted. All headers and the certificate are of one epoch; certificates match by block id.
// A fact of a later epoch than genesis' brings the links that lead there (epochs.h).
// Callers: `xinghuo light verify`, the node's API (makes them), tests. Stateless, thread-safe; a fact is attacker's data.
// Limits: at most kMaxLinks linked headers, kMaxEpochLinks epochs. Cost: one hash a link, a quorum of signatures an epoch and one more, one
// Merkle path.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "chain/ledger/block.h"
#include "chain/ledger/genesis.h"
#include "chain/ledger/receipt.h"
#include "chain/light/epochs.h"
#include "chain/merkle/list_proof.h"
#include "chain/merkle/map_proof.h"

namespace xh::chain {

inline constexpr std::size_t kMaxLinks = 4096;
inline constexpr std::size_t kMaxRawKeyBytes = 256;
inline constexpr std::size_t kMaxRecordBytes = 8 * 1024 * 1024;

// Why a header is final: the headers after it, in order, and the finalization of the last of them (of the header itself when none).
struct Finality {
  std::vector<Bytes> links;
  Certificate finalization;

  static constexpr auto fields() {
    return std::tuple(field<1>("links", &Finality::links, kMaxLinks, Block::kMaxHeaderBytes),
                      field<2>("finalization", &Finality::finalization));
  }
  friend bool operator==(const Finality&, const Finality&) = default;
};

struct ReceiptFact {
  SaltedReceipt receipt;
  ListProof proof;  // in the header's receipts_root

  static constexpr auto fields() {
    return std::tuple(field<1>("receipt", &ReceiptFact::receipt), field<2>("proof", &ReceiptFact::proof));
  }
  friend bool operator==(const ReceiptFact&, const ReceiptFact&) = default;
};

struct RecordFact {
  Bytes raw_key;
  Hash256 salt;
  std::optional<Bytes> value;  // absent: the fact is that there is no such record
  MapProof proof;              // in the header's state_root

  static constexpr auto fields() {
    return std::tuple(field<1>("raw_key", &RecordFact::raw_key, kMaxRawKeyBytes), field<2>("salt", &RecordFact::salt),
                      field<3>("value", &RecordFact::value, kMaxRecordBytes), field<4>("proof", &RecordFact::proof));
  }
  friend bool operator==(const RecordFact&, const RecordFact&) = default;
};

struct TransactionFact {
  TxHash hash;
  ListProof proof;  // in the header's transactions_root

  static constexpr auto fields() {
    return std::tuple(field<1>("hash", &TransactionFact::hash), field<2>("proof", &TransactionFact::proof));
  }
  friend bool operator==(const TransactionFact&, const TransactionFact&) = default;
};

// At most one of receipt, record, transaction; none: the fact is the header itself.
struct Fact {
  std::string chain_id;
  Hash256 genesis_hash;
  Bytes header;
  Finality finality;
  std::optional<ReceiptFact> receipt;
  std::optional<RecordFact> record;
  std::optional<TransactionFact> transaction;
  std::vector<EpochLink> epochs;  // one for each epoch before the header's

  static constexpr auto fields() {
    return std::tuple(field<1>("chain_id", &Fact::chain_id, kMaxChainIdBytes), field<2>("genesis_hash", &Fact::genesis_hash),
                      field<3>("header", &Fact::header, Block::kMaxHeaderBytes), field<4>("finality", &Fact::finality),
                      field<5>("receipt", &Fact::receipt), field<6>("record", &Fact::record),
                      field<7>("transaction", &Fact::transaction), field<8>("epochs", &Fact::epochs, kMaxEpochLinks));
  }
  friend bool operator==(const Fact&, const Fact&) = default;
};

struct VerifiedFact {
  Header header;
  BlockId block;
  std::vector<std::string> signers;  // names of the validators whose finalization carries it
  std::optional<Receipt> receipt;
};

// Errors (kInvalid) say which step failed: wrong ledger, epoch link, header, link, certificate, proof.
[[nodiscard]] Result<VerifiedFact> verify_fact(const Genesis& genesis, const Fact& fact);

// The part that all facts share: the header is this ledger's, of epoch 0, and final. `context` comes from make_context(genesis).
[[nodiscard]] Result<Header> verify_final_header(const ChainContext& context, BytesView header, const Finality& finality);
// The same for a header of the epoch that `set` (from follow_epochs) rules. Needs check_validator_set(set).
[[nodiscard]] Result<Header> verify_final_header(const ChainTag& chain, const ValidatorSet& set, BytesView header, const Finality& finality);

}  // namespace xh::chain
