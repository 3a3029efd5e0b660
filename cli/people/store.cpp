#include "cli/people/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "cli/files.h"
#include "cli/people/file_batch.h"
#include "cli/wallet/random.h"
#include "cli/wallet/seal.h"

namespace xh::cli {
namespace {

namespace fs = std::filesystem;
using chain::Bytes;

constexpr std::size_t kStoreIdBytes = 16;
constexpr std::size_t kNumberBytes = 16;
constexpr std::size_t kMaxStoreFileBytes = 64 * 1024;

struct StoreSecrets {
  Bytes store_key, index_key, log_key;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("store_key", &StoreSecrets::store_key, kSealKeyBytes),
                      chain::field<2>("index_key", &StoreSecrets::index_key, kSealKeyBytes),
                      chain::field<3>("log_key", &StoreSecrets::log_key, kSealKeyBytes));
  }
};

std::unexpected<Failure> damaged(const fs::path& path, const std::string& what) {
  return fail(ExitCode::kFalse, "DAMAGED", path.string() + ": " + what + "; restore it from the backups");
}

Bytes bound_of(const PeopleStoreFile& file) {
  Bytes out;
  chain::append(out, chain::as_bytes(file.format));
  chain::append(out, file.store_id);
  for (const auto number : {file.generation, file.argon2id_passes, file.argon2id_memory_kib})
    chain::append_be64(out, number);
  return out;
}

// The length in front, zeros behind: sizes of files tell little.
SecretBytes padded(const Person& person) {
  auto encoded = SecretBytes(chain::encode(person));
  SecretBytes out;
  chain::append_be64(out.get(), encoded.get().size());
  chain::append(out.get(), encoded.get());
  out.get().resize((out.get().size() + kPaddingBytes - 1) / kPaddingBytes * kPaddingBytes);
  return out;
}

// Not there, empty, or with nothing in it but what an interrupted init made.
bool is_free_for_a_store(const fs::path& folder) {
  std::error_code error;
  for (const auto& item : fs::directory_iterator(folder, error)) {
    const auto name = item.path().filename().string();
    const bool is_ours = name == "LOCK" ||
                         ((name == "data" || name == "erased" || name == "keys.1") && fs::is_empty(item.path(), error));
    if (!is_ours || error) return false;
  }
  return !error || error == std::errc::no_such_file_or_directory;
}

chain::Result<Person> unpadded(const SecretBytes& plain) {
  const auto& bytes = plain.get();
  if (bytes.size() < 8) return chain::invalid("too short");
  const auto size = chain::read_be64(bytes.data());
  if (size > bytes.size() - 8) return chain::invalid("its length is wrong");
  return chain::decode<Person>(chain::BytesView(bytes).subspan(8, size));
}

}  // namespace

Outcome<std::unique_ptr<PeopleStore>> PeopleStore::create(const fs::path& folder, const SecretText& passphrase,
                                                          ArgonCost cost) {
  if (!is_free_for_a_store(folder))
    return fail(ExitCode::kBadInput, "EXISTS",
                folder.string() + " is not empty; a new store wants a folder of its own");
  if (auto made = make_private_folder(folder); !made) return std::unexpected(made.error());
  std::unique_ptr<PeopleStore> out(new PeopleStore(folder));
  if (auto ok = out->take_lock(); !ok) return std::unexpected(ok.error());
  out->file_.store_id = random_bytes(kStoreIdBytes);
  out->store_key_ = SecretBytes(random_bytes(kSealKeyBytes));
  out->index_key_ = SecretBytes(random_bytes(kSealKeyBytes));
  out->log_key_ = SecretBytes(random_bytes(kSealKeyBytes));
  auto file = out->sealed_file(passphrase, cost, 1, out->store_key_);
  if (!file) return std::unexpected(file.error());
  out->file_ = std::move(*file);
  for (const auto& part : {folder / "data", folder / "erased", out->keys_folder()}) {
    if (auto made = make_private_folder(part); !made) return std::unexpected(made.error());
  }
  if (auto ok = write_new_private_file(folder / "store.json", pretty_json(chain::to_json(out->file_))); !ok)
    return std::unexpected(ok.error());
  if (auto ok = sync_folder(folder); !ok) return std::unexpected(ok.error());
  out->log_ = std::make_unique<PeopleLog>(folder / "log", out->log_key_);
  return out;
}

Outcome<std::unique_ptr<PeopleStore>> PeopleStore::open(const fs::path& folder, const SecretText& passphrase) {
  if (!is_there(folder / "store.json"))
    return fail(ExitCode::kBadInput, "NO_STORE",
                folder.string() + " holds no people store; make one: xinghuo people init");
  for (const auto& path : {folder, folder / "store.json"}) {
    if (auto ok = check_private(path); !ok) return std::unexpected(ok.error());
  }
  std::unique_ptr<PeopleStore> out(new PeopleStore(folder));
  if (auto ok = out->take_lock(); !ok) return std::unexpected(ok.error());
  if (auto ok = out->unlock_secrets(passphrase); !ok) return std::unexpected(ok.error());
  if (auto ok = out->finish_interrupted(); !ok) return std::unexpected(ok.error());
  out->log_ = std::make_unique<PeopleLog>(folder / "log", out->log_key_);
  return out;
}

PeopleStore::~PeopleStore() {
  if (lock_ >= 0) ::close(lock_);
}

Outcome<void> PeopleStore::take_lock() {
  const auto path = folder_ / "LOCK";
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) return fail(ExitCode::kOther, "FILE_ERROR", path.string() + ": " + std::strerror(errno));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
    return fail(ExitCode::kOther, "BUSY", "another command works on " + folder_.string() + "; wait for it");
  return {};
}

Outcome<PeopleStoreFile> PeopleStore::sealed_file(const SecretText& passphrase, ArgonCost cost,
                                                  std::uint64_t generation, const SecretBytes& store_key) const {
  PeopleStoreFile out;
  out.format = PeopleStoreFile::kFormat;
  out.store_id = file_.store_id;
  out.generation = generation;
  out.argon2id_passes = cost.passes;
  out.argon2id_memory_kib = cost.memory_kib;
  out.salt = random_bytes(kSealSaltBytes);
  const auto key = stretch_passphrase(passphrase, out.salt, cost);
  if (!key) return std::unexpected(key.error());
  StoreSecrets secrets{store_key.get(), index_key_.get(), log_key_.get()};
  const SecretBytes plain(chain::encode(secrets));
  for (auto* bytes : {&secrets.store_key, &secrets.index_key, &secrets.log_key}) wipe(bytes->data(), bytes->size());
  out.sealed = seal(*key, plain.get(), bound_of(out));
  return out;
}

Outcome<void> PeopleStore::unlock_secrets(const SecretText& passphrase) {
  const auto path = folder_ / "store.json";
  const auto text = read_file(path, kMaxStoreFileBytes);
  if (!text) return std::unexpected(text.error());
  const auto document = chain::parse_json(*text);
  auto file = document ? chain::from_json<PeopleStoreFile>(*document)
                       : chain::Result<PeopleStoreFile>(std::unexpected(document.error()));
  if (!file) return damaged(path, file.error().message);
  if (file->format != PeopleStoreFile::kFormat) return damaged(path, "unknown format '" + file->format + "'");
  const auto key = stretch_passphrase(passphrase, file->salt, {file->argon2id_passes, file->argon2id_memory_kib});
  if (!key && key.error().exit == ExitCode::kBadInput) return damaged(path, key.error().message);
  if (!key) return std::unexpected(key.error());
  const auto plain = unseal(*key, file->sealed, bound_of(*file));
  if (!plain)
    return fail(ExitCode::kKey, "WRONG_PASSPHRASE", "the passphrase is wrong, or " + path.string() + " was changed");
  auto secrets = chain::decode<StoreSecrets>(plain->get());
  if (!secrets || secrets->store_key.size() != kSealKeyBytes || secrets->index_key.size() != kSealKeyBytes ||
      secrets->log_key.size() != kSealKeyBytes)
    return damaged(path, "its secrets have the wrong shape");
  file_ = std::move(*file);
  store_key_ = SecretBytes(std::move(secrets->store_key));
  index_key_ = SecretBytes(std::move(secrets->index_key));
  log_key_ = SecretBytes(std::move(secrets->log_key));
  return {};
}

// What a crash left: files that were not renamed yet, an erasure half done, the key folder of another generation.
Outcome<void> PeopleStore::finish_interrupted() const {
  // An old store.json put back by hand names a key folder that is gone: the one that is there must not go too.
  if (!is_there(keys_folder())) return damaged(keys_folder(), "the key folder that store.json names is missing");
  std::vector<fs::path> other_keys;
  std::error_code error;
  for (const auto& item : fs::directory_iterator(folder_, error)) {
    if (item.path().filename().string().starts_with("keys.") && item.path() != keys_folder())
      other_keys.push_back(item.path());
  }
  if (error) return damaged(folder_, error.message());
  for (const auto& keys : other_keys) {
    if (auto gone = destroy_folder(keys); !gone) return gone;
  }
  for (const auto& part : {folder_ / "data", folder_ / "erased", keys_folder()}) {
    if (auto ok = remove_unfinished(part); !ok) return ok;
  }
  const auto erased = numbers_in(folder_ / "erased");
  if (!erased) return std::unexpected(erased.error());
  for (const auto& number : *erased) {
    if (auto ok = destroy(number); !ok) return ok;
  }
  return {};
}

fs::path PeopleStore::keys_folder(std::uint64_t generation) const {
  return folder_ / ("keys." + std::to_string(generation));
}

Bytes PeopleStore::bound(std::string_view what, const std::string& number) const {
  Bytes out;
  chain::append(out, chain::as_bytes(what));
  chain::append(out, file_.store_id);
  chain::append(out, chain::as_bytes(number));
  return out;
}

std::string PeopleStore::number_of(const std::string& ref) const {
  const auto hash = keyed_hash(index_key_, chain::as_bytes(ref));
  return chain::to_hex(hash.view().first(kNumberBytes));
}

Outcome<std::vector<std::string>> PeopleStore::numbers_in(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& item : fs::directory_iterator(folder, error)) {
    auto name = item.path().filename().string();
    if (name.size() == 2 * kNumberBytes && chain::from_hex(name)) out.push_back(std::move(name));
  }
  if (error) return damaged(folder, error.message());
  std::ranges::sort(out);
  return out;
}

Outcome<SecretBytes> PeopleStore::data_key(const std::string& number) const {
  const auto path = keys_folder() / number;
  if (!is_there(path)) return damaged(path, "the person's key is missing");
  const auto sealed = read_file(path, kMaxPersonFileBytes);
  if (!sealed) return std::unexpected(sealed.error());
  auto key = unseal(store_key_, chain::as_bytes(*sealed), bound("xh/people-key/1", number));
  if (!key || key->get().size() != kSealKeyBytes) return damaged(path, "the person's key was changed");
  return std::move(*key);
}

Outcome<Person> PeopleStore::read(const std::string& number) const {
  const auto path = folder_ / "data" / number;
  const auto sealed = read_file(path, kMaxPersonFileBytes);
  if (!sealed) return std::unexpected(sealed.error());
  const auto key = data_key(number);
  if (!key) return std::unexpected(key.error());
  const auto plain = unseal(*key, chain::as_bytes(*sealed), bound("xh/people-data/1", number));
  if (!plain) return damaged(path, "the entry was changed");
  auto person = unpadded(*plain);
  if (!person || number_of(person->ref) != number) return damaged(path, "the entry is not what was sealed");
  return std::move(*person);
}

Outcome<std::optional<Person>> PeopleStore::find(const std::string& ref) const {
  const auto number = number_of(ref);
  if (!is_there(folder_ / "data" / number)) return std::nullopt;
  auto person = read(number);
  if (!person) return std::unexpected(person.error());
  return std::move(*person);
}

Outcome<std::optional<Tombstone>> PeopleStore::tombstone(const std::string& ref) const {
  const auto path = folder_ / "erased" / number_of(ref);
  if (!is_there(path)) return std::nullopt;
  const auto bytes = read_file(path, kMaxPersonFileBytes);
  if (!bytes) return std::unexpected(bytes.error());
  auto out = chain::decode<Tombstone>(chain::as_bytes(*bytes));
  if (!out) return damaged(path, out.error().message);
  return std::move(*out);
}

Outcome<std::vector<Person>> PeopleStore::all() const {
  const auto numbers = numbers_in(folder_ / "data");
  if (!numbers) return std::unexpected(numbers.error());
  std::vector<Person> out;
  out.reserve(numbers->size());
  for (const auto& number : *numbers) {
    auto person = read(number);
    if (!person) return std::unexpected(person.error());
    out.push_back(std::move(*person));
  }
  std::ranges::sort(out, {}, &Person::ref);
  return out;
}

Outcome<void> PeopleStore::put(std::span<const Person> people) {
  const auto there = numbers_in(folder_ / "data");
  if (!there) return std::unexpected(there.error());
  if (there->size() + people.size() > kMaxPeople)
    return bad_input("a store holds at most " + std::to_string(kMaxPeople) + " people");
  FileBatch keys(keys_folder());
  FileBatch data(folder_ / "data");
  for (const auto& person : people) {
    const auto number = number_of(person.ref);
    if (is_there(folder_ / "erased" / number))
      return bad_input(person.ref + " was erased and does not come back under the same number");
    auto key = is_there(keys_folder() / number) ? data_key(number) : SecretBytes(random_bytes(kSealKeyBytes));
    if (!key) return std::unexpected(key.error());
    if (!is_there(keys_folder() / number)) {
      if (auto ok = keys.add(number, seal(store_key_, key->get(), bound("xh/people-key/1", number))); !ok) return ok;
    }
    const auto plain = padded(person);
    if (auto ok = data.add(number, seal(*key, plain.get(), bound("xh/people-data/1", number))); !ok) return ok;
  }
  // A key without data is nobody; data without its key would be damage: keys come first.
  if (auto ok = keys.commit(); !ok) return ok;
  return data.commit();
}

Outcome<void> PeopleStore::destroy(const std::string& number) const {
  if (auto ok = destroy_file(keys_folder() / number); !ok) return ok;
  return destroy_file(folder_ / "data" / number);
}

Outcome<void> PeopleStore::erase(const std::string& ref, const Tombstone& tombstone) {
  const auto number = number_of(ref);
  if (is_there(folder_ / "erased" / number)) return destroy(number);
  if (!is_there(folder_ / "data" / number)) return bad_input("there is nobody with the number " + ref);
  FileBatch erased(folder_ / "erased");
  if (auto ok = erased.add(number, chain::encode(tombstone)); !ok) return ok;
  if (auto ok = erased.commit(); !ok) return ok;
  return destroy(number);
}

Outcome<void> PeopleStore::rekey(const SecretText& passphrase, ArgonCost cost) {
  const SecretBytes new_key(random_bytes(kSealKeyBytes));
  auto file = sealed_file(passphrase, cost, file_.generation + 1, new_key);
  if (!file) return std::unexpected(file.error());
  const auto old_folder = keys_folder();
  const auto new_folder = keys_folder(file->generation);
  if (auto made = make_private_folder(new_folder); !made) return made;
  const auto numbers = numbers_in(old_folder);
  if (!numbers) return std::unexpected(numbers.error());
  FileBatch keys(new_folder);
  for (const auto& number : *numbers) {
    const auto key = data_key(number);
    if (!key) return std::unexpected(key.error());
    if (auto ok = keys.add(number, seal(new_key, key->get(), bound("xh/people-key/1", number))); !ok) return ok;
  }
  if (auto ok = keys.commit(); !ok) return ok;
  if (auto ok = replace_private_file(folder_ / "store.json", pretty_json(chain::to_json(*file))); !ok) return ok;
  file_ = std::move(*file);
  store_key_ = SecretBytes(Bytes(new_key.get()));
  return destroy_folder(old_folder);
}

}  // namespace xh::cli
