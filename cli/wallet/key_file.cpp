#include "cli/wallet/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "chain/ledger/transaction.h"
#include "cli/files.h"
#include "cli/wallet/bip32.h"
#include "cli/wallet/mnemonic.h"
#include "cli/wallet/random.h"

namespace xh::cli {
namespace {

using chain::Bytes;

constexpr std::size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kAeadKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::string_view kUnprotectedWarning =
    "UNPROTECTED: whoever reads this file can act as this account. For test networks only.";

// What is sealed, in the strict codec.
struct SealedContent {
  Bytes secret;
  Bytes entropy;
  std::string path;

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("secret", &SealedContent::secret, 32), field<2>("entropy", &SealedContent::entropy, 32),
                      field<3>("path", &SealedContent::path, 64));
  }
};

// What the AEAD binds beside the content: nobody swaps the account or the cost of a file unnoticed.
Bytes associated_data(const KeyFile& file) {
  Bytes out;
  chain::append(out, chain::as_bytes(file.format));
  chain::append(out, file.public_key.view());
  chain::append(out, file.account.view());
  chain::append_be64(out, file.argon2id_passes);
  chain::append_be64(out, file.argon2id_memory_kib);
  chain::append(out, chain::as_bytes(file.path));
  return out;
}

Outcome<SecretBytes> stretch(const KeyFile& file, const SecretText& passphrase) {
  SecretBytes key{Bytes(kAeadKeyBytes)};
  if (sodium_init() < 0 ||
      crypto_pwhash_argon2id(key.get().data(), key.get().size(), passphrase.get().data(), passphrase.get().size(),
                             file.salt.data(), file.argon2id_passes, file.argon2id_memory_kib * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return fail(ExitCode::kOther, "OUT_OF_MEMORY",
                "Argon2id needs " + std::to_string(file.argon2id_memory_kib / 1024) +
                    " MiB of memory that this machine does not give");
  }
  return key;
}

Outcome<KeyFile> describe(const KeyMaterial& material, std::string_view protection,
                          std::optional<chain::AccountId> account) {
  const auto key = chain::SecretKey::from_bytes(material.secret.get());
  if (!key) return fail(ExitCode::kKey, "BAD_KEY", key.error().message);
  KeyFile out;
  out.format = KeyFile::kFormat;
  out.protection = protection;
  out.public_key = key->public_key();
  out.account = account.value_or(account_of_key(out.public_key));
  out.path = material.path;
  return out;
}

SecretBytes plain_content(const KeyMaterial& material) {
  SealedContent content{material.secret.get(), material.entropy.get(), material.path};
  SecretBytes out(chain::encode(content));
  wipe(content.secret.data(), content.secret.size());
  wipe(content.entropy.data(), content.entropy.size());
  return out;
}

Outcome<KeyMaterial> material_of(const SecretBytes& plain, const KeyFile& file) {
  auto content = chain::decode<SealedContent>(plain.get());
  if (!content) return fail(ExitCode::kKey, "BAD_KEY_FILE", "the key file's content is damaged");
  KeyMaterial out{SecretBytes(std::move(content->secret)), SecretBytes(std::move(content->entropy)), content->path};
  const auto key = chain::SecretKey::from_bytes(out.secret.get());
  if (!key || key->public_key() != file.public_key)
    return fail(ExitCode::kKey, "BAD_KEY_FILE", "the key file's secret and public key do not belong together");
  return out;
}

Outcome<void> check_shape(const KeyFile& file) {
  const auto broken = [](std::string what) { return bad_input("key file: " + std::move(what)); };
  if (file.format != KeyFile::kFormat) return broken("unknown format '" + file.format + "'");
  if (file.protection == "none") return {};
  if (file.protection != "passphrase") return broken("unknown protection '" + file.protection + "'");
  if (file.salt.size() != kSaltBytes || file.nonce.size() != kNonceBytes || file.sealed.size() < kTagBytes)
    return broken("salt, nonce or sealed part has the wrong length");
  if (file.argon2id_passes < 1 || file.argon2id_passes > kMaxArgonPasses) return broken("Argon2id passes out of range");
  if (file.argon2id_memory_kib < 8 || file.argon2id_memory_kib > kMaxArgonMemoryKib)
    return broken("Argon2id memory out of range");
  return {};
}

}  // namespace

chain::AccountId account_of_key(const chain::PublicKey& key) {
  return chain::account_id_of({1, {key}});
}

Outcome<KeyMaterial> material_from_words(std::string_view typed_words, std::uint32_t address_index) {
  auto mnemonic = read_mnemonic(typed_words);
  if (!mnemonic) return fail(ExitCode::kKey, "BAD_WORDS", mnemonic.error().message);
  const std::string path = standard_path(address_index);
  const SecretBytes seed = seed_from_mnemonic(mnemonic->words);
  auto derived = derive_path(seed.get(), path);
  if (!derived) return fail(ExitCode::kKey, "BAD_WORDS", derived.error().message);
  return KeyMaterial{std::move(derived->key), std::move(mnemonic->entropy), path};
}

KeyMaterial random_material() {
  KeyMaterial out;
  do {
    out.secret = SecretBytes(random_bytes(32));
  } while (!chain::SecretKey::from_bytes(out.secret.get()));
  return out;
}

Outcome<KeyFile> seal_key(const KeyMaterial& material, const SecretText& passphrase, ArgonCost cost,
                          std::optional<chain::AccountId> account) {
  auto file = describe(material, "passphrase", account);
  if (!file) return file;
  file->argon2id_passes = cost.passes;
  file->argon2id_memory_kib = cost.memory_kib;
  file->salt = random_bytes(kSaltBytes);
  file->nonce = random_bytes(kNonceBytes);
  const auto key = stretch(*file, passphrase);
  if (!key) return std::unexpected(key.error());
  const SecretBytes plain = plain_content(material);
  const Bytes bound = associated_data(*file);
  file->sealed.resize(plain.get().size() + kTagBytes);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(file->sealed.data(), &size, plain.get().data(), plain.get().size(),
                                             bound.data(), bound.size(), nullptr, file->nonce.data(),
                                             key->get().data());
  return file;
}

Outcome<KeyFile> unprotected_key(const KeyMaterial& material, std::optional<chain::AccountId> account) {
  auto file = describe(material, "none", account);
  if (!file) return file;
  file->sealed = plain_content(material).get();
  file->warning = kUnprotectedWarning;
  return file;
}

Outcome<KeyMaterial> open_key(const KeyFile& file, const SecretText& passphrase) {
  if (auto shape = check_shape(file); !shape) return std::unexpected(shape.error());
  if (!file.is_protected()) return material_of(SecretBytes(file.sealed), file);
  const auto key = stretch(file, passphrase);
  if (!key) return std::unexpected(key.error());
  const Bytes bound = associated_data(file);
  SecretBytes plain(Bytes(file.sealed.size() - kTagBytes));
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.get().data(), &size, nullptr, file.sealed.data(),
                                                 file.sealed.size(), bound.data(), bound.size(), file.nonce.data(),
                                                 key->get().data()) != 0) {
    return fail(ExitCode::kKey, "WRONG_PASSPHRASE", "the passphrase is wrong, or the key file was changed");
  }
  return material_of(plain, file);
}

Outcome<void> check_private(const std::filesystem::path& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return bad_input(path.string() + ": no such file");
  if ((info.st_mode & 077) != 0) {
    return fail(ExitCode::kKey, "LOOSE_PERMISSIONS",
                path.string() + " can be read by others; run: chmod 600 '" + path.string() + "'");
  }
  return {};
}

Outcome<KeyFile> read_key_file(const std::filesystem::path& path) {
  if (auto ok = check_private(path); !ok) return std::unexpected(ok.error());
  const auto text = read_file(path, kMaxKeyFileBytes);
  if (!text) return std::unexpected(text.error());
  const auto document = chain::parse_json(*text);
  if (!document) return bad_input(path.string(), document.error());
  auto file = chain::from_json<KeyFile>(*document);
  if (!file) return bad_input(path.string(), file.error());
  if (auto shape = check_shape(*file); !shape) return std::unexpected(shape.error());
  return std::move(*file);
}

Outcome<void> write_key_file(const std::filesystem::path& path, const KeyFile& file) {
  SecretText text(pretty_json(chain::to_json(file)));
  return write_new_private_file(path, text.get());
}

}  // namespace xh::cli
