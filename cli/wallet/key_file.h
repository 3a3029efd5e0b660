// The key file: one key, sealed with Argon2id and XChaCha20-Poly1305 (libsodium), as a JSON document of mode 0600.
//
// What is sealed: the secret key and, when the key comes from words, their entropy and derivation path, so that `keys
// check-backup` can compare a paper copy. Public key and account are in the clear and authenticated with the sealed
// part. An unprotected file exists for test networks only and says so in itself. Called by key_ring and the key
// commands. Stateless. Limits: kMaxKeyFileBytes; Argon2id memory from a file at most kMaxArgonMemoryKib.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "chain/codec/fields.h"
#include "chain/crypto/schnorr.h"
#include "cli/exit_code.h"
#include "cli/wallet/secret.h"

namespace xh::cli {

inline constexpr std::size_t kMaxKeyFileBytes = 64 * 1024;
inline constexpr std::uint64_t kMaxArgonMemoryKib = 1024 * 1024;
inline constexpr std::uint64_t kMaxArgonPasses = 64;

struct ArgonCost {
  std::uint64_t passes = 3;
  std::uint64_t memory_kib = 256 * 1024;
};

struct KeyFile {
  std::string format;      // kFormat
  std::string protection;  // "passphrase" or "none"
  chain::PublicKey public_key;
  chain::AccountId account;  // the one-key account of this key, or the account it was given to act for
  std::string path;          // derivation path; empty when the key does not come from words
  std::uint64_t argon2id_passes = 0;
  std::uint64_t argon2id_memory_kib = 0;
  chain::Bytes salt;
  chain::Bytes nonce;
  chain::Bytes sealed;  // protection "none": the plain content
  std::string warning;

  static constexpr std::string_view kFormat = "xinghuo-key/1";
  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("format", &KeyFile::format), field<2>("protection", &KeyFile::protection),
                      field<3>("public_key", &KeyFile::public_key), field<4>("account", &KeyFile::account),
                      field<5>("path", &KeyFile::path), field<6>("argon2id_passes", &KeyFile::argon2id_passes),
                      field<7>("argon2id_memory_kib", &KeyFile::argon2id_memory_kib), field<8>("salt", &KeyFile::salt),
                      field<9>("nonce", &KeyFile::nonce), field<10>("sealed", &KeyFile::sealed),
                      field<11>("warning", &KeyFile::warning));
  }
  [[nodiscard]] bool is_protected() const { return protection != "none"; }
};

struct KeyMaterial {
  SecretBytes secret;   // 32 bytes
  SecretBytes entropy;  // of the words; empty when there are none
  std::string path;
};

// The one-key account that a key stands for.
[[nodiscard]] chain::AccountId account_of_key(const chain::PublicKey& key);

// Key material from words: seed, path m/44'/22600'/0'/0/i.
[[nodiscard]] Outcome<KeyMaterial> material_from_words(std::string_view typed_words, std::uint32_t address_index);
// A random key without words.
[[nodiscard]] KeyMaterial random_material();

[[nodiscard]] Outcome<KeyFile> seal_key(const KeyMaterial& material, const SecretText& passphrase, ArgonCost cost = {},
                                        std::optional<chain::AccountId> account = {});
[[nodiscard]] Outcome<KeyFile> unprotected_key(const KeyMaterial& material,
                                               std::optional<chain::AccountId> account = {});
// Exit 7 for a wrong passphrase or a changed file; `passphrase` is ignored for an unprotected file.
[[nodiscard]] Outcome<KeyMaterial> open_key(const KeyFile& file, const SecretText& passphrase);

// Exit 7 with the command to run when group or world may read the file; 4 when it is no key file.
[[nodiscard]] Outcome<KeyFile> read_key_file(const std::filesystem::path& path);
// A new file of mode 0600, synced. Exit 4 when the name is taken.
[[nodiscard]] Outcome<void> write_key_file(const std::filesystem::path& path, const KeyFile& file);

// For every file that holds a secret: exit 7 unless only its owner may read it.
[[nodiscard]] Outcome<void> check_private(const std::filesystem::path& path);

}  // namespace xh::cli
