// tx decode | sign | combine | broadcast | wait | call
#include <istream>
#include <iterator>

#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "cli/calls/call_table.h"
#include "cli/commands/commands.h"
#include "cli/commands/write.h"
#include "cli/files.h"

namespace xh::cli {
namespace {

struct TxOptions {
  std::vector<std::string> files;
  std::vector<std::string> keys;
  std::string output;
  std::string id;
  std::string hex;
  bool wait = false;
};

struct CallOptions {
  std::string name;
  std::string args;
  WriteOptions write;
};

Outcome<Document> described_document(const TxFile& file) {
  auto described = describe_tx(file);
  if (!described) return std::unexpected(described.error());
  return Document{.data = std::move(*described)};
}

Outcome<Document> decode_tx(Session& session, const TxOptions& options) {
  if (options.files.empty() == options.hex.empty()) return usage_error("tx decode takes a file or --hex");
  if (!options.files.empty()) {
    const auto file = read_tx_file(options.files.front());
    if (!file) return std::unexpected(file.error());
    return described_document(*file);
  }
  auto bytes = chain::from_hex(options.hex);
  if (!bytes) return bad_input("--hex", bytes.error());
  const auto envelope = chain::decode<chain::Transaction>(*bytes);
  if (!envelope) return bad_input("--hex", envelope.error());
  const auto body = chain::decode<chain::TransactionBody>(envelope->body);
  if (!body) return bad_input("--hex", body.error());
  const auto expected = session.expected_chain();
  if (!expected) return std::unexpected(expected.error());
  TxFile file = make_tx_file(expected->value_or(ChainInfo{body->chain_id, {}, {}}), *body);
  file.signatures = envelope->signatures;
  auto described = describe_tx(file);
  if (!described) return std::unexpected(described.error());
  described->insert_or_assign("chain_id", body->chain_id);
  if (!*expected) described->erase("id");  // the id binds the genesis, which is not known here
  return Document{.data = std::move(*described)};
}

Outcome<Document> sign_file(Session& session, const TxOptions& options) {
  auto file = read_tx_file(options.files.front());
  if (!file) return std::unexpected(file.error());
  const auto expected = session.expected_chain();
  if (!expected) return std::unexpected(expected.error());
  if (*expected && (*expected)->genesis_hash != file->genesis_hash) {
    return fail(ExitCode::kConfig, "OTHER_LEDGER",
                "the transaction is for ledger '" + file->chain_id + "', your genesis file is of another");
  }
  auto names = options.keys;
  if (names.empty()) {
    auto name = session.default_key({});
    if (!name) return std::unexpected(name.error());
    names.push_back(std::move(*name));
  }
  for (const auto& name : names) {
    const auto signer = session.keys().signer(name);
    if (!signer) return std::unexpected(signer.error());
    sign_tx(*file, (*signer)->key);
  }
  const auto target = options.output.empty() ? options.files.front() : options.output;
  const auto written = options.output.empty() ? replace_tx_file(target, *file) : write_tx_file(target, *file);
  if (!written) return std::unexpected(written.error());
  return described_document(*file);
}

Outcome<Document> combine_files(const TxOptions& options) {
  auto file = read_tx_file(options.files.front());
  if (!file) return std::unexpected(file.error());
  for (std::size_t i = 1; i < options.files.size(); ++i) {
    const auto more = read_tx_file(options.files[i]);
    if (!more) return std::unexpected(more.error());
    if (auto ok = combine_tx(*file, *more); !ok) return std::unexpected(ok.error());
  }
  if (auto written = write_tx_file(options.output, *file); !written) return std::unexpected(written.error());
  return described_document(*file);
}

// The key that reads the receipt: --as, or one here whose account is among the signers'; none is no failure.
std::string reader_of(Session& session, const TxFile& file) {
  if (!session.options().as.empty()) return session.options().as;
  const auto names = session.keys().names();
  for (const auto& name : names ? *names : std::vector<std::string>()) {
    const auto key = session.keys().describe(name);
    if (key && std::ranges::find(file.accounts, key->account) != file.accounts.end()) return name;
  }
  return {};
}

Outcome<Document> broadcast(Session& session, const TxOptions& options) {
  const auto file = read_tx_file(options.files.front());
  if (!file) return std::unexpected(file.error());
  if (const auto ledger = session.status(); !ledger) return std::unexpected(ledger.error());
  const auto name = options.wait ? reader_of(session, *file) : std::string();
  if (name.empty()) return send_tx_file(session, *file, options.wait, nullptr);
  const auto reader = session.requester(name);
  if (!reader) return std::unexpected(reader.error());
  return send_tx_file(session, *file, true, &*reader);
}

Outcome<Document> wait_final(Session& session, const TxOptions& options) {
  if (session.options().as.empty()) return wait_for(session, options.id, nullptr);
  const auto reader = session.requester(session.options().as);
  if (!reader) return std::unexpected(reader.error());
  return wait_for(session, options.id, &*reader);
}

Outcome<Document> call(Session& session, const CallOptions& options) {
  std::string content = options.args;
  if (content == "-")
    content.assign(std::istreambuf_iterator<char>(session.environment().in), {});
  else if (content.starts_with('@')) {
    auto read = read_file(content.substr(1), chain::kMaxTransactionBytes * 4);
    if (!read) return std::unexpected(read.error());
    content = std::move(*read);
  }
  const auto args = chain::parse_json(content);
  if (!args) return bad_input("--args", args.error());
  return write_call(session, options.write, options.name, *args);
}

void one_file(CLI::App& command, TxOptions& state) {
  command.add_option("file", state.files, "transaction file")->required()->expected(1);
}

}  // namespace

void add_tx_commands(CLI::App& app, Session& session) {
  CLI::App& tx = *app.add_subcommand("tx", "transactions, step by step")->require_subcommand(1);
  add_command<TxOptions>(
      tx, session, "decode", "what a transaction asks for, and who signed it",
      [](CLI::App& command, TxOptions& state) {
        command.add_option("file", state.files, "transaction file")->expected(0, 1);
        command.add_option("--hex", state.hex, "an encoded transaction");
      },
      [&session](const TxOptions& state) { return decode_tx(session, state); });
  add_command<TxOptions>(
      tx, session, "sign", "adds this home's signature to the file",
      [](CLI::App& command, TxOptions& state) {
        one_file(command, state);
        command.add_option("--with", state.keys, "keys that sign (default: --as, or the only one)")
            ->allow_extra_args(false);
        command.add_option("--out", state.output, "write to a new file instead");
      },
      [&session](const TxOptions& state) { return sign_file(session, state); });
  add_command<TxOptions>(
      tx, session, "combine", "one file from several that others signed",
      [](CLI::App& command, TxOptions& state) {
        command.add_option("files", state.files, "transaction files")->required()->expected(2, 64);
        command.add_option("--out", state.output, "the file to write")->required();
      },
      [](const TxOptions& state) { return combine_files(state); });
  add_command<TxOptions>(
      tx, session, "broadcast", "sends a signed file; sending it twice is safe",
      [](CLI::App& command, TxOptions& state) {
        one_file(command, state);
        command.add_flag("--wait", state.wait, "wait until it is final");
      },
      [&session](const TxOptions& state) { return broadcast(session, state); });
  add_command<TxOptions>(
      tx, session, "wait", "waits until a transaction is final",
      [](CLI::App& command, TxOptions& state) { command.add_option("id", state.id, "transaction id")->required(); },
      [&session](const TxOptions& state) { return wait_final(session, state); });
  add_command<CallOptions>(
      tx, session, "call", "any contract call by its name, arguments as JSON",
      [](CLI::App& command, CallOptions& state) {
        command.add_option("name", state.name, "e.g. payroll.confirm_work")->required();
        command.add_option("--args", state.args, "JSON, @FILE, or - for standard input")->required();
        add_write_options(command, state.write);
      },
      [&session](const CallOptions& state) { return call(session, state); });
}

}  // namespace xh::cli
