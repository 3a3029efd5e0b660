// A payslip as text, in Chinese or English. Pure.
#pragma once

#include <string>

#include "cli/output/dictionary.h"
#include "contracts/payroll/records.h"

namespace xh::cli {

[[nodiscard]] std::string payslip_text(const contracts::payroll::Settlement& settlement, Language language);

}  // namespace xh::cli
