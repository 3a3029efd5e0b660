// batch: many transactions from a file, one JSON object a line; the results as JSON lines in the same order.
//
//   {"as": "worker-7", "call": "payroll.confirm_work", "args": {...}}
//   optional: "co": [names], "sign_with": [names], "account": "xh1...", "key": "hex", "label": anything, echoed in the
//   result
//   {"barrier": true}: everything above is final before anything below is made
// The whole file is read and checked before the first transaction is made. Transactions are made and sent in groups;
// the ledger does not promise their order within a group, which is what barriers are for.
#include <fstream>
#include <istream>
#include <ostream>
#include <span>

#include "chain/codec/json.h"
#include "cli/calls/call_table.h"
#include "cli/commands/commands.h"
#include "cli/commands/write.h"

namespace xh::cli {
namespace {

constexpr std::size_t kMaxLines = 200'000;
constexpr std::size_t kMaxLineBytes = 4 * 1024 * 1024;
constexpr std::size_t kGroup = 500;
constexpr int kBusyRetries = 50;
constexpr std::chrono::milliseconds kBusyPause{200};

struct BatchOptions {
  std::string file;
  std::string expires_in;
  bool wait = false;
  bool no_receipts = false;
};

struct Line {
  std::size_t number = 0;
  bool barrier = false;
  std::string as;
  WriteOptions write;
  chain::Call call;
  json::value label;
};

struct Sent {
  const Line* line = nullptr;
  std::string id;
  chain::Bytes wire;
  SendResult result;
  Requester reader;
};

Outcome<std::vector<std::string>> names_in(const json::value* value, const std::string& where) {
  std::vector<std::string> out;
  if (value == nullptr) return out;
  if (!value->is_array()) return bad_input(where + ": expected a list of names");
  for (const auto& item : value->get_array()) {
    if (!item.is_string()) return bad_input(where + ": expected a list of names");
    out.emplace_back(std::string_view(item.get_string()));
  }
  return out;
}

Outcome<void> take_text(const json::object& object, std::string_view name, std::string& out, const std::string& where) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return {};
  if (!value->is_string()) return bad_input(where + ": '" + std::string(name) + "' is no text");
  out = std::string_view(value->get_string());
  return {};
}

Outcome<void> check_members(const json::object& object, const std::string& where) {
  static constexpr std::string_view kKnown[] = {"as",    "co",   "sign_with", "account", "key",
                                                "label", "call", "args",      "barrier"};
  for (const auto& [name, ignored] : object) {
    if (std::ranges::find(kKnown, std::string_view(name)) == std::end(kKnown)) {
      return bad_input(where + ": unknown member '" + std::string(name) + "'");
    }
  }
  return {};
}

Outcome<Line> read_line(std::string_view content, std::size_t number, const BatchOptions& options) {
  const std::string where = "line " + std::to_string(number);
  const auto document = chain::parse_json(content);
  if (!document) return bad_input(where, document.error());
  if (!document->is_object()) return bad_input(where + ": expected an object");
  const auto& object = document->get_object();
  if (auto ok = check_members(object, where); !ok) return std::unexpected(ok.error());
  Line out;
  out.number = number;
  if (object.contains("barrier")) {
    out.barrier = true;
    return out;
  }
  std::string name;
  for (auto [member, target] :
       {std::pair("as", &out.as), {"account", &out.write.account}, {"key", &out.write.key}, {"call", &name}}) {
    if (auto ok = take_text(object, member, *target, where); !ok) return std::unexpected(ok.error());
  }
  auto co = names_in(object.if_contains("co"), where + ": co");
  auto with = names_in(object.if_contains("sign_with"), where + ": sign_with");
  if (!co) return std::unexpected(co.error());
  if (!with) return std::unexpected(with.error());
  out.write.co = std::move(*co);
  out.write.sign_with = std::move(*with);
  out.write.expires_in = options.expires_in;
  const auto* args = object.if_contains("args");
  auto call = make_call(name, args != nullptr ? *args : json::value(json::object()));
  if (!call) return bad_input(where, call.error());
  out.call = std::move(*call);
  if (const auto* label = object.if_contains("label")) out.label = *label;
  return out;
}

Outcome<std::vector<Line>> read_lines(std::istream& in, const BatchOptions& options) {
  std::vector<Line> out;
  std::string content;
  for (std::size_t number = 1; std::getline(in, content); ++number) {
    if (content.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (content.size() > kMaxLineBytes || out.size() == kMaxLines)
      return bad_input("line " + std::to_string(number) + ": above the limits of a batch");
    auto line = read_line(content, number, options);
    if (!line) return std::unexpected(line.error());
    out.push_back(std::move(*line));
  }
  return out;
}

class Batch {
 public:
  Batch(Session& session, Sender sender, const BatchOptions& options)
      : session_(session), sender_(std::move(sender)), options_(options) {}

  Outcome<Document> run(std::span<const Line> lines) {
    for (std::size_t from = 0; from < lines.size();) {
      std::size_t to = from;
      while (to < lines.size() && to - from < kGroup && !lines[to].barrier) ++to;
      const auto sent = send_group(lines.subspan(from, to - from));
      if (!sent) return give_up(sent.error());
      const bool barrier = to < lines.size() && lines[to].barrier;
      if (barrier || to == lines.size()) {
        if (auto ok = settle(barrier || options_.wait); !ok) return std::unexpected(ok.error());
      }
      from = barrier ? to + 1 : to;
    }
    session_.say("batch: " + std::to_string(good_) + " ok, " + std::to_string(refused_) + " refused, " +
                 std::to_string(unknown_) + " unknown");
    Document out{.printed = true};
    out.exit = unknown_ > 0 ? ExitCode::kUnknown : refused_ > 0 ? ExitCode::kRefused : ExitCode::kOk;
    return out;
  }

 private:
  Outcome<void> send_group(std::span<const Line> lines) {
    if (lines.empty()) return {};
    const auto ledger = current_status();
    if (!ledger) return std::unexpected(ledger.error());
    std::vector<Sent> group;
    for (const auto& line : lines) {
      auto made = make(line, *ledger);
      if (!made) {
        made.error().message = "line " + std::to_string(line.number) + ": " + made.error().message;
        return std::unexpected(made.error());
      }
      group.push_back(std::move(*made));
    }
    std::vector<std::size_t> left(group.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    auto submitted = submit(group, left);
    std::ranges::move(group, std::back_inserter(sent_));
    return submitted;
  }

  // What was sent before is still accounted for, line by line.
  Outcome<Document> give_up(const Failure& failure) {
    if (auto ok = settle(options_.wait); !ok) return std::unexpected(ok.error());
    return std::unexpected(failure);
  }

  // Transactions that a full mempool turned away are offered again; their bytes are the same, so nothing can happen
  // twice.
  Outcome<void> submit(std::vector<Sent>& group, std::vector<std::size_t> left) {
    for (int round = 0; !left.empty(); ++round) {
      std::vector<chain::Bytes> wires;
      for (const auto i : left) wires.push_back(group[i].wire);
      const auto results = sender_.submit(wires);
      if (!results) {
        const char* state = results.error().exit == ExitCode::kUnknown ? "unknown" : "not_sent";
        for (const auto i : left) group[i].result = {group[i].id, state, results.error().code, results.error().message};
        return std::unexpected(results.error());
      }
      std::vector<std::size_t> busy;
      for (std::size_t k = 0; k < left.size(); ++k) {
        group[left[k]].result = (*results)[k];
        if ((*results)[k].busy() && round < kBusyRetries) busy.push_back(left[k]);
      }
      if (!busy.empty()) session_.environment().pause(kBusyPause);
      left = std::move(busy);
    }
    return {};
  }

  // A driven clock moves between groups, so its time is read again for each.
  Outcome<LedgerStatus> current_status() {
    const auto first = session_.status();
    if (!first) return std::unexpected(first.error());
    if (!(*first)->driven_clock || !asked_) {
      asked_ = true;
      return **first;
    }
    const auto api = session_.api();
    if (!api) return std::unexpected(api.error());
    return fetch_status(**api, (*first)->chain);
  }

  Outcome<Sent> make(const Line& line, const LedgerStatus& ledger) {
    const auto acting = session_.default_key(line.as);
    if (!acting) return std::unexpected(acting.error());
    const auto parties = find_parties(session_, line.write, *acting, true);
    if (!parties) return std::unexpected(parties.error());
    if (!parties->complete) return usage_error("a co-signer's key is not here");
    auto file = make_transaction(line.write, ledger, session_.environment().now_ms(), *parties, line.call);
    if (!file) return std::unexpected(file.error());
    Sent out;
    out.line = &line;
    out.id = chain::to_hex(file->id.view());
    out.reader = parties->reader();
    for (const auto* signer : parties->signers) sign_tx(*file, signer->key);
    auto wire = wire_of(*file);
    if (!wire) return std::unexpected(wire.error());
    out.wire = std::move(*wire);
    return out;
  }

  Outcome<void> settle(bool wait) {
    for (const auto& one : sent_) {
      json::object row;
      row["line"] = one.line->number;
      if (!one.line->label.is_null()) row["label"] = one.line->label;
      row["id"] = one.id;
      row["state"] = one.result.state;
      if (!one.result.taken()) {
        ++(one.result.refused() || one.result.busy() ? refused_ : unknown_);
        row["code"] = one.result.code;
        row["message"] = one.result.message;
      } else if (wait) {
        finish(one, row);
      } else {
        ++good_;
      }
      session_.environment().out << json::serialize(row) << "\n";
    }
    session_.environment().out << std::flush;
    sent_.clear();
    return {};
  }

  void finish(const Sent& one, json::object& row) {
    const auto summary = sender_.wait_final(one.id);
    if (!summary) {
      ++unknown_;
      row["state"] = "unknown";
      row["code"] = summary.error().code;
      row["message"] = summary.error().message;
      return;
    }
    row["state"] = "final";
    copy(summary->data, {"height", "index", "time"}, row);
    if (options_.no_receipts) {
      ++good_;
      return;
    }
    const auto receipt = sender_.receipt(one.id, one.reader, (*session_.status())->chain.tag);
    if (!receipt) {
      ++unknown_;
      row["code"] = receipt.error().code;
      row["message"] = receipt.error().message;
      return;
    }
    copy(receipt->data, {"code", "rule", "message", "events"}, row);
    const auto* code = row.if_contains("code");
    const bool ok = code != nullptr && code->is_string() && std::string_view(code->get_string()) == chain::Receipt::kOk;
    ++(ok ? good_ : refused_);
  }

  static void copy(const json::value& from, std::initializer_list<std::string_view> names, json::object& to) {
    if (!from.is_object()) return;
    for (const auto name : names) {
      if (const auto* value = from.get_object().if_contains(name)) to[name] = *value;
    }
  }

  Session& session_;
  Sender sender_;
  const BatchOptions& options_;
  std::vector<Sent> sent_;
  bool asked_ = false;
  std::size_t good_ = 0;
  std::size_t refused_ = 0;
  std::size_t unknown_ = 0;
};

Outcome<Document> run_batch(Session& session, const BatchOptions& options) {
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return fail(ExitCode::kBadInput, "NO_FILE", options.file + ": cannot be read");
  }
  const auto lines = read_lines(options.file == "-" ? session.environment().in : file, options);
  if (!lines) return std::unexpected(lines.error());
  auto sender = session.sender();
  if (!sender) return std::unexpected(sender.error());
  return Batch(session, std::move(*sender), options).run(*lines);
}

}  // namespace

void add_batch_command(CLI::App& app, Session& session) {
  add_command<BatchOptions>(
      app, session, "batch", "many transactions, one JSON object a line",
      [](CLI::App& command, BatchOptions& state) {
        command.add_option("file", state.file, "file of JSON lines, or - for standard input")->required();
        command.add_option("--expires-in", state.expires_in, "90s, 15m, 24h (default 1h)");
        command.add_flag("--wait", state.wait, "wait until all are final and show their receipts");
        command.add_flag("--no-receipts", state.no_receipts, "with --wait or barriers: finality only");
      },
      [&session](const BatchOptions& state) { return run_batch(session, state); });
}

}  // namespace xh::cli
