// Text of Chinese banks and spreadsheets: GB18030 (GBK and GB2312 are parts of it) to UTF-8 and back, through ICU.
// Stateless, thread-safe. Never guesses: bytes that are valid UTF-8 are UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "chain/primitives/result.h"

namespace xh::cli {

inline constexpr std::size_t kMaxConvertedBytes = 64 * 1024 * 1024;

// UTF-8 as it is (without a byte order mark); else GB18030. Error: it is neither.
[[nodiscard]] chain::Result<std::string> to_utf8(std::string_view bytes);
// Needs valid UTF-8.
[[nodiscard]] std::string to_gb18030(std::string_view utf8);

}  // namespace xh::cli
