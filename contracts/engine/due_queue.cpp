#include "contracts/engine/due_queue.h"

#include <algorithm>
#include <limits>

namespace xh::contracts {

void DueItems::insert(const DueRef& ref, QueuedItemPtr item) {
  for (const auto& account : item->item.accounts) by_account_[account].insert(ref);
  CHECK(by_time_.emplace(ref, std::move(item)).second);
}

void DueItems::erase(const DueRef& ref) {
  const auto at = by_time_.find(ref);
  CHECK(at != by_time_.end());
  for (const auto& account : at->second->item.accounts) {
    const auto refs = by_account_.find(account);
    if (refs == by_account_.end()) continue;  // the item names the account twice
    refs->second.erase(ref);
    if (refs->second.empty()) by_account_.erase(refs);
  }
  by_time_.erase(at);
}

const std::set<DueRef>* DueItems::of(const chain::AccountId& account) const {
  const auto found = by_account_.find(account);
  return found == by_account_.end() ? nullptr : &found->second;
}

bool DueLayer::is_removed(const DueRef& ref) const {
  for (const DueLayer* layer = this; layer != nullptr && !layer->is_in_base_; layer = layer->parent_.get()) {
    if (layer->removed_.contains(ref)) return true;
  }
  return false;
}

std::vector<DueEntry> DueLayer::slice(chain::Timestamp time, std::size_t items_max) const {
  std::vector<DueEntry> out;
  const auto collect = [&](const DueItems& items) {
    std::size_t taken = 0;
    for (const auto& [ref, item] : items.by_time()) {
      if (taken == items_max || ref.due > time) break;
      if (is_removed(ref)) continue;
      out.emplace_back(ref, item);
      ++taken;
    }
  };
  collect(base_);
  for (const DueLayer* layer = this; layer != nullptr && !layer->is_in_base_; layer = layer->parent_.get())
    collect(layer->added_);
  std::ranges::sort(out, {}, &DueEntry::first);
  if (out.size() > items_max) out.resize(items_max);
  return out;
}

bool DueLayer::waits(const chain::AccountId& account, chain::Timestamp time) const {
  const auto any_due = [&](const DueItems& items) {
    const auto* refs = items.of(account);
    if (refs == nullptr) return false;
    for (const auto& ref : *refs) {
      if (ref.due > time) return false;
      if (!is_removed(ref)) return true;
    }
    return false;
  };
  if (any_due(base_)) return true;
  for (const DueLayer* layer = this; layer != nullptr && !layer->is_in_base_; layer = layer->parent_.get()) {
    if (any_due(layer->added_)) return true;
  }
  return false;
}

std::optional<chain::Timestamp> DueLayer::next_due() const {
  const auto head = slice(chain::Timestamp{std::numeric_limits<std::int64_t>::max()}, 1);
  return head.empty() ? std::nullopt : std::optional(head.front().first.due);
}

void DueLayer::absorb_into(DueItems& base) const {
  for (const auto& ref : removed_) base.erase(ref);
  for (const auto& [ref, item] : added_.by_time()) base.insert(ref, item);
  parent_ = nullptr;
  is_in_base_ = true;
}

}  // namespace xh::contracts
