// State of the lxr contract: tables, keys and records. Who calls: the lxr contract's files; others go through
// balances.h, withdrawals.h and custody.h. Aggregates (supply, custody, voucher years) are leaves of no record and have
// no salt; all else is personal.
#pragma once

#include "chain/crypto/sha256.h"
#include "contracts/lxr/balances.h"

namespace xh::contracts::lxr {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableBalance = 1;           // account -> Balance
inline constexpr std::uint8_t kTableSupply = 2;            // one record: Supply
inline constexpr std::uint8_t kTableVoucherYears = 3;      // one record: VoucherYears
inline constexpr std::uint8_t kTableRelation = 4;          // from, to, purpose -> Relation
inline constexpr std::uint8_t kTableDepositReference = 5;  // SHA-256(bank || reference) -> DepositReference
inline constexpr std::uint8_t kTableWithdrawal = 6;        // record key -> Withdrawal
inline constexpr std::uint8_t kTableWithdrawalDay = 7;     // account -> WithdrawalDay
inline constexpr std::uint8_t kTableCustody = 8;           // bank account -> Custody

[[nodiscard]] inline StateKey balance_key(const chain::AccountId& account) {
  return StateKey(ContractId::kLxr, kTableBalance).add(account);
}
[[nodiscard]] inline StateKey supply_key() {
  return {ContractId::kLxr, kTableSupply};
}
[[nodiscard]] inline StateKey voucher_years_key() {
  return {ContractId::kLxr, kTableVoucherYears};
}
[[nodiscard]] inline StateKey relation_key(const chain::AccountId& from, const chain::AccountId& to, Purpose purpose) {
  return StateKey(ContractId::kLxr, kTableRelation).add(from).add(to).add(static_cast<std::uint64_t>(purpose));
}
[[nodiscard]] inline StateKey deposit_reference_key(const chain::AccountId& bank, std::string_view reference) {
  return StateKey(ContractId::kLxr, kTableDepositReference)
      .add(chain::Sha256().update(bank.view()).update(chain::as_bytes(reference)).finish());
}
[[nodiscard]] inline StateKey withdrawal_key(const chain::RecordKey& record) {
  return StateKey(ContractId::kLxr, kTableWithdrawal).add(record);
}
[[nodiscard]] inline StateKey withdrawal_day_key(const chain::AccountId& account) {
  return StateKey(ContractId::kLxr, kTableWithdrawalDay).add(account);
}
[[nodiscard]] inline StateKey custody_key(const chain::AccountId& bank) {
  return StateKey(ContractId::kLxr, kTableCustody).add(bank);
}

// Touched by mint and burn only, so that plain transfers do not meet in it.
struct Supply {
  chain::Fen total;
  std::uint32_t halted_banks = 0;  // with a statement below what was issued: no minting while above zero

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("total", &Supply::total), chain::field<2>("halted_banks", &Supply::halted_banks));
  }
  friend bool operator==(const Supply&, const Supply&) = default;
};

// Vouchers of one civil year of the union's zone: [from, until) and how many were issued.
struct VoucherYear {
  std::uint32_t year = 0;
  chain::Timestamp from;
  chain::Timestamp until;
  std::uint64_t issued = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("year", &VoucherYear::year), chain::field<2>("from", &VoucherYear::from),
                      chain::field<3>("until", &VoucherYear::until), chain::field<4>("issued", &VoucherYear::issued));
  }
  friend bool operator==(const VoucherYear&, const VoucherYear&) = default;
};
struct VoucherYears {
  std::vector<VoucherYear> years;  // as first used: calendar items may still be due in an earlier one

  static constexpr auto fields() { return std::tuple(chain::field<1>("years", &VoucherYears::years, 4096)); }
  friend bool operator==(const VoucherYears&, const VoucherYears&) = default;
};

// An allowed direction of payment (OP-28), while the record exists.
struct Relation {
  chain::Timestamp since;

  static constexpr auto fields() { return std::tuple(chain::field<1>("since", &Relation::since)); }
  friend bool operator==(const Relation&, const Relation&) = default;
};

// A bank's receipt that was turned into LXR; kept for ever, so that no reference mints twice (OP-27).
struct DepositReference {
  chain::AccountId account;
  chain::Fen amount;
  chain::Timestamp at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &DepositReference::account),
                      chain::field<2>("amount", &DepositReference::amount),
                      chain::field<3>("at", &DepositReference::at));
  }
  friend bool operator==(const DepositReference&, const DepositReference&) = default;
};

enum class WithdrawalState : std::uint32_t { kRequested = 0, kPaid = 1, kReturned = 2 };
constexpr WithdrawalState enum_max(WithdrawalState) {
  return WithdrawalState::kReturned;
}

struct Withdrawal {
  chain::AccountId account;
  chain::AccountId bank;
  chain::Fen amount;
  chain::Hash256 destination;
  WithdrawalState state = WithdrawalState::kRequested;
  chain::Timestamp requested_at;
  chain::Timestamp settled_at;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("account", &Withdrawal::account), chain::field<2>("bank", &Withdrawal::bank),
        chain::field<3>("amount", &Withdrawal::amount), chain::field<4>("destination", &Withdrawal::destination),
        chain::field<5>("state", &Withdrawal::state), chain::field<6>("requested_at", &Withdrawal::requested_at),
        chain::field<7>("settled_at", &Withdrawal::settled_at));
  }
  friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};

// What an account asked to withdraw on its last day of asking (OP-30).
struct WithdrawalDay {
  chain::Day day;
  chain::Fen requested;
  bool unlimited = false;  // a payday

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("day", &WithdrawalDay::day),
                      chain::field<2>("requested", &WithdrawalDay::requested),
                      chain::field<3>("unlimited", &WithdrawalDay::unlimited));
  }
  friend bool operator==(const WithdrawalDay&, const WithdrawalDay&) = default;
};

}  // namespace xh::contracts::lxr
