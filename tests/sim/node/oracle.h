// The judge of a run. It shares no code with the engine: it reads what nodes send, what reached their disks, what they
// commit and what they answer, and says which promise is broken ("What must hold at every step" of the protocol, S, D,
// L, B). It knows who lies and believes only signatures.
//
//   views      one notarized id a view; never finalization and nullification of one; finalization implies notarization;
//              parent < view; nothing final strictly between a final block and its parent; each skipped view nullified;
//              a certificate has q distinct valid signers
//   validators an honest one never signs two notarizes, two finalizes, or nullify and finalize of a view, restarts
//   included;
//              sends no vote, no certificate and no proposal before it is durable; cur and the final view never fall
//              within a life; no evidence and no penalty against it for what honest nodes send
//   chain      same height, same block and state root everywhere; heights without a gap; what was final stays, restarts
//              included; no transaction and no idempotency key twice
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "chain/ledger/block.h"
#include "chain/ledger/evidence.h"
#include "consensus/engine.h"

namespace xh::sim {

class Oracle {
 public:
  explicit Oracle(const chain::ChainTag& chain) : chain_(chain), digests_(chain) {}

  // An epoch's validators; which of them lie is known by key.
  void epoch_begins(const chain::ValidatorSet& set);
  void add_liar(const chain::PublicKey& key) { liars_.insert(key); }
  [[nodiscard]] bool lies(const chain::PublicKey& key) const { return liars_.contains(key); }

  // What leaves a node. `sender` is the slot, `honest` says what must hold of it.
  // `records`: it keeps a journal, so certificates have to be durable before they leave as well as votes.
  void frame_sent(std::size_t sender, bool honest, bool records, const chain::Bytes& frame);
  // What reached an honest node's disk.
  void vote_durable(std::size_t node, const chain::Vote& vote);
  void certificate_durable(std::size_t node, const chain::Certificate& certificate);
  void block_durable(std::size_t node, const chain::BlockId& block) { durable_blocks_[node].insert(block); }

  void block_final(std::size_t node, const chain::Header& header, const chain::BlockId& id,
                   const std::vector<chain::TxId>& transactions);
  void restarted(std::size_t node, chain::Height height);
  void status(std::size_t node, std::uint64_t life, chain::Epoch epoch, const consensus::EngineStatus& status);
  void penalty(std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why);
  void sent_with_key(const chain::TxId& id, std::uint64_t key) { key_of_[id] = key; }
  void forget_node(std::size_t node) { node_height_.erase(node); }  // its disk was damaged: it may start anew

  [[nodiscard]] bool key_is_final(std::uint64_t key) const { return place_of_key_.contains(key); }
  [[nodiscard]] bool is_final(const chain::TxId& id) const { return place_of_.contains(id); }
  [[nodiscard]] std::uint64_t height() const { return chain_of_ids_.empty() ? 0 : chain_of_ids_.rbegin()->first; }
  [[nodiscard]] std::uint64_t height_of(std::size_t node) const;
  [[nodiscard]] std::int64_t time_ms() const { return time_ms_; }  // of the highest block
  [[nodiscard]] std::size_t transactions() const { return place_of_.size(); }
  [[nodiscard]] std::size_t evidence_seen() const { return evidence_seen_; }

  void violation(std::string what);
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }

 private:
  using Content = std::pair<chain::View, chain::BlockId>;  // parent view, block
  using Signers = std::set<chain::ValidatorIndex>;

  struct ViewFacts {
    std::map<Content, Signers> notarizes;
    std::map<Content, Signers> finalizes;
    Signers nullifies;
  };
  struct EpochFacts {
    std::vector<chain::VerifyKey> keys;
    std::vector<bool> honest;
    std::size_t quorum = 0;
    std::map<chain::View, ViewFacts> views;
    std::map<chain::View, chain::View> finalized;  // view -> parent view
  };

  // oracle_frames.cpp
  void votes_sent(std::size_t sender, bool honest, const std::vector<chain::Vote>& votes, bool own);
  void certificates_sent(std::size_t sender, bool honest, bool records,
                         const std::vector<chain::Certificate>& certificates);
  void proposal_sent(std::size_t sender, bool honest, bool records, chain::BytesView body);
  void answer_sent(std::size_t sender, bool honest, bool records, chain::BytesView body);
  void evidence_sent(std::size_t sender, const chain::Evidence& evidence);

  // oracle_votes.cpp
  [[nodiscard]] EpochFacts* facts_of(chain::Epoch epoch);
  [[nodiscard]] bool verifies(const chain::Vote& vote);
  [[nodiscard]] bool count(const chain::Vote& vote);  // false when it does not verify
  void count_verified(EpochFacts& epoch, const chain::Vote& vote);
  [[nodiscard]] std::string check_certificate(const chain::Certificate& certificate);  // what is wrong with it
  void check_view(EpochFacts& epoch, chain::View view);
  void check_honest(const EpochFacts& epoch, chain::View view, const ViewFacts& facts, chain::ValidatorIndex signer);
  void check_final(EpochFacts& epoch, chain::View view, const Content& content);

  void place(const chain::TxId& id, std::uint64_t height);

  struct Agreed {
    chain::BlockId id;
    chain::Hash256 state_root;
  };
  struct Life {
    std::uint64_t life = 0;
    chain::Epoch epoch;
    chain::View cur;
    chain::View final_view;
  };

  chain::ChainTag chain_;
  chain::VoteDigests digests_;
  std::set<chain::PublicKey> liars_;
  std::map<chain::Epoch, EpochFacts> epochs_;
  std::unordered_set<chain::Hash256> counted_votes_;  // look-up only
  std::set<std::pair<chain::Subject, chain::Bytes>> checked_certificates_;
  std::map<std::size_t, std::set<std::pair<chain::Subject, chain::ValidatorIndex>>> durable_votes_;
  std::map<std::size_t, std::set<chain::Subject>> durable_certificates_;
  std::map<std::size_t, std::set<chain::BlockId>> durable_blocks_;
  std::map<std::size_t, Life> lives_;

  std::map<std::uint64_t, Agreed> chain_of_ids_;
  std::map<std::size_t, std::uint64_t> node_height_;
  std::map<chain::TxId, std::uint64_t> place_of_;
  std::map<chain::TxId, std::uint64_t> key_of_;
  std::map<std::uint64_t, std::uint64_t> place_of_key_;
  std::int64_t time_ms_ = 0;
  std::size_t evidence_seen_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace xh::sim
