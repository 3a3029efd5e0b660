#include "contracts/payroll/vault.h"

#include <algorithm>
#include <tuple>

#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll {
namespace {

using chain::AccountId;
using chain::Fen;
using chain::Timestamp;

__extension__ using Uint128 = unsigned __int128;
constexpr std::uint64_t kMillion = 1'000'000;

std::uint64_t part(Timestamp at) {
  return static_cast<std::uint64_t>(at.value);
}

Grant& grant_of(Round& round, Money kind) {
  switch (kind) {
    case Money::kWages:
      return round.wages;
    case Money::kInterest:
      return round.interest;
    case Money::kCharges:
      return round.charges;
    case Money::kFees:
      break;
  }
  return round.fees;
}

Fen open_of(const Vault& vault, std::uint64_t index, const VaultEntry& entry, Money kind) {
  switch (kind) {
    case Money::kWages:
      return sub(entry.wage, entry.paid.wages);
    case Money::kInterest: {
      if (!vault.interest_share) return {};
      const auto share = apportioned(*vault.interest_share, {entry.worker, index, entry.arrears.value});
      return sub(Fen{share}, entry.paid.interest);
    }
    case Money::kCharges:
      return sub(entry.charge, entry.paid.charges);
    case Money::kFees:
      break;
  }
  return sub(entry.fee, entry.paid.fees);
}

template <class Visit>
void for_each_entry(const Context& context, const Vault& vault, Visit&& visit) {
  for (std::uint64_t index = 0; index < vault.entries;) {
    const auto page = context.read<VaultPage>(vault_page_key(vault.employer, vault.at, index / kVaultPageSize));
    CHECK(page.has_value());
    for (const auto& entry : page->entries) visit(index++, entry);
  }
}

std::vector<Weighted> weights(const Context& context, const Vault& vault, Money kind) {
  std::vector<Weighted> out;
  out.reserve(vault.entries);
  for_each_entry(context, vault, [&](std::uint64_t index, const VaultEntry& entry) {
    out.push_back({entry.worker, index, open_of(vault, index, entry, kind).value});
  });
  return out;
}

bool before(const Weighted& a, const Weighted& b) {
  return std::tie(a.id, a.order) < std::tie(b.id, b.order);
}

// Charges are indivisible (OP-38): whole ones in the order of the accounts, as many as the money covers from the first
// on.
Grant whole_charges(const Context& context, const Vault& vault, Fen available) {
  auto open = weights(context, vault, Money::kCharges);
  std::ranges::sort(open, before);
  Grant out;
  for (const auto& entry : open) {
    if (entry.weight == 0) continue;
    if (add(out.amount, Fen{entry.weight}) > available) break;
    out.amount = add(out.amount, Fen{entry.weight});
    out.cover = Cover::kPart;
    out.share = ApportionThreshold{0, 0, 0, 0, entry.id, entry.order};
  }
  return out;
}

Fen share_in(const Grant& grant, const Weighted& entry, bool is_whole) {
  if (grant.cover == Cover::kNone) return {};
  if (grant.cover == Cover::kAll) return Fen{entry.weight};
  const Weighted last{grant.share->id, grant.share->order, 0};
  if (is_whole) return before(last, entry) ? Fen{} : Fen{entry.weight};
  return Fen{apportioned(*grant.share, entry)};
}

Uint128 exact(const ExactInterest& accrued) {
  return static_cast<Uint128>(accrued.high) << 64 | accrued.low;
}

}  // namespace

StateKey vault_key(const AccountId& employer, Timestamp at) {
  return StateKey(ContractId::kPayroll, kVaultTable).add(employer).add(part(at));
}
StateKey vault_page_key(const AccountId& employer, Timestamp at, std::uint64_t page) {
  return StateKey(ContractId::kPayroll, kVaultPageTable).add(employer).add(part(at)).add(page);
}
StateKey arrears_book_key(const AccountId& employer) {
  return StateKey(ContractId::kPayroll, kArrearsTable).add(employer);
}

void queue_employer_item(Context& context, const AccountId& employer, std::uint32_t kind, Timestamp due) {
  context.schedule({due,
                    static_cast<std::uint32_t>(ContractId::kPayroll),
                    kind,
                    chain::retag<chain::RecordKey>(employer),
                    {employer}});
}

AccountId employer_of(const DueItem& item) {
  return chain::retag<AccountId>(item.record);
}

bool vault_has_room(const Context& context, const AccountId& employer, std::uint64_t count) {
  const auto vault = context.read<Vault>(vault_key(employer, context.now()));
  return (vault ? vault->entries : 0) + count <= kMaxVaultEntries;
}

void enter_vault(Context& context, Settlement& settlement) {
  const auto key = vault_key(settlement.employer, context.now());
  auto vault = context.read<Vault>(key);
  if (!vault) {
    vault = Vault{};
    vault->employer = settlement.employer;
    vault->at = context.now();
    queue_employer_item(context, settlement.employer, kVaultItem, Timestamp{vault->at.value + kVaultDelayMs});
  }
  VaultEntry entry;
  entry.agreement = settlement.agreement;
  entry.settlement = settlement.sequence;
  entry.worker = settlement.worker;
  entry.wage = settlement.progress.wage;
  entry.charge = settlement.deductions.insurance.employer;
  entry.fee = settlement.fee;
  settlement.progress.vault = vault->at;
  settlement.progress.vault_entry = vault->entries;
  const auto page_key = vault_page_key(vault->employer, vault->at, vault->entries / kVaultPageSize);
  auto page = context.read<VaultPage>(page_key).value_or(VaultPage{});
  page.entries.push_back(entry);
  ++vault->entries;
  vault->due.wages = add(vault->due.wages, entry.wage);
  vault->due.charges = add(vault->due.charges, entry.charge);
  vault->due.fees = add(vault->due.fees, entry.fee);
  context.write(page_key, page);
  context.write(key, *vault);
}

Vault vault_of(const Context& context, const AccountId& employer, Timestamp at) {
  auto vault = context.read<Vault>(vault_key(employer, at));
  CHECK(vault.has_value());
  return std::move(*vault);
}

VaultEntry vault_entry(const Context& context, const Vault& vault, std::uint64_t index) {
  auto page = context.read<VaultPage>(vault_page_key(vault.employer, vault.at, index / kVaultPageSize));
  CHECK(page.has_value());
  return std::move(page->entries.at(index % kVaultPageSize));
}

void save_vault_entry(Context& context, const Vault& vault, std::uint64_t index, const VaultEntry& entry) {
  const auto key = vault_page_key(vault.employer, vault.at, index / kVaultPageSize);
  auto page = context.read<VaultPage>(key);
  CHECK(page.has_value());
  page->entries.at(index % kVaultPageSize) = entry;
  context.write(key, *page);
}

Fen& money_of(VaultSums& sums, Money kind) {
  switch (kind) {
    case Money::kWages:
      return sums.wages;
    case Money::kInterest:
      return sums.interest;
    case Money::kCharges:
      return sums.charges;
    case Money::kFees:
      break;
  }
  return sums.fees;
}

Fen money_of(const VaultSums& sums, Money kind) {
  VaultSums copy = sums;
  return money_of(copy, kind);
}

Fen total_of(const VaultSums& sums) {
  return add(add(sums.wages, sums.interest), add(sums.charges, sums.fees));
}

Fen open_of(const Vault& vault, Money kind) {
  return sub(money_of(vault.due, kind), money_of(vault.granted, kind));
}

bool is_short(const Vault& vault) {
  return vault.granted != vault.due || (vault.arrears.value > 0 && !vault.interest_fixed);
}

void grant(const Context& context, Vault& vault, Money kind, Fen& available) {
  const Fen open = open_of(vault, kind);
  if (open.value == 0) return;
  Grant out;
  if (available >= open) {
    out = {open, Cover::kAll, {}};
  } else if (kind == Money::kCharges) {
    out = whole_charges(context, vault, available);
  } else if (available.value > 0) {
    out = {available, Cover::kPart, apportion_threshold(available.value, weights(context, vault, kind))};
  }
  available = out.cover == Cover::kAll ? sub(available, open) : Fen{};
  if (out.cover == Cover::kNone) return;
  Fen& granted = money_of(vault.granted, kind);
  granted = add(granted, out.amount);
  grant_of(*vault.round, kind) = std::move(out);
}

VaultSums share_of(const Vault& vault, std::uint64_t index, const VaultEntry& entry) {
  VaultSums out;
  Round round = vault.round.value_or(Round{});
  for (const auto kind : {Money::kWages, Money::kInterest, Money::kCharges, Money::kFees}) {
    const Weighted open{entry.worker, index, open_of(vault, index, entry, kind).value};
    money_of(out, kind) = share_in(grant_of(round, kind), open, kind == Money::kCharges);
  }
  return out;
}

void accrue_interest(Vault& vault, chain::Day today, std::int64_t ppm) {
  const auto days = std::max<std::int64_t>(today.value - vault.accrued_until.value, 0);
  vault.accrued_until = std::max(today, vault.accrued_until);
  const auto open = static_cast<std::uint64_t>(open_of(vault, Money::kWages).value);
  // Nothing above the cap counts, so it saturates there: no product can leave the 128 bits.
  const Uint128 cap = static_cast<Uint128>(static_cast<std::uint64_t>(vault.arrears.value)) * kMillion;
  const Uint128 daily = static_cast<Uint128>(open) * static_cast<std::uint64_t>(std::max<std::int64_t>(ppm, 0));
  Uint128 sum = exact(vault.accrued);
  if (daily != 0 && static_cast<std::uint64_t>(days) > (cap - std::min(cap, sum)) / daily)
    sum = cap;
  else
    sum += daily * static_cast<std::uint64_t>(days);
  vault.accrued = {static_cast<std::uint64_t>(sum >> 64), static_cast<std::uint64_t>(sum)};
}

Fen interest_so_far(const Vault& vault) {
  const Uint128 rounded = (exact(vault.accrued) + kMillion / 2) / kMillion;
  return Fen{static_cast<std::int64_t>(std::min(rounded, static_cast<Uint128>(vault.arrears.value)))};
}

void fix_interest(const Context& context, Vault& vault) {
  if (vault.interest_fixed || vault.arrears.value == 0 || open_of(vault, Money::kWages).value > 0) return;
  vault.interest_fixed = true;
  vault.due.interest = interest_so_far(vault);
  if (vault.due.interest.value == 0) return;
  std::vector<Weighted> by_arrears;
  by_arrears.reserve(vault.entries);
  for_each_entry(context, vault, [&](std::uint64_t index, const VaultEntry& entry) {
    by_arrears.push_back({entry.worker, index, entry.arrears.value});
  });
  vault.interest_share = apportion_threshold(vault.due.interest.value, by_arrears);
}

}  // namespace xh::contracts::payroll
