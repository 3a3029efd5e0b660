#include "chain/storage/memory_state_store.h"

#include <algorithm>

namespace xh::chain {

Result<std::optional<Bytes>> MemoryStateStore::get(BytesView key) const {
  if (reads_fail_) return local_fault("injected failure: cannot read the state store");
  const auto it = rows_.find(Bytes(key.begin(), key.end()));
  return it == rows_.end() ? std::nullopt : std::optional<Bytes>(it->second);
}

Status MemoryStateStore::write(const StoreBatch& batch) {
  if (writes_left_ && *writes_left_ == 0) return local_fault("injected failure: cannot write the state store");
  if (writes_left_) --*writes_left_;
  for (const auto& write : batch.writes()) {
    if (write.value) {
      rows_[write.key] = *write.value;
    } else {
      rows_.erase(write.key);
    }
  }
  return {};
}

Status MemoryStateStore::for_each(BytesView prefix, const Visit& visit) const {
  if (reads_fail_) return local_fault("injected failure: cannot read the state store");
  for (auto it = rows_.lower_bound(Bytes(prefix.begin(), prefix.end())); it != rows_.end(); ++it) {
    const Bytes& key = it->first;
    if (key.size() < prefix.size() || !std::equal(prefix.begin(), prefix.end(), key.begin())) break;
    if (auto visited = visit(key, it->second); !visited) return visited;
  }
  return {};
}

void MemoryStateStore::restart() {
  writes_left_.reset();
  reads_fail_ = false;
}

}  // namespace xh::chain
