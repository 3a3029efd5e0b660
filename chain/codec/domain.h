// Domain-separated hashing (architecture, decision 1): SHA-256( SHA-256(tag) || chain || bytes ), where tag is "xh/<type>/<version>"
// and chain is the 32-byte chain tag = H("xh/chain/1", zeros, chain id || genesis hash). The 64-byte prefix fills one SHA-256 block, so
// a Domain keeps the state after it and pays only for the bytes. Immutable after construction, thread-safe.
#pragma once

#include <string_view>

#include "chain/crypto/sha256.h"
#include "chain/primitives/bytes.h"

namespace xh::chain {

// Which ledger: all zero where a hash is the same on every ledger (account ids, the genesis hash itself).
using ChainTag = FixedBytes<struct ChainTagTag, 32>;

class Domain {
 public:
  Domain(std::string_view tag, const ChainTag& chain);
  [[nodiscard]] Hash256 hash(BytesView bytes) const;
  [[nodiscard]] Hash256 hash(BytesView first, BytesView second) const;  // of the concatenation

 private:
  Sha256 after_prefix_;
};

[[nodiscard]] Hash256 tagged_hash(std::string_view tag, const ChainTag& chain, BytesView bytes);
[[nodiscard]] ChainTag make_chain_tag(std::string_view chain_id, const Hash256& genesis_hash);

// Every tag in use. A new type gets a new tag; a changed encoding a new version.
namespace tags {
inline constexpr std::string_view kAccount = "xh/account/1";
inline constexpr std::string_view kApiRequest = "xh/api-request/1";
inline constexpr std::string_view kChain = "xh/chain/1";
inline constexpr std::string_view kGenesis = "xh/genesis/1";
inline constexpr std::string_view kHeader = "xh/header/1";
inline constexpr std::string_view kLeaderSeed = "xh/leader-seed/1";
inline constexpr std::string_view kLeafSalt = "xh/leaf-salt/1";
inline constexpr std::string_view kReceiptSalt = "xh/receipt-salt/1";
inline constexpr std::string_view kRecordSecret = "xh/record-secret/1";
inline constexpr std::string_view kRecordKey = "xh/record-key/1";
inline constexpr std::string_view kSignedTransaction = "xh/signed-tx/1";
inline constexpr std::string_view kSnapshot = "xh/snapshot/1";
inline constexpr std::string_view kTransaction = "xh/tx/1";
inline constexpr std::string_view kValidators = "xh/validators/1";
inline constexpr std::string_view kVoteFinalize = "xh/vote-finalize/1";
inline constexpr std::string_view kVoteNotarize = "xh/vote-notarize/1";
inline constexpr std::string_view kVoteNullify = "xh/vote-nullify/1";
inline constexpr std::string_view kWorkEntries = "xh/work-entries/1";
inline constexpr std::string_view kCommitment = "xh/commitment/1";
inline constexpr std::string_view kPerson = "xh/person/1";
}  // namespace tags

}  // namespace xh::chain
