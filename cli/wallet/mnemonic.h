// BIP-39: entropy as words that people write down, and the seed that follows from them.
// Called by the `keys` commands. Stateless, thread-safe. Words are single-space separated; both lists are equal to
// their own NFKD form, so no Unicode normalisation is needed for them; `seed_from_mnemonic` expects an NFKD passphrase
// (the product always uses the empty one).
#pragma once

#include <string>
#include <string_view>

#include "chain/primitives/result.h"
#include "cli/wallet/secret.h"
#include "cli/wallet/word_list.h"

namespace xh::cli {

inline constexpr std::size_t kSeedBytes = 64;

// Entropy of 16, 20, 24, 28 or 32 bytes gives 12, 15, 18, 21 or 24 words.
[[nodiscard]] chain::Result<SecretText> mnemonic_from_entropy(chain::BytesView entropy, WordLanguage language);

struct ReadMnemonic {
  SecretText words;  // in canonical spelling: lower case, single spaces
  SecretBytes entropy;
  WordLanguage language = WordLanguage::kEnglish;
};
// Reads what a person typed: any spacing (the ideographic space too), capitals, either language; Chinese words may be
// typed without spaces. Errors name the word by its position, the count, or the checksum.
[[nodiscard]] chain::Result<ReadMnemonic> read_mnemonic(std::string_view typed);

[[nodiscard]] SecretBytes seed_from_mnemonic(const SecretText& canonical_words, std::string_view passphrase = {});

}  // namespace xh::cli
