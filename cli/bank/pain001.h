// ISO 20022 pain.001, the customer's credit transfer file (OP-31, R-15a): written as .001.001.09, read as .03 and .09.
// Stateless. Limits: kMaxBankFileBytes, kMaxBankFileLines.
#pragma once

#include "chain/primitives/result.h"
#include "cli/bank/payment_file.h"

namespace xh::cli {

inline constexpr std::string_view kPain001Format = "pain.001.001.09";

// One PmtInf for each category purpose, in the order in which the lines bring them: needs lines of a purpose together.
// Needs payer and payees without objection.
[[nodiscard]] std::string write_pain001(const PaymentFile& file);

// Errors name the payment. A PmtInf whose count or sum is not that of its payments is a contradiction of the file.
[[nodiscard]] chain::Result<PaymentFile> read_pain001(std::string_view text);

}  // namespace xh::cli
