// Events of the lxr contract: what receipts carry. Numbers are stable for ever. Receipts are what proves a voucher for
// years (decision 5).
#pragma once

#include "contracts/lxr/payouts.h"
#include "contracts/lxr/records.h"

namespace xh::contracts::lxr {

enum class EventKind : std::uint32_t {
  kVoucherIssued = 1,
  kCustodyStated = 2,
  kCustodyMismatch = 3,
  kRelationChanged = 4,
  kWithdrawalRequested = 5,
  kWithdrawalSettled = 6,
  kPayoutSet = 7,
  kPayoutOpened = 8,
  kPayoutClosed = 9,
};

// The electronic voucher of one posting (OP-24, LX-06). Block and its signatures are those of the receipt's block; the
// amount in Chinese capitals is made by whoever shows it.
struct VoucherIssued {
  VoucherNumber number;
  chain::Fen amount;
  chain::AccountId from;  // zero for a mint
  chain::AccountId to;    // zero for a burn
  Purpose purpose = Purpose::kNone;
  chain::TxId transaction;     // zero when the calendar posted it
  chain::RecordKey reference;  // the record it belongs to, zero when there is none
  chain::Timestamp at;         // effective time: its civil year is the number's

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("number", &VoucherIssued::number),
                      chain::field<2>("amount", &VoucherIssued::amount), chain::field<3>("from", &VoucherIssued::from),
                      chain::field<4>("to", &VoucherIssued::to), chain::field<5>("purpose", &VoucherIssued::purpose),
                      chain::field<6>("transaction", &VoucherIssued::transaction),
                      chain::field<7>("reference", &VoucherIssued::reference),
                      chain::field<8>("at", &VoucherIssued::at));
  }
  friend bool operator==(const VoucherIssued&, const VoucherIssued&) = default;
};

// A bank's statement beside what the ledger issued through that bank. kCustodyMismatch has the same content: balance
// below issued.
struct CustodyStated {
  chain::AccountId bank;
  chain::Fen balance;
  chain::Timestamp as_of;
  std::uint64_t number = 0;
  chain::Fen issued;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("bank", &CustodyStated::bank), chain::field<2>("balance", &CustodyStated::balance),
        chain::field<3>("as_of", &CustodyStated::as_of), chain::field<4>("number", &CustodyStated::number),
        chain::field<5>("issued", &CustodyStated::issued));
  }
  friend bool operator==(const CustodyStated&, const CustodyStated&) = default;
};

struct RelationChanged {
  chain::AccountId from;
  chain::AccountId to;
  Purpose purpose = Purpose::kNone;
  bool open = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &RelationChanged::from), chain::field<2>("to", &RelationChanged::to),
                      chain::field<3>("purpose", &RelationChanged::purpose),
                      chain::field<4>("open", &RelationChanged::open));
  }
  friend bool operator==(const RelationChanged&, const RelationChanged&) = default;
};

struct WithdrawalRequested {
  chain::RecordKey withdrawal;
  chain::AccountId account;
  chain::AccountId bank;
  chain::Fen amount;
  chain::Hash256 destination;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &WithdrawalRequested::withdrawal),
                      chain::field<2>("account", &WithdrawalRequested::account),
                      chain::field<3>("bank", &WithdrawalRequested::bank),
                      chain::field<4>("amount", &WithdrawalRequested::amount),
                      chain::field<5>("destination", &WithdrawalRequested::destination));
  }
  friend bool operator==(const WithdrawalRequested&, const WithdrawalRequested&) = default;
};

struct WithdrawalSettled {
  chain::RecordKey withdrawal;
  chain::AccountId account;
  chain::Fen amount;
  bool paid = false;
  std::string reason;
  std::string bank_reference;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &WithdrawalSettled::withdrawal),
                      chain::field<2>("account", &WithdrawalSettled::account),
                      chain::field<3>("amount", &WithdrawalSettled::amount),
                      chain::field<4>("paid", &WithdrawalSettled::paid),
                      chain::field<5>("reason", &WithdrawalSettled::reason, kMaxReturnReasonBytes),
                      chain::field<6>("bank_reference", &WithdrawalSettled::bank_reference, kMaxBankReferenceBytes));
  }
  friend bool operator==(const WithdrawalSettled&, const WithdrawalSettled&) = default;
};

// A payout batch is opened, and closed when the bank has answered for its last line.
struct PayoutEvent {
  chain::AccountId bank;
  std::uint64_t number = 0;
  PayoutBatch batch;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &PayoutEvent::bank), chain::field<2>("number", &PayoutEvent::number),
                      chain::field<3>("batch", &PayoutEvent::batch));
  }
  friend bool operator==(const PayoutEvent&, const PayoutEvent&) = default;
};

struct PayoutSet {
  chain::AccountId account;
  PayoutInstruction instruction;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &PayoutSet::account),
                      chain::field<2>("instruction", &PayoutSet::instruction));
  }
  friend bool operator==(const PayoutSet&, const PayoutSet&) = default;
};

}  // namespace xh::contracts::lxr
