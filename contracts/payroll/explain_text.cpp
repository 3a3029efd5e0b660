#include "contracts/payroll/explain_text.h"

#include <algorithm>

#include "contracts/payroll/explain.h"

namespace xh::contracts::payroll {
namespace {

std::string unit_of(const PayItem& item) {
  switch (item.kind) {
    case PayKind::kPerOrder:
      return "orders";
    case PayKind::kPerMinute:
      return "min";
    case PayKind::kPerDay:
      return "day";
    case PayKind::kAgreedAmount:
    case PayKind::kMilestones:
      break;
  }
  return "";
}

// "38 x 4.80", or with tiers "40 x 4.80 + 12 x 5.50".
std::string tiers_text(const PayItem& item, std::uint64_t quantity) {
  std::string out;
  std::uint64_t done = 0;
  const auto part = [&](std::uint64_t end, chain::Fen rate) {
    if (end <= done && !(quantity == 0 && out.empty())) return;
    out += (out.empty() ? "" : " + ") + std::to_string(end - done) + " x " + yuan(rate);
    done = end;
  };
  chain::Fen rate = item.rate;
  for (const auto& tier : item.tiers) {
    if (tier.from > quantity) break;
    part(tier.from - 1, rate);
    rate = tier.rate;
  }
  part(quantity, rate);
  return out;
}

std::string milestones_text(const PayItem& item, const DaySums& work) {
  std::string out;
  for (const auto& milestone : item.milestones) {
    if (std::ranges::find(work.milestones, milestone.name) == work.milestones.end()) continue;
    out += (out.empty() ? "" : " + ") + milestone.name + " " + yuan(milestone.amount);
  }
  return out.empty() ? "no milestone" : out;
}

std::string base_text(const PayItem& item, const LinePay& pay, const DaySums& work) {
  if (item.kind == PayKind::kAgreedAmount) return "amounts agreed for the entries";
  if (item.kind == PayKind::kMilestones) return milestones_text(item, work);
  const std::string hours = item.kind == PayKind::kPerMinute ? " per hour" : "";
  if (item.tiers.empty()) return std::to_string(pay.quantity) + " " + unit_of(item) + " x " + yuan(item.rate) + hours;
  return std::to_string(pay.quantity) + " " + unit_of(item) + ": " + tiers_text(item, pay.quantity) + hours;
}

}  // namespace

std::string ppm_text(std::int64_t ppm) {
  std::string rest = std::to_string(ppm % 10'000 + 10'000).substr(1);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return std::to_string(ppm / 10'000) + (rest.empty() ? "" : "." + rest) + " %";
}

std::string line_text(const PayItem& item, const LinePay& pay, const DaySums& work) {
  std::string out = base_text(item, pay, work) + " = " + yuan(pay.base);
  if (item.night_ppm == 0) return out;
  out += "; night " + std::to_string(pay.night_quantity) + " of " + std::to_string(pay.quantity) + " at " +
         ppm_text(item.night_ppm) + " more = " + yuan(pay.night);
  const auto sum = chain::checked_add(pay.base, pay.night);
  return out + "; together " + yuan(sum.value_or(chain::Fen{}));
}

}  // namespace xh::contracts::payroll
