#include "cli/output/money.h"

#include <algorithm>

namespace xh::cli {
namespace {

using chain::invalid;

std::uint64_t magnitude(std::int64_t v) {
  return v < 0 ? ~static_cast<std::uint64_t>(v) + 1 : static_cast<std::uint64_t>(v);
}

std::string with_commas(std::uint64_t whole) {
  std::string digits = std::to_string(whole);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string padded(std::uint64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

// Decimal text scaled by 10^decimals.
chain::Result<std::int64_t> parse_scaled(std::string_view text, unsigned decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  unsigned seen_decimals = 0;
  bool after_point = false;
  bool any_digit = false;
  const auto push = [&](std::int64_t digit) {
    return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
           !__builtin_add_overflow(value, negative ? -digit : digit, &value);
  };
  for (const char c : text) {
    if (c == '.' && !after_point) {
      after_point = true;
    } else if (c >= '0' && c <= '9') {
      any_digit = true;
      if (after_point && ++seen_decimals > decimals)
        return invalid("more than " + std::to_string(decimals) + " decimals");
      if (!push(c - '0')) return invalid("number out of range");
    } else if (c != ',' || after_point) {
      return invalid("not a decimal number");
    }
  }
  if (!any_digit) return invalid("not a decimal number");
  for (; seen_decimals < decimals; ++seen_decimals) {
    if (!push(0)) return invalid("number out of range");
  }
  return value;
}

}  // namespace

std::string format_fen(chain::Fen amount) {
  const auto fen = magnitude(amount.value);
  return (amount.value < 0 ? "-" : "") + with_commas(fen / 100) + "." + padded(fen % 100, 2);
}

std::string format_micro_cv(chain::MicroCv value) {
  const auto micro = magnitude(value.value);
  std::string out = (value.value < 0 ? "-" : "") + with_commas(micro / 1'000'000);
  std::string fraction = padded(micro % 1'000'000, 6);
  while (fraction.ends_with('0')) fraction.pop_back();
  return fraction.empty() ? out : out + "." + fraction;
}

chain::Result<chain::Fen> parse_yuan(std::string_view text) {
  const auto fen = parse_scaled(text, 2);
  if (!fen) return invalid("'" + std::string(text) + "' is no amount in yuan: " + fen.error().message);
  return chain::Fen{*fen};
}

chain::Result<chain::MicroCv> parse_cv(std::string_view text) {
  const auto micro = parse_scaled(text, 6);
  if (!micro) return invalid("'" + std::string(text) + "' is no CV value: " + micro.error().message);
  return chain::MicroCv{*micro};
}

}  // namespace xh::cli
