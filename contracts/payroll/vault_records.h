// The vault of an employer's payday: what fell due at one moment, what the employer's money granted of it, and when
// (docs/decisions/0013). Part of records.h, which includes it. Plain values.
#pragma once

#include <optional>
#include <vector>

#include "contracts/engine/apportion.h"
#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

// Settlements of one employer and moment; what is above forms the vault of kVaultSpacingMs later.
inline constexpr std::uint64_t kMaxVaultEntries = 131'072;
inline constexpr std::size_t kVaultPageSize = 16;
inline constexpr std::size_t kMaxOpenVaults = 512;  // of an employer, with arrears

// Money by what it is for, in the order in which it is paid when it is short (OP-17, OP-19).
struct VaultSums {
  chain::Fen wages;
  chain::Fen interest;  // for wages paid late
  chain::Fen charges;   // employer's contributions and injury cover
  chain::Fen fees;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("wages", &VaultSums::wages), chain::field<2>("interest", &VaultSums::interest),
                      chain::field<3>("charges", &VaultSums::charges), chain::field<4>("fees", &VaultSums::fees));
  }
  friend bool operator==(const VaultSums&, const VaultSums&) = default;
};

// What a round grants of one kind of money.
enum class Cover : std::uint32_t {
  kNone = 0,
  kAll = 1,
  kPart = 2,  // shares of what is open; charges, which are indivisible (OP-38): whole, up to an entry
};
constexpr Cover enum_max(Cover) {
  return Cover::kPart;
}
constexpr std::string_view enum_name(Cover cover) {
  switch (cover) {
    case Cover::kNone:
      return "none";
    case Cover::kAll:
      return "all";
    case Cover::kPart:
      return "part";
  }
  return "";
}

struct Grant {
  chain::Fen amount;
  Cover cover = Cover::kNone;
  std::optional<ApportionThreshold> share;  // kPart; charges use its (id, order) alone: the last entry that is paid

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("amount", &Grant::amount), chain::field<2>("cover", &Grant::cover),
                      chain::field<3>("share", &Grant::share));
  }
  friend bool operator==(const Grant&, const Grant&) = default;
};

// One look at the employer's balance: at the payday, and every day while there are arrears.
struct Round {
  chain::Timestamp at;
  Grant wages;
  Grant interest;
  Grant charges;
  Grant fees;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("at", &Round::at), chain::field<2>("wages", &Round::wages),
                      chain::field<3>("interest", &Round::interest), chain::field<4>("charges", &Round::charges),
                      chain::field<5>("fees", &Round::fees));
  }
  friend bool operator==(const Round&, const Round&) = default;
};

// Late interest before rounding: fen x ppm x days, in 128 bits.
struct ExactInterest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("high", &ExactInterest::high), chain::field<2>("low", &ExactInterest::low));
  }
  friend bool operator==(const ExactInterest&, const ExactInterest&) = default;
};

struct Vault {
  chain::AccountId employer;
  chain::Timestamp at;  // the paydays' moment
  std::uint64_t entries = 0;
  VaultSums due;                               // interest: once it is fixed
  VaultSums granted;                           // reserved for, or paid to, the entries
  std::optional<chain::Timestamp> decided_at;  // none: the payday's items are still running
  std::optional<Round> round;                  // the last one that granted something
  chain::Fen arrears;                          // wages not granted on the payday: what interest runs on
  ExactInterest accrued;
  chain::Day accrued_until;
  bool interest_fixed = false;                       // the wages are paid: no more runs up
  std::optional<ApportionThreshold> interest_share;  // of each entry in due.interest, by its arrears
  std::optional<chain::Timestamp> cleared_at;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("employer", &Vault::employer), chain::field<2>("at", &Vault::at),
        chain::field<3>("entries", &Vault::entries), chain::field<4>("due", &Vault::due),
        chain::field<5>("granted", &Vault::granted), chain::field<6>("decided_at", &Vault::decided_at),
        chain::field<7>("round", &Vault::round), chain::field<8>("arrears", &Vault::arrears),
        chain::field<9>("accrued", &Vault::accrued), chain::field<10>("accrued_until", &Vault::accrued_until),
        chain::field<11>("interest_fixed", &Vault::interest_fixed),
        chain::field<12>("interest_share", &Vault::interest_share), chain::field<13>("cleared_at", &Vault::cleared_at));
  }
  friend bool operator==(const Vault&, const Vault&) = default;
};

// One settlement in it. What was paid is kept here only while the vault is short.
struct VaultEntry {
  chain::RecordKey agreement;
  std::uint64_t settlement = 0;
  chain::AccountId worker;
  chain::Fen wage;
  chain::Fen charge;
  chain::Fen fee;
  VaultSums paid;
  chain::Fen arrears;  // of the wage, after the payday

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &VaultEntry::agreement),
                      chain::field<2>("settlement", &VaultEntry::settlement),
                      chain::field<3>("worker", &VaultEntry::worker), chain::field<4>("wage", &VaultEntry::wage),
                      chain::field<5>("charge", &VaultEntry::charge), chain::field<6>("fee", &VaultEntry::fee),
                      chain::field<7>("paid", &VaultEntry::paid), chain::field<8>("arrears", &VaultEntry::arrears));
  }
  friend bool operator==(const VaultEntry&, const VaultEntry&) = default;
};

struct VaultPage {
  std::vector<VaultEntry> entries;

  static constexpr auto fields() { return std::tuple(chain::field<1>("entries", &VaultPage::entries, kVaultPageSize)); }
  friend bool operator==(const VaultPage&, const VaultPage&) = default;
};

// An employer's vaults with arrears, and how far the day's round is paid.
struct ArrearsBook {
  std::vector<chain::Timestamp> vaults;  // oldest first
  bool queued = false;
  std::uint32_t paying_vault = 0;
  std::uint64_t paying_entry = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("vaults", &ArrearsBook::vaults, kMaxOpenVaults),
                      chain::field<2>("queued", &ArrearsBook::queued),
                      chain::field<3>("paying_vault", &ArrearsBook::paying_vault),
                      chain::field<4>("paying_entry", &ArrearsBook::paying_entry));
  }
  friend bool operator==(const ArrearsBook&, const ArrearsBook&) = default;
};

}  // namespace xh::contracts::payroll
