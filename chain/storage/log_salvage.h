// Keeps what is good of a damaged block log (docs/decisions/0012, "Snapshots and repair"): the log then ends before the
// first damaged block; everything from there on is set aside under `<segment>.damaged-<n>`, never deleted, so that an
// operator can look at it. The missing blocks come from peers.
//
// Caller: node/core/ledger_recovery, when BlockLog::open() described damage. Crash-safe: segments are set aside from
// the last one backwards and the damaged one is cut last, so that whatever an interrupted salvage leaves is again a log
// with damage or a shorter good one. Threading: one thread. Errors: kLocal (disk).
#pragma once

#include "chain/storage/block_log.h"

namespace xh::chain {

// Needs a log that is not open. Afterwards the folder holds a good log or no segment at all. Gives the names of the
// files that were set aside.
[[nodiscard]] Result<std::vector<std::string>> salvage_log(FileSystem& disk, const std::string& dir,
                                                           const LogDamage& damage);

// How far the log reached before anything of it was set aside, as far as that can still be read (heads of frames, names
// of segments); 0 when nothing was. At every start: a salvage that was interrupted must not be forgotten.
[[nodiscard]] Result<Height> highest_set_aside(const FileSystem& disk, const std::string& dir);

// `<path>.damaged-<n>` with the lowest n that is free: where damaged files go.
[[nodiscard]] Result<std::string> set_aside_path(const FileSystem& disk, const std::string& path);

}  // namespace xh::chain
