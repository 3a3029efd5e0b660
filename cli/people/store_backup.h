// Backups of the people store, kept apart: one file of sealed data, one of sealed keys. Neither says anything without
// the other and the passphrase of its day; a key that is destroyed here and in every key backup makes that person's
// part of every data backup unreadable.
//
// A backup is text: a header {"format","kind","store_id","generation","time","count"}, with a key backup store.json as
// "store"; one line {"n": number, "v": hex} an entry (tombstones too, "t": hex); {"end": count, "hash": SHA-256 of all
// lines before}. Mode 0600. Called by `xinghuo people`. Failures: 4 not a backup or two that do not belong together, 5
// damaged (says where), 7 wrong passphrase. Limits: kMaxPeople entries, kMaxBackupBytes.
#pragma once

#include "cli/people/store.h"

namespace xh::cli {

inline constexpr std::size_t kMaxBackupBytes = 4ULL << 30;

enum class BackupKind : std::uint8_t { kData, kKeys };

struct BackupCount {
  std::size_t people = 0;
  std::size_t erased = 0;
};
// A new file; the store is not changed.
[[nodiscard]] Outcome<BackupCount> write_backup(const PeopleStore& store, BackupKind kind,
                                                const std::filesystem::path& path, std::int64_t time_ms);

struct RestoreCount {
  std::size_t people = 0;
  std::size_t without_key = 0;  // erased from the key backup: unreadable for good
  std::size_t erased = 0;
};
// Into a folder that is not there or empty; each entry is opened before the restore counts. The read log is not in a
// backup: the new store begins one.
[[nodiscard]] Outcome<RestoreCount> restore_backup(const std::filesystem::path& data, const std::filesystem::path& keys,
                                                   const std::filesystem::path& folder, const SecretText& passphrase);
// Takes the keys of everyone whom the store has erased out of a key backup; says how many. The file is replaced in one
// step.
[[nodiscard]] Outcome<std::size_t> prune_key_backup(const PeopleStore& store, const std::filesystem::path& path);

}  // namespace xh::cli
