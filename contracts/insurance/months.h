// A contract's months while they are being charged, paid and followed: the one place that changes Month records.
//
// Who calls: payday.cpp, pay.cpp, steps.cpp. Invariants: `due` never falls; paid <= due but for money between two
// charges of a month; a contract lists every month that misses money. Threading: core thread.
#pragma once

#include "contracts/engine/calendar.h"
#include "contracts/insurance/charges.h"

namespace xh::contracts::insurance {

struct OpenContract {
  chain::RecordKey key;
  Contract content;
  bool is_changed = false;
};
[[nodiscard]] std::optional<OpenContract> open_contract(const Context& context, const chain::RecordKey& key);
void save_contract(Context& context, OpenContract& contract);  // when it changed

[[nodiscard]] WorkerBook worker_book(const Context& context, const chain::AccountId& worker);
[[nodiscard]] std::optional<Month> find_month(const Context& context, const chain::RecordKey& contract,
                                              chain::Day month);
// The worker's contract that the month's wages are charged to.
[[nodiscard]] std::optional<OpenContract> contract_of_month(const Context& context, const chain::AccountId& worker,
                                                            chain::Day month);

// The month's record, made and listed when it is new. save_month() writes it and keeps the contract's list of open
// months.
[[nodiscard]] Month open_month(Context& context, const OpenContract& contract, chain::Day month);
void save_month(Context& context, OpenContract& contract, const Month& month);

[[nodiscard]] Mode mode_of(const Context& context, chain::Day month);
[[nodiscard]] chain::Timestamp local_midnight(const Context& context, chain::Day day);
[[nodiscard]] chain::Day today(const Context& context);

// Raises what the month owes to what `kind` and its sums make due; the difference. Nothing when that is not more.
[[nodiscard]] Charges raise(Context& context, const OpenContract& contract, Month& month, Case kind);
// What case C would make due, put down as the bill of a month that nothing was charged to.
void bill_case_c(Context& context, const OpenContract& contract, Month& month);

// Takes at most these sums of what is missing: worker -> escrow, union -> escrow, and from the union to the worker what
// he had borne of a subsidy that came later. False and nothing moved when a balance does not cover it.
bool collect(Context& context, Month& month, const Parts& wanted, const chain::RecordKey& reference);
// All that is missing of worker and subsidy; a month without charges is charged as case C first.
bool collect_all(Context& context, const OpenContract& contract, Month& month);

// What follows when money arrived: punctuality, cure of a default, the paid month's event.
void settle(Context& context, const OpenContract& contract, Month& month);

void queue(Context& context, const OpenContract& contract, std::uint32_t kind, chain::Timestamp due);

template <chain::Message Event, class Kind>
void emit_to(Context& context, std::vector<chain::AccountId> parties, Kind kind, const Event& event) {
  context.emit(ContractId::kInsurance, static_cast<std::uint32_t>(kind), event, std::move(parties));
}
// Worker, and the employers of the month or the contract.
[[nodiscard]] std::vector<chain::AccountId> parties_of(const Month& month);
[[nodiscard]] std::vector<chain::AccountId> parties_of(const Contract& contract);

// Default, cure, termination: defaults.cpp.
void begin_default(Context& context, OpenContract& contract, Month& month);
void end_default(Context& context, const Month& month, bool is_cured);
[[nodiscard]] chain::Hash256 subject_of(const OpenContract& contract);

}  // namespace xh::contracts::insurance
