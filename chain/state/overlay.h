// Writes that may yet be thrown away: one overlay for the block in execution, one for each transaction above it. A
// contract's refusal drops the transaction's overlay; success moves it into the block's. StateDb::seal turns a block's
// overlay into a Branch.
//
// Invariants: reads see own writes, then what lies below; writes() is ordered by leaf key, the same on every node.
// A record that exists keeps its secret through put(); a new one takes the secret given. erase() and then put() makes a
// new record.
// Threading: the core thread. The view below outlives the overlay and is not written while the overlay lives.
// Limits: kRawKeyMax, kRecordValueMax (CHECK: contracts bound their records).
#pragma once

#include <map>

#include "chain/state/state_view.h"

namespace xh::chain {

struct PendingWrite {
  Bytes raw_key;
  RecordPtr record;  // null: erased
};

class Overlay final : public StateView {
 public:
  // `height` is that of the block in execution, also for a transaction's overlay.
  Overlay(const StateView& below, Height height) : below_(below), height_(height) {}
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  [[nodiscard]] RecordPtr find(const StateKey& key) const override;

  void put(const StateKey& key, Bytes value, const Hash256& secret_if_new = {});
  void erase(const StateKey& key);

  // Moves all writes into the overlay this one was made on; this one is empty then.
  void commit_into(Overlay& below);
  void discard() { writes_.clear(); }

  [[nodiscard]] Height height() const { return height_; }
  // By leaf key. Writes that restored the old value are still among them; seal() leaves them out.
  [[nodiscard]] const std::map<Hash256, PendingWrite>& writes() const { return writes_; }

 private:
  const StateView& below_;
  Height height_;
  std::map<Hash256, PendingWrite> writes_;
};

}  // namespace xh::chain
