// Where the state store lives, as opening and rebuilding see it. Production: node/app/leveldb_state_home.h, a folder
// that is renamed as a whole; tests: memory.
//
// Threading: core thread. Errors: kLocal (disk).
#pragma once

#include <memory>
#include <string>

#include "chain/storage/state_store.h"

namespace xh::node {

class StateHome {
 public:
  StateHome() = default;
  StateHome(const StateHome&) = delete;
  StateHome& operator=(const StateHome&) = delete;
  virtual ~StateHome() = default;

  [[nodiscard]] virtual chain::Result<bool> exists() const = 0;
  // `trouble` says whether it is the content or the disk that fails.
  [[nodiscard]] virtual chain::Result<std::unique_ptr<chain::StateStore>> open(chain::StoreTrouble& trouble) = 0;
  // Damage that showed while the state was in use, where opening does not look: remembered for the next start.
  [[nodiscard]] virtual chain::Status mark_suspect() = 0;
  [[nodiscard]] virtual chain::Result<bool> is_suspect() const = 0;
  // Puts the state, which is not open, out of the way for good; gives its new name. It is no longer suspected.
  [[nodiscard]] virtual chain::Result<std::string> set_aside() = 0;
  // Deletes the state, which is not open and worth nothing.
  [[nodiscard]] virtual chain::Status discard() = 0;
  // An empty store beside the state's place; what an earlier attempt left is deleted.
  [[nodiscard]] virtual chain::Result<std::unique_ptr<chain::StateStore>> begin_rebuild() = 0;
  // The rebuilt store, closed by this call, takes the state's place, which is free.
  [[nodiscard]] virtual chain::Status finish_rebuild(std::unique_ptr<chain::StateStore> store) = 0;
};

}  // namespace xh::node
