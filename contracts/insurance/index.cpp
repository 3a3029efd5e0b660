#include "contracts/insurance/index.h"

namespace xh::contracts::insurance {
namespace {

template <class PageKey>
void append(Context& context, const StateKey& head_key, PageKey page_key, const chain::RecordKey& contract) {
  auto head = context.read<IndexHead>(head_key).value_or(IndexHead{});
  const StateKey key = page_key(head.count / kIndexPageSize);
  auto page = context.read<ContractPage>(key).value_or(ContractPage{});
  page.contracts.push_back(contract);
  ++head.count;
  context.write(key, page);
  context.write_public(head_key, head);
}

}  // namespace

void list_contract(Context& context, const chain::RecordKey& contract) {
  append(context, contract_index_key(), contract_page_key, contract);
}

void list_month(Context& context, chain::Day month, const chain::RecordKey& contract) {
  append(
      context, month_index_key(month), [month](std::uint64_t page) { return month_page_key(month, page); }, contract);
}

}  // namespace xh::contracts::insurance
