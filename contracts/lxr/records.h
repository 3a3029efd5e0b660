// State of the lxr contract: tables, keys and records. Who calls: the lxr contract's files; others go through
// balances.h, withdrawals.h and custody.h. Aggregates (supply, custody, voucher years) are leaves of no record and have
// no salt; all else is personal.
#pragma once

#include "chain/crypto/sha256.h"
#include "contracts/lxr/balances.h"

namespace xh::contracts::lxr {

inline constexpr std::size_t kMaxLines = 1000;  // of every list call
inline constexpr std::size_t kMaxBankReferenceBytes = 64;
inline constexpr std::size_t kMaxReturnReasonBytes = 8;

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableBalance = 1;           // account -> Balance
inline constexpr std::uint8_t kTableSupply = 2;            // one record: Supply
inline constexpr std::uint8_t kTableVoucherYears = 3;      // one record: VoucherYears
inline constexpr std::uint8_t kTableRelation = 4;          // from, to, purpose -> Relation
inline constexpr std::uint8_t kTableDepositReference = 5;  // SHA-256(bank || reference) -> DepositReference
inline constexpr std::uint8_t kTableWithdrawal = 6;        // record key -> Withdrawal
inline constexpr std::uint8_t kTableWithdrawalDay = 7;     // account -> WithdrawalDay
inline constexpr std::uint8_t kTableCustody = 8;           // bank account -> Custody
inline constexpr std::uint8_t kTablePayout = 9;            // account -> PayoutInstruction
inline constexpr std::uint8_t kTableBankQueue = 10;        // bank account -> BankQueue
inline constexpr std::uint8_t kTableQueuePage = 11;        // bank account, page -> QueuePage
inline constexpr std::uint8_t kTablePayoutBatch = 12;      // bank account, number -> PayoutBatch
inline constexpr std::uint8_t kTablePayoutLines = 13;      // bank account, number -> PayoutLines

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
[[nodiscard]] inline StateKey payout_key(const chain::AccountId& account) {
  return StateKey(ContractId::kLxr, kTablePayout).add(account);
}

[[nodiscard]] inline StateKey bank_queue_key(const chain::AccountId& bank) {
  return StateKey(ContractId::kLxr, kTableBankQueue).add(bank);
}
[[nodiscard]] inline StateKey queue_page_key(const chain::AccountId& bank, std::uint64_t page) {
  return StateKey(ContractId::kLxr, kTableQueuePage).add(bank).add(page);
}
[[nodiscard]] inline StateKey payout_batch_key(const chain::AccountId& bank, std::uint64_t number) {
  return StateKey(ContractId::kLxr, kTablePayoutBatch).add(bank).add(number);
}
[[nodiscard]] inline StateKey payout_lines_key(const chain::AccountId& bank, std::uint64_t number) {
  return StateKey(ContractId::kLxr, kTablePayoutLines).add(bank).add(number);
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
  std::uint64_t position = 0;  // in the bank's queue
  std::uint64_t batch = 0;     // number of the bank's payout batch, 0: in none
  std::string reason;          // the bank's code for a return, e.g. AC01
  std::string bank_reference;  // the bank's own number of the payment

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("account", &Withdrawal::account), chain::field<2>("bank", &Withdrawal::bank),
        chain::field<3>("amount", &Withdrawal::amount), chain::field<4>("destination", &Withdrawal::destination),
        chain::field<5>("state", &Withdrawal::state), chain::field<6>("requested_at", &Withdrawal::requested_at),
        chain::field<7>("settled_at", &Withdrawal::settled_at), chain::field<8>("position", &Withdrawal::position),
        chain::field<9>("batch", &Withdrawal::batch),
        chain::field<10>("reason", &Withdrawal::reason, kMaxReturnReasonBytes),
        chain::field<11>("bank_reference", &Withdrawal::bank_reference, kMaxBankReferenceBytes));
  }
  friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};

// What waits at a bank: withdrawals that are neither settled nor in a payout batch, in pages of the order of asking.
// A reader begins at first_page and ends at the page of position next - 1; a page that is not there holds nothing.
inline constexpr std::uint64_t kQueuePageLines = 32;
struct BankQueue {
  std::uint64_t first_page = 0;
  std::uint64_t next = 0;  // position of the next withdrawal
  std::uint64_t waiting = 0;
  chain::Fen waiting_amount;
  std::uint64_t batches = 0;  // number of the bank's last payout batch

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("first_page", &BankQueue::first_page), chain::field<2>("next", &BankQueue::next),
                      chain::field<3>("waiting", &BankQueue::waiting),
                      chain::field<4>("waiting_amount", &BankQueue::waiting_amount),
                      chain::field<5>("batches", &BankQueue::batches));
  }
  friend bool operator==(const BankQueue&, const BankQueue&) = default;
};

struct QueueLine {
  chain::RecordKey withdrawal;
  chain::AccountId account;
  chain::Fen amount;
  chain::Hash256 destination;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &QueueLine::withdrawal),
                      chain::field<2>("account", &QueueLine::account), chain::field<3>("amount", &QueueLine::amount),
                      chain::field<4>("destination", &QueueLine::destination));
  }
  friend bool operator==(const QueueLine&, const QueueLine&) = default;
};
struct QueuePage {
  std::vector<QueueLine> lines;

  static constexpr auto fields() { return std::tuple(chain::field<1>("lines", &QueuePage::lines, kQueuePageLines)); }
  friend bool operator==(const QueuePage&, const QueuePage&) = default;
};

// A payout file that went to the bank (OP-31): what it states, and what the bank has answered so far.
struct PayoutBatch {
  std::uint64_t count = 0;
  chain::Fen control_sum;
  chain::Hash256 file_hash;  // SHA-256 of the file's bytes
  chain::Timestamp opened_at;
  std::uint64_t paid = 0;
  chain::Fen paid_amount;
  std::uint64_t returned = 0;
  chain::Fen returned_amount;

  [[nodiscard]] bool is_closed() const { return paid + returned == count; }

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("count", &PayoutBatch::count), chain::field<2>("control_sum", &PayoutBatch::control_sum),
        chain::field<3>("file_hash", &PayoutBatch::file_hash), chain::field<4>("opened_at", &PayoutBatch::opened_at),
        chain::field<5>("paid", &PayoutBatch::paid), chain::field<6>("paid_amount", &PayoutBatch::paid_amount),
        chain::field<7>("returned", &PayoutBatch::returned),
        chain::field<8>("returned_amount", &PayoutBatch::returned_amount));
  }
  friend bool operator==(const PayoutBatch&, const PayoutBatch&) = default;
};
struct PayoutLines {
  std::vector<QueueLine> lines;  // in the file's order; never changed

  static constexpr auto fields() { return std::tuple(chain::field<1>("lines", &PayoutLines::lines, kMaxLines)); }
  friend bool operator==(const PayoutLines&, const PayoutLines&) = default;
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
