// State records by their raw key: contract byte, table byte (contracts/engine/context.h), so that a proven record is
// shown as what it is. Immutable, thread-safe. A record of a table that this version does not know is shown with its
// bytes.
#pragma once

#include <boost/json.hpp>

#include "chain/primitives/bytes.h"

namespace xh::cli {

// {"type": "payroll.settlement", "data": {...}} or {"data_hex": "..."}
[[nodiscard]] boost::json::object record_to_json(chain::BytesView raw_key, chain::BytesView value);

}  // namespace xh::cli
