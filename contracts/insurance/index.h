// Lists that the union reads: contracts, and the contracts that have a month. Pages of kIndexPageSize whose keys a
// client computes. Who calls: months.cpp, contracts.cpp. Core thread. Cost: two small reads and writes.
#pragma once

#include "contracts/insurance/records.h"

namespace xh::contracts::insurance {

void list_contract(Context& context, const chain::RecordKey& contract);
void list_month(Context& context, chain::Day month, const chain::RecordKey& contract);

}  // namespace xh::contracts::insurance
