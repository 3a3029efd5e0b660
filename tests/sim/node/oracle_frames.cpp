// What leaves a node, read after decoding.
#include "node/core/messages.h"
#include "tests/sim/node/oracle.h"

namespace xh::sim {

using node::MessageType;

void Oracle::frame_sent(std::size_t sender, bool honest, bool records, const chain::Bytes& frame) {
  if (frame.empty()) {
    if (honest) violation("node " + std::to_string(sender) + " sent an empty frame");
    return;
  }
  const auto body = chain::BytesView(frame).subspan(1);
  const auto type = static_cast<MessageType>(frame.front());
  bool readable = true;
  if (type == MessageType::kVotes) {
    const auto message = chain::decode<consensus::VotesMessage>(body);
    if (message) votes_sent(sender, honest, message->votes, true);
    readable = message.has_value();
  } else if (type == MessageType::kCertificates) {
    const auto message = chain::decode<consensus::CertificatesMessage>(body);
    if (message) certificates_sent(sender, honest, records, message->certificates);
    readable = message.has_value();
  } else if (type == MessageType::kProposal) {
    proposal_sent(sender, honest, records, body);
  } else if (type == MessageType::kRestartAnswer) {
    answer_sent(sender, honest, records, body);
  } else if (type == MessageType::kEvidence && honest) {
    const auto message = chain::decode<node::EvidenceMessage>(body);
    readable = message.has_value();
    if (message) {
      for (const auto& evidence : message->evidence) evidence_sent(sender, evidence);
    }
  }
  if (!readable && honest) violation("node " + std::to_string(sender) + " sent a frame that does not decode");
}

void Oracle::votes_sent(std::size_t sender, bool honest, const std::vector<chain::Vote>& votes, bool own) {
  for (const auto& vote : votes) {
    const bool good = count(vote);
    if (!honest) continue;
    const auto where = [&] {
      return "node " + std::to_string(sender) + ", view " + std::to_string(vote.subject.view.value);
    };
    if (!good) violation(where() + ": sent a vote that does not verify");
    if (own && !durable_votes_[sender].contains({vote.subject, vote.signer}))
      violation(where() + ": sent a vote before it was durable");
    const bool names_block = own && vote.subject.kind == chain::VoteKind::kNotarize;
    if (names_block && !durable_blocks_[sender].contains(vote.subject.block))
      violation(where() + ": voted for a block before it was durable here");
  }
}

void Oracle::certificates_sent(std::size_t sender, bool honest, bool records,
                               const std::vector<chain::Certificate>& certificates) {
  for (const auto& certificate : certificates) {
    const auto where = [&] {
      return "node " + std::to_string(sender) + ", view " + std::to_string(certificate.subject.view.value);
    };
    if (honest && records && !durable_certificates_[sender].contains(certificate.subject))
      violation(where() + ": sent a certificate before it was durable");
    if (!honest) {
      static_cast<void>(check_certificate(certificate));  // what is valid in it counts, whoever says it
      continue;
    }
    if (!checked_certificates_.insert({certificate.subject, certificate.signers}).second) continue;
    if (const auto wrong = check_certificate(certificate); !wrong.empty())
      violation(where() + ": sent a certificate that " + wrong);
  }
}

void Oracle::proposal_sent(std::size_t sender, bool honest, bool records, chain::BytesView body) {
  const auto message = chain::decode<consensus::ProposalMessage>(body);
  if (!message) {
    if (honest) violation("node " + std::to_string(sender) + " sent a proposal that does not decode");
    return;
  }
  votes_sent(sender, honest, {message->vote}, true);
  certificates_sent(sender, honest, records, message->justification);
  if (honest && chain::block_id_of(message->header, chain_) != message->vote.subject.block)
    violation("node " + std::to_string(sender) + " proposed a block under another id");
}

void Oracle::answer_sent(std::size_t sender, bool honest, bool records, chain::BytesView body) {
  const auto message = chain::decode<consensus::RestartAnswer>(body);
  if (!message) {
    if (honest) violation("node " + std::to_string(sender) + " sent an answer that does not decode");
    return;
  }
  votes_sent(sender, honest, message->votes, false);
  certificates_sent(sender, honest, records, message->certificates);
}

}  // namespace xh::sim
