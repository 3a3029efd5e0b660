// What must hold whatever the weather: judged from what nodes commit, send and answer; shares no code with the core.
//   one chain      same height, same block id and state root, on every node, before and after restarts; heights have no
//   gap durable        a block that a node called final is in its log after a crash exactly once   no transaction and
//   no idempotency key is in two places of the chain honest voters  no validator sends two notarize votes, two finalize
//   votes, or nullify and finalize, of one view
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chain/ledger/block.h"

namespace xh::sim {

class Oracle {
 public:
  void block_final(std::size_t node, const chain::Header& header, const chain::BlockId& id,
                   const std::vector<chain::TxId>& transactions);
  void restarted(std::size_t node, chain::Height height);
  void vote_sent(const chain::Vote& vote);
  void sent_with_key(const chain::TxId& id, std::uint64_t key) { key_of_[id] = key; }

  [[nodiscard]] bool key_is_final(std::uint64_t key) const { return place_of_key_.contains(key); }
  [[nodiscard]] bool is_final(const chain::TxId& id) const { return place_of_.contains(id); }
  [[nodiscard]] std::uint64_t height() const { return chain_.empty() ? 0 : chain_.rbegin()->first; }
  [[nodiscard]] std::uint64_t height_of(std::size_t node) const;
  [[nodiscard]] std::size_t transactions() const { return place_of_.size(); }

  void violation(std::string what);
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }

 private:
  void place(const chain::TxId& id, std::uint64_t height);

  struct Agreed {
    chain::BlockId id;
    chain::Hash256 state_root;
  };
  struct Cast {
    std::optional<chain::BlockId> notarized;
    std::optional<chain::BlockId> finalized;
    bool nullified = false;
  };
  std::map<std::uint64_t, Agreed> chain_;
  std::map<std::size_t, std::uint64_t> node_height_;
  std::map<chain::TxId, std::uint64_t> place_of_;
  std::map<chain::TxId, std::uint64_t> key_of_;
  std::map<std::uint64_t, std::uint64_t> place_of_key_;
  std::map<std::pair<chain::ValidatorIndex, chain::View>, Cast> cast_;
  std::vector<std::string> violations_;
};

}  // namespace xh::sim
