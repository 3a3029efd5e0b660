// Reading the payroll contract's state: for API, CLI, explorer back ends and tests. Pure functions over a state;
// nothing is written. Who may see the answers is the API's business (decision 10). Threading: that of the given view. A
// page holds kIndexPageSize items.
#pragma once

#include "chain/state/state_view.h"
#include "contracts/payroll/records.h"
#include "contracts/payroll/schedule.h"

namespace xh::contracts::payroll {

[[nodiscard]] std::optional<Agreement> find_agreement(const chain::StateView& state, const chain::RecordKey& agreement);
[[nodiscard]] std::optional<AgreementBook> find_book(const chain::StateView& state, const chain::RecordKey& agreement);
// The period that the next payday settles. Nothing for an unknown agreement.
[[nodiscard]] std::optional<Period> next_period(const chain::StateView& state, const chain::RecordKey& agreement);

// The current version, or an older one when `version` is given; with and without its entries.
[[nodiscard]] std::optional<DayLog> find_day_log(const chain::StateView& state, const chain::RecordKey& agreement,
                                                 chain::Day day, std::optional<std::uint32_t> version = {});
[[nodiscard]] std::optional<DayContent> find_content(const chain::StateView& state, const chain::RecordKey& agreement,
                                                     chain::Day day, std::uint32_t version);
// The days of an agreement that wait for a payday, with their logs: what a worker is asked to confirm.
struct OpenLog {
  chain::Day day;
  DayLog log;
};
[[nodiscard]] std::vector<OpenLog> open_logs(const chain::StateView& state, const chain::RecordKey& agreement);

[[nodiscard]] std::optional<Batch> find_batch(const chain::StateView& state, const chain::RecordKey& batch);
[[nodiscard]] std::optional<Accrual> find_accrual(const chain::StateView& state, const chain::RecordKey& agreement,
                                                  std::uint64_t period);
[[nodiscard]] std::optional<Settlement> find_settlement(const chain::StateView& state,
                                                        const chain::RecordKey& agreement, std::uint64_t sequence);
// Settlements `from`, `from` + 1, ... at most `limit` of them.
[[nodiscard]] std::vector<Settlement> settlements(const chain::StateView& state, const chain::RecordKey& agreement,
                                                  std::uint64_t from, std::size_t limit);

[[nodiscard]] PartyBook party_of(const chain::StateView& state, const chain::AccountId& account);
[[nodiscard]] std::vector<chain::RecordKey> agreements_of(const chain::StateView& state, const chain::AccountId& party,
                                                          std::uint64_t page);

// The flagged logs of an employer, newest page first being page_count - 1.
struct FlagView {
  FlaggedLog log;
  std::vector<Flag> flags;
  std::uint32_t flag_count = 0;
  bool superseded = false;
  FlagDecision decision = FlagDecision::kOpen;
};
[[nodiscard]] std::uint64_t flag_page_count(const chain::StateView& state, const chain::AccountId& employer);
[[nodiscard]] std::vector<FlagView> flags_of(const chain::StateView& state, const chain::AccountId& employer,
                                             std::uint64_t page);

// The other entries of the same worker that share time with this one, in whatever agreement: what the human who decides
// on an overlap has to see. For the union and the worker only: they may belong to another enterprise.
struct MeetingEntry {
  chain::RecordKey agreement;
  chain::Day day;
  std::uint32_t entry = 0;
  chain::Timestamp start;
  chain::Timestamp end;
};
[[nodiscard]] std::vector<MeetingEntry> entries_meeting(const chain::StateView& state,
                                                        const chain::RecordKey& agreement, chain::Day day,
                                                        std::uint32_t entry);

// What an employer owes as of now (OP-17): days that three parties confirmed and nobody paid yet, with the fee for each
// agreement, and arrears. Reads every open day of every agreement of the employer.
struct Owed {
  chain::Int128 gross = 0;
  chain::Int128 charges = 0;  // employer's contributions in arrears; those of a coming payday are not known before
  chain::Int128 fee = 0;
};
[[nodiscard]] Owed owed_by(const chain::StateView& state, const chain::AccountId& employer, std::int64_t fee_ppm);
// balance / (gross + charges + fee) in basis points, rounded down; nothing when nothing is owed. Capped at 2^62.
[[nodiscard]] std::optional<std::int64_t> coverage_bp(chain::Fen balance, const Owed& owed);

}  // namespace xh::contracts::payroll
