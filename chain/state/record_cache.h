// A bounded read cache of finalized records by leaf key, for StateDb. Two generations: what is used moves to the young
// one; when that is full the old one goes. So at most bytes_max is held and no order of use is kept.
// Look-ups only, never iterated: the unordered map can decide nothing. One thread.
#pragma once

#include <optional>
#include <unordered_map>

#include "chain/state/record.h"

namespace xh::chain {

class RecordCache {
 public:
  explicit RecordCache(std::size_t bytes_max) : generation_bytes_max_(bytes_max / 2) {}

  [[nodiscard]] RecordPtr find(const Hash256& leaf_key);  // null: not cached
  void put(const Hash256& leaf_key, RecordPtr record);    // null removes
  [[nodiscard]] std::size_t bytes() const { return young_.bytes + old_.bytes; }

 private:
  struct Generation {
    std::unordered_map<Hash256, RecordPtr> records;
    std::size_t bytes = 0;
    void remove(const Hash256& leaf_key);
  };
  [[nodiscard]] static std::size_t cost(const Record& record);

  std::size_t generation_bytes_max_;
  Generation young_;
  Generation old_;
};

}  // namespace xh::chain
