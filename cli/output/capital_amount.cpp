#include "cli/output/capital_amount.h"

#include <array>
#include <string_view>

namespace xh::cli {
namespace {

constexpr std::array<std::string_view, 10> kDigits = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> kPlaces = {"", "拾", "佰", "仟"};
// Groups of four digits; 2^63 fen has 17 digits of yuan: (9亿2233万7203)亿6854万7758.
constexpr std::array<std::string_view, 5> kGroups = {"", "万", "亿", "万", "亿"};

// Four digits; a zero between two digits is one 零, zeros at the end are silent.
std::string group_text(unsigned group) {
  std::string out;
  bool pending_zero = false;
  for (unsigned place = 4; place-- > 0;) {
    unsigned power = 1;
    for (unsigned i = 0; i < place; ++i) power *= 10;
    const unsigned digit = group / power % 10;
    if (digit == 0) {
      pending_zero = !out.empty();
      continue;
    }
    if (pending_zero) out += kDigits[0];
    pending_zero = false;
    out += kDigits[digit];
    out += kPlaces[place];
  }
  return out;
}

std::string whole_text(std::uint64_t yuan) {
  std::array<unsigned, 5> groups{};
  for (auto& group : groups) {
    group = static_cast<unsigned>(yuan % 10'000);
    yuan /= 10'000;
  }
  std::string out;
  bool gap = false;
  for (std::size_t i = groups.size(); i-- > 0;) {
    if (groups[i] == 0) {
      gap = gap || !out.empty();
      if (i == 2 && groups[3] + groups[4] != 0) out += kGroups[2];  // 壹万亿: said although its own digits are zero
      continue;
    }
    if (!out.empty() && (gap || groups[i] < 1000)) out += kDigits[0];
    gap = false;
    out += group_text(groups[i]);
    out += kGroups[i];
  }
  return out;
}

}  // namespace

std::string capital_amount(chain::Fen amount) {
  const bool negative = amount.value < 0;
  const std::uint64_t fen =
      negative ? ~static_cast<std::uint64_t>(amount.value) + 1 : static_cast<std::uint64_t>(amount.value);
  const std::uint64_t yuan = fen / 100;
  const auto jiao_digit = static_cast<std::size_t>(fen / 10 % 10);
  const auto fen_digit = static_cast<std::size_t>(fen % 10);
  if (fen == 0) return "零元整";
  std::string out = negative ? "负" : "";
  if (yuan > 0) out += whole_text(yuan) + "元";
  if (jiao_digit == 0 && fen_digit == 0) return out + "整";
  if (jiao_digit > 0)
    out += std::string(kDigits[jiao_digit]) + "角";
  else if (yuan > 0)
    out += kDigits[0];
  if (fen_digit == 0) return out + "整";
  return out + std::string(kDigits[fen_digit]) + "分";
}

}  // namespace xh::cli
