// Every table of the state: its name, its key, its JSON, and who may read a record of it beside union and regulator.
// One truth for the API (who gets an answer) and the CLI (what is printed, which key is asked for).
//
// Who calls: node/api (GET /v1/records), cli (light verify, query record). Invariants: a table that is not listed is
// read by union and regulator only; what is derived from a key or a value never widens by an unreadable record. Limits:
// a key of at most chain::kMaxRawKeyBytes. Threading: the tables are immutable; readers_of reads the given view (core
// thread). Source: decision 10 of the architecture, I4, OP-13.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "chain/codec/json.h"
#include "chain/state/state_view.h"

namespace xh::contracts {

// A part of a raw key after contract and table byte, and how people write it.
enum class KeyPart : std::uint8_t {
  kAccount,    // xh1...
  kRecord,     // 64 hex digits; hashes and public keys too
  kNumber,     // decimal, 8 bytes big-endian in the key
  kDay,        // 2026-05-31
  kMonth,      // 2026-05: its first day in the key
  kReference,  // bank account and the bank's reference: "xh1...:REF"; SHA-256 of both in the key
  kText,       // the rest of the key
};
[[nodiscard]] std::string_view key_part_name(KeyPart part);

struct RecordKind {
  std::string_view name;  // "payroll.settlement"
  std::vector<KeyPart> key;
};

[[nodiscard]] const RecordKind* find_record_kind(chain::BytesView raw_key);
// By contract and table, ascending.
[[nodiscard]] std::vector<RecordKind> record_kinds();

// The raw key of a record named by its kind and the parts of its key. Error: an unknown name (the known ones of that
// contract are listed), too few or too many parts, or the part that is not what it should be.
[[nodiscard]] chain::Result<chain::Bytes> record_key_of(std::string_view name, std::span<const std::string> parts);

// {"type": "payroll.settlement", "key": ["<agreement>", 3], "data": {...}}; "data_hex" instead of all that
// for a table or bytes that this program does not know.
[[nodiscard]] chain::json::object record_to_json(chain::BytesView raw_key, chain::BytesView value);

// Who may read it beside union and regulator.
struct Readers {
  bool everyone = false;  // aggregates and rules: any member who signs
  std::vector<chain::AccountId> accounts;

  [[nodiscard]] bool admit(const chain::AccountId& account) const;
};
// `value` null: nothing is under the key; its absence may be told to the accounts that the key itself names.
[[nodiscard]] Readers readers_of(const chain::StateView& state, chain::BytesView raw_key,
                                 const chain::RecordPtr& value);

}  // namespace xh::contracts
