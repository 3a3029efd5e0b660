// What nodes send each other: one type byte, then the strict encoding of the struct. The lane follows from the type.
// Limits are the decoders' (fields below) and p2p's frame limits; the answering side cuts its answers to kMaxAnswerBytes.
#pragma once

#include <tuple>
#include <vector>

#include "chain/codec/codec.h"
#include "chain/ledger/block.h"
#include "chain/ledger/evidence.h"
#include "chain/storage/snapshot_format.h"
#include "consensus/message.h"
#include "p2p/transport.h"

namespace xh::node {

inline constexpr std::size_t kMaxTransactionsPerMessage = 4096;
inline constexpr std::size_t kMaxAnswerBytes = 6 * 1024 * 1024;
inline constexpr std::size_t kMaxFinalBlocksPerAnswer = 256;
inline constexpr std::size_t kMaxEvidencePerMessage = 8;
inline constexpr std::size_t kChunkPartBytes = 4 * 1024 * 1024;

struct TransactionsMessage {
  std::vector<chain::Bytes> transactions;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("transactions", &TransactionsMessage::transactions, kMaxTransactionsPerMessage,
                                      chain::kMaxTransactionBytes));
  }
};

// "Send me these transactions of a block you proposed or hold."
struct BodiesRequest {
  chain::BlockId block;
  std::vector<chain::TxHash> hashes;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("block", &BodiesRequest::block),
                      chain::field<2>("hashes", &BodiesRequest::hashes, chain::kMaxBlockTransactions));
  }
};

struct BodiesAnswer {
  chain::BlockId block;
  std::vector<chain::Bytes> transactions;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("block", &BodiesAnswer::block),
                      chain::field<2>("transactions", &BodiesAnswer::transactions, chain::kMaxBlockTransactions,
                                      chain::kMaxTransactionBytes));
  }
};

struct BlockRequest {
  chain::BlockId block;
  static constexpr auto fields() { return std::tuple(chain::field<1>("block", &BlockRequest::block)); }
};

// A header and the names of its transactions; bodies follow by BodiesRequest.
struct BlockAnswer {
  chain::Bytes header;
  std::vector<chain::TxHash> hashes;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("header", &BlockAnswer::header, chain::Block::kMaxHeaderBytes),
                      chain::field<2>("hashes", &BlockAnswer::hashes, chain::kMaxBlockTransactions));
  }
};

struct FinalBlocksRequest {
  chain::Height from;
  std::uint32_t count = 0;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &FinalBlocksRequest::from), chain::field<2>("count", &FinalBlocksRequest::count));
  }
};

struct FinalBlocksAnswer {
  chain::Height from;
  std::vector<chain::FinalBlock> blocks;  // consecutive
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &FinalBlocksAnswer::from),
                      chain::field<2>("blocks", &FinalBlocksAnswer::blocks, kMaxFinalBlocksPerAnswer));
  }
};

// Proofs of double voting, told once to everyone (R13).
struct EvidenceMessage {
  std::vector<chain::Evidence> evidence;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("evidence", &EvidenceMessage::evidence, kMaxEvidencePerMessage));
  }
};

// "How far are you?" and, when asked for: by which epochs, with which newest snapshot. Of nodes that begin or repair.
struct SnapshotQuery {
  bool epochs = false;
  bool manifest = false;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("epochs", &SnapshotQuery::epochs), chain::field<2>("manifest", &SnapshotQuery::manifest));
  }
};

struct SnapshotOffer {
  chain::Height tip;
  std::vector<chain::EpochLink> epochs;  // from genesis to the answerer's epoch
  std::optional<chain::SnapshotManifest> manifest;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("tip", &SnapshotOffer::tip),
                      chain::field<2>("epochs", &SnapshotOffer::epochs, chain::kMaxEpochLinks),
                      chain::field<3>("manifest", &SnapshotOffer::manifest));
  }
};

// A part of a chunk that has this hash: snapshots of one height may be cut and certified differently on two nodes.
struct ChunkRequest {
  chain::Height height;
  std::uint32_t chunk = 0;
  chain::Hash256 hash;
  std::uint32_t offset = 0;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("height", &ChunkRequest::height), chain::field<2>("chunk", &ChunkRequest::chunk),
                      chain::field<3>("hash", &ChunkRequest::hash), chain::field<4>("offset", &ChunkRequest::offset));
  }
};

struct ChunkAnswer {
  chain::Height height;
  std::uint32_t chunk = 0;
  std::uint32_t offset = 0;
  chain::Bytes bytes;  // empty: not here (any more)
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("height", &ChunkAnswer::height), chain::field<2>("chunk", &ChunkAnswer::chunk),
                      chain::field<3>("offset", &ChunkAnswer::offset),
                      chain::field<4>("bytes", &ChunkAnswer::bytes, kChunkPartBytes));
  }
};

enum class MessageType : std::uint8_t {
  kVotes = 1,
  kCertificates = 2,
  kProposal = 3,
  kCertificateRequest = 4,
  kRestartQuery = 5,
  kRestartAnswer = 6,
  kTransactions = 7,
  kBodiesRequest = 8,
  kBodiesAnswer = 9,
  kBlockRequest = 10,
  kBlockAnswer = 11,
  kFinalBlocksRequest = 12,
  kFinalBlocksAnswer = 13,
  kEvidence = 14,
  kSnapshotQuery = 15,
  kSnapshotOffer = 16,
  kChunkRequest = 17,
  kChunkAnswer = 18,
};

// Type and lane of each message.
template <MessageType Type, p2p::Lane Way>
struct TravelsAs {
  static constexpr MessageType kType = Type;
  static constexpr p2p::Lane kLane = Way;
};
template <class T>
struct MessageTraits;
template <>
struct MessageTraits<consensus::VotesMessage> : TravelsAs<MessageType::kVotes, p2p::Lane::kVotes> {};
template <>
struct MessageTraits<consensus::CertificatesMessage> : TravelsAs<MessageType::kCertificates, p2p::Lane::kVotes> {};
template <>
struct MessageTraits<consensus::ProposalMessage> : TravelsAs<MessageType::kProposal, p2p::Lane::kBlocks> {};
template <>
struct MessageTraits<consensus::CertificateRequest> : TravelsAs<MessageType::kCertificateRequest, p2p::Lane::kVotes> {};
template <>
struct MessageTraits<consensus::RestartQuery> : TravelsAs<MessageType::kRestartQuery, p2p::Lane::kVotes> {};
template <>
struct MessageTraits<consensus::RestartAnswer> : TravelsAs<MessageType::kRestartAnswer, p2p::Lane::kVotes> {};
template <>
struct MessageTraits<TransactionsMessage> : TravelsAs<MessageType::kTransactions, p2p::Lane::kTransactions> {};
template <>
struct MessageTraits<BodiesRequest> : TravelsAs<MessageType::kBodiesRequest, p2p::Lane::kBlocks> {};
template <>
struct MessageTraits<BodiesAnswer> : TravelsAs<MessageType::kBodiesAnswer, p2p::Lane::kBlocks> {};
template <>
struct MessageTraits<BlockRequest> : TravelsAs<MessageType::kBlockRequest, p2p::Lane::kBlocks> {};
template <>
struct MessageTraits<BlockAnswer> : TravelsAs<MessageType::kBlockAnswer, p2p::Lane::kBlocks> {};
template <>
struct MessageTraits<FinalBlocksRequest> : TravelsAs<MessageType::kFinalBlocksRequest, p2p::Lane::kSync> {};
template <>
struct MessageTraits<FinalBlocksAnswer> : TravelsAs<MessageType::kFinalBlocksAnswer, p2p::Lane::kSync> {};
template <>
struct MessageTraits<EvidenceMessage> : TravelsAs<MessageType::kEvidence, p2p::Lane::kBlocks> {};
template <>
struct MessageTraits<SnapshotQuery> : TravelsAs<MessageType::kSnapshotQuery, p2p::Lane::kSync> {};
template <>
struct MessageTraits<SnapshotOffer> : TravelsAs<MessageType::kSnapshotOffer, p2p::Lane::kSync> {};
template <>
struct MessageTraits<ChunkRequest> : TravelsAs<MessageType::kChunkRequest, p2p::Lane::kSync> {};
template <>
struct MessageTraits<ChunkAnswer> : TravelsAs<MessageType::kChunkAnswer, p2p::Lane::kSync> {};

template <class T>
[[nodiscard]] chain::Bytes frame_of(const T& message) {
  chain::Bytes out;
  out.reserve(1 + chain::encoded_size(message));
  out.push_back(static_cast<std::uint8_t>(MessageTraits<T>::kType));
  chain::encode_into(out, message);
  return out;
}

}  // namespace xh::node
