// The union's off-chain store of personal data (issue 4, OP-13, OP-73, R-10g): a folder of one sealed file a person.
//
//   store.json             store key, index key and log key, sealed with Argon2id(passphrase); names the key folder
//   keys.<generation>/<n>  a person's data key, sealed with the store key
//   data/<n>               the person, sealed with the data key, padded to kPaddingBytes
//   erased/<n>             when and what for a person was erased; nothing else is left of her
//   log                    the read log (people_log.h);  LOCK  one command at a time
// <n> is a keyed hash of the person's number: names of files tell nothing without the passphrase. Folders are 0700,
// files 0600. Destroying keys/<n> here and in the key backup makes data/<n> unreadable wherever it was copied to.
//
// Called by `xinghuo people`. Not thread-safe. Invariants: a crash at any moment leaves each person as before or after
// (new files are synced before they are renamed); an erasure that began is finished by the next open(). Failures: 4 not
// there or malformed, 5 damaged (the file is named), 7 wrong passphrase or readable by others, 1 the disk said no or
// another command runs. Limits: kMaxPeople. Cost: all() reads every file.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/people/people_log.h"
#include "cli/people/person.h"
#include "cli/wallet/key_file.h"

namespace xh::cli {

inline constexpr std::size_t kMaxPeople = 200'000;
inline constexpr std::size_t kPaddingBytes = 256;
inline constexpr std::size_t kMaxPersonFileBytes = 64 * 1024;

// What is left of a person who was erased.
struct Tombstone {
  chain::Timestamp erased_at;
  std::string purpose;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("erased_at", &Tombstone::erased_at),
                      chain::field<2>("purpose", &Tombstone::purpose, kMaxPurposeBytes));
  }
};

// store.json
struct PeopleStoreFile {
  std::string format;
  chain::Bytes store_id;
  std::uint64_t generation = 0;  // of the key folder
  std::uint64_t argon2id_passes = 0;
  std::uint64_t argon2id_memory_kib = 0;
  chain::Bytes salt;
  chain::Bytes sealed;  // StoreSecrets

  static constexpr std::string_view kFormat = "xinghuo-people/1";
  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("format", &PeopleStoreFile::format), field<2>("store_id", &PeopleStoreFile::store_id),
                      field<3>("generation", &PeopleStoreFile::generation),
                      field<4>("argon2id_passes", &PeopleStoreFile::argon2id_passes),
                      field<5>("argon2id_memory_kib", &PeopleStoreFile::argon2id_memory_kib),
                      field<6>("salt", &PeopleStoreFile::salt), field<7>("sealed", &PeopleStoreFile::sealed, 1024));
  }
};

class PeopleStore {
 public:
  // In a folder that is not there or empty. The passphrase is the caller's to have asked for twice.
  [[nodiscard]] static Outcome<std::unique_ptr<PeopleStore>> create(const std::filesystem::path& folder,
                                                                    const SecretText& passphrase, ArgonCost cost);
  [[nodiscard]] static Outcome<std::unique_ptr<PeopleStore>> open(const std::filesystem::path& folder,
                                                                  const SecretText& passphrase);
  ~PeopleStore();
  PeopleStore(const PeopleStore&) = delete;
  PeopleStore& operator=(const PeopleStore&) = delete;

  [[nodiscard]] Outcome<std::optional<Person>> find(const std::string& ref) const;
  [[nodiscard]] Outcome<std::optional<Tombstone>> tombstone(const std::string& ref) const;
  // By ref. Damaged files fail the whole answer, named.
  [[nodiscard]] Outcome<std::vector<Person>> all() const;
  // New or changed; all of them or none. Refused (4): an erased person.
  [[nodiscard]] Outcome<void> put(std::span<const Person> people);
  // Tombstone, then key, then data. Of somebody who is not there: a failure; of somebody erased: nothing happens.
  [[nodiscard]] Outcome<void> erase(const std::string& ref, const Tombstone& tombstone);
  // A new store key under a new passphrase; every data key is sealed anew. store.json is the moment it counts from.
  [[nodiscard]] Outcome<void> rekey(const SecretText& passphrase, ArgonCost cost);

  [[nodiscard]] PeopleLog& log() { return *log_; }
  // How files, backups and the read log name a person.
  [[nodiscard]] std::string number_of(const std::string& ref) const;

  // For store_backup.h.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path keys_folder() const { return keys_folder(file_.generation); }
  [[nodiscard]] const PeopleStoreFile& file() const { return file_; }
  // The numbers of the files in a folder of the store, ascending.
  [[nodiscard]] static Outcome<std::vector<std::string>> numbers_in(const std::filesystem::path& folder);
  [[nodiscard]] Outcome<Person> read(const std::string& number) const;

 private:
  explicit PeopleStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] Outcome<void> take_lock();
  [[nodiscard]] Outcome<void> unlock_secrets(const SecretText& passphrase);
  [[nodiscard]] Outcome<PeopleStoreFile> sealed_file(const SecretText& passphrase, ArgonCost cost,
                                                     std::uint64_t generation, const SecretBytes& store_key) const;
  [[nodiscard]] Outcome<void> finish_interrupted() const;
  [[nodiscard]] Outcome<void> destroy(const std::string& number) const;
  [[nodiscard]] Outcome<SecretBytes> data_key(const std::string& number) const;
  [[nodiscard]] chain::Bytes bound(std::string_view what, const std::string& number) const;
  [[nodiscard]] std::filesystem::path keys_folder(std::uint64_t generation) const;

  std::filesystem::path folder_;
  int lock_ = -1;
  PeopleStoreFile file_;
  SecretBytes store_key_;
  SecretBytes index_key_;
  SecretBytes log_key_;
  std::unique_ptr<PeopleLog> log_;
};

}  // namespace xh::cli
