// Whether a transaction may be in a block at all (architecture, decisions 3, 7, 13). A block that holds one that may
// not is invalid; a contract's refusal is something else: a receipt. Who calls: block_run.cpp for each transaction,
// executor.cpp for the mempool. Threading: core thread.
#pragma once

#include <string>

#include "chain/ledger/transaction.h"
#include "chain/state/state_view.h"
#include "contracts/engine/used_keys.h"

namespace xh::contracts {

struct Admission {
  enum class Verdict : std::uint8_t {
    kIncludable,
    kLater,  // not now, perhaps in a later block: the account waits for calendar work, expiry too far ahead, remembered
             // keys at their limit
    kNever,  // expired, executed already, key reused, unknown account, not authorised, malformed
  };
  Verdict verdict = Verdict::kIncludable;
  std::string code;  // stable: "EXPIRED", "EXPIRES_TOO_LATE", "ALREADY_EXECUTED", "KEY_REUSED", "UNKNOWN_ACCOUNT",
                     // "UNAUTHORISED", "SUPERFLUOUS_SIGNATURE", "CALENDAR_PENDING", "KEYS_FULL", "UNKNOWN_METHOD",
                     // "MALFORMED_ARGUMENTS"
  std::string message;  // one English sentence for the sender; empty when includable
  [[nodiscard]] bool ok() const { return verdict == Verdict::kIncludable; }
};
[[nodiscard]] Admission admit_never(std::string code, std::string message);
[[nodiscard]] Admission admit_later(std::string code, std::string message);

// Block time <= expires_at <= block time + 24 h.
[[nodiscard]] Admission admit_expiry(const chain::TransactionBody& body, chain::Timestamp block_time);

// The key is not in use in a block at `block_time` on top of `used`, and there is room to remember it. `remembered` is
// the number of keys remembered in all.
[[nodiscard]] Admission admit_key(const chain::ParsedTransaction& tx, const UsedKeysLayer& used,
                                  chain::Timestamp block_time, std::uint64_t remembered);

// The signing keys meet the policies in force of the submitter and of each co-signer, and none of them serves no
// account.
[[nodiscard]] Admission admit_signers(const chain::ParsedTransaction& tx, const chain::StateView& state);

}  // namespace xh::contracts
