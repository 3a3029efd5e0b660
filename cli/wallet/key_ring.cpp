#include "cli/wallet/key_ring.h"

#include <algorithm>

#include "chain/codec/address.h"
#include "chain/codec/wire.h"

namespace xh::cli {
namespace {

constexpr std::size_t kMaxNameBytes = 64;

}  // namespace

Outcome<void> check_key_name(const std::string& name) {
  const auto forbidden = [](char c) { return c == '/' || (static_cast<unsigned char>(c) < 0x20) || c == 0x7f; };
  if (name.empty() || name.size() > kMaxNameBytes || name.front() == '.' || !chain::wire::is_valid_utf8(name) ||
      std::ranges::any_of(name, forbidden)) {
    return usage_error("'" + name +
                       "' is no name for a key: 1 to 64 bytes, no '/', no leading '.', no control characters");
  }
  return {};
}

Outcome<std::vector<std::string>> KeyRing::names() const {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    if (entry.path().extension() == ".json") out.push_back(entry.path().stem().string());
  }
  std::ranges::sort(out);
  return out;
}

Outcome<KeyFile> KeyRing::describe(const std::string& name) const {
  if (auto ok = check_key_name(name); !ok) return std::unexpected(ok.error());
  if (!std::filesystem::exists(path_of(name))) {
    return fail(ExitCode::kKey, "NO_KEY",
                "there is no key '" + name + "' in " + folder_.string() + "; see: xinghuo keys list");
  }
  return read_key_file(path_of(name));
}

Outcome<void> KeyRing::add(const std::string& name, const KeyFile& file) {
  if (auto ok = check_key_name(name); !ok) return ok;
  return write_key_file(path_of(name), file);
}

Outcome<KeyMaterial> KeyRing::open(const std::string& name) {
  const auto file = describe(name);
  if (!file) return std::unexpected(file.error());
  if (!file->is_protected()) return open_key(*file, {});
  const auto passphrase = ask_(name);
  if (!passphrase) return std::unexpected(passphrase.error());
  return open_key(*file, *passphrase);
}

Outcome<const Signer*> KeyRing::signer(const std::string& name) {
  if (const auto at = open_.find(name); at != open_.end()) return &at->second;
  const auto file = describe(name);
  if (!file) return std::unexpected(file.error());
  const auto material = open(name);
  if (!material) return std::unexpected(material.error());
  auto key = chain::SecretKey::from_bytes(material->secret.get());
  if (!key) return fail(ExitCode::kKey, "BAD_KEY", key.error().message);
  return &open_.emplace(name, Signer{name, file->account, std::move(*key)}).first->second;
}

Outcome<chain::AccountId> KeyRing::account(const std::string& name_or_address) const {
  if (const auto address = chain::from_address(name_or_address)) return *address;
  if (!name_or_address.starts_with("xh1") || std::filesystem::exists(path_of(name_or_address))) {
    const auto file = describe(name_or_address);
    if (!file) return std::unexpected(file.error());
    return file->account;
  }
  return bad_input(name_or_address, chain::from_address(name_or_address).error());
}

}  // namespace xh::cli
