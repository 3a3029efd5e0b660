// The voting journals of one validator key: one file an epoch, `<dir>/journal-<10 digits>` (R12; docs/decisions/0012).
//
// Callers: `xinghuod init` makes epoch 0's, Replica opens the present epoch's and makes the next one's at the switch of
// epochs, a simulator does both. Invariants: nothing but prepare() makes a journal, so one that is missing stays
// missing and its epoch is never signed in; what is damaged or another's is set aside, never overwritten.
// Threading: core thread; a journal that was opened may then be appended to on another. Limits: those of
// chain/storage/journal.h. Errors: kLocal (disk).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chain/storage/journal.h"

namespace xh::node {

// What an epoch starts from. Without a journal nothing is signed and nothing is recorded.
struct JournalStart {
  std::shared_ptr<chain::Journal> journal;
  std::vector<chain::JournalRecord> records;
  bool may_sign = false;  // true only with a journal that is intact
  std::string warning;    // for the operator: what was cut, missing or set aside; may be empty
};

class JournalFolder {
 public:
  // `dir` exists. Keeps a reference to the disk.
  JournalFolder(chain::FileSystem& disk, std::string dir, const chain::ChainTag& chain,
                const chain::PublicKey& validator);

  // The journal of this epoch, replayed. Missing: may_sign is false. Damaged or another's: set aside as
  // `<name>.set-aside-<n>`, and from then on missing.
  [[nodiscard]] chain::Result<JournalStart> open(chain::Epoch epoch);

  // Makes the journal of this epoch, durably; nothing when its file exists. Only for an epoch in which this key has
  // signed nothing yet: the caller's promise.
  [[nodiscard]] chain::Status prepare(chain::Epoch epoch);

  [[nodiscard]] chain::Result<bool> exists(chain::Epoch epoch) const { return disk_.exists(path_of(epoch)); }

  // Removes the journals of older epochs but the newest one before `epoch`. Those set aside stay.
  [[nodiscard]] chain::Status drop_before(chain::Epoch epoch);

 private:
  [[nodiscard]] std::string path_of(chain::Epoch epoch) const;
  [[nodiscard]] chain::JournalIdentity identity(chain::Epoch epoch) const { return {chain_, validator_, epoch}; }
  [[nodiscard]] chain::Status set_aside(const std::string& path);

  chain::FileSystem& disk_;
  std::string dir_;
  chain::ChainTag chain_;
  chain::PublicKey validator_;
};

}  // namespace xh::node
