#include "cli/calls/record_table.h"

#include "cli/calls/entries.h"
#include "contracts/contribution/records.h"
#include "contracts/governance/records.h"
#include "contracts/identity/records.h"
#include "contracts/lxr/records.h"
#include "contracts/payroll/records.h"

namespace xh::cli {
namespace {

using contracts::ContractId;

struct RecordEntry {
  ContractId contract;
  std::uint8_t table;
  std::string_view name;
  chain::Result<json::object> (*decode)(chain::BytesView value);
};

const RecordEntry kRecords[] = {
    {ContractId::kIdentity, contracts::identity::kTableMember, "identity.member",
     &decode_to_json<contracts::identity::Member>},
    {ContractId::kLxr, contracts::lxr::kTableBalance, "lxr.balance", &decode_to_json<contracts::lxr::Balance>},
    {ContractId::kLxr, contracts::lxr::kTableSupply, "lxr.supply", &decode_to_json<contracts::lxr::Supply>},
    {ContractId::kLxr, contracts::lxr::kTableRelation, "lxr.relation", &decode_to_json<contracts::lxr::Relation>},
    {ContractId::kLxr, contracts::lxr::kTableDepositReference, "lxr.deposit_reference",
     &decode_to_json<contracts::lxr::DepositReference>},
    {ContractId::kLxr, contracts::lxr::kTableWithdrawal, "lxr.withdrawal", &decode_to_json<contracts::lxr::Withdrawal>},
    {ContractId::kPayroll, contracts::payroll::kAgreementTable, "payroll.agreement",
     &decode_to_json<contracts::payroll::Agreement>},
    {ContractId::kPayroll, contracts::payroll::kDayLogTable, "payroll.day_log",
     &decode_to_json<contracts::payroll::DayLog>},
    {ContractId::kPayroll, contracts::payroll::kSupersededTable, "payroll.superseded",
     &decode_to_json<contracts::payroll::DayLog>},
    {ContractId::kPayroll, contracts::payroll::kContentTable, "payroll.day_content",
     &decode_to_json<contracts::payroll::DayContent>},
    {ContractId::kPayroll, contracts::payroll::kBatchTable, "payroll.batch",
     &decode_to_json<contracts::payroll::Batch>},
    {ContractId::kPayroll, contracts::payroll::kAccrualTable, "payroll.accrual",
     &decode_to_json<contracts::payroll::Accrual>},
    {ContractId::kPayroll, contracts::payroll::kSettlementTable, "payroll.settlement",
     &decode_to_json<contracts::payroll::Settlement>},
    {ContractId::kContribution, contracts::contribution::kTableAct, "contribution.act",
     &decode_to_json<contracts::contribution::Act>},
    {ContractId::kContribution, contracts::contribution::kTableBalance, "contribution.balance",
     &decode_to_json<contracts::contribution::CvBalance>},
    {ContractId::kGovernance, contracts::governance::kTableState, "governance.epoch_state",
     &decode_to_json<contracts::governance::EpochState>},
    {ContractId::kGovernance, contracts::governance::kTableEpoch, "governance.epoch",
     &decode_to_json<contracts::governance::EpochRecord>},
    {ContractId::kGovernance, contracts::governance::kTableChange, "governance.change",
     &decode_to_json<contracts::governance::Change>},
    {ContractId::kGovernance, contracts::governance::kTableConvictions, "governance.convictions",
     &decode_to_json<contracts::governance::Convictions>},
};

}  // namespace

json::object record_to_json(chain::BytesView raw_key, chain::BytesView value) {
  json::object out;
  for (const auto& entry : kRecords) {
    if (raw_key.size() < 2 || raw_key[0] != static_cast<std::uint8_t>(entry.contract) || raw_key[1] != entry.table)
      continue;
    auto data = entry.decode(value);
    if (!data) break;
    out["type"] = std::string(entry.name);
    out["data"] = std::move(*data);
    return out;
  }
  out["data_hex"] = chain::to_hex(value);
  return out;
}

}  // namespace xh::cli
