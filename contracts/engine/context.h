// What a contract may touch while one call (a transaction's or a calendar item's) executes: typed records, block time,
// who signed, events, the due-queue. The block executor makes one Context a call; contracts are its only users.
//
// Invariants: a refusal leaves no trace but its receipt (the executor drops the call's overlay); nothing here reads a
// clock, a file or randomness. Threading: core thread only. A record that cannot be decoded is our own bug (CHECK):
// contracts wrote it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chain/codec/codec.h"
#include "chain/ledger/receipt.h"
#include "chain/ledger/transaction.h"
#include "chain/primitives/check.h"
#include "chain/primitives/types.h"
#include "chain/state/overlay.h"

namespace xh::contracts {

// Contract numbers, stable for ever: they are in transactions and receipts.
enum class ContractId : std::uint32_t {
  kEngine = 0,
  kIdentity = 1,
  kLxr = 2,
  kPayroll = 3,
  kContribution = 4,
  kInsurance = 5,
  kCredit = 6,
  kGovernance = 10,
  kDispute = 11,
  kMatching = 12,
  kGuidance = 13,
};

// A contract's "no": becomes the receipt's code, rule and message. Codes are stable identifiers that scripts match on.
struct Refusal {
  std::string code;     // "INSUFFICIENT_BALANCE"
  std::string rule;     // rulebook number, "OP-30"
  std::string message;  // one English sentence that says what to do
};
using Outcome = std::expected<void, Refusal>;
template <class T>
using OutcomeOf = std::expected<T, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(std::string code, std::string rule, std::string message) {
  return std::unexpected(Refusal{std::move(code), std::move(rule), std::move(message)});
}

// A refusal of one line of a list: the message names the line, counted from 1.
[[nodiscard]] inline std::unexpected<Refusal> in_line(std::size_t index, Refusal refusal) {
  refusal.message = "line " + std::to_string(index + 1) + ": " + refusal.message;
  return std::unexpected(std::move(refusal));
}

// A raw state key: contract byte, table byte, then the key's bytes. Tables are numbered in each contract's records.h.
class StateKey {
 public:
  StateKey(ContractId contract, std::uint8_t table) : bytes_{static_cast<std::uint8_t>(contract), table} {}
  template <class Tag, std::size_t N>
  StateKey& add(const chain::FixedBytes<Tag, N>& part) {
    chain::append(bytes_, part.view());
    return *this;
  }
  StateKey& add(std::uint64_t part) {
    chain::append_be64(bytes_, part);
    return *this;
  }
  // Text goes last in a key, so that no two keys run into each other.
  StateKey& add_last(std::string_view part) {
    chain::append(bytes_, chain::as_bytes(part));
    return *this;
  }
  [[nodiscard]] chain::BytesView view() const { return bytes_; }

 private:
  chain::Bytes bytes_;
};

// A calendar item to be executed once its time has come (decision 7).
struct DueItem {
  chain::Timestamp due;
  std::uint32_t contract = 0;
  std::uint32_t kind = 0;                  // the contract's own numbering
  chain::RecordKey record;                 // what it is about; its secret is inherited by what the item makes
  std::vector<chain::AccountId> accounts;  // whose transactions wait while the item is overdue

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("due", &DueItem::due), chain::field<2>("contract", &DueItem::contract),
                      chain::field<3>("kind", &DueItem::kind), chain::field<4>("record", &DueItem::record),
                      chain::field<5>("accounts", &DueItem::accounts, 16));
  }
  friend bool operator==(const DueItem&, const DueItem&) = default;
};

struct ParameterHistory;  // parameters.h

struct CallInfo {
  chain::Height height;
  chain::Timestamp block_time;  // of the block being executed
  chain::Timestamp effective;   // block time for a transaction, the due time for a calendar item: rules use this one
  chain::AccountId sender;      // the submitter; zero for calendar items
  std::vector<chain::AccountId>
      signers;  // sender and co-signers, every one of them authorised; empty for calendar items
  // Transaction: H("xh/record-secret/1", chain, blinding). Calendar: H(same tag, chain, secret of the due item's leaf
  // || due || sequence); that leaf took the secret of the call that queued it.
  chain::Hash256 secret;
  chain::TxId transaction;  // zero for calendar items
  std::uint64_t due_sequence = 0;
  chain::View view;  // the block header's: in which it was first proposed
};

class Context {
 public:
  Context(chain::Overlay& state, CallInfo info, const chain::ChainTag& chain);

  [[nodiscard]] const CallInfo& info() const { return info_; }
  [[nodiscard]] const chain::ChainTag& chain() const { return chain_; }
  [[nodiscard]] chain::Timestamp now() const { return info_.effective; }
  [[nodiscard]] bool signed_by(const chain::AccountId& account) const;

  // Typed records. `read` gives nothing when the record does not exist.
  template <chain::Message T>
  [[nodiscard]] std::optional<T> read(const StateKey& key) const {
    const chain::RecordPtr record = state_.find(chain::StateKey(key.view()));
    if (!record) return std::nullopt;
    auto value = chain::decode<T>(record->value);
    CHECK(value.has_value());
    return std::move(*value);
  }
  // A new record takes the call's secret and keeps it through later writes.
  template <chain::Message T>
  void write(const StateKey& key, const T& value) {
    state_.put(chain::StateKey(key.view()), chain::encode(value), info_.secret);
  }
  // For leaves of no record (counters, aggregates, parameters): a new one has no salt (decision 10).
  template <chain::Message T>
  void write_public(const StateKey& key, const T& value) {
    state_.put(chain::StateKey(key.view()), chain::encode(value));
  }
  void erase(const StateKey& key) { state_.erase(chain::StateKey(key.view())); }
  [[nodiscard]] bool exists(const StateKey& key) const { return state_.contains(chain::StateKey(key.view())); }

  // A fresh record key no one can guess before the call's blinding is known: H(secret, transaction or due sequence,
  // output index).
  [[nodiscard]] chain::RecordKey new_record_key();

  // Adds a typed event to the call's receipt; `parties` may read it beside the union.
  template <chain::Message T>
  void emit(ContractId contract, std::uint32_t kind, const T& event, std::vector<chain::AccountId> parties) {
    events_.push_back({static_cast<std::uint32_t>(contract), kind, std::move(parties), chain::encode(event)});
  }

  // Queues a calendar item; `due` may lie in the past: what an item queues then runs in its turn, in the same slice when
  // there is room, what a transaction queues in the next block. The record must exist when it runs.
  void schedule(DueItem item);

  // A rule's number in force at `at` (decision 9); before the first entry's day the first entry holds. CHECKs that
  // genesis brought the parameter: contracts list theirs in required_parameters().
  struct ParameterValue {
    std::int64_t value = 0;
    std::uint32_t version = 0;  // position in the parameter's history, from 1
  };
  [[nodiscard]] ParameterValue parameter(std::string_view name, chain::Timestamp at) const;

  [[nodiscard]] std::vector<chain::LedgerEvent> take_events() { return std::move(events_); }
  [[nodiscard]] std::vector<DueItem> take_scheduled() { return std::move(scheduled_); }

 private:
  chain::Overlay& state_;
  CallInfo info_;
  chain::ChainTag chain_;
  std::uint32_t outputs_ = 0;
  std::vector<chain::LedgerEvent> events_;
  std::vector<DueItem> scheduled_;
  // Histories read so far: parameters do not change within a call.
  mutable std::map<std::string, std::shared_ptr<const ParameterHistory>, std::less<>> parameters_;
};

}  // namespace xh::contracts
