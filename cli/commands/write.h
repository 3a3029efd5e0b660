// What all commands that write have in common: who acts, which keys sign, when it expires, whether it is sent, waited
// for, or only written down. One way from a call to its result.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "chain/ledger/transaction.h"
#include "cli/session.h"
#include "cli/tx/tx_file.h"

namespace xh::cli {

struct WriteOptions {
  std::vector<std::string> co;         // co-signers: key names or addresses
  std::vector<std::string> sign_with;  // further keys of this home that sign (policies of several keys)
  std::string account;  // acts for this account instead of the key's own (after a key rotation, or m of n)
  std::string key;      // idempotency key, hex
  std::string expires_in;
  std::string unsigned_file;
  bool dry_run = false;
  bool wait = false;
};
// Adds the options to a command; `options` outlives the parse.
void add_write_options(CLI::App& command, WriteOptions& options);

// Who takes part in a transaction, and which of their keys are here.
struct Parties {
  std::string acting;  // key name
  chain::AccountId account;
  std::vector<chain::AccountId> co_signers;  // sorted
  std::vector<const Signer*> signers;
  std::vector<const chain::SecretKey*> account_keys;  // those that sign for `account`
  bool complete = true;                               // every account has a key here
  [[nodiscard]] Requester reader() const { return {account, account_keys}; }
};
// `open`: unlock the keys. Exit 2 when an account is named twice, 7 when a key is missing.
[[nodiscard]] Outcome<Parties> find_parties(Session& session, const WriteOptions& options, const std::string& acting,
                                            bool open);

// A transaction at this moment of the ledger, unsigned. `signer` gives the blinding its secret (same --key and call:
// same blinding); without one it is random. Exit 2 for options that do not fit.
[[nodiscard]] Outcome<TxFile> make_transaction(const WriteOptions& options, const LedgerStatus& ledger,
                                               std::int64_t now_ms, const Parties& parties, chain::Call call);

// Builds, signs, sends, waits, as the options say. The document: {id, state, ...}; after --wait with the receipt's code
// and events.
[[nodiscard]] Outcome<Document> write_call(Session& session, const WriteOptions& options, chain::Call call);
[[nodiscard]] Outcome<Document> write_call(Session& session, const WriteOptions& options, std::string_view name,
                                           const json::value& args);

// Sends a transaction file that is signed. `reader` may read its receipt; null when nobody here may.
[[nodiscard]] Outcome<Document> send_tx_file(Session& session, const TxFile& file, bool wait, const Requester* reader);
// Waits for `id` and reads its receipt when there is a reader.
[[nodiscard]] Outcome<Document> wait_for(Session& session, const std::string& id, const Requester* reader);

}  // namespace xh::cli
