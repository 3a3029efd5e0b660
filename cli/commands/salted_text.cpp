#include "cli/commands/salted_text.h"

#include "chain/codec/domain.h"
#include "cli/files.h"
#include "cli/wallet/random.h"

namespace xh::cli {

void add_text_options(CLI::App& command, TextOptions& options) {
  command.add_option("--text", options.file,
                     "file with the text; its salted hash goes to the ledger, the text does not");
  command.add_option("--salt", options.salt, "salt of the hash, 64 hex digits (default: a new one, which is printed)");
  command.add_option("--hash", options.hash, "the salted hash itself, 64 hex digits, instead of --text");
}

chain::Hash256 text_commitment(const chain::Hash256& salt, std::string_view text) {
  chain::Bytes bytes(salt.view().begin(), salt.view().end());
  chain::append(bytes, chain::as_bytes(text));
  return chain::tagged_hash(chain::tags::kCommitment, chain::ChainTag{}, bytes);
}

Outcome<std::string> salted_text(Session& session, const TextOptions& options) {
  if (options.file.empty() == options.hash.empty())
    return usage_error("name the text by --text FILE, or its salted hash by --hash");
  if (!options.hash.empty()) {
    const auto hash = chain::fixed_from_hex<chain::Hash256>(options.hash);
    if (!hash) return usage_error("--hash is 64 hex digits");
    return chain::to_hex(hash->view());
  }
  const auto text = read_file(options.file, kMaxTextBytes);
  if (!text) return std::unexpected(text.error());
  auto salt = random_fixed<chain::Hash256>();
  if (!options.salt.empty()) {
    const auto given = chain::fixed_from_hex<chain::Hash256>(options.salt);
    if (!given) return usage_error("--salt is 64 hex digits");
    salt = *given;
  } else {
    session.say("salt " + chain::to_hex(salt.view()) + " (keep it with the text)");
  }
  return chain::to_hex(text_commitment(salt, *text).view());
}

}  // namespace xh::cli
