// What the payroll contract keeps in the state, and under which keys. Read by this contract, by queries.h and, through
// it, by API and CLI.
//
// A day log is split: DayLog (small, rewritten at each confirmation) and DayContent (the entries, written once per
// version), so that a confirmation does not rewrite fifty entries. Superseded versions stay: their header under
// kSupersededTable, their content where it was.
#pragma once

#include "contracts/engine/context.h"
#include "contracts/payroll/agreement_records.h"
#include "contracts/payroll/index_records.h"
#include "contracts/payroll/pay_records.h"
#include "contracts/payroll/work_records.h"

namespace xh::contracts::payroll {

inline constexpr std::uint8_t kAgreementTable = 1;         // agreement -> Agreement
inline constexpr std::uint8_t kBookTable = 2;              // agreement -> AgreementBook
inline constexpr std::uint8_t kDayLogTable = 3;            // agreement, day -> DayLog (current version)
inline constexpr std::uint8_t kSupersededTable = 4;        // agreement, day, version -> DayLog as it was when replaced
inline constexpr std::uint8_t kContentTable = 5;           // agreement, day, version -> DayContent
inline constexpr std::uint8_t kBatchTable = 6;             // batch -> Batch
inline constexpr std::uint8_t kAccrualTable = 7;           // agreement, period -> Accrual
inline constexpr std::uint8_t kSettlementTable = 8;        // agreement, sequence -> Settlement
inline constexpr std::uint8_t kWorkerDayTable = 9;         // worker, civil day -> WorkerDay
inline constexpr std::uint8_t kWorkerSpansTable = 10;      // worker, UTC day -> WorkerSpans
inline constexpr std::uint8_t kPartyTable = 11;            // account -> PartyBook
inline constexpr std::uint8_t kPartyAgreementsTable = 12;  // account, page -> AgreementPage
inline constexpr std::uint8_t kPartyFlagsTable = 13;       // employer account, page -> FlagPage
inline constexpr std::uint8_t kAmendmentTable = 20;        // agreement, number -> Amendment
inline constexpr std::uint8_t kMilestoneTable = 21;        // agreement, name -> MilestoneDone
inline constexpr std::uint8_t kWeeksTable = 22;            // worker, employer -> WorkWeeks
inline constexpr std::uint8_t kReviewBookTable = 23;       // one record: ReviewBook
inline constexpr std::uint8_t kReviewTable = 24;           // number -> Review

// Paydays: keys in the headers named.
inline constexpr std::uint8_t kVaultTable = 30;          // employer, moment -> Vault (vault.h)
inline constexpr std::uint8_t kVaultPageTable = 31;      // employer, moment, page -> VaultPage (vault.h)
inline constexpr std::uint8_t kArrearsTable = 32;        // employer -> ArrearsBook (vault.h)
inline constexpr std::uint8_t kCoverageTable = 33;       // employer -> CoverageBook (coverage.h)
inline constexpr std::uint8_t kExpectedTable = 34;       // agreement, period -> ExpectedPay (coverage.h)
inline constexpr std::uint8_t kCoverageCheckTable = 35;  // check -> CoverageCheck (coverage.h)
inline constexpr std::uint8_t kTaxYearTable = 36;        // worker, employer, year -> TaxYear (tax.h)
inline constexpr std::uint8_t kClaimTable = 37;          // agreement -> ClaimBook (claims.h)
inline constexpr std::uint8_t kReversalTable = 38;       // agreement, day, version -> Reversal (claims.h)
inline constexpr std::uint8_t kWorkerIndexTable = 39;    // worker -> MonthIndex (history.cpp)
inline constexpr std::uint8_t kEmployerIndexTable = 40;  // employer -> MonthIndex (history.cpp)

// Days as key parts order like numbers; those before 1970 too.
[[nodiscard]] std::uint64_t day_part(chain::Day day);

[[nodiscard]] StateKey agreement_key(const chain::RecordKey& agreement);
[[nodiscard]] StateKey book_key(const chain::RecordKey& agreement);
[[nodiscard]] StateKey day_log_key(const chain::RecordKey& agreement, chain::Day day);
[[nodiscard]] StateKey superseded_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version);
[[nodiscard]] StateKey content_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version);
[[nodiscard]] StateKey batch_key(const chain::RecordKey& batch);
[[nodiscard]] StateKey accrual_key(const chain::RecordKey& agreement, std::uint64_t period);
[[nodiscard]] StateKey settlement_key(const chain::RecordKey& agreement, std::uint64_t sequence);
[[nodiscard]] StateKey worker_day_key(const chain::AccountId& worker, chain::Day day);
[[nodiscard]] StateKey worker_spans_key(const chain::AccountId& worker, chain::Day utc_day);
[[nodiscard]] StateKey party_key(const chain::AccountId& account);
[[nodiscard]] StateKey party_agreements_key(const chain::AccountId& account, std::uint64_t page);
[[nodiscard]] StateKey party_flags_key(const chain::AccountId& employer, std::uint64_t page);

// What employer, worker and union sign (OP-12). The same on every ledger: the agreement's random key makes it unique.
[[nodiscard]] chain::Hash256 content_hash(const DayContent& content);
// The root that approve_batch signs, over the logs' hashes in the upload's order.
[[nodiscard]] chain::Hash256 batch_root(const std::vector<LogRef>& logs);

}  // namespace xh::contracts::payroll
