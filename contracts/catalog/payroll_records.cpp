#include "contracts/catalog/record_entries.h"
#include "contracts/payroll/claims.h"
#include "contracts/payroll/coverage.h"
#include "contracts/payroll/history.h"
#include "contracts/payroll/records.h"

namespace xh::contracts {
namespace {

// Worker and employer of the agreement that the key begins with.
template <class T>
ReaderRule<T> by_agreement() {
  return [](const ReadQuestion<T>& q) {
    const auto agreement = read_record<payroll::Agreement>(q.state, payroll::agreement_key(q.ids.front()));
    if (!agreement) return Readers{};
    return Readers{false, {agreement->terms.worker, agreement->terms.employer}};
  };
}

}  // namespace

void add_payroll_records(RecordCatalog& c) {
  using namespace payroll;  // NOLINT: a table of names from one contract
  using enum KeyPart;
  const auto id = ContractId::kPayroll;
  c.add<Agreement>(id, kAgreementTable, "payroll.agreement", {kRecord}, by_agreement<Agreement>());
  c.add<AgreementBook>(id, kBookTable, "payroll.book", {kRecord}, by_agreement<AgreementBook>());
  c.add<DayLog>(id, kDayLogTable, "payroll.day_log", {kRecord, kDay}, by_agreement<DayLog>());
  c.add<DayLog>(id, kSupersededTable, "payroll.superseded", {kRecord, kDay, kNumber}, by_agreement<DayLog>());
  c.add<DayContent>(id, kContentTable, "payroll.day_content", {kRecord, kDay, kNumber}, by_agreement<DayContent>());
  // An upload lists the logs of many workers: the employer's.
  c.add<Batch>(id, kBatchTable, "payroll.batch", {kRecord},
               by_value<Batch>([](const Batch& v) { return std::vector{v.employer}; }));
  c.add<Accrual>(id, kAccrualTable, "payroll.accrual", {kRecord, kNumber}, by_agreement<Accrual>());
  c.add<Settlement>(id, kSettlementTable, "payroll.settlement", {kRecord, kNumber}, by_agreement<Settlement>());
  // Over all employers of the worker: the worker's alone.
  c.add<WorkerDay>(id, kWorkerDayTable, "payroll.worker_day", {kAccount, kDay}, by_key<WorkerDay>());
  c.add<WorkerSpans>(id, kWorkerSpansTable, "payroll.worker_spans", {kAccount, kDay}, by_key<WorkerSpans>());
  c.add<PartyBook>(id, kPartyTable, "payroll.party", {kAccount}, by_key<PartyBook>());
  c.add<AgreementPage>(id, kPartyAgreementsTable, "payroll.party_agreements", {kAccount, kNumber},
                       by_key<AgreementPage>());
  c.add<FlagPage>(id, kPartyFlagsTable, "payroll.party_flags", {kAccount, kNumber}, by_key<FlagPage>());
  c.add<Amendment>(id, kAmendmentTable, "payroll.amendment", {kRecord, kNumber}, by_agreement<Amendment>());
  c.add<MilestoneDone>(id, kMilestoneTable, "payroll.milestone", {kRecord, kText}, by_agreement<MilestoneDone>());
  c.add<WorkWeeks>(id, kWeeksTable, "payroll.weeks", {kAccount, kAccount}, by_key<WorkWeeks>());
  c.add<ReviewBook>(id, kReviewBookTable, "payroll.review_book", {}, for_union_only<ReviewBook>());
  c.add<Review>(id, kReviewTable, "payroll.review", {kNumber},
                by_value<Review>([](const Review& v) { return std::vector{v.employer, v.worker}; }));
  c.add<Vault>(id, kVaultTable, "payroll.vault", {kAccount, kNumber}, by_key<Vault>());
  // The wages of many workers: the employer's.
  c.add<VaultPage>(id, kVaultPageTable, "payroll.vault_page", {kAccount, kNumber, kNumber}, by_key<VaultPage>());
  c.add<ArrearsBook>(id, kArrearsTable, "payroll.arrears", {kAccount}, by_key<ArrearsBook>());
  c.add<CoverageBook>(id, kCoverageTable, "payroll.coverage", {kAccount}, by_key<CoverageBook>());
  c.add<ExpectedPay>(id, kExpectedTable, "payroll.expected", {kRecord, kNumber}, by_agreement<ExpectedPay>());
  c.add<CoverageCheck>(id, kCoverageCheckTable, "payroll.coverage_check", {kRecord},
                       by_value<CoverageCheck>([](const CoverageCheck& v) { return std::vector{v.employer}; }));
  c.add<TaxYear>(id, kTaxYearTable, "payroll.tax_year", {kAccount, kAccount, kNumber}, by_key<TaxYear>());
  c.add<ClaimBook>(id, kClaimTable, "payroll.claims", {kRecord}, by_agreement<ClaimBook>());
  c.add<Reversal>(id, kReversalTable, "payroll.reversal", {kRecord, kDay, kNumber}, by_agreement<Reversal>());
  c.add<MonthIndex>(id, kWorkerIndexTable, "payroll.worker_months", {kAccount}, by_key<MonthIndex>());
  c.add<MonthIndex>(id, kEmployerIndexTable, "payroll.employer_months", {kAccount}, by_key<MonthIndex>());
  c.add<WorkerMonth>(id, kWorkerMonthTable, "payroll.worker_month", {kAccount, kMonth}, by_key<WorkerMonth>());
  c.add<EmployerMonth>(id, kEmployerMonthTable, "payroll.employer_month", {kAccount, kMonth}, by_key<EmployerMonth>());
}

}  // namespace xh::contracts
