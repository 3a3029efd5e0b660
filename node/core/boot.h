// What a node does with its peers before it has a ledger to run an engine on (docs/decisions/0012, "Snapshots and
// repair"): a fresh one asks for a snapshot, one whose log lost blocks fetches them. Meanwhile it says how far it is
// and gives the blocks that it has, so that several nodes in this state do not wait for each other; it answers nothing
// else.
//
// Caller: node/app/boot_stage (a mesh of its own, before the node's) and tests. A task is driven like Replica: frames,
// peers, wake-ups in; frames out through Transport. It is over when finished(). Threading: core thread; disk work runs
// there too, since nothing else waits. Every byte from a peer is checked; a liar is penalized and passed over.
#pragma once

#include "chain/storage/snapshot_folder.h"
#include "node/core/host.h"
#include "node/core/log_repair.h"
#include "node/core/snapshot_sync.h"

namespace xh::node {

inline constexpr std::uint64_t kSnapshotLag = 1'024;  // blocks behind from which a snapshot is worth its transfer
inline constexpr consensus::Duration kJoinAskTime{3'000};
inline constexpr consensus::Duration kJoinAloneTime{10'000};  // with nobody to answer: then from genesis
inline constexpr consensus::Duration kJoinPatience{120'000};  // without a good chunk: then block by block from genesis
inline constexpr consensus::Duration kBootReportTime{10'000};
inline constexpr consensus::Duration kBootAnswerInterval{50};  // blocks to one peer

class BootTask {
 public:
  BootTask(Host& host, p2p::Transport& network, chain::Height tip) : host_(host), network_(network), tip_(tip) {}
  BootTask(const BootTask&) = delete;
  BootTask& operator=(const BootTask&) = delete;
  virtual ~BootTask() = default;

  void on_frame(p2p::PeerId peer, chain::BytesView frame);
  virtual void on_peer_up(p2p::PeerId peer) = 0;
  virtual void step() = 0;  // at the start, at each wake-up, and after each event

  [[nodiscard]] bool finished() const { return finished_; }
  // kLocal: our disk failed.
  [[nodiscard]] const chain::Status& status() const { return status_; }

 protected:
  // Offers are large: one that nobody waits for is not even decoded.
  [[nodiscard]] virtual bool wants_offer(p2p::PeerId) const { return false; }
  virtual void on_offer(p2p::PeerId, SnapshotOffer) {}
  virtual void on_chunk(p2p::PeerId, ChunkAnswer) {}
  virtual void on_blocks(p2p::PeerId, FinalBlocksAnswer) {}
  virtual void on_request(p2p::PeerId, FinalBlocksRequest) {}
  template <class T>
  void send(p2p::PeerId peer, const T& message) {
    network_.send(peer, MessageTraits<T>::kLane, frame_of(message));
  }
  [[nodiscard]] std::vector<p2p::PeerId> peers_up() const;
  void punish(p2p::PeerId peer, const chain::Error& error);
  void finish(chain::Status status = {});

  Host& host_;
  p2p::Transport& network_;
  chain::Height tip_;

 private:
  template <class T>
  void decode_and(p2p::PeerId peer, chain::BytesView body, void (BootTask::*handle)(p2p::PeerId, T));

  bool finished_ = false;
  chain::Status status_;
};

// Appends the wanted blocks to the log; waits as long as it takes.
class RepairTask final : public BootTask {
 public:
  RepairTask(Host& host, p2p::Transport& network, const chain::ChainContext& context, const BlocksWanted& wanted,
             chain::BlockLog& log);

  void on_peer_up(p2p::PeerId) override { step(); }
  void step() override;

 private:
  [[nodiscard]] bool wants_offer(p2p::PeerId peer) const override { return repair_.waits_for_offer(peer); }
  void on_offer(p2p::PeerId peer, SnapshotOffer offer) override;
  void on_blocks(p2p::PeerId peer, FinalBlocksAnswer answer) override;
  void on_request(p2p::PeerId peer, FinalBlocksRequest request) override;

  LogRepair repair_;
  chain::BlockLog& log_;
  chain::Height until_;
  std::optional<consensus::SteadyTime> report_at_;
  std::map<p2p::PeerId, consensus::SteadyTime> answered_;
};

// Puts the newest snapshot that a peer offers into the folder, if it is worth it. Of each peer one offer is heard. When
// nobody answers for a while the node begins from genesis: it may be the first of a new network. Should its peers not
// have the first blocks any more, a restart at height 0 lets it join again.
class JoinTask final : public BootTask {
 public:
  JoinTask(Host& host, p2p::Transport& network, const chain::ChainContext& context, chain::SnapshotFolder base,
           std::uint64_t lag = kSnapshotLag);

  void on_peer_up(p2p::PeerId peer) override;
  void step() override;

 private:
  struct Offer {
    chain::SnapshotManifest manifest;
    chain::SnapshotHead head;
  };
  [[nodiscard]] bool wants_offer(p2p::PeerId peer) const override { return !sync_ && !heard_.contains(peer); }
  void on_offer(p2p::PeerId peer, SnapshotOffer offer) override;
  void on_chunk(p2p::PeerId peer, ChunkAnswer answer) override;
  [[nodiscard]] bool may_choose(consensus::SteadyTime now) const;
  void ask(consensus::SteadyTime now);
  void choose();
  void begin(p2p::PeerId from);
  void complete();
  void give_up_offer(const std::string& why);

  chain::ChainContext context_;
  chain::SnapshotFolder base_;
  std::uint64_t lag_;
  std::size_t enough_;  // answers that include an honest one
  std::set<p2p::PeerId> heard_;
  std::set<p2p::PeerId> answered_;  // of those heard, the ones not caught lying
  std::map<p2p::PeerId, Offer> offers_;
  std::optional<p2p::PeerId> offered_by_;
  std::optional<SnapshotSync> sync_;
  std::optional<consensus::SteadyTime> ask_until_;
  std::optional<consensus::SteadyTime> alone_until_;
  std::optional<consensus::SteadyTime> patience_until_;
};

}  // namespace xh::node
