// The read side of the state, as contracts and overlays use it. Implemented by Branch (a block's post-state) and
// Overlay (a block or transaction in the making).
//
// Reads do not fail: an I/O error below latches in StateDb (reads then give nothing), and no branch can be sealed,
// committed or proven from that moment on, so that a wrong answer never reaches a root. Threading: the core thread.
#pragma once

#include <optional>

#include "chain/state/record.h"

namespace xh::chain {

class StateView {
 public:
  virtual ~StateView() = default;

  // The record under the key, null when absent. Stays valid however the state changes.
  [[nodiscard]] virtual RecordPtr find(const StateKey& key) const = 0;

  [[nodiscard]] bool contains(const StateKey& key) const { return find(key) != nullptr; }
  [[nodiscard]] std::optional<Bytes> get(const StateKey& key) const {
    const RecordPtr record = find(key);
    return record ? std::optional<Bytes>(record->value) : std::nullopt;
  }
};

}  // namespace xh::chain
