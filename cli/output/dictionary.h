// What the tool says, in Chinese and English: one table a language, typed, so that a missing sentence does not compile,
// and the labels of the members that documents show. Immutable, thread-safe. Sentences may hold {} for one value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xh::cli {

enum class Language : std::uint8_t { kChinese, kEnglish };

enum class Text : std::uint8_t {
  kErrorWord,
  kYes,
  kNo,
  kNothing,
  kWriteDownWords,
  kWordsOnlyOnce,
  kUnprotectedKey,
  kAccepted,
  kFinalAt,
  kRefused,
  kDuplicate,
  kPending,
  kDryRun,
  kUnsignedWritten,
  kBackupMatches,
  kBackupDiffers,
  kFactTrue,
  kFactFalse,
  kWaiting,
  kRetrying,
  kOutcomeUnknown,
  kEnterPassphrase,
  kEnterNewPassphrase,
  kEnterWords,
  kCount,
};

[[nodiscard]] std::string_view text(Language language, Text what);
[[nodiscard]] std::string text(Language language, Text what, std::string_view value);  // {} replaced

// How a member of a document is shown in text format.
// Some names mean a day in one record and a time or an account in another (from, to, effective): the value tells them
// apart, since a day's number stays below kFirstTimeMs and accounts are no numbers.
enum class Unit : std::uint8_t { kPlain, kFen, kMicroCv, kTime, kDay, kPpm };
inline constexpr std::int64_t kFirstTimeMs = 10'000'000;  // as a day: the year 29349
struct Label {
  std::string_view name;
  Unit unit;
  std::string_view chinese;
  std::string_view english;
};
// Nothing for a member without a label: its own name is shown.
[[nodiscard]] const Label* find_label(std::string_view member);
[[nodiscard]] std::string_view label_text(Language language, std::string_view member);

}  // namespace xh::cli
