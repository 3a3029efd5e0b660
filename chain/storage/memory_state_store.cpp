#include "chain/storage/memory_state_store.h"

#include <algorithm>

namespace xh::chain {
namespace {

class MemoryStateReader final : public StateReader {
 public:
  explicit MemoryStateReader(std::map<Bytes, Bytes> rows) : rows_(std::move(rows)) {}

  Status scan(BytesView prefix, BytesView from, const Visit& visit) const override {
    const Bytes low = std::max(Bytes(prefix.begin(), prefix.end()), Bytes(from.begin(), from.end()));
    for (auto it = rows_.lower_bound(low); it != rows_.end(); ++it) {
      const Bytes& key = it->first;
      if (key.size() < prefix.size() || !std::equal(prefix.begin(), prefix.end(), key.begin())) break;
      const auto go_on = visit(key, it->second);
      if (!go_on) return std::unexpected(go_on.error());
      if (!*go_on) break;
    }
    return {};
  }

 private:
  std::map<Bytes, Bytes> rows_;
};

}  // namespace

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

std::shared_ptr<const StateReader> MemoryStateStore::reader() const {
  return std::make_shared<const MemoryStateReader>(rows_);
}

void MemoryStateStore::restart() {
  writes_left_.reset();
  reads_fail_ = false;
}

}  // namespace xh::chain
