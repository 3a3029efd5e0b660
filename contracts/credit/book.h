// Reading and keeping the records of this contract: files, consents, lists of loans and disclosures. Used by the
// handlers, by profile.cpp and by readers (API, tool). Threading: that of the context.
#pragma once

#include <span>

#include "contracts/credit/calls.h"
#include "contracts/credit/events.h"

namespace xh::contracts::credit {

[[nodiscard]] File file_of(const Context& context, const chain::AccountId& worker);
void save_file(Context& context, const chain::AccountId& worker, const File& file);

[[nodiscard]] std::optional<Consent> find_consent(const Context& context, const chain::AccountId& worker,
                                                  const chain::AccountId& recipient, ConsentPurpose purpose);
[[nodiscard]] std::vector<Consent> consents_of(const Context& context, const chain::AccountId& worker);
// The consent that a recipient may use now. Refusals: NO_CONSENT (none for this purpose, or revoked), CONSENT_EXPIRED.
[[nodiscard]] OutcomeOf<Consent> valid_consent(const Context& context, const chain::AccountId& worker,
                                               const chain::AccountId& recipient, ConsentPurpose purpose);
// Names to indicators, ascending and once each. Refusals: EMPTY_LIST, NOT_AN_INDICATOR (OP-78; marital status OP-79).
[[nodiscard]] OutcomeOf<std::vector<Indicator>> read_indicators(std::span<const std::string> names);

[[nodiscard]] std::optional<Loan> find_loan(const Context& context, const chain::RecordKey& loan);
[[nodiscard]] std::vector<chain::RecordKey> loans_of(const Context& context, const chain::AccountId& party,
                                                     std::uint64_t page);
void list_loan(Context& context, const chain::AccountId& party, const chain::RecordKey& loan);

// Entries of a page, oldest first; entry n is on page n / kPageSize.
[[nodiscard]] std::vector<DisclosureEntry> disclosures_of(const Context& context, const chain::AccountId& worker,
                                                          std::uint64_t page);
void log_disclosure(Context& context, const chain::AccountId& worker, DisclosureEntry entry);

[[nodiscard]] std::optional<Objection> find_objection(const Context& context, const chain::RecordKey& objection);
// Objections `from`, `from` + 1, ..., oldest first; erased ones are left out.
struct ListedObjection {
  chain::RecordKey key;
  Objection content;
};
[[nodiscard]] std::vector<ListedObjection> objections_of(const Context& context, const chain::AccountId& worker,
                                                         std::uint64_t from, std::size_t limit);

[[nodiscard]] std::optional<Erasure> find_erasure(const Context& context, const chain::AccountId& worker);
// Refusal DATA_BLOCKED (R-10e): the worker's data were erased or are kept for their retention only.
[[nodiscard]] Outcome require_usable(const Context& context, const chain::AccountId& worker);

// The sender is an active worker whose data may be used.
[[nodiscard]] Outcome require_worker(const Context& context);

// The civil day of the union's zone that a moment belongs to.
[[nodiscard]] chain::Day civil_day_of(const Context& context, chain::Timestamp at);
[[nodiscard]] chain::Timestamp days_from_now(const Context& context, std::int64_t days);

template <chain::Message T>
void emit(Context& context, EventKind kind, const T& event, std::vector<chain::AccountId> parties) {
  context.emit(ContractId::kCredit, static_cast<std::uint32_t>(kind), event, std::move(parties));
}

}  // namespace xh::contracts::credit
