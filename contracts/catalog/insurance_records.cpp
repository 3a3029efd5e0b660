#include "contracts/catalog/record_entries.h"
#include "contracts/insurance/months.h"

namespace xh::contracts {
namespace {

using namespace insurance;  // NOLINT: a table of names from one contract

// IN-12: a month is open to the worker and to the employers of it.
std::vector<chain::AccountId> readers_of_month(const Month& month) {
  auto out = month.employers;
  out.push_back(month.worker);
  return out;
}

}  // namespace

void add_insurance_records(RecordCatalog& c) {
  const auto id = ContractId::kInsurance;
  c.add<RateTable>(id, kRateTable, "insurance.rates", {KeyPart::kText}, for_everyone<RateTable>());
  c.add<Contract>(id, kContractTable, "insurance.contract", {KeyPart::kRecord},
                  by_value<Contract>([](const Contract& v) { return parties_of(v); }));
  c.add<Month>(id, kMonthTable, "insurance.month", {KeyPart::kRecord, KeyPart::kMonth},
               by_value<Month>(readers_of_month));
  c.add<WorkerBook>(id, kWorkerTable, "insurance.worker", {KeyPart::kAccount}, by_key<WorkerBook>());
  c.add<Income>(id, kIncomeTable, "insurance.income", {KeyPart::kAccount}, by_key<Income>());
  c.add<OrderCover>(id, kOrderCoverTable, "insurance.order_cover", {KeyPart::kAccount}, by_key<OrderCover>());
  c.add<OrderMonth>(id, kOrderMonthTable, "insurance.order_month", {KeyPart::kAccount, KeyPart::kMonth},
                    by_key<OrderMonth>());
  c.add<Classification>(id, kClassificationTable, "insurance.classification", {KeyPart::kRecord},
                        by_value<Classification>([](const auto& v) { return std::vector{v.worker}; }));
  c.add<Default>(id, kDefaultTable, "insurance.default", {KeyPart::kRecord},
                 by_value<Default>([](const auto& v) { return std::vector{v.worker}; }));
  c.add<Plan>(id, kPlanTable, "insurance.plan", {KeyPart::kRecord},
              by_value<Plan>([](const auto& v) { return std::vector{v.worker}; }));
  c.add<IndexHead>(id, kMonthIndexTable, "insurance.month_index", {KeyPart::kMonth}, for_union_only<IndexHead>());
  c.add<ContractPage>(id, kMonthPageTable, "insurance.month_page", {KeyPart::kMonth, KeyPart::kNumber},
                      for_union_only<ContractPage>());
  c.add<IndexHead>(id, kContractIndexTable, "insurance.contract_index", {}, for_union_only<IndexHead>());
  c.add<ContractPage>(id, kContractPageTable, "insurance.contract_page", {KeyPart::kNumber},
                      for_union_only<ContractPage>());
}

}  // namespace xh::contracts
