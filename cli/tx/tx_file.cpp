#include "cli/tx/tx_file.h"

#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "cli/calls/call_table.h"
#include "cli/files.h"

namespace xh::cli {
namespace {

std::vector<chain::AccountId> accounts_of(const chain::TransactionBody& body) {
  std::vector<chain::AccountId> out{body.account};
  out.insert(out.end(), body.co_signers.begin(), body.co_signers.end());
  return out;
}

chain::TxId id_of(const TxFile& file) {
  return chain::TransactionHasher(chain::make_chain_tag(file.chain_id, file.genesis_hash)).id_of(file.body);
}

Outcome<void> check_tx_file(const TxFile& file, const std::string& where) {
  if (file.format != TxFile::kFormat) return bad_input(where + ": not a transaction file of this version");
  const auto body = body_of(file);
  if (!body) return std::unexpected(body.error());
  if (body->chain_id != file.chain_id || id_of(file) != file.id || accounts_of(*body) != file.accounts) {
    return bad_input(where + ": what the file says of the transaction does not fit its body");
  }
  for (const auto& signature : file.signatures) {
    if (!chain::verify_signature(signature.key, file.id.view(), signature.signature)) {
      return fail(ExitCode::kFalse, "BAD_SIGNATURE",
                  where + ": the signature of key " + chain::to_hex(signature.key.view()) + " is wrong");
    }
  }
  return {};
}

void add_signature(TxFile& file, const chain::KeySignature& signature) {
  const auto at = std::ranges::lower_bound(file.signatures, signature.key, {}, &chain::KeySignature::key);
  if (at != file.signatures.end() && at->key == signature.key)
    *at = signature;
  else
    file.signatures.insert(at, signature);
}

}  // namespace

TxFile make_tx_file(const ChainInfo& chain, const chain::TransactionBody& body) {
  TxFile out;
  out.format = TxFile::kFormat;
  out.chain_id = chain.chain_id;
  out.genesis_hash = chain.genesis_hash;
  out.body = chain::encode(body);
  out.id = id_of(out);
  const auto* entry = find_call(body.call.contract, body.call.method);
  out.call = entry != nullptr ? std::string(entry->name)
                              : std::to_string(body.call.contract) + "/" + std::to_string(body.call.method);
  out.accounts = accounts_of(body);
  return out;
}

void sign_tx(TxFile& file, const chain::SecretKey& key) {
  add_signature(file, {key.public_key(), key.sign(file.id.view())});
}

Outcome<void> combine_tx(TxFile& into, const TxFile& more) {
  if (into.id != more.id || into.body != more.body) return bad_input("the files hold different transactions");
  for (const auto& signature : more.signatures) add_signature(into, signature);
  return {};
}

Outcome<chain::Bytes> wire_of(const TxFile& file) {
  if (file.signatures.empty()) return bad_input("the transaction carries no signature yet: xinghuo tx sign");
  return chain::encode(chain::Transaction{file.body, file.signatures});
}

Outcome<chain::TransactionBody> body_of(const TxFile& file) {
  auto body = chain::decode<chain::TransactionBody>(file.body);
  if (!body) return bad_input("transaction body", body.error());
  return std::move(*body);
}

Outcome<json::object> describe_tx(const TxFile& file) {
  const auto body = body_of(file);
  if (!body) return std::unexpected(body.error());
  json::object out;
  out["id"] = chain::to_hex(file.id.view());
  out["chain_id"] = file.chain_id;
  for (auto& [name, value] : call_to_json(body->call)) out[name] = value;
  out["account"] = chain::to_address(body->account);
  json::array co_signers;
  for (const auto& account : body->co_signers) co_signers.emplace_back(chain::to_address(account));
  out["co_signers"] = std::move(co_signers);
  out["key"] = chain::to_hex(body->key.view());
  out["expires_at"] = body->expires_at.value;
  json::array signatures;
  for (const auto& signature : file.signatures) signatures.emplace_back(chain::to_hex(signature.key.view()));
  out["signatures"] = std::move(signatures);
  return out;
}

Outcome<TxFile> read_tx_file(const std::filesystem::path& path) {
  const auto text = read_file(path, kMaxTxFileBytes);
  if (!text) return std::unexpected(text.error());
  const auto document = chain::parse_json(*text);
  if (!document) return bad_input(path.string(), document.error());
  auto file = chain::from_json<TxFile>(*document);
  if (!file) return bad_input(path.string(), file.error());
  if (auto ok = check_tx_file(*file, path.string()); !ok) return std::unexpected(ok.error());
  return std::move(*file);
}

Outcome<void> write_tx_file(const std::filesystem::path& path, const TxFile& file) {
  return write_new_private_file(path, pretty_json(chain::to_json(file)));
}
Outcome<void> replace_tx_file(const std::filesystem::path& path, const TxFile& file) {
  return replace_private_file(path, pretty_json(chain::to_json(file)));
}

}  // namespace xh::cli
