// The BIP-39 word lists that the product embeds. Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace xh::cli {

enum class WordLanguage : std::uint8_t { kEnglish, kChinese };
inline constexpr std::size_t kWords = 2048;

[[nodiscard]] std::string_view word_at(WordLanguage language, std::size_t index);  // index < kWords
[[nodiscard]] std::optional<std::size_t> index_of_word(WordLanguage language, std::string_view word);

}  // namespace xh::cli
