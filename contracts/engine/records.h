// The engine's own records: tables and keys in the state, all under ContractId::kEngine.
// Accounts' key policies carry a secret like any record; the others are leaves of no record and have a zero salt
// (decision 10).
#pragma once

#include "chain/ledger/genesis.h"
#include "contracts/engine/context.h"

namespace xh::contracts::engine {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableMeta = 1;       // one record: BlockMeta
inline constexpr std::uint8_t kTableAccount = 2;    // account -> chain::KeyPolicy in force
inline constexpr std::uint8_t kTableParameter = 3;  // name -> ParameterHistory
inline constexpr std::uint8_t kTableZone = 4;       // IANA name -> chain::Zone
inline constexpr std::uint8_t kTableHolidays = 5;   // table name -> chain::HolidayTable
inline constexpr std::uint8_t kTableDue = 6;        // due, sequence -> DueItem
inline constexpr std::uint8_t kTableKeyBucket = 7;  // minute of expiry -> KeyBucket

[[nodiscard]] inline StateKey meta_key() {
  return {ContractId::kEngine, kTableMeta};
}
[[nodiscard]] inline StateKey account_key(const chain::AccountId& account) {
  return StateKey(ContractId::kEngine, kTableAccount).add(account);
}
[[nodiscard]] inline StateKey parameter_key(std::string_view name) {
  return StateKey(ContractId::kEngine, kTableParameter).add_last(name);
}
[[nodiscard]] inline StateKey zone_key(std::string_view name) {
  return StateKey(ContractId::kEngine, kTableZone).add_last(name);
}
[[nodiscard]] inline StateKey holidays_key(std::string_view name) {
  return StateKey(ContractId::kEngine, kTableHolidays).add_last(name);
}
[[nodiscard]] inline StateKey due_key(chain::Timestamp due, std::uint64_t sequence) {
  return StateKey(ContractId::kEngine, kTableDue).add(static_cast<std::uint64_t>(due.value)).add(sequence);
}
[[nodiscard]] inline StateKey bucket_key(std::uint64_t minute) {
  return StateKey(ContractId::kEngine, kTableKeyBucket).add(minute);
}

// Rewritten once a block.
struct BlockMeta {
  chain::Timestamp time;                // of the last block
  std::uint64_t next_due_sequence = 0;  // of the next item to be queued
  std::uint64_t remembered_keys = 0;    // over all buckets

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("time", &BlockMeta::time),
                      chain::field<2>("next_due_sequence", &BlockMeta::next_due_sequence),
                      chain::field<3>("remembered_keys", &BlockMeta::remembered_keys));
  }
  friend bool operator==(const BlockMeta&, const BlockMeta&) = default;
};

// A minute's used keys (decision 3): RFC 9162 root over them in execution order.
struct KeyBucket {
  std::uint64_t count = 0;
  chain::Hash256 root;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("count", &KeyBucket::count), chain::field<2>("root", &KeyBucket::root));
  }
  friend bool operator==(const KeyBucket&, const KeyBucket&) = default;
};

}  // namespace xh::contracts::engine
