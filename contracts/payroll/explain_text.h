// The words of an explanation's lines: "38 orders: 38 x 4.80 = 182.40". Used by explain.cpp. Pure.
#pragma once

#include <string>

#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {

[[nodiscard]] std::string line_text(const PayItem& item, const LinePay& pay, const DaySums& work);
[[nodiscard]] std::string ppm_text(std::int64_t ppm);  // "30 %", "0.05 %"

}  // namespace xh::contracts::payroll
