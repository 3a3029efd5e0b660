#include "chain/storage/state_store.h"

#include <iterator>

namespace xh::chain {

void StoreBatch::take(StoreBatch&& other) {
  writes_.insert(writes_.end(), std::make_move_iterator(other.writes_.begin()),
                 std::make_move_iterator(other.writes_.end()));
  other.writes_.clear();
}

}  // namespace xh::chain
