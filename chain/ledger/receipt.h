// Receipts: what a transaction or a calendar item did, or which rule refused it. Each receipt is one salted leaf of its block's receipts
// root, so that one of them can be shown to a third person without telling anything of its neighbours (decision 10).
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/codec/fields.h"
#include "chain/ledger/transaction.h"
#include "chain/primitives/types.h"

namespace xh::chain {

inline constexpr std::size_t kMaxEventsPerReceipt = 50'000;
inline constexpr std::size_t kMaxEventBytes = 4 * 1024 * 1024;

// A typed event: `data` is the strict encoding of the struct that (contract, kind) names in contracts/<contract>/events.h.
struct LedgerEvent {
  std::uint32_t contract = 0;
  std::uint32_t kind = 0;
  std::vector<AccountId> parties;  // who may read it beside the union
  Bytes data;

  static constexpr auto fields() {
    return std::tuple(field<1>("contract", &LedgerEvent::contract), field<2>("kind", &LedgerEvent::kind),
                      field<3>("parties", &LedgerEvent::parties, 64), field<4>("data", &LedgerEvent::data, kMaxEventBytes));
  }
  friend bool operator==(const LedgerEvent&, const LedgerEvent&) = default;
};

enum class ReceiptSource : std::uint32_t { kTransaction = 0, kCalendar = 1, kGenesis = 2 };
constexpr ReceiptSource enum_max(ReceiptSource) { return ReceiptSource::kGenesis; }

struct Receipt {
  ReceiptSource source = ReceiptSource::kTransaction;
  TxId transaction;              // zero for calendar items
  std::uint64_t due_sequence = 0;  // of the calendar item
  Timestamp effective;           // block time for transactions, due time for calendar items (decision 7)
  Height height;
  std::string code;              // "OK" or a stable upper-case identifier, e.g. "INSUFFICIENT_BALANCE"
  std::string rule;              // the rulebook number behind a refusal, e.g. "OP-27"; empty when OK
  std::string message;           // English sentence for people; empty when OK
  std::vector<LedgerEvent> events;

  static constexpr auto fields() {
    return std::tuple(field<1>("source", &Receipt::source), field<2>("transaction", &Receipt::transaction),
                      field<3>("due_sequence", &Receipt::due_sequence), field<4>("effective", &Receipt::effective),
                      field<5>("height", &Receipt::height), field<6>("code", &Receipt::code, 64),
                      field<7>("rule", &Receipt::rule, 32), field<8>("message", &Receipt::message, 1024),
                      field<9>("events", &Receipt::events, kMaxEventsPerReceipt));
  }
  friend bool operator==(const Receipt&, const Receipt&) = default;
  [[nodiscard]] bool ok() const { return code == kOk; }
  static constexpr std::string_view kOk = "OK";
};

// A receipt with the salt that hides its leaf; what is stored and what is disclosed.
struct SaltedReceipt {
  Hash256 salt;
  Bytes receipt;  // encoded Receipt

  static constexpr auto fields() {
    return std::tuple(field<1>("salt", &SaltedReceipt::salt),
                      field<2>("receipt", &SaltedReceipt::receipt, 2 * kMaxEventBytes));
  }
  friend bool operator==(const SaltedReceipt&, const SaltedReceipt&) = default;
};

// Leaf data of the receipts root: salt || receipt.
[[nodiscard]] Bytes receipt_leaf(const SaltedReceipt& receipt);

}  // namespace xh::chain
