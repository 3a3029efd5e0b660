#include "contracts/catalog/record_entries.h"
#include "contracts/lxr/custody.h"
#include "contracts/lxr/payouts.h"
#include "contracts/lxr/records.h"

namespace xh::contracts {

void add_lxr_records(RecordCatalog& c) {
  using namespace lxr;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kLxr;
  c.add<Balance>(id, kTableBalance, "lxr.balance", {KeyPart::kAccount}, by_key<Balance>());
  c.add<Supply>(id, kTableSupply, "lxr.supply", {}, for_everyone<Supply>());
  c.add<VoucherYears>(id, kTableVoucherYears, "lxr.voucher_years", {}, for_everyone<VoucherYears>());
  c.add<Relation>(id, kTableRelation, "lxr.relation", {KeyPart::kAccount, KeyPart::kAccount, KeyPart::kNumber},
                  by_key<Relation>());
  c.add<DepositReference>(id, kTableDepositReference, "lxr.deposit_reference", {KeyPart::kReference},
                          by_value<DepositReference>([](const auto& v) { return std::vector{v.account}; }));
  c.add<Withdrawal>(id, kTableWithdrawal, "lxr.withdrawal", {KeyPart::kRecord},
                    by_value<Withdrawal>([](const auto& v) { return std::vector{v.account, v.bank}; }));
  c.add<WithdrawalDay>(id, kTableWithdrawalDay, "lxr.withdrawal_day", {KeyPart::kAccount}, by_key<WithdrawalDay>());
  c.add<Custody>(id, kTableCustody, "lxr.custody", {KeyPart::kAccount}, for_everyone<Custody>());
  c.add<PayoutInstruction>(id, kTablePayout, "lxr.payout", {KeyPart::kAccount}, by_key<PayoutInstruction>());
  c.add<BankQueue>(id, kTableBankQueue, "lxr.bank_queue", {KeyPart::kAccount}, by_key<BankQueue>());
  c.add<QueuePage>(id, kTableQueuePage, "lxr.queue_page", {KeyPart::kAccount, KeyPart::kNumber}, by_key<QueuePage>());
  c.add<PayoutBatch>(id, kTablePayoutBatch, "lxr.payout_batch", {KeyPart::kAccount, KeyPart::kNumber},
                     by_key<PayoutBatch>());
  c.add<PayoutLines>(id, kTablePayoutLines, "lxr.payout_lines", {KeyPart::kAccount, KeyPart::kNumber},
                     by_key<PayoutLines>());
}

}  // namespace xh::contracts
