#include "cli/wallet/mnemonic.h"

#include <vector>

#include "chain/crypto/sha256.h"
#include "cli/wallet/hmac_sha512.h"

namespace xh::cli {
namespace {

using chain::Bytes;
using chain::BytesView;
using chain::invalid;

constexpr std::size_t kBitsPerWord = 11;
constexpr unsigned kIterations = 2048;  // BIP-39
constexpr std::size_t kMaxTypedBytes = 4096;
constexpr std::string_view kIdeographicSpace = "\u3000";

bool is_entropy_size(std::size_t bytes) {
  return bytes >= 16 && bytes <= 32 && bytes % 4 == 0;
}
bool bit_at(BytesView bytes, std::size_t i) {
  return (bytes[i / 8] >> (7 - i % 8) & 1) != 0;
}

// Entropy followed by its checksum: the first bits of its SHA-256, one for each 32 bits.
SecretBytes with_checksum(BytesView entropy) {
  SecretBytes out(Bytes(entropy.begin(), entropy.end()));
  out.get().push_back(chain::sha256(entropy).bytes[0]);
  return out;
}

// Splits at spaces; a run of Han characters is split into its characters, since every Chinese word is one character.
std::vector<std::string> split_words(std::string_view typed) {
  std::vector<std::string> out;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < typed.size();) {
    const auto c = static_cast<unsigned char>(typed[i]);
    if (typed.substr(i).starts_with(kIdeographicSpace)) {
      flush();
      i += kIdeographicSpace.size();
    } else if (c >= 0xe0 && c < 0xf0) {  // three bytes: a Han character
      flush();
      out.emplace_back(typed.substr(i, 3));
      i += 3;
    } else {
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',')
        flush();
      else
        word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      ++i;
    }
  }
  flush();
  return out;
}

chain::Result<std::vector<std::size_t>> indexes_of(const std::vector<std::string>& words, WordLanguage language) {
  std::vector<std::size_t> out;
  for (const auto& word : words) {
    const auto index = index_of_word(language, word);
    if (!index)
      return invalid("word " + std::to_string(out.size() + 1) + " is not in the word list: check its spelling");
    out.push_back(*index);
  }
  return out;
}

chain::Result<SecretBytes> entropy_of(const std::vector<std::size_t>& indexes) {
  const std::size_t entropy_bits = indexes.size() * kBitsPerWord * 32 / 33;
  SecretBytes bits(Bytes(entropy_bits / 8 + 1));
  for (std::size_t i = 0; i < indexes.size() * kBitsPerWord; ++i) {
    const bool bit = (indexes[i / kBitsPerWord] >> (kBitsPerWord - 1 - i % kBitsPerWord) & 1) != 0;
    if (bit) bits.get()[i / 8] = static_cast<std::uint8_t>(bits.get()[i / 8] | 1u << (7 - i % 8));
  }
  SecretBytes entropy(Bytes(bits.get().begin(), bits.get().end() - 1));
  const SecretBytes expected = with_checksum(entropy.get());
  for (std::size_t i = entropy_bits; i < indexes.size() * kBitsPerWord; ++i) {
    if (bit_at(bits.get(), i) != bit_at(expected.get(), i))
      return invalid("the words' checksum is wrong: a word is mistaken or out of place");
  }
  return entropy;
}

}  // namespace

chain::Result<SecretText> mnemonic_from_entropy(BytesView entropy, WordLanguage language) {
  if (!is_entropy_size(entropy.size())) return invalid("entropy must have 16, 20, 24, 28 or 32 bytes");
  const SecretBytes bits = with_checksum(entropy);
  const std::size_t words = entropy.size() * 8 * 33 / 32 / kBitsPerWord;
  SecretText out;
  out.get().reserve(words * 12);
  for (std::size_t w = 0; w < words; ++w) {
    std::size_t index = 0;
    for (std::size_t b = 0; b < kBitsPerWord; ++b)
      index = index << 1 | (bit_at(bits.get(), w * kBitsPerWord + b) ? 1u : 0u);
    if (w > 0) out.get() += ' ';
    out.get() += word_at(language, index);
  }
  return out;
}

chain::Result<ReadMnemonic> read_mnemonic(std::string_view typed) {
  if (typed.size() > kMaxTypedBytes) return invalid("that is too long to be a list of words");
  const auto words = split_words(typed);
  if (words.size() < 12 || words.size() > 24 || words.size() % 3 != 0) {
    return invalid("expected 12, 15, 18, 21 or 24 words, got " + std::to_string(words.size()));
  }
  ReadMnemonic out;
  out.language = index_of_word(WordLanguage::kChinese, words.front()) ? WordLanguage::kChinese : WordLanguage::kEnglish;
  const auto indexes = indexes_of(words, out.language);
  if (!indexes) return std::unexpected(indexes.error());
  auto entropy = entropy_of(*indexes);
  if (!entropy) return std::unexpected(entropy.error());
  auto canonical = mnemonic_from_entropy(entropy->get(), out.language);
  if (!canonical) return std::unexpected(canonical.error());
  out.entropy = std::move(*entropy);
  out.words = std::move(*canonical);
  return out;
}

SecretBytes seed_from_mnemonic(const SecretText& canonical_words, std::string_view passphrase) {
  const std::string salt = "mnemonic" + std::string(passphrase);
  const auto seed = pbkdf2_hmac_sha512(chain::as_bytes(canonical_words.get()), chain::as_bytes(salt), kIterations);
  return SecretBytes(Bytes(seed.begin(), seed.end()));
}

}  // namespace xh::cli
