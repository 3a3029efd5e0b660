#include "cli/wallet/word_list.h"

#include <algorithm>
#include <array>
#include <map>

#include "chain/primitives/check.h"

namespace xh::cli {
namespace {

constexpr std::array<std::string_view, kWords> kEnglishWords = {
#include "cli/wallet/words_en.inc"
};
constexpr std::array<std::string_view, kWords> kChineseWords = {
#include "cli/wallet/words_zh.inc"
};
static_assert(!kEnglishWords.back().empty() && !kChineseWords.back().empty());

const std::array<std::string_view, kWords>& list_of(WordLanguage language) {
  return language == WordLanguage::kChinese ? kChineseWords : kEnglishWords;
}

std::map<std::string_view, std::size_t> make_index(WordLanguage language) {
  std::map<std::string_view, std::size_t> out;
  const auto& words = list_of(language);
  for (std::size_t i = 0; i < words.size(); ++i) out.emplace(words[i], i);
  return out;
}

}  // namespace

std::string_view word_at(WordLanguage language, std::size_t index) {
  CHECK(index < kWords);
  return list_of(language)[index];
}

std::optional<std::size_t> index_of_word(WordLanguage language, std::string_view word) {
  static const auto english = make_index(WordLanguage::kEnglish);
  static const auto chinese = make_index(WordLanguage::kChinese);
  const auto& index = language == WordLanguage::kChinese ? chinese : english;
  const auto at = index.find(word);
  return at == index.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace xh::cli
