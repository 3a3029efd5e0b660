// What validators say to each other: structs for chain/codec (encode/decode). The driver frames them, verifies every
// vote and certificate with chain::VoteVerifier after Engine::admits() passed it, and only then hands it to the engine
// (event.h). Limits are those of the decoders; nothing larger is built by the engine.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/ledger/block.h"
#include "chain/ledger/vote.h"
#include "consensus/types.h"

namespace xh::consensus {

inline constexpr std::size_t kMaxVotesPerMessage = 256;
inline constexpr std::size_t kMaxCertificatesPerMessage = 64;
inline constexpr std::size_t kMaxJustification =
    16;  // parent's certificate and K = 15 skipped nullifications; the rest is fetched (R2)

struct VotesMessage {
  std::vector<chain::Vote> votes;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("votes", &VotesMessage::votes, kMaxVotesPerMessage));
  }
  friend bool operator==(const VotesMessage&, const VotesMessage&) = default;
};

struct CertificatesMessage {
  std::vector<chain::Certificate> certificates;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("certificates", &CertificatesMessage::certificates, kMaxCertificatesPerMessage));
  }
  friend bool operator==(const CertificatesMessage&, const CertificatesMessage&) = default;
};

// A block's header and the names of its transactions, the leader's notarize vote for it, and why its parent may be the
// parent (R2).
struct ProposalMessage {
  chain::Bytes header;
  std::vector<chain::TxHash> transactions;
  chain::Vote vote;
  std::vector<chain::Certificate> justification;

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("header", &ProposalMessage::header, chain::Block::kMaxHeaderBytes),
                      field<2>("transactions", &ProposalMessage::transactions, chain::kMaxBlockTransactions),
                      field<3>("vote", &ProposalMessage::vote),
                      field<4>("justification", &ProposalMessage::justification, kMaxJustification));
  }
  friend bool operator==(const ProposalMessage&, const ProposalMessage&) = default;
};

// "Send me what you have of this view" (R10). A finalization of a later view also answers.
struct CertificateRequest {
  chain::Epoch epoch;
  chain::View view;
  chain::VoteKind kind = chain::VoteKind::kNotarize;  // what is wanted most

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("epoch", &CertificateRequest::epoch), field<2>("view", &CertificateRequest::view),
                      field<3>("kind", &CertificateRequest::kind));
  }
  friend bool operator==(const CertificateRequest&, const CertificateRequest&) = default;
};

// After a start, before the first signature: "which votes of mine do you hold above this view?" (R12)
struct RestartQuery {
  chain::Epoch epoch;
  chain::View floor;
  std::uint64_t nonce = 0;  // another one at each start, so that an old answer counts for nothing

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("epoch", &RestartQuery::epoch), field<2>("floor", &RestartQuery::floor),
                      field<3>("nonce", &RestartQuery::nonce));
  }
  friend bool operator==(const RestartQuery&, const RestartQuery&) = default;
};

// The asker's votes (highest views first, cut at the limit) and the answerer's highest finalization with certificates
// above it.
struct RestartAnswer {
  chain::Epoch epoch;
  std::uint64_t nonce = 0;
  std::vector<chain::Vote> votes;
  std::vector<chain::Certificate> certificates;

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("epoch", &RestartAnswer::epoch), field<2>("nonce", &RestartAnswer::nonce),
                      field<3>("votes", &RestartAnswer::votes, kMaxVotesPerMessage),
                      field<4>("certificates", &RestartAnswer::certificates, kMaxCertificatesPerMessage));
  }
  friend bool operator==(const RestartAnswer&, const RestartAnswer&) = default;
};

}  // namespace xh::consensus
