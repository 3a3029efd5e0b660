// The due-queue's time index (architecture, decision 7). Items themselves are leaves of the state (engine/records.h,
// due_key); the index is rebuilt from those leaves when the ledger is opened. Unfinalized blocks are layers above the
// finalized base.
//
// Invariants: order is (due, sequence); a layer's view equals the due leaves of its block's post-state.
// Threading: core thread. Cost: slice() is linear in its result plus what unfinalized layers took from the head;
// waits() is logarithmic in the base and linear in an account's items that unfinalized layers took.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "contracts/engine/context.h"

namespace xh::contracts {

struct DueRef {
  chain::Timestamp due;
  std::uint64_t sequence = 0;
  friend auto operator<=>(const DueRef&, const DueRef&) = default;
};

struct QueuedItem {
  DueItem item;
  chain::Hash256 secret;  // of its leaf
};
using QueuedItemPtr = std::shared_ptr<const QueuedItem>;
using DueEntry = std::pair<DueRef, QueuedItemPtr>;

// Items by time and by account.
class DueItems {
 public:
  void insert(const DueRef& ref, QueuedItemPtr item);
  void erase(const DueRef& ref);  // an item that is there
  [[nodiscard]] const std::map<DueRef, QueuedItemPtr>& by_time() const { return by_time_; }
  [[nodiscard]] const std::set<DueRef>* of(const chain::AccountId& account) const;

 private:
  std::map<DueRef, QueuedItemPtr> by_time_;
  std::map<chain::AccountId, std::set<DueRef>> by_account_;
};

// What one block queued and took from the queue. Built while the block executes, then immutable.
class DueLayer {
 public:
  DueLayer(const DueItems& base, std::shared_ptr<const DueLayer> parent) : base_(base), parent_(std::move(parent)) {}

  void add(const DueRef& ref, QueuedItemPtr item) { added_.insert(ref, std::move(item)); }
  void remove(const DueRef& ref) { removed_.insert(ref); }

  // The first items due at or before `time`, at most `items_max`, in order.
  [[nodiscard]] std::vector<DueEntry> slice(chain::Timestamp time, std::size_t items_max) const;
  // True when an item that names the account is due at or before `time`.
  [[nodiscard]] bool waits(const chain::AccountId& account, chain::Timestamp time) const;
  [[nodiscard]] std::optional<chain::Timestamp> next_due() const;

  // Makes this layer final. Needs a parent that is final; `base` is the one it was made on.
  void absorb_into(DueItems& base) const;

 private:
  [[nodiscard]] bool is_removed(const DueRef& ref) const;

  const DueItems& base_;
  mutable std::shared_ptr<const DueLayer> parent_;  // null once this layer is in the base
  mutable bool is_in_base_ = false;
  DueItems added_;
  std::set<DueRef> removed_;
};
using DueLayerPtr = std::shared_ptr<const DueLayer>;

}  // namespace xh::contracts
