#include "chain/state/overlay.h"

#include "chain/primitives/check.h"

namespace xh::chain {

RecordPtr Overlay::find(const StateKey& key) const {
  const auto it = writes_.find(key.leaf);
  return it == writes_.end() ? below_.find(key) : it->second.record;
}

void Overlay::put(const StateKey& key, Bytes value, const Hash256& secret_if_new) {
  CHECK(key.raw.size() <= kRawKeyMax && value.size() <= kRecordValueMax);
  const RecordPtr old = find(key);
  auto record = std::make_shared<const Record>(Record{old ? old->secret : secret_if_new, height_, std::move(value)});
  writes_.insert_or_assign(key.leaf, PendingWrite{key.raw, std::move(record)});
}

void Overlay::erase(const StateKey& key) {
  writes_.insert_or_assign(key.leaf, PendingWrite{key.raw, nullptr});
}

void Overlay::commit_into(Overlay& below) {
  CHECK(&below == &below_);
  for (auto& [leaf, write] : writes_) below.writes_.insert_or_assign(leaf, std::move(write));
  writes_.clear();
}

}  // namespace xh::chain
