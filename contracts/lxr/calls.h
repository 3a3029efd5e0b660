// Calls of the lxr contract: method numbers and arguments. Used by the contract and by everyone who builds its
// transactions.
#pragma once

#include "contracts/lxr/payouts.h"
#include "contracts/lxr/records.h"

namespace xh::contracts::lxr {

enum class MethodId : std::uint32_t {
  kConfirmDeposit = 1,     // lxr.confirm_deposit, bank
  kCustodyStatement = 2,   // lxr.custody_statement, bank
  kSetRelations = 3,       // lxr.set_relations, union
  kTransfer = 4,           // lxr.transfer, any active member along an open relation
  kRequestWithdrawal = 5,  // lxr.request_withdrawal, any registered account for itself
  kSettleWithdrawal = 6,   // lxr.settle_withdrawal, the withdrawal's bank
  kSetPayout = 7,          // lxr.set_payout, any registered account for itself
  kOpenPayout = 8,         // lxr.open_payout, union
};

struct DepositLine {
  chain::AccountId account;
  chain::Fen amount;
  std::string reference;  // the bank's receipt number; counts once for ever for this bank

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &DepositLine::account),
                      chain::field<2>("amount", &DepositLine::amount),
                      chain::field<3>("reference", &DepositLine::reference, kMaxBankReferenceBytes));
  }
  friend bool operator==(const DepositLine&, const DepositLine&) = default;
};
// All or nothing; a refusal names the line (from 1).
struct ConfirmDeposit {
  std::vector<DepositLine> deposits;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("deposits", &ConfirmDeposit::deposits, kMaxLines));
  }
  friend bool operator==(const ConfirmDeposit&, const ConfirmDeposit&) = default;
};

struct FileStatement {
  chain::Fen balance;
  chain::Timestamp as_of;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("balance", &FileStatement::balance),
                      chain::field<2>("as_of", &FileStatement::as_of));
  }
  friend bool operator==(const FileStatement&, const FileStatement&) = default;
};

struct RelationLine {
  chain::AccountId from;
  chain::AccountId to;
  Purpose purpose = Purpose::kNone;  // kFee .. kVoucher
  bool open = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &RelationLine::from), chain::field<2>("to", &RelationLine::to),
                      chain::field<3>("purpose", &RelationLine::purpose), chain::field<4>("open", &RelationLine::open));
  }
  friend bool operator==(const RelationLine&, const RelationLine&) = default;
};
// Opening what is open and closing what is closed is no error: the union can send its whole list again.
struct SetRelations {
  std::vector<RelationLine> relations;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("relations", &SetRelations::relations, kMaxLines));
  }
  friend bool operator==(const SetRelations&, const SetRelations&) = default;
};

struct Transfer {
  chain::AccountId to;
  chain::Fen amount;
  Purpose purpose = Purpose::kNone;
  chain::RecordKey reference;  // what it is for; zero when there is no record

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("to", &Transfer::to), chain::field<2>("amount", &Transfer::amount),
                      chain::field<3>("purpose", &Transfer::purpose),
                      chain::field<4>("reference", &Transfer::reference));
  }
  friend bool operator==(const Transfer&, const Transfer&) = default;
};

struct RequestWithdrawal {
  chain::AccountId bank;
  chain::Fen amount;
  chain::Hash256 destination;  // salted commitment to the bank account, opened to the bank off chain

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &RequestWithdrawal::bank),
                      chain::field<2>("amount", &RequestWithdrawal::amount),
                      chain::field<3>("destination", &RequestWithdrawal::destination));
  }
  friend bool operator==(const RequestWithdrawal&, const RequestWithdrawal&) = default;
};

struct SettlementLine {
  chain::RecordKey withdrawal;
  bool paid = false;                   // true: paid out, the LXR ends; false: returned to the account
  std::optional<chain::Fen> amount{};  // as the bank's answer has it; another one than the withdrawal's is refused
  std::string reason{};                // of a return: the bank's code, capital letters and digits, e.g. AC01
  std::string bank_reference{};        // the bank's own number of the payment

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &SettlementLine::withdrawal),
                      chain::field<2>("paid", &SettlementLine::paid),
                      chain::field<3>("amount", &SettlementLine::amount),
                      chain::field<4>("reason", &SettlementLine::reason, kMaxReturnReasonBytes),
                      chain::field<5>("bank_reference", &SettlementLine::bank_reference, kMaxBankReferenceBytes));
  }
  friend bool operator==(const SettlementLine&, const SettlementLine&) = default;
};
// All or nothing; a refusal names the line (from 1).
struct SettleWithdrawal {
  std::vector<SettlementLine> settlements;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("settlements", &SettleWithdrawal::settlements, kMaxLines));
  }
  friend bool operator==(const SettleWithdrawal&, const SettleWithdrawal&) = default;
};

// The file that goes to a bank (OP-31): its lines, and what it states about itself. All or nothing; a refusal names the
// line (from 1).
struct OpenPayout {
  chain::AccountId bank;
  std::uint64_t number = 0;  // one above the bank's last batch: two files made from the same state cannot both go out
  std::uint64_t count = 0;   // NbOfTxs
  chain::Fen control_sum;    // CtrlSum
  chain::Hash256 file_hash;  // SHA-256 of the file's bytes
  std::vector<chain::RecordKey> withdrawals;  // in the file's order

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &OpenPayout::bank), chain::field<2>("number", &OpenPayout::number),
                      chain::field<3>("count", &OpenPayout::count),
                      chain::field<4>("control_sum", &OpenPayout::control_sum),
                      chain::field<5>("file_hash", &OpenPayout::file_hash),
                      chain::field<6>("withdrawals", &OpenPayout::withdrawals, kMaxLines));
  }
  friend bool operator==(const OpenPayout&, const OpenPayout&) = default;
};

// Where the account's wage goes on payday (OP-29); the last one counts. With `keep` bank and destination may be zero.
struct SetPayout {
  PayoutInstruction instruction;

  static constexpr auto fields() { return std::tuple(chain::field<1>("instruction", &SetPayout::instruction)); }
  friend bool operator==(const SetPayout&, const SetPayout&) = default;
};

}  // namespace xh::contracts::lxr
