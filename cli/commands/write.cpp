#include "cli/commands/write.h"

#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "cli/calls/call_table.h"
#include "cli/files.h"
#include "cli/output/time_text.h"
#include "cli/wallet/hmac_sha512.h"
#include "cli/wallet/random.h"

namespace xh::cli {
namespace {

constexpr std::int64_t kDefaultLifetimeMs = chain::kHourMs;
constexpr std::int64_t kDrivenLifetimeMs = 12 * chain::kHourMs;  // a driven clock leaps between a block and the next

Outcome<chain::Timestamp> expiry(const WriteOptions& options, const LedgerStatus& ledger, std::int64_t now_ms) {
  std::int64_t lifetime = ledger.driven_clock ? kDrivenLifetimeMs : kDefaultLifetimeMs;
  if (!options.expires_in.empty()) {
    const auto asked = parse_duration_ms(options.expires_in);
    if (!asked || *asked < chain::kSecondMs || *asked > chain::kMaxLifetimeMs)
      return usage_error("--expires-in is between 1s and 24h");
    lifetime = *asked;
  }
  return chain::Timestamp{(ledger.driven_clock ? ledger.block_time.value : now_ms) + lifetime};
}

Outcome<chain::IdempotencyKey> idempotency_key(const WriteOptions& options) {
  if (options.key.empty()) return random_fixed<chain::IdempotencyKey>();
  const auto key = chain::fixed_from_hex<chain::IdempotencyKey>(options.key);
  if (!key) return usage_error("--key is 32 hex digits");
  return *key;
}

// The same key and call give the same blinding, so that a retry with --key is the same transaction but for its expiry;
// without the secret the blinding cannot be guessed.
chain::Blinding derive_blinding(chain::BytesView secret, const chain::IdempotencyKey& key, const chain::Call& call) {
  chain::Bytes message(key.bytes.begin(), key.bytes.end());
  chain::append(message, chain::encode(call));
  const auto digest = hmac_sha512(secret, message);
  chain::Blinding out;
  std::copy_n(digest.begin(), out.bytes.size(), out.bytes.begin());
  return out;
}

struct Party {
  chain::AccountId account;
  const Signer* signer = nullptr;  // none: an address whose keys are elsewhere
};

Outcome<Party> party(Session& session, const std::string& name_or_address, bool open) {
  if (chain::from_address(name_or_address)) return Party{*chain::from_address(name_or_address), nullptr};
  if (!open) {
    const auto account = session.keys().account(name_or_address);
    if (!account) return std::unexpected(account.error());
    return Party{*account, nullptr};
  }
  const auto signer = session.keys().signer(name_or_address);
  if (!signer) return std::unexpected(signer.error());
  return Party{(*signer)->account, *signer};
}

Outcome<void> check_distinct(const Parties& parties) {
  const auto& co = parties.co_signers;
  if (std::ranges::adjacent_find(co) != co.end() || std::ranges::binary_search(co, parties.account)) {
    return usage_error("an account is named twice among those that sign");
  }
  if (co.size() > chain::kMaxCoSigners)
    return usage_error("more than " + std::to_string(chain::kMaxCoSigners) + " co-signers");
  return {};
}

Outcome<void> add_parties(Session& session, const WriteOptions& options, bool open, Parties& out) {
  std::vector<std::string> names{out.acting};
  names.insert(names.end(), options.co.begin(), options.co.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto one = party(session, names[i], open);
    if (!one) return std::unexpected(one.error());
    if (i == 0)
      out.account = one->account;
    else
      out.co_signers.push_back(one->account);
    if (one->signer == nullptr) {
      out.complete = false;
      continue;
    }
    out.signers.push_back(one->signer);
    if (i == 0) out.account_keys.push_back(&one->signer->key);
  }
  return {};
}

// A transaction that was sent under an explicit --key is kept, so that the same command again sends the same bytes.
std::filesystem::path outbox_path(Session& session, const chain::AccountId& account, const std::string& key) {
  std::string lower;
  for (const char c : key) lower += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return session.home() / "outbox" / (chain::to_hex(account.view()).substr(0, 16) + "-" + lower + ".json");
}

Outcome<std::optional<TxFile>> sent_before(const std::filesystem::path& path, const chain::Call& call) {
  if (!std::filesystem::exists(path)) return std::optional<TxFile>();
  auto file = read_tx_file(path);
  if (!file) return std::unexpected(file.error());
  const auto body = body_of(*file);
  if (!body) return std::unexpected(body.error());
  if (body->call != call)
    return fail(ExitCode::kBadInput, "KEY_REUSED", "this --key was used for another call already: " + path.string());
  return std::optional(std::move(*file));
}

// --dry-run and --unsigned: shown, or written down, and not sent.
Outcome<Document> put_aside(Session& session, const WriteOptions& options, const TxFile& file) {
  auto described = describe_tx(file);
  if (!described) return std::unexpected(described.error());
  described->insert_or_assign("state", "not_sent");
  if (options.dry_run) {
    session.say(Text::kDryRun);
    return Document{.data = std::move(*described)};
  }
  if (auto written = write_tx_file(options.unsigned_file, file); !written) return std::unexpected(written.error());
  session.say(Text::kUnsignedWritten, options.unsigned_file);
  return Document{.data = std::move(*described)};
}

Outcome<Document> sign_and_send(Session& session, const WriteOptions& options, const Parties& parties, TxFile file,
                                const std::filesystem::path& outbox) {
  for (const auto* signer : parties.signers) sign_tx(file, signer->key);
  if (!options.key.empty()) {
    if (auto kept = write_tx_file(outbox, file); !kept) return std::unexpected(kept.error());
  }
  const Requester reader = parties.reader();
  return send_tx_file(session, file, options.wait, &reader);
}

std::string member_text(const json::value& value, std::string_view name) {
  const auto* member = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  return member != nullptr && member->is_string() ? std::string(std::string_view(member->get_string())) : std::string();
}

}  // namespace

void add_write_options(CLI::App& command, WriteOptions& options) {
  command.add_option("--co", options.co, "co-signer: key name, or address (then sign elsewhere with --unsigned)")
      ->allow_extra_args(false)
      ->group("Signing");
  command.add_option("--sign-with", options.sign_with, "a further key that signs")
      ->allow_extra_args(false)
      ->group("Signing");
  command.add_option("--account", options.account, "act for this account instead of the key's own")->group("Signing");
  command.add_option("--key", options.key, "idempotency key, 32 hex digits (default: random)")->group("Sending");
  command.add_option("--expires-in", options.expires_in, "90s, 15m, 24h (default 1h)")->group("Sending");
  command.add_option("--unsigned", options.unsigned_file, "write the unsigned transaction here and send nothing")
      ->group("Sending");
  command.add_flag("--dry-run", options.dry_run, "show the transaction and send nothing")->group("Sending");
  command.add_flag("--wait", options.wait, "wait until it is final and show the receipt")->group("Sending");
}

Outcome<Parties> find_parties(Session& session, const WriteOptions& options, const std::string& acting, bool open) {
  Parties out;
  out.acting = acting;
  if (auto added = add_parties(session, options, open, out); !added) return std::unexpected(added.error());
  if (!options.account.empty()) {
    const auto account = session.keys().account(options.account);
    if (!account) return std::unexpected(account.error());
    out.account = *account;
  }
  for (const auto& name : options.sign_with) {
    if (!open) break;
    const auto signer = session.keys().signer(name);
    if (!signer) return std::unexpected(signer.error());
    out.signers.push_back(*signer);
    out.account_keys.push_back(&(*signer)->key);
  }
  std::ranges::sort(out.co_signers);
  if (auto ok = check_distinct(out); !ok) return std::unexpected(ok.error());
  return out;
}

Outcome<TxFile> make_transaction(const WriteOptions& options, const LedgerStatus& ledger, std::int64_t now_ms,
                                 const Parties& parties, chain::Call call) {
  const auto key = idempotency_key(options);
  if (!key) return std::unexpected(key.error());
  const auto expires_at = expiry(options, ledger, now_ms);
  if (!expires_at) return std::unexpected(expires_at.error());
  chain::TransactionBody body;
  body.chain_id = ledger.chain.chain_id;
  body.account = parties.account;
  body.key = *key;
  body.expires_at = *expires_at;
  body.blinding = parties.signers.empty() ? random_fixed<chain::Blinding>()
                                          : derive_blinding(parties.signers.front()->key.secret_bytes(), *key, call);
  body.co_signers = parties.co_signers;
  body.call = std::move(call);
  return make_tx_file(ledger.chain, body);
}

Outcome<Document> write_call(Session& session, const WriteOptions& options, chain::Call call) {
  const bool open = options.unsigned_file.empty() && !options.dry_run;
  const auto acting = session.default_key({});
  if (!acting) return std::unexpected(acting.error());
  const auto parties = find_parties(session, options, *acting, open);
  if (!parties) return std::unexpected(parties.error());
  if (open && !parties->complete) {
    return usage_error(
        "a co-signer's key is not here: write the transaction with --unsigned FILE, let each sign it (xinghuo tx "
        "sign), then broadcast");
  }
  const auto outbox = outbox_path(session, parties->account, options.key);
  if (open && !options.key.empty()) {
    const auto before = sent_before(outbox, call);
    if (!before) return std::unexpected(before.error());
    const Requester reader = parties->reader();
    if (*before) return send_tx_file(session, **before, options.wait, &reader);
  }
  const auto ledger = session.status();
  if (!ledger) return std::unexpected(ledger.error());
  auto file = make_transaction(options, **ledger, session.environment().now_ms(), *parties, std::move(call));
  if (!file) return std::unexpected(file.error());
  return open ? sign_and_send(session, options, *parties, std::move(*file), outbox)
              : put_aside(session, options, *file);
}

Outcome<Document> write_call(Session& session, const WriteOptions& options, std::string_view name,
                             const json::value& args) {
  auto call = make_call(name, args);
  if (!call) return bad_input(call.error().message);
  return write_call(session, options, std::move(*call));
}

Outcome<Document> send_tx_file(Session& session, const TxFile& file, bool wait, const Requester* reader) {
  const auto wire = wire_of(file);
  if (!wire) return std::unexpected(wire.error());
  auto sender = session.sender();
  if (!sender) return std::unexpected(sender.error());
  const auto results = sender->submit({&*wire, 1});
  const std::string id = chain::to_hex(file.id.view());
  if (!results) {
    if (results.error().exit != ExitCode::kUnknown) return std::unexpected(results.error());
    return fail(ExitCode::kUnknown, results.error().code,
                results.error().message + "; transaction " + id + ", ask: xinghuo tx wait " + id);
  }
  const auto& result = results->front();
  if (result.refused()) return fail(ExitCode::kRefused, result.code.empty() ? "REFUSED" : result.code, result.message);
  if (result.state != "accepted")
    session.say(Text::kDuplicate, id);
  else
    session.say(Text::kAccepted, id);
  if (wait) return wait_for(session, id, reader);
  json::object data;
  data["id"] = id;
  data["state"] = result.state;
  data["call"] = file.call;
  return Document{.data = std::move(data)};
}

Outcome<Document> wait_for(Session& session, const std::string& id, const Requester* reader) {
  auto sender = session.sender();
  if (!sender) return std::unexpected(sender.error());
  session.say(Text::kWaiting);
  const auto summary = sender->wait_final(id);
  if (!summary) return std::unexpected(summary.error());
  Document out{.data = summary->data, .height = summary->height};
  if (reader == nullptr) return out;
  const auto receipt = session.get_signed("/v1/txs/" + id + "/receipt", *reader);
  if (!receipt) return std::unexpected(receipt.error());
  json::object merged = summary->data.is_object() ? summary->data.get_object() : json::object();
  const auto code = member_text(receipt->data, "code");
  merged["receipt"] = receipt->data;
  merged["code"] = code;
  out.data = std::move(merged);
  if (code != chain::Receipt::kOk) {
    const auto message = member_text(receipt->data, "message");
    const auto rule = member_text(receipt->data, "rule");
    return fail(ExitCode::kRefused, code, message + (rule.empty() ? "" : " [" + rule + "]"));
  }
  return out;
}

}  // namespace xh::cli
