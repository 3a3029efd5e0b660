// keys add | recover | list | show | export | import | check-backup
#include <ostream>

#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/wallet/mnemonic.h"
#include "cli/wallet/random.h"

namespace xh::cli {
namespace {

struct KeyOptions {
  std::string name;
  std::string words_language = "zh-CN";
  std::size_t word_count = 24;
  std::uint32_t index = 0;
  std::optional<int> words_fd;
  std::optional<int> secret_fd;
  std::string file;
  std::string account;
  bool no_passphrase = false;
  bool unprotected = false;
};

json::object key_document(const std::string& name, const KeyFile& file) {
  json::object out;
  out["name"] = name;
  out["account"] = chain::to_address(file.account);
  out["public_key"] = chain::to_hex(file.public_key.view());
  out["protection"] = file.protection;
  if (!file.path.empty()) out["path"] = file.path;
  return out;
}

Outcome<std::optional<chain::AccountId>> named_account(const std::string& address) {
  if (address.empty()) return std::optional<chain::AccountId>();
  const auto account = chain::from_address(address);
  if (!account) return bad_input("--account", account.error());
  return std::optional(*account);
}

// Seals under a new passphrase, or not at all, and stores.
Outcome<Document> store(Session& session, const KeyOptions& options, const KeyMaterial& material) {
  const auto account = named_account(options.account);
  if (!account) return std::unexpected(account.error());
  Outcome<KeyFile> file = fail(ExitCode::kOther, "", "");
  if (options.no_passphrase) {
    file = unprotected_key(material, *account);
    session.say(Text::kUnprotectedKey);
  } else {
    const PassphraseSource source{session.options().passphrase_fd,
                                  session.environment().variable("XINGHUO_PASSPHRASE_FILE")};
    const auto passphrase =
        ask_passphrase(source, text(session.language(), Text::kEnterNewPassphrase, options.name), true);
    if (!passphrase) return std::unexpected(passphrase.error());
    file = seal_key(material, *passphrase, session.environment().argon_cost, *account);
  }
  if (!file) return std::unexpected(file.error());
  if (auto added = session.keys().add(options.name, *file); !added) return std::unexpected(added.error());
  return Document{.data = key_document(options.name, *file)};
}

Outcome<void> check_free(Session& session, const std::string& name) {
  if (auto ok = check_key_name(name); !ok) return ok;
  if (std::filesystem::exists(session.keys().path_of(name)))
    return fail(ExitCode::kBadInput, "EXISTS", "there is a key '" + name + "' already");
  return {};
}

Outcome<Document> add_key(Session& session, const KeyOptions& options) {
  if (auto ok = check_free(session, options.name); !ok) return std::unexpected(ok.error());
  if (options.no_passphrase) return store(session, options, random_material());
  const SecretBytes entropy(random_bytes(options.word_count * 4 / 3));
  const auto language = options.words_language == "en" ? WordLanguage::kEnglish : WordLanguage::kChinese;
  const auto words = mnemonic_from_entropy(entropy.get(), language);
  if (!words) return usage_error("--words: " + words.error().message);
  const auto material = material_from_words(words->get(), options.index);
  if (!material) return std::unexpected(material.error());
  auto stored = store(session, options, *material);
  if (!stored) return stored;
  session.say(Text::kWriteDownWords);
  session.say("\n    " + words->get() + "\n");
  session.say(Text::kWordsOnlyOnce);
  return stored;
}

Outcome<SecretText> ask_words(Session& session, const KeyOptions& options) {
  if (options.words_fd) return read_secret_line(*options.words_fd);
  return ask_terminal(std::string(text(session.language(), Text::kEnterWords)), true);
}

Outcome<Document> recover_key(Session& session, const KeyOptions& options) {
  if (auto ok = check_free(session, options.name); !ok) return std::unexpected(ok.error());
  const auto words = ask_words(session, options);
  if (!words) return std::unexpected(words.error());
  const auto material = material_from_words(words->get(), options.index);
  if (!material) return std::unexpected(material.error());
  return store(session, options, *material);
}

Outcome<Document> list_keys(Session& session) {
  const auto names = session.keys().names();
  if (!names) return std::unexpected(names.error());
  json::array keys;
  for (const auto& name : *names) {
    const auto file = session.keys().describe(name);
    if (!file) return std::unexpected(file.error());
    keys.push_back(key_document(name, *file));
  }
  return Document{.data = {{"keys", std::move(keys)}}, .list = "keys", .columns = {"name", "account", "protection"}};
}

Outcome<Document> show_key(Session& session, const KeyOptions& options) {
  const auto file = session.keys().describe(options.name);
  if (!file) return std::unexpected(file.error());
  return Document{.data = key_document(options.name, *file)};
}

// The sealed file as it is, or, asked for in so many words, the bare secret.
Outcome<Document> export_key(Session& session, const KeyOptions& options) {
  const auto file = session.keys().describe(options.name);
  if (!file) return std::unexpected(file.error());
  if (!options.unprotected) {
    if (!file->is_protected())
      return fail(ExitCode::kKey, "UNPROTECTED",
                  "this key has no passphrase: exporting it shows the secret; add --unprotected");
    return Document{.data = chain::to_json(*file), .text = pretty_json(chain::to_json(*file))};
  }
  const auto material = session.keys().open(options.name);
  if (!material) return std::unexpected(material.error());
  json::object out = key_document(options.name, *file);
  out["secret_key"] = chain::to_hex(material->secret.get());
  return Document{.data = std::move(out)};
}

Outcome<KeyFile> file_to_import(Session& session, const KeyOptions& options) {
  const auto content = read_file(options.file, kMaxKeyFileBytes);
  if (!content) return std::unexpected(content.error());
  const auto document = chain::parse_json(*content);
  if (!document) return bad_input(options.file, document.error());
  // The file itself, or the JSON envelope that `-o json keys export` put around it.
  const auto* inner = document->is_object() ? document->get_object().if_contains("data") : nullptr;
  auto file = chain::from_json<KeyFile>(inner != nullptr ? *inner : *document);
  if (!file) return bad_input(options.file, file.error());
  // Opened before it is relied on: it is whole, and its passphrase is known.
  Outcome<SecretText> passphrase = SecretText();
  if (file->is_protected()) {
    const PassphraseSource source{session.options().passphrase_fd,
                                  session.environment().variable("XINGHUO_PASSPHRASE_FILE")};
    passphrase = ask_passphrase(source, text(session.language(), Text::kEnterPassphrase, options.name), false);
    if (!passphrase) return std::unexpected(passphrase.error());
  }
  if (const auto opened = open_key(*file, *passphrase); !opened) return std::unexpected(opened.error());
  return std::move(*file);
}

Outcome<Document> import_key(Session& session, const KeyOptions& options) {
  if (auto ok = check_free(session, options.name); !ok) return std::unexpected(ok.error());
  if (options.file.empty() == !options.secret_fd.has_value())
    return usage_error("import takes either --file or --secret-fd");
  if (!options.file.empty()) {
    const auto file = file_to_import(session, options);
    if (!file) return std::unexpected(file.error());
    if (auto added = session.keys().add(options.name, *file); !added) return std::unexpected(added.error());
    return Document{.data = key_document(options.name, *file)};
  }
  const auto hex = read_secret_line(*options.secret_fd);
  if (!hex) return std::unexpected(hex.error());
  auto bytes = chain::from_hex(hex->get());
  if (!bytes || bytes->size() != 32) return fail(ExitCode::kKey, "BAD_KEY", "a secret key is 64 hex digits");
  KeyMaterial material;
  material.secret = SecretBytes(std::move(*bytes));
  return store(session, options, material);
}

// The words on paper give this very key: compared by public key, so the key need not be unlocked.
Outcome<Document> check_backup(Session& session, const KeyOptions& options) {
  const auto file = session.keys().describe(options.name);
  if (!file) return std::unexpected(file.error());
  if (file->path.empty()) return bad_input("the key '" + options.name + "' does not come from words");
  const auto words = ask_words(session, options);
  if (!words) return std::unexpected(words.error());
  const auto index = static_cast<std::uint32_t>(std::stoul(file->path.substr(file->path.rfind('/') + 1)));
  const auto material = material_from_words(words->get(), index);
  bool same = false;
  if (material) {
    const auto key = chain::SecretKey::from_bytes(material->secret.get());
    same = key && key->public_key() == file->public_key;
  }
  Document out;
  out.data = {{"name", options.name}, {"backup_matches", same}};
  out.text = text(session.language(), same ? Text::kBackupMatches : Text::kBackupDiffers, options.name);
  if (!material) out.text += ": " + material.error().message;
  out.exit = same ? ExitCode::kOk : ExitCode::kFalse;
  return out;
}

void name_option(CLI::App& command, KeyOptions& state) {
  command.add_option("name", state.name, "name of the key")->required();
}

void protection_options(CLI::App& command, KeyOptions& state) {
  command.add_flag("--no-passphrase", state.no_passphrase, "store it unprotected: test networks only");
  command.add_option("--account", state.account, "the account it acts for, when it is not the key's own");
}

}  // namespace

void add_keys_commands(CLI::App& app, Session& session) {
  CLI::App& keys = *app.add_subcommand("keys", "keys of this home folder")->require_subcommand(1);
  add_command<KeyOptions>(
      keys, session, "add", "a new key, with words to write down",
      [](CLI::App& command, KeyOptions& state) {
        name_option(command, state);
        protection_options(command, state);
        command.add_option("--words", state.word_count, "number of words")
            ->check(CLI::IsMember({12, 15, 18, 21, 24}))
            ->capture_default_str();
        command.add_option("--words-lang", state.words_language, "language of the words")
            ->check(CLI::IsMember({"zh-CN", "en"}))
            ->capture_default_str();
        command.add_option("--index", state.index, "last step of the derivation path")
            ->check(CLI::Range(0u, 0x7fffffffu));
      },
      [&session](const KeyOptions& state) { return add_key(session, state); });
  add_command<KeyOptions>(
      keys, session, "recover", "a key from its words",
      [](CLI::App& command, KeyOptions& state) {
        name_option(command, state);
        protection_options(command, state);
        command.add_option("--words-fd", state.words_fd, "read the words from this file descriptor");
        command.add_option("--index", state.index, "last step of the derivation path")
            ->check(CLI::Range(0u, 0x7fffffffu));
      },
      [&session](const KeyOptions& state) { return recover_key(session, state); });
  add_command<NoOptions>(keys, session, "list", "the keys here", no_options,
                         [&session](const NoOptions&) { return list_keys(session); });
  add_command<KeyOptions>(keys, session, "show", "address and public key", name_option,
                          [&session](const KeyOptions& state) { return show_key(session, state); });
  add_command<KeyOptions>(
      keys, session, "export", "the sealed key file, for another machine",
      [](CLI::App& command, KeyOptions& state) {
        name_option(command, state);
        command.add_flag("--unprotected", state.unprotected, "show the bare secret key");
      },
      [&session](const KeyOptions& state) { return export_key(session, state); });
  add_command<KeyOptions>(
      keys, session, "import", "a key file, or a bare secret key from a file descriptor",
      [](CLI::App& command, KeyOptions& state) {
        name_option(command, state);
        protection_options(command, state);
        command.add_option("--file", state.file, "a key file made by: keys export");
        command.add_option("--secret-fd", state.secret_fd, "read 64 hex digits from this file descriptor");
      },
      [&session](const KeyOptions& state) { return import_key(session, state); });
  add_command<KeyOptions>(
      keys, session, "check-backup", "do the words on paper give this key?",
      [](CLI::App& command, KeyOptions& state) {
        name_option(command, state);
        command.add_option("--words-fd", state.words_fd, "read the words from this file descriptor");
      },
      [&session](const KeyOptions& state) { return check_backup(session, state); });
}

}  // namespace xh::cli
