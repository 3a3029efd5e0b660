#include "contracts/guidance/class_rule.h"

namespace xh::contracts::guidance {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

// Half-up of a / b for a >= 0, b > 0 in 128 bits; the results fit: means and ratios of 64-bit sums.
std::int64_t half_up(chain::Int128 a, chain::Int128 b) {
  return static_cast<std::int64_t>((2 * a + b) / (2 * b));
}

}  // namespace

DerivedClass derive_class(std::span<const chain::Fen> incomes, std::uint32_t worked, const ClassRule& rule) {
  DerivedClass out;
  out.months = static_cast<std::uint32_t>(incomes.size());
  chain::Int128 total = 0;
  for (const auto income : incomes) total += income.value;
  if (incomes.empty() || worked < rule.least_months || total <= 0) return out;
  const auto count = static_cast<chain::Int128>(incomes.size());
  chain::Int128 deviation = 0;  // sum of |count x income - total|
  for (const auto income : incomes) {
    const auto d = count * income.value - total;
    deviation += d < 0 ? -d : d;
  }
  out.mean = chain::Fen{half_up(total, count)};
  out.swing_ppm = half_up(deviation * kMillion, count * total);
  if (out.mean < rule.passive_income) {
    out.worker_class = WorkerClass::kPassive;
    out.reason = ClassReason::kLowIncome;
  } else if (out.swing_ppm > rule.passive_swing_ppm) {
    out.worker_class = WorkerClass::kPassive;
    out.reason = ClassReason::kUnsteadyIncome;
  } else if (out.mean >= rule.active_income && out.swing_ppm <= rule.active_swing_ppm) {
    out.worker_class = WorkerClass::kActive;
    out.reason = ClassReason::kHighAndSteady;
  } else {
    out.reason = ClassReason::kBetween;
  }
  return out;
}

}  // namespace xh::contracts::guidance
