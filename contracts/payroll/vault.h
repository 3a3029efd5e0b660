// Vaults: one for each employer and paydays' moment T. It gathers what the settlements of T make due, grants what the
// employer's balance covers, and knows the share of each entry (OP-17, OP-19, docs/decisions/0013).
//
// Who calls: payday.cpp fills it at T, vault_round.cpp decides at T + 1 ms and on each later day with arrears, pay.cpp
// asks for the shares. Invariants: over all entries the shares of a round add up to what it granted, fen by fen; what
// is granted is reserved on the employer's balance until its entry is paid; granted never exceeds due. Threading: core
// thread. Cost: adding an entry writes the vault and a page of at most kVaultPageSize entries; a round reads the
// entries only when it grants a part of something.
#pragma once

#include <optional>

#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

inline constexpr std::int64_t kVaultDelayMs = 1;
inline constexpr std::int64_t kPayDelayMs = 2;
inline constexpr std::int64_t kVaultSpacingMs = 3;  // between the vaults of one payday that is too large for one

[[nodiscard]] StateKey vault_key(const chain::AccountId& employer, chain::Timestamp at);
[[nodiscard]] StateKey vault_page_key(const chain::AccountId& employer, chain::Timestamp at, std::uint64_t page);
[[nodiscard]] StateKey arrears_book_key(const chain::AccountId& employer);

// Calendar items about an employer carry the account as their record.
void queue_employer_item(Context& context, const chain::AccountId& employer, std::uint32_t kind, chain::Timestamp due);
[[nodiscard]] chain::AccountId employer_of(const DueItem& item);

// Is there room for so many entries more?
[[nodiscard]] bool vault_has_room(const Context& context, const chain::AccountId& employer, std::uint64_t count);
// Enters the settlement into the vault of now; the first entry queues the vault's item. Sets the settlement's place.
void enter_vault(Context& context, Settlement& settlement);

[[nodiscard]] Vault vault_of(const Context& context, const chain::AccountId& employer, chain::Timestamp at);
[[nodiscard]] VaultEntry vault_entry(const Context& context, const Vault& vault, std::uint64_t index);
void save_vault_entry(Context& context, const Vault& vault, std::uint64_t index, const VaultEntry& entry);

// Kinds of money in the order in which they are paid.
enum class Money { kWages, kInterest, kCharges, kFees };
[[nodiscard]] chain::Fen& money_of(VaultSums& sums, Money kind);
[[nodiscard]] chain::Fen money_of(const VaultSums& sums, Money kind);
[[nodiscard]] chain::Fen total_of(const VaultSums& sums);
[[nodiscard]] chain::Fen open_of(const Vault& vault, Money kind);
[[nodiscard]] bool is_short(const Vault& vault);  // granted less than due, or interest still runs up

// Grants of one kind what `available` covers and takes it from there; a part ends the money: nothing less urgent is
// paid while more urgent money is open. Notes it in the vault and its round.
void grant(const Context& context, Vault& vault, Money kind, chain::Fen& available);

// What an entry gets in the vault's current round.
[[nodiscard]] VaultSums share_of(const Vault& vault, std::uint64_t index, const VaultEntry& entry);

// Late interest (OP-19): arrears x ppm x days, exact; rounded once, when the wages are paid, and capped at the arrears.
void accrue_interest(Vault& vault, chain::Day today, std::int64_t ppm);
[[nodiscard]] chain::Fen interest_so_far(const Vault& vault);
// To be called when a round may have granted the last of the wages.
void fix_interest(const Context& context, Vault& vault);

}  // namespace xh::contracts::payroll
