// A transaction on its way to its signatures: made on one machine, signed on others, combined, broadcast. A JSON file
// that is private, since the body holds the blinding from which the secrets of its records derive. Stateless. What the
// file says about itself (call, id) is for people; what is signed is the body, and every step checks that both agree.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "chain/crypto/schnorr.h"
#include "chain/ledger/transaction.h"
#include "cli/exit_code.h"
#include "cli/tx/chain_info.h"

namespace xh::cli {

inline constexpr std::size_t kMaxTxFileBytes = 3 * chain::kMaxTransactionBytes;

struct TxFile {
  std::string format;  // kFormat
  std::string chain_id;
  chain::Hash256 genesis_hash;
  chain::TxId id;
  std::string call;                        // its name, for people
  std::vector<chain::AccountId> accounts;  // that must sign
  chain::Bytes body;
  std::vector<chain::KeySignature> signatures;  // sorted by key

  static constexpr std::string_view kFormat = "xinghuo-tx/1";
  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("format", &TxFile::format), field<2>("chain_id", &TxFile::chain_id),
                      field<3>("genesis_hash", &TxFile::genesis_hash), field<4>("id", &TxFile::id),
                      field<5>("call", &TxFile::call), field<6>("accounts", &TxFile::accounts),
                      field<7>("body", &TxFile::body), field<8>("signatures", &TxFile::signatures));
  }
};

[[nodiscard]] TxFile make_tx_file(const ChainInfo& chain, const chain::TransactionBody& body);
// Adds the key's signature, or replaces it. Schnorr signatures here are deterministic: signing twice gives the same
// bytes.
void sign_tx(TxFile& file, const chain::SecretKey& key);
// Exit 4 when the two are of different transactions.
[[nodiscard]] Outcome<void> combine_tx(TxFile& into, const TxFile& more);
// The bytes to send. Exit 4 when nothing signed it yet.
[[nodiscard]] Outcome<chain::Bytes> wire_of(const TxFile& file);
[[nodiscard]] Outcome<chain::TransactionBody> body_of(const TxFile& file);
// {id, call, args, account, co_signers, key, expires_at, signatures: [keys]}; never the blinding.
[[nodiscard]] Outcome<json::object> describe_tx(const TxFile& file);

// Refuses a file whose id, accounts or signatures do not belong to its body (exit 4; a bad signature 5).
[[nodiscard]] Outcome<TxFile> read_tx_file(const std::filesystem::path& path);
[[nodiscard]] Outcome<void> write_tx_file(const std::filesystem::path& path,
                                          const TxFile& file);  // exit 4 when it exists
[[nodiscard]] Outcome<void> replace_tx_file(const std::filesystem::path& path, const TxFile& file);

}  // namespace xh::cli
