// The keys of one home folder: <home>/keys/<name>.json, one file a key (key_file.h). Used by every command that signs.
// Not thread-safe. Names: 1 to 64 bytes of UTF-8 without '/', control characters or a leading '.'.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "chain/crypto/schnorr.h"
#include "cli/exit_code.h"
#include "cli/wallet/key_file.h"

namespace xh::cli {

// Asks for the passphrase of a key (passphrase.h); called only for protected files.
using AskPassphrase = std::function<Outcome<SecretText>(const std::string& key_name)>;

// A key ready to sign, and the account it acts for.
struct Signer {
  std::string name;
  chain::AccountId account;
  chain::SecretKey key;
};

class KeyRing {
 public:
  KeyRing(std::filesystem::path folder, AskPassphrase ask) : folder_(std::move(folder)), ask_(std::move(ask)) {}

  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const { return folder_ / (name + ".json"); }
  [[nodiscard]] Outcome<std::vector<std::string>> names() const;           // sorted
  [[nodiscard]] Outcome<KeyFile> describe(const std::string& name) const;  // exit 7, NO_KEY when there is none
  [[nodiscard]] Outcome<void> add(const std::string& name, const KeyFile& file);
  [[nodiscard]] Outcome<KeyMaterial> open(const std::string& name);
  // Opens once and remembers. The pointer lives as long as the ring.
  [[nodiscard]] Outcome<const Signer*> signer(const std::string& name);
  // A key name of this ring or an xh1... address.
  [[nodiscard]] Outcome<chain::AccountId> account(const std::string& name_or_address) const;

 private:
  std::filesystem::path folder_;
  AskPassphrase ask_;
  std::map<std::string, Signer> open_;
};

[[nodiscard]] Outcome<void> check_key_name(const std::string& name);

}  // namespace xh::cli
