// Frames in: decode strictly, check cheaply, verify signatures, then hand on to engine, bodies or sync.
#include <algorithm>
#include <unordered_map>

#include "chain/merkle/list_tree.h"
#include "node/core/replica.h"

namespace xh::node {

using p2p::PeerId;

namespace {

// A block's id covers the list of its transactions only through the root: a wrong list of a relayer must not stick to a
// good header, or the executor would call a certified block invalid.
bool names_fit(const chain::Header& header, const std::vector<chain::TxHash>& hashes) {
  if (header.transaction_count != hashes.size()) return false;
  chain::ListTreeBuilder tree;
  for (const auto& hash : hashes) tree.add(hash.view());
  return tree.root() == header.transactions_root;
}

}  // namespace

template <class T>
void Replica::send_to(PeerId peer, const T& message) {
  network_.send(peer, MessageTraits<T>::kLane, frame_of(message));
}

template <class T>
void Replica::send_to(const std::optional<PeerId>& peer, const T& message) {
  if (peer) send_to(*peer, message);
}

template <class T>
void Replica::send_to_all(const T& message) {
  network_.broadcast(MessageTraits<T>::kLane, frame_of(message));
}

template void Replica::send_to(PeerId, const consensus::VotesMessage&);
template void Replica::send_to(const std::optional<PeerId>&, const consensus::VotesMessage&);
template void Replica::send_to(PeerId, const consensus::CertificatesMessage&);
template void Replica::send_to(const std::optional<PeerId>&, const consensus::CertificatesMessage&);
template void Replica::send_to(PeerId, const consensus::ProposalMessage&);
template void Replica::send_to(const std::optional<PeerId>&, const consensus::ProposalMessage&);
template void Replica::send_to(PeerId, const consensus::CertificateRequest&);
template void Replica::send_to(const std::optional<PeerId>&, const consensus::CertificateRequest&);
template void Replica::send_to(PeerId, const consensus::RestartQuery&);
template void Replica::send_to(const std::optional<PeerId>&, const consensus::RestartQuery&);
template void Replica::send_to(PeerId, const consensus::RestartAnswer&);
template void Replica::send_to(const std::optional<PeerId>&, const consensus::RestartAnswer&);
template void Replica::send_to(PeerId, const TransactionsMessage&);
template void Replica::send_to(PeerId, const BodiesRequest&);
template void Replica::send_to(const std::optional<PeerId>&, const BodiesRequest&);
template void Replica::send_to(PeerId, const BlockRequest&);
template void Replica::send_to(const std::optional<PeerId>&, const BlockRequest&);
template void Replica::send_to(PeerId, const FinalBlocksRequest&);
template void Replica::send_to_all(const consensus::VotesMessage&);
template void Replica::send_to_all(const consensus::CertificatesMessage&);
template void Replica::send_to_all(const consensus::ProposalMessage&);
template void Replica::send_to_all(const consensus::CertificateRequest&);
template void Replica::send_to_all(const consensus::RestartQuery&);
template void Replica::send_to_all(const consensus::RestartAnswer&);
template void Replica::send_to_all(const EvidenceMessage&);

std::vector<PeerId> Replica::peers_up() const {
  std::vector<PeerId> out;
  for (std::uint32_t i = 0; i < network_.peer_count(); ++i) {
    if (network_.peer_state(PeerId{i}).up) out.emplace_back(i);
  }
  return out;
}

std::optional<PeerId> Replica::peer_in_turn(const std::vector<PeerId>& known, std::size_t turn) const {
  if (turn < known.size()) return known[turn];
  const auto up = peers_up();
  return up.empty() ? std::nullopt : std::optional(up[turn % up.size()]);
}

void Replica::penalize(PeerId peer, std::uint32_t points, const std::string& reason) {
  network_.penalize(peer, points, reason);
}

template <class T>
void Replica::decode_and(PeerId peer, chain::BytesView body, void (Replica::*handler)(PeerId, T)) {
  auto message = chain::decode<T>(body);
  if (!message) return penalize(peer, p2p::kPenaltyMalicious, message.error().message);
  (this->*handler)(peer, std::move(*message));
}

void Replica::on_frame(PeerId peer, p2p::Lane, chain::Bytes frame) {
  if (stopped_ || engine_ == nullptr) return;
  if (frame.empty()) return penalize(peer, p2p::kPenaltyMalicious, "empty frame");
  const auto body = chain::BytesView(frame).subspan(1);
  switch (static_cast<MessageType>(frame.front())) {
    case MessageType::kVotes:
      return decode_and<consensus::VotesMessage>(peer, body, &Replica::handle);
    case MessageType::kCertificates:
      return decode_and<consensus::CertificatesMessage>(peer, body, &Replica::handle);
    case MessageType::kProposal:
      return decode_and<consensus::ProposalMessage>(peer, body, &Replica::handle);
    case MessageType::kCertificateRequest:
      return decode_and<consensus::CertificateRequest>(peer, body, &Replica::handle);
    case MessageType::kRestartQuery:
      return decode_and<consensus::RestartQuery>(peer, body, &Replica::handle);
    case MessageType::kRestartAnswer:
      return decode_and<consensus::RestartAnswer>(peer, body, &Replica::handle);
    case MessageType::kTransactions:
      return decode_and<TransactionsMessage>(peer, body, &Replica::handle);
    case MessageType::kBodiesRequest:
      return decode_and<BodiesRequest>(peer, body, &Replica::handle);
    case MessageType::kBodiesAnswer:
      return decode_and<BodiesAnswer>(peer, body, &Replica::handle);
    case MessageType::kBlockRequest:
      return decode_and<BlockRequest>(peer, body, &Replica::handle);
    case MessageType::kBlockAnswer:
      return decode_and<BlockAnswer>(peer, body, &Replica::handle);
    case MessageType::kFinalBlocksRequest:
      return decode_and<FinalBlocksRequest>(peer, body, &Replica::handle);
    case MessageType::kFinalBlocksAnswer:
      return decode_and<FinalBlocksAnswer>(peer, body, &Replica::handle);
    case MessageType::kEvidence:
      return decode_and<EvidenceMessage>(peer, body, &Replica::handle);
    case MessageType::kSnapshotQuery:
    case MessageType::kSnapshotOffer:
    case MessageType::kChunkRequest:
    case MessageType::kChunkAnswer:
      return;  // the snapshot service's, which stands before the replica; an answer that comes late says nothing
  }
  penalize(peer, p2p::kPenaltyMalicious, "unknown message type");
}

// An epoch that has no block yet has no certificate to tell of: then how the one before ended, from the block log.
void Replica::tell_how_epoch_began(PeerId peer) {
  const auto& tip = ledger_.tip();
  if (tip.block.last_of_epoch && tip.finalization) send_to(peer, consensus::CertificatesMessage{{*tip.finalization}});
}

void Replica::on_peer_up(PeerId peer) {
  if (stopped_ || engine_ == nullptr) return;
  // A peer that was away needs what is pending and what is final; its own requests follow from these certificates. They
  // leave through the engine: it alone knows which of them are durable (R12).
  feed(consensus::StaleReceived{peer_map_.engine_id(peer)});
  tell_how_epoch_began(peer);
  const auto pending = mempool_.oldest(kMaxForwarded);
  for (std::size_t i = 0; i < pending.size(); i += 512) {
    TransactionsMessage message;
    for (std::size_t k = i; k < std::min(pending.size(), i + 512); ++k)
      message.transactions.push_back(pending[k]->wire);
    send_to(peer, message);
  }
}

void Replica::on_peer_down(PeerId) {}

void Replica::handle(PeerId peer, consensus::VotesMessage message) {
  for (const auto& vote : message.votes) {
    if (is_of_other_epoch(peer, vote.subject.epoch)) continue;
    switch (engine_->admits(vote)) {
      case consensus::Admission::kAdmit:
        if (!epoch_.verifier->verify(vote))
          return penalize(peer, p2p::kPenaltyMalicious, "a vote's signature is wrong");
        feed(consensus::VoteReceived{peer_map_.engine_id(peer), vote});
        break;
      case consensus::Admission::kStale:
        feed(consensus::StaleReceived{peer_map_.engine_id(peer)});
        break;
      case consensus::Admission::kDrop:
        break;
    }
  }
}

std::vector<chain::Certificate> Replica::admitted(PeerId peer, std::vector<chain::Certificate> certificates) {
  std::vector<chain::Certificate> out;
  for (auto& certificate : certificates) {
    if (engine_->admits(certificate) != consensus::Admission::kAdmit) continue;
    if (auto ok = epoch_.verifier->verify(certificate); !ok) {
      penalize(peer, p2p::kPenaltyMalicious, ok.error().message);
      break;
    }
    out.push_back(std::move(certificate));
  }
  return out;
}

void Replica::handle(PeerId peer, consensus::CertificatesMessage message) {
  for (auto& certificate : message.certificates) {
    const auto& subject = certificate.subject;
    const bool is_final = subject.kind == chain::VoteKind::kFinalize;
    if (is_of_other_epoch(peer, subject.epoch, is_final ? subject.block : chain::BlockId{})) continue;
    switch (engine_->admits(certificate)) {
      case consensus::Admission::kAdmit:
        if (auto ok = epoch_.verifier->verify(certificate); !ok)
          return penalize(peer, p2p::kPenaltyMalicious, ok.error().message);
        epoch_question_.left = 0;
        feed(consensus::CertificateReceived{peer_map_.engine_id(peer), std::move(certificate)});
        break;
      case consensus::Admission::kStale:
        feed(consensus::StaleReceived{peer_map_.engine_id(peer)});
        break;
      case consensus::Admission::kDrop:
        break;
    }
  }
}

void Replica::handle(PeerId peer, consensus::ProposalMessage message) {
  if (is_of_other_epoch(peer, message.vote.subject.epoch)) return;
  const auto admission = engine_->admits_proposal(message.vote);
  if (admission == consensus::Admission::kStale) return feed(consensus::StaleReceived{peer_map_.engine_id(peer)});
  if (admission == consensus::Admission::kDrop) return;
  const auto header = chain::decode<chain::Header>(message.header);
  if (!header) return penalize(peer, p2p::kPenaltyMalicious, "proposal: " + header.error().message);
  const auto id = chain::block_id_of(message.header, ledger_.context().tag);
  if (id != message.vote.subject.block)
    return penalize(peer, p2p::kPenaltyMalicious, "a proposal's vote names another block");
  if (header->chain != ledger_.context().tag || !names_fit(*header, message.transactions)) {
    return penalize(peer, p2p::kPenaltyMalicious, "a proposal's header does not fit this ledger or its transactions");
  }
  if (!epoch_.verifier->verify(message.vote))
    return penalize(peer, p2p::kPenaltyMalicious, "a proposal's vote has a wrong signature");
  auto justification = admitted(peer, std::move(message.justification));
  auto* held = held_.hold(*header, std::move(message.header), id, std::move(message.transactions));
  if (held == nullptr) return penalize(peer, p2p::kPenaltyUseless, "a proposal that cannot be held");
  if (std::ranges::find(held->sources, peer) == held->sources.end()) held->sources.push_back(peer);
  fetches_.erase(id);
  fill_bodies(*held);
  ask_for_bodies(*held);
  const auto info = held->info;
  feed(consensus::ProposalReceived{peer_map_.engine_id(peer), info, message.vote, std::move(justification)});
}

void Replica::handle(PeerId peer, consensus::CertificateRequest message) {
  if (is_of_other_epoch(peer, message.epoch)) return;
  feed(consensus::CertificateRequested{peer_map_.engine_id(peer), message});
}
void Replica::handle(PeerId peer, consensus::RestartQuery message) {
  if (is_of_other_epoch(peer, message.epoch)) return;
  feed(consensus::RestartQueried{peer_map_.engine_id(peer), message});
}

void Replica::handle(PeerId peer, consensus::RestartAnswer message) {
  const auto from = peer_map_.engine_id(peer);
  if (engine_->admits(from, message) != consensus::Admission::kAdmit) return;
  std::erase_if(message.votes, [&](const chain::Vote& vote) { return !epoch_.verifier->verify(vote); });
  std::erase_if(message.certificates, [&](const chain::Certificate& c) { return !epoch_.verifier->verify(c); });
  feed(consensus::RestartAnswered{from, std::move(message)});
}

void Replica::handle(PeerId peer, BodiesRequest message) {
  BodiesAnswer answer{message.block, {}};
  std::size_t bytes = 0;
  const auto add = [&](const chain::Bytes& wire) {
    bytes += wire.size();
    answer.transactions.push_back(wire);
    return bytes < kMaxAnswerBytes;
  };
  const auto* held = held_.find(message.block);
  std::unordered_map<chain::TxHash, TransactionPtr> of_block;  // look-up only
  if (held != nullptr) {
    for (std::size_t i = 0; i < held->hashes.size(); ++i) of_block.emplace(held->hashes[i], held->bodies[i]);
  }
  std::unordered_map<chain::TxHash, chain::Bytes> of_log;  // look-up only
  if (held == nullptr) {
    const auto height = ledger_.index().find_block(message.block);
    if (!height) return stop_with(height.error());
    if (*height) {
      auto stored = ledger_.read(**height);
      if (!stored) return stop_with(stored.error());
      for (auto& wire : stored->block.transactions) of_log.emplace(ledger_.hasher().hash_of(wire), std::move(wire));
    }
  }
  for (const auto& hash : message.hashes) {
    auto tx = mempool_.find(hash);
    if (!tx && of_block.contains(hash)) tx = of_block.at(hash);
    if (tx && !add(tx->wire)) break;
    if (!tx && of_log.contains(hash) && !add(of_log.at(hash))) break;
  }
  if (!answer.transactions.empty()) {
    network_.send(peer, MessageTraits<BodiesAnswer>::kLane, frame_of(answer));
  }
}

void Replica::handle(PeerId peer, BlockRequest message) {
  if (const auto* held = held_.find(message.block)) {
    network_.send(peer, MessageTraits<BlockAnswer>::kLane, frame_of(BlockAnswer{held->header_bytes, held->hashes}));
    return;
  }
  const auto height = ledger_.index().find_block(message.block);
  if (!height) return stop_with(height.error());
  if (!*height) return;
  // Final here: the asker needs this one block, or learns from it how far behind it is and catches up by height.
  auto stored = ledger_.read(**height);
  if (!stored) return stop_with(stored.error());
  BlockAnswer answer{std::move(stored->block.header), {}};
  for (const auto& wire : stored->block.transactions) answer.hashes.push_back(ledger_.hasher().hash_of(wire));
  network_.send(peer, MessageTraits<BlockAnswer>::kLane, frame_of(answer));
  feed(consensus::StaleReceived{peer_map_.engine_id(peer)});
  tell_how_epoch_began(peer);
}

void Replica::handle(PeerId peer, BlockAnswer message) {
  const auto header = chain::decode<chain::Header>(message.header);
  if (!header) return penalize(peer, p2p::kPenaltyMalicious, "block: " + header.error().message);
  const auto id = chain::block_id_of(message.header, ledger_.context().tag);
  if (!fetches_.contains(id)) return;
  if (!names_fit(*header, message.hashes))
    return penalize(peer, p2p::kPenaltyMalicious, "a block with other transactions than its header's");
  auto* held = held_.hold(*header, std::move(message.header), id, std::move(message.hashes));
  if (held == nullptr) return;
  held->sources.push_back(peer);
  fetches_.erase(id);
  fill_bodies(*held);
  ask_for_bodies(*held);
  feed(consensus::BlockFetched{held->info});
}

void Replica::handle(PeerId peer, FinalBlocksRequest message) {
  FinalBlocksAnswer answer{message.from, {}};
  std::size_t bytes = 0;
  const std::uint64_t count = std::min<std::uint64_t>(message.count, kMaxFinalBlocksPerAnswer);
  for (std::uint64_t i = 0; i < count && bytes < kMaxAnswerBytes; ++i) {
    const chain::Height height{message.from.value + i};
    if (height.value == 0 || height > ledger_.height()) break;
    auto stored = ledger_.read(height);
    if (!stored && stored.error().fault == chain::Fault::kNotFound) break;  // below the snapshot that we began from
    if (!stored) return stop_with(stored.error());
    for (const auto& tx : stored->block.transactions) bytes += tx.size();
    if (bytes > kMaxAnswerBytes && !answer.blocks.empty()) break;
    answer.blocks.push_back({std::move(stored->block), std::move(stored->finalization)});
  }
  network_.send(peer, MessageTraits<FinalBlocksAnswer>::kLane, frame_of(answer));
}

}  // namespace xh::node
