#include "contracts/payroll/records.h"

#include "chain/codec/codec.h"
#include "chain/codec/domain.h"
#include "chain/merkle/list_tree.h"

namespace xh::contracts::payroll {
namespace {

StateKey key(std::uint8_t table) {
  return {ContractId::kPayroll, table};
}

}  // namespace

std::uint64_t day_part(chain::Day day) {
  return static_cast<std::uint64_t>(day.value) ^ (std::uint64_t{1} << 63);
}

StateKey agreement_key(const chain::RecordKey& agreement) {
  return key(kAgreementTable).add(agreement);
}
StateKey book_key(const chain::RecordKey& agreement) {
  return key(kBookTable).add(agreement);
}
StateKey day_log_key(const chain::RecordKey& agreement, chain::Day day) {
  return key(kDayLogTable).add(agreement).add(day_part(day));
}
StateKey superseded_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version) {
  return key(kSupersededTable).add(agreement).add(day_part(day)).add(std::uint64_t{version});
}
StateKey content_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version) {
  return key(kContentTable).add(agreement).add(day_part(day)).add(std::uint64_t{version});
}
StateKey batch_key(const chain::RecordKey& batch) {
  return key(kBatchTable).add(batch);
}
StateKey accrual_key(const chain::RecordKey& agreement, std::uint64_t period) {
  return key(kAccrualTable).add(agreement).add(period);
}
StateKey settlement_key(const chain::RecordKey& agreement, std::uint64_t sequence) {
  return key(kSettlementTable).add(agreement).add(sequence);
}
StateKey worker_day_key(const chain::AccountId& worker, chain::Day day) {
  return key(kWorkerDayTable).add(worker).add(day_part(day));
}
StateKey worker_spans_key(const chain::AccountId& worker, chain::Day utc_day) {
  return key(kWorkerSpansTable).add(worker).add(day_part(utc_day));
}
StateKey party_key(const chain::AccountId& account) {
  return key(kPartyTable).add(account);
}
StateKey party_agreements_key(const chain::AccountId& account, std::uint64_t page) {
  return key(kPartyAgreementsTable).add(account).add(page);
}
StateKey party_flags_key(const chain::AccountId& employer, std::uint64_t page) {
  return key(kPartyFlagsTable).add(employer).add(page);
}

chain::Hash256 content_hash(const DayContent& content) {
  static const chain::Domain kDomain(chain::tags::kWorkEntries, {});
  return kDomain.hash(chain::encode(content));
}

chain::Hash256 batch_root(const std::vector<LogRef>& logs) {
  chain::ListTreeBuilder tree;
  for (const auto& log : logs) tree.add(log.hash.view());
  return tree.root();
}

}  // namespace xh::contracts::payroll
