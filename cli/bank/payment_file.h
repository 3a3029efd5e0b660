// A payout file as the bank gets it, whatever its format (OP-31, R-15): who pays, whom, how much, and what the file
// states about itself. Names and bank accounts are in these files only, never on the ledger (I4).
//
// Used by the writers and readers of this folder and by `payroll bank-file`. Stateless.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::cli {

inline constexpr std::size_t kMaxBankFileBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMaxBankFileLines = 10'000;  // a batch has at most 1,000; a file may be a stranger's
inline constexpr std::size_t kMaxNameCharacters = 140;    // Nm, R-15a
inline constexpr std::size_t kMaxIdCharacters = 35;       // MsgId, PmtInfId, EndToEndId
inline constexpr std::size_t kCnapsDigits = 12;           // R-15e
inline constexpr std::size_t kMaxAccountCharacters = 34;  // Othr/Id
inline constexpr std::string_view kSalary = "SALA";       // ISO 20022 category purpose: salary payment

struct BankAccount {
  std::string name;    // of its holder
  std::string number;  // at the bank
  std::string cnaps;   // 12-digit number of the branch

  friend bool operator==(const BankAccount&, const BankAccount&) = default;
};

struct PaymentLine {
  std::string end_to_end;
  chain::Fen amount;
  BankAccount payee;
  std::string purpose = std::string(kSalary);  // category purpose, four letters
  // For sheets only (R-15c).
  std::string bank_name;
  std::string province;
  std::string city;
  std::string phone;
  std::size_t place = 0;  // in a file that was read: its number from 1, for messages
};

struct PaymentFile {
  std::string message_id;
  chain::Timestamp created;
  chain::Day execution;
  BankAccount payer;
  std::string payer_bank;  // its name, for sheets
  std::vector<PaymentLine> lines;
  // What a file that was read states about itself; a sheet states nothing.
  std::optional<std::uint64_t> stated_count;
  std::optional<chain::Fen> stated_sum;
  std::vector<std::string> contradictions;  // parts of the file that deny each other
};

[[nodiscard]] chain::Fen sum_of(const PaymentFile& file);

// "XHW" and half of the withdrawal's key in hex: 35 characters that only this withdrawal has within its batch.
[[nodiscard]] std::string end_to_end_id(const chain::RecordKey& withdrawal);

// "XH-<12 hex digits of ledger and bank>-<number>", and the number back out of it; nothing for another ledger or bank.
[[nodiscard]] std::string message_id(std::string_view chain_id, const chain::AccountId& bank, std::uint64_t number);
[[nodiscard]] std::optional<std::uint64_t> batch_number(std::string_view message_id, std::string_view chain_id,
                                                        const chain::AccountId& bank);

// 289031 -> "2890.31", as bank files write amounts.
[[nodiscard]] std::string bank_amount(chain::Fen amount);

// What keeps a bank account out of a file: nothing, or what to do.
[[nodiscard]] std::string objection_to(const BankAccount& account);

}  // namespace xh::cli
