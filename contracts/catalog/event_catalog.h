// Every typed event by number: its name and its JSON, for API and CLI. Pure, thread-safe. An event of a number that this program does not know
// is shown with its bytes, never refused: receipts outlive programs.
#pragma once

#include "chain/codec/json.h"
#include "chain/ledger/receipt.h"

namespace xh::contracts {

// {"type":"lxr.voucher_issued","data":{...}}
[[nodiscard]] chain::json::object event_to_json(const chain::LedgerEvent& event);

}  // namespace xh::contracts
