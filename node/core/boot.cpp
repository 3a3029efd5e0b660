#include "node/core/boot.h"

#include <algorithm>

#include "contracts/engine/used_keys.h"
#include "node/core/snapshot_maker.h"
#include "node/core/snapshot_restore.h"

namespace xh::node {
namespace {

constexpr std::uint64_t kUsedKeyBytes = 64;
constexpr std::uint64_t kMaxListBytes = contracts::kMaxRememberedKeys * kUsedKeyBytes;

std::string text(chain::Height height) {
  return std::to_string(height.value);
}

// Lists are proven only as a whole, at the end: their size is bounded by what a state can remember.
bool lists_are_bounded(const chain::SnapshotManifest& manifest) {
  std::uint64_t bytes = 0;
  for (const auto& chunk : manifest.list_chunks) bytes += chunk.bytes;
  return bytes <= 2 * kMaxListBytes;
}

}  // namespace

// ---------------------------------------------------------------- what all tasks share

template <class T>
void BootTask::decode_and(p2p::PeerId peer, chain::BytesView body, void (BootTask::*handle)(p2p::PeerId, T)) {
  auto message = chain::decode<T>(body);
  if (!message) return punish(peer, message.error());
  (this->*handle)(peer, std::move(*message));
}

void BootTask::on_frame(p2p::PeerId peer, chain::BytesView frame) {
  if (finished_ || frame.empty()) return;
  const auto body = frame.subspan(1);
  switch (static_cast<MessageType>(frame.front())) {
    case MessageType::kSnapshotQuery:
      return send(peer, SnapshotOffer{tip_, {}, std::nullopt});
    case MessageType::kSnapshotOffer:
      if (!wants_offer(peer)) return;
      return decode_and<SnapshotOffer>(peer, body, &BootTask::on_offer);
    case MessageType::kChunkAnswer:
      return decode_and<ChunkAnswer>(peer, body, &BootTask::on_chunk);
    case MessageType::kFinalBlocksRequest:
      return decode_and<FinalBlocksRequest>(peer, body, &BootTask::on_request);
    case MessageType::kFinalBlocksAnswer:
      return decode_and<FinalBlocksAnswer>(peer, body, &BootTask::on_blocks);
    default:
      return;  // of the protocol that we do not take part in yet; said again when we do
  }
}

std::vector<p2p::PeerId> BootTask::peers_up() const {
  std::vector<p2p::PeerId> out;
  for (std::uint32_t i = 0; i < network_.peer_count(); ++i) {
    if (network_.peer_state(p2p::PeerId{i}).up) out.emplace_back(i);
  }
  return out;
}

void BootTask::punish(p2p::PeerId peer, const chain::Error& error) {
  network_.penalize(peer, p2p::kPenaltyMalicious, error.message);
}

void BootTask::finish(chain::Status status) {
  finished_ = true;
  status_ = std::move(status);
}

// ---------------------------------------------------------------- repair of the log

RepairTask::RepairTask(Host& host, p2p::Transport& network, const chain::ChainContext& context,
                       const BlocksWanted& wanted, chain::BlockLog& log)
    : BootTask(host, network, chain::Height{log.next_height().value - 1}),
      repair_(context, wanted),
      log_(log),
      until_(wanted.until) {}

void RepairTask::step() {
  if (finished()) return;
  if (repair_.done()) {
    if (repair_.state_differs()) host_.log(LogLevel::kWarning, "our state stood on a block that is not final");
    host_.log(LogLevel::kInfo, "the block log is whole again, up to height " + text(until_));
    return finish();
  }
  const auto now = host_.now().steady;
  if (!report_at_ || *report_at_ <= now) {
    report_at_ = now + kBootReportTime;
    host_.log(LogLevel::kWarning, "waiting for blocks " + text(repair_.next()) + " to " + text(until_) + " from " +
                                      std::to_string(peers_up().size()) +
                                      " connected peers; this node takes no part before it has them");
  }
  if (const auto ask = repair_.next_ask(peers_up(), now)) {
    std::visit([&](const auto& request) { send(ask->peer, request); }, ask->request);
  }
  host_.wake_at(std::min(*report_at_, repair_.deadline().value_or(*report_at_)));
}

void RepairTask::on_offer(p2p::PeerId peer, SnapshotOffer offer) {
  const auto ok = repair_.accept(peer, offer);
  if (!ok && ok.error().fault == chain::Fault::kInvalid) punish(peer, ok.error());
  step();
}

void RepairTask::on_blocks(p2p::PeerId peer, FinalBlocksAnswer answer) {
  const auto blocks = repair_.accept(peer, answer);
  if (!blocks && blocks.error().fault == chain::Fault::kInvalid) punish(peer, blocks.error());
  if (blocks) {
    for (const auto& block : *blocks) {
      if (auto ok = log_.append(block); !ok) return finish(ok);
    }
    tip_ = chain::Height{log_.next_height().value - 1};
  }
  step();
}

void RepairTask::on_request(p2p::PeerId peer, FinalBlocksRequest request) {
  const auto now = host_.now().steady;
  auto& last = answered_[peer];
  if (now < last + kBootAnswerInterval) return;
  last = now;
  FinalBlocksAnswer answer{request.from, {}};
  std::size_t bytes = 0;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(request.count, kMaxFinalBlocksPerAnswer); ++i) {
    const auto logged = log_.read(chain::Height{request.from.value + i});
    if (!logged) break;  // not here; damage that shows only now is dealt with when the ledger opens
    bytes += logged->block.size() + logged->certificate.size();
    if (bytes > kMaxAnswerBytes && !answer.blocks.empty()) break;
    auto block = chain::decode<chain::Block>(logged->block);
    if (!block) break;
    chain::FinalBlock out{std::move(*block), std::nullopt};
    if (!logged->certificate.empty()) {
      auto certificate = chain::decode<chain::Certificate>(logged->certificate);
      if (certificate) out.finalization = std::move(*certificate);
    }
    answer.blocks.push_back(std::move(out));
  }
  send(peer, answer);
}

// ---------------------------------------------------------------- joining with a snapshot

JoinTask::JoinTask(Host& host, p2p::Transport& network, const chain::ChainContext& context, chain::SnapshotFolder base,
                   std::uint64_t lag)
    : BootTask(host, network, chain::Height{0}),
      context_(context),
      base_(std::move(base)),
      lag_(lag),
      enough_(context.validators.max_faulty() + 1) {}

void JoinTask::on_peer_up(p2p::PeerId peer) {
  if (!finished() && !sync_) send(peer, SnapshotQuery{false, true});
  step();
}

void JoinTask::on_offer(p2p::PeerId peer, SnapshotOffer offer) {
  heard_.insert(peer);
  bool honest = true;
  if (offer.manifest && offer.manifest->height.value > lag_) {
    auto head = chain::check_manifest(context_, *offer.manifest);
    honest = head.has_value();
    if (!head) punish(peer, head.error());
    if (head && may_be_base(head->header) && lists_are_bounded(*offer.manifest)) {
      offers_.emplace(peer, Offer{std::move(*offer.manifest), std::move(*head)});
    }
  }
  if (honest) {
    if (answered_.empty()) ask_until_ = host_.now().steady + kJoinAskTime;  // the others get their time too
    answered_.insert(peer);
  }
  step();
}

void JoinTask::ask(consensus::SteadyTime now) {
  if (!alone_until_) alone_until_ = now + kJoinAloneTime;
  ask_until_ = now + kJoinAskTime;
  for (const auto peer : peers_up()) send(peer, SnapshotQuery{false, true});
}

// Without an offer, whoever is connected is heard first: its snapshot may be the only way.
bool JoinTask::may_choose(consensus::SteadyTime now) const {
  if (now >= *ask_until_) return !answered_.empty() || network_.peer_count() == 0 || now >= *alone_until_;
  const auto peers = peers_up();
  const bool all = std::ranges::all_of(peers, [&](p2p::PeerId peer) { return heard_.contains(peer); });
  return answered_.size() >= enough_ && (all || !offers_.empty());
}

void JoinTask::step() {
  if (finished()) return;
  const auto now = host_.now().steady;
  if (!ask_until_) ask(now);
  if (!sync_) {
    if (may_choose(now)) return choose();
    if (now >= *ask_until_) ask(now);
    return host_.wake_at(*ask_until_);
  }
  if (sync_->done()) return complete();
  const auto peers = peers_up();
  for (const auto& ask : sync_->next_asks(peers, now)) send(ask.peer, ask.request);
  if (now >= *patience_until_ || (!peers.empty() && sync_->stuck(peers))) {
    return give_up_offer("no peer gives the snapshot's chunks");
  }
  host_.wake_at(std::min(*patience_until_, sync_->deadline().value_or(*patience_until_)));
}

// The newest; nothing on offer means that there is nothing to gain.
void JoinTask::choose() {
  const auto newest = std::ranges::max_element(
      offers_, [](const auto& a, const auto& b) { return a.second.manifest.height < b.second.manifest.height; });
  if (answered_.empty() && network_.peer_count() > 0) {
    host_.log(LogLevel::kWarning, "no peer answered: this node begins at height 0; if it does not catch up, start it again");
  }
  if (newest == offers_.end()) return finish(base_.remove_unfinished());
  begin(newest->first);
}

void JoinTask::begin(p2p::PeerId from) {
  const auto& offer = offers_.at(from);
  offered_by_ = from;
  std::set<std::size_t> have;
  for (std::size_t i = 0; i < offer.manifest.chunk_count(); ++i) {
    const auto there = base_.has_chunk(offer.manifest, i);
    if (!there) return finish(std::unexpected(there.error()));
    if (*there) have.insert(i);
  }
  host_.log(LogLevel::kInfo, "taking the snapshot of height " + text(offer.manifest.height) + ": " +
                                 std::to_string(offer.manifest.chunk_count()) + " chunks, " +
                                 std::to_string(have.size()) + " of them here");
  patience_until_ = host_.now().steady + kJoinPatience;
  sync_.emplace(offer.manifest, offer.head, std::move(have));
  step();
}

void JoinTask::on_chunk(p2p::PeerId peer, ChunkAnswer answer) {
  if (!sync_) return;
  auto chunk = sync_->accept(peer, std::move(answer));
  if (!chunk && chunk.error().fault == chain::Fault::kInvalid) punish(peer, chunk.error());
  if (chunk && *chunk) {
    patience_until_ = host_.now().steady + kJoinPatience;
    if (auto ok = base_.write_chunk(sync_->manifest().height, (*chunk)->number, (*chunk)->bytes); !ok)
      return finish(ok);
  }
  step();
}

// Records are proven chunk by chunk; what is left to find out is whether the lists belong to them.
void JoinTask::complete() {
  const auto good = verify_snapshot(context_, base_, sync_->manifest());
  if (!good && good.error().fault == chain::Fault::kLocal) return finish(std::unexpected(good.error()));
  if (!good) {
    punish(*offered_by_, good.error());
    return give_up_offer(good.error().message);
  }
  host_.log(LogLevel::kInfo, "the snapshot of height " + text(sync_->manifest().height) + " is here and whole");
  finish(base_.write_manifest(sync_->manifest()));
}

// The next one on offer, or none.
void JoinTask::give_up_offer(const std::string& why) {
  host_.log(LogLevel::kWarning, "giving up the snapshot of height " + text(sync_->manifest().height) + ": " + why);
  offers_.erase(*offered_by_);
  sync_.reset();
  if (auto ok = base_.remove_unfinished(); !ok) return finish(ok);
  choose();
}

}  // namespace xh::node
