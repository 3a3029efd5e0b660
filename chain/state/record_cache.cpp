#include "chain/state/record_cache.h"

#include <utility>

namespace xh::chain {
namespace {

constexpr std::size_t kEntryOverheadBytes = 192;  // record, control block and map node, rounded up

}  // namespace

void RecordCache::Generation::remove(const Hash256& leaf_key) {
  const auto it = records.find(leaf_key);
  if (it == records.end()) return;
  bytes -= cost(*it->second);
  records.erase(it);
}

std::size_t RecordCache::cost(const Record& record) {
  return record.value.size() + kEntryOverheadBytes;
}

RecordPtr RecordCache::find(const Hash256& leaf_key) {
  if (const auto it = young_.records.find(leaf_key); it != young_.records.end()) return it->second;
  const auto it = old_.records.find(leaf_key);
  if (it == old_.records.end()) return nullptr;
  RecordPtr found = it->second;
  put(leaf_key, found);
  return found;
}

void RecordCache::put(const Hash256& leaf_key, RecordPtr record) {
  young_.remove(leaf_key);
  old_.remove(leaf_key);
  if (!record) return;
  const std::size_t bytes = cost(*record);
  if (bytes > generation_bytes_max_) return;
  if (young_.bytes + bytes > generation_bytes_max_) old_ = std::exchange(young_, {});
  young_.bytes += bytes;
  young_.records.emplace(leaf_key, std::move(record));
}

}  // namespace xh::chain
