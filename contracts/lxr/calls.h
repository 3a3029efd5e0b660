// Calls of the lxr contract: method numbers and arguments. Used by the contract and by everyone who builds its
// transactions.
#pragma once

#include "contracts/lxr/records.h"

namespace xh::contracts::lxr {

inline constexpr std::size_t kMaxLines = 1000;
inline constexpr std::size_t kMaxBankReferenceBytes = 64;

enum class MethodId : std::uint32_t {
  kConfirmDeposit = 1,     // lxr.confirm_deposit, bank
  kCustodyStatement = 2,   // lxr.custody_statement, bank
  kSetRelations = 3,       // lxr.set_relations, union
  kTransfer = 4,           // lxr.transfer, any active member along an open relation
  kRequestWithdrawal = 5,  // lxr.request_withdrawal, any registered account for itself
  kSettleWithdrawal = 6,   // lxr.settle_withdrawal, the withdrawal's bank
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
  bool paid = false;  // true: paid out, the LXR ends; false: returned to the account

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &SettlementLine::withdrawal),
                      chain::field<2>("paid", &SettlementLine::paid));
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

}  // namespace xh::contracts::lxr
