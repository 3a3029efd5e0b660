#include "node/ops/home.h"

#include "chain/storage/posix_file_system.h"
#include "node/config/genesis_file.h"
#include "node/config/private_file.h"
#include "node/config/validator_key.h"
#include "node/core/journal_folder.h"
#include "p2p/node_identity.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxMarkBytes = 256;

// Beside a validator key that never had a journal; it names the key, for another one may come in its place.
fs::path unused_mark_of(fs::path key_file) {
  return key_file.replace_extension(".unused");
}

std::string mark_text(const chain::PublicKey& validator) {
  return chain::to_hex(validator.view()) + "\n";
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

chain::Result<chain::NodeKey> node_key(const fs::path& file) {
  if (is_there(file)) {
    auto loaded = p2p::NodeIdentity::load(file);
    if (!loaded) return std::unexpected(loaded.error());
    return loaded->public_key();
  }
  auto made = p2p::NodeIdentity::generate();
  if (!made) return std::unexpected(made.error());
  if (auto ok = made->save(file); !ok) return std::unexpected(ok.error());
  return made->public_key();
}

chain::Result<chain::PublicKey> validator_key(const fs::path& file) {
  if (is_there(file)) {
    auto loaded = load_validator_key(file);
    if (!loaded) return std::unexpected(loaded.error());
    return loaded->public_key();
  }
  auto made = generate_validator_key();
  if (!made) return std::unexpected(made.error());
  if (auto ok = save_validator_key(*made, file); !ok) return std::unexpected(ok.error());
  // After the key: a marker must never be there before the key that it is about.
  if (auto ok = write_new_file(unused_mark_of(file), mark_text(made->public_key()), kPrivateFileMode); !ok)
    return std::unexpected(ok.error());
  return made->public_key();
}

chain::Result<bool> is_unused(const fs::path& mark, const chain::PublicKey& validator) {
  const auto text = read_text_file(mark, kMaxMarkBytes);
  if (!text && text.error().fault == chain::Fault::kNotFound) return false;
  if (!text) return std::unexpected(text.error());
  return *text == mark_text(validator);
}

// The only journal that anyone makes for an epoch that may be running (docs/decisions/0012): this key was made here and
// never had one. The mark goes once the journal is durable, so that no later `init` takes the key for a new one. Says
// whether there is a journal.
chain::Result<bool> first_journal(const NodeConfig& config, const chain::Genesis& genesis,
                                  const chain::PublicKey& validator) {
  const auto mark = unused_mark_of(config.validator_key_file);
  const auto unused = is_unused(mark, validator);
  if (!unused) return unused;
  chain::PosixFileSystem disk;
  JournalFolder journals(disk, config.data_dir.string(), chain::make_context(genesis).tag, validator);
  if (!*unused) return journals.exists(chain::Epoch{0});
  if (auto ok = journals.prepare(chain::Epoch{0}); !ok) return std::unexpected(ok.error());
  if (auto ok = disk.remove(mark.string()); !ok) return std::unexpected(ok.error());
  if (auto ok = disk.sync_dir(mark.parent_path().string()); !ok) return std::unexpected(ok.error());
  return true;
}

}  // namespace

chain::Result<HomeKeys> make_keys(const NodeConfig& config) {
  for (const auto& file : {config.node_key_file, config.validator_key_file}) {
    if (auto ok = make_private_dirs(file.parent_path()); !ok) return std::unexpected(ok.error());
  }
  auto node = node_key(config.node_key_file);
  if (!node) return std::unexpected(node.error());
  auto validator = validator_key(config.validator_key_file);
  if (!validator) return std::unexpected(validator.error());
  return HomeKeys{*node, *validator, false};
}

chain::Result<HomeKeys> read_keys(const NodeConfig& config) {
  auto node = p2p::NodeIdentity::load(config.node_key_file);
  if (!node) return std::unexpected(node.error());
  auto validator = load_validator_key(config.validator_key_file);
  if (!validator) return std::unexpected(validator.error());
  return HomeKeys{node->public_key(), validator->public_key(), false};
}

chain::Result<HomeKeys> create_home(const NodeConfig& config, const chain::Genesis& genesis) {
  const auto config_file = config_file_of(config.home);
  for (const auto& file : {config_file, config.genesis_file}) {
    if (is_there(file))
      return chain::local_fault(file.string() + " exists already and is not overwritten; choose another home");
  }
  auto keys = make_keys(config);
  if (!keys) return keys;
  if (auto ok = make_private_dirs(config.data_dir); !ok) return std::unexpected(ok.error());
  const auto has_journal = first_journal(config, genesis, keys->validator);
  if (!has_journal) return std::unexpected(has_journal.error());
  keys->has_first_journal = *has_journal;
  if (auto ok = write_new_file(config.genesis_file, genesis_text(genesis), kPublicFileMode); !ok)
    return std::unexpected(ok.error());
  if (auto ok = write_new_file(config_file, render_config(config), kPublicFileMode); !ok)
    return std::unexpected(ok.error());
  return keys;
}

}  // namespace xh::node
