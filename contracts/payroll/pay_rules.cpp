#include "contracts/payroll/pay_rules.h"

#include <limits>

#include "chain/primitives/check.h"

namespace xh::contracts::payroll {

using chain::Fen;

namespace {

constexpr std::int64_t kMinutesPerHour = 60;
constexpr std::int64_t kMillion = 1'000'000;

std::optional<Fen> scaled(std::uint64_t quantity, Fen rate, std::int64_t denominator) {
  if (quantity > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  const auto amount = chain::mul_div_half_up(static_cast<std::int64_t>(quantity), rate.value, denominator);
  return amount ? std::optional(Fen{*amount}) : std::nullopt;
}

}  // namespace

Fen add(Fen a, Fen b) {
  const auto sum = chain::checked_add(a, b);
  CHECK(sum.has_value());
  return *sum;
}

Fen sub(Fen a, Fen b) {
  const auto difference = chain::checked_sub(a, b);
  CHECK(difference.has_value());
  return *difference;
}

std::optional<Fen> line_amount(const PayItem& item, std::uint64_t orders, std::uint64_t minutes, Fen agreed) {
  switch (item.kind) {
    case PayKind::kPerOrder:
      return scaled(orders, item.rate, 1);
    case PayKind::kPerMinute:
      return scaled(minutes, item.rate, kMinutesPerHour);
    case PayKind::kAgreedAmount:
      return agreed;
  }
  return std::nullopt;
}

DaySums day_sums(const std::vector<PayItem>& items, const std::vector<WorkEntry>& entries) {
  DaySums sums;
  for (const auto& entry : entries) {
    sums.orders += entry.orders;
    sums.minutes += entry.minutes;
    sums.agreed = add(sums.agreed, entry.agreed_amount);
  }
  for (const auto& item : items) {
    const auto amount = line_amount(item, sums.orders, sums.minutes, sums.agreed);
    CHECK(amount.has_value());
    sums.items.push_back(*amount);
    sums.amount = add(sums.amount, *amount);
  }
  return sums;
}

Fen fee_of(Fen gross, std::int64_t fee_ppm) {
  const auto fee = chain::mul_div_half_up(gross.value, fee_ppm, kMillion);
  CHECK(fee.has_value());
  return Fen{*fee};
}

}  // namespace xh::contracts::payroll
