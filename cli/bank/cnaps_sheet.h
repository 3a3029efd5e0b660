// The sheet that Chinese banks' counters take for a batch of payments (R-15c): one row a payment, CSV. The remark holds
// the payment's end-to-end id; the bank's answer comes back with it. Stateless.
#pragma once

#include "chain/primitives/result.h"
#include "cli/bank/payment_file.h"

namespace xh::cli {

inline constexpr std::string_view kSheetFormat = "cnaps-csv";

// UTF-8 with a byte order mark, so that spreadsheets read the names right.
[[nodiscard]] std::string write_cnaps_sheet(const PaymentFile& file);
// UTF-8 or GB18030; further columns are passed over. A sheet states no count, sum or message id.
[[nodiscard]] chain::Result<PaymentFile> read_cnaps_sheet(std::string_view bytes);

}  // namespace xh::cli
