// dispute file | answer | hear | decide | withdraw | appeal | aid | assign | close-aid | liability | show | list | desk
#include "cli/commands/commands.h"
#include "cli/commands/salted_text.h"
#include "cli/commands/service_options.h"
#include "cli/commands/write.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"
#include "contracts/dispute/calls.h"

namespace xh::cli {
namespace {

namespace dispute = contracts::dispute;

struct DisputeOptions {
  std::string key;
  std::string kind;
  std::string who;
  std::string against;
  std::string subject;
  std::string day;
  std::string claim;
  std::string at;
  std::string finding;
  std::string amount = "0";
  std::string follow_up = "none";
  std::string borrower;
  std::string wage_payer;
  std::string injury_bearer;
  std::string from;
  std::string until;
  std::string part;
  std::string cursor;
  std::vector<std::string> evidence;
  bool aid = false;
  TextOptions text;
  WriteOptions write;
};

Outcome<chain::Hash256> text_hash(Session& session, const DisputeOptions& options) {
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  return hash_option(*text, "--hash");
}

Outcome<std::vector<chain::Hash256>> evidence_of(const DisputeOptions& options) {
  std::vector<chain::Hash256> out;
  for (const auto& hex : options.evidence) {
    const auto hash = hash_option(hex, "--evidence");
    if (!hash) return std::unexpected(hash.error());
    out.push_back(*hash);
  }
  return out;
}

Outcome<Document> file(Session& session, const DisputeOptions& options) {
  dispute::FileDispute args;
  const auto kind = enum_option<dispute::Kind>(options.kind, "kind of dispute");
  if (!kind) return std::unexpected(kind.error());
  const auto respondent = session.keys().account(options.against);
  if (!respondent) return std::unexpected(respondent.error());
  const auto subject = record_option(options.subject, "--subject");
  if (!subject) return std::unexpected(subject.error());
  const auto evidence = evidence_of(options);
  if (!evidence) return std::unexpected(evidence.error());
  const auto statement = text_hash(session, options);
  if (!statement) return std::unexpected(statement.error());
  if (!options.day.empty()) {
    const auto day = parse_day(options.day);
    if (!day) return usage_error("--day: " + day.error().message);
    args.day = *day;
  }
  if (!options.claim.empty()) {
    const auto claim = parse_yuan(options.claim);
    if (!claim) return usage_error("--claim: " + claim.error().message);
    args.claim = *claim;
  }
  args.kind = *kind;
  args.respondent = *respondent;
  args.subject = *subject;
  args.statement = *statement;
  args.evidence = *evidence;
  return write_call(session, options.write, "dispute.file", chain::to_json(args));
}

// The calls that name a dispute (or a request) and a text kept off chain.
Outcome<Document> with_text(Session& session, const DisputeOptions& options, std::string_view call,
                            std::string_view record, std::string_view text) {
  const auto key = record_option(options.key, "a record's key");
  if (!key) return std::unexpected(key.error());
  const auto hash = text_hash(session, options);
  if (!hash) return std::unexpected(hash.error());
  json::object args{{record, chain::to_hex(key->view())}, {text, chain::to_hex(hash->view())}};
  if (call == "dispute.answer") {
    json::array evidence;
    for (const auto& hex : options.evidence) evidence.emplace_back(hex);
    args["evidence"] = std::move(evidence);
  }
  return write_call(session, options.write, call, args);
}

Outcome<Document> hear(Session& session, const DisputeOptions& options) {
  const auto key = record_option(options.key, "a dispute's key");
  if (!key) return std::unexpected(key.error());
  const auto at = parse_time(options.at);
  if (!at) return usage_error("--at: " + at.error().message);
  return write_call(session, options.write, "dispute.hear", chain::to_json(dispute::SetHearing{*key, *at}));
}

Outcome<Document> decide(Session& session, const DisputeOptions& options) {
  const auto key = record_option(options.key, "a dispute's key");
  if (!key) return std::unexpected(key.error());
  const auto finding = enum_option<dispute::Finding>(options.finding, "finding");
  if (!finding) return std::unexpected(finding.error());
  const auto follow_up = enum_option<dispute::FollowUp>(options.follow_up, "follow-up");
  if (!follow_up) return std::unexpected(follow_up.error());
  const auto amount = parse_yuan(options.amount);
  if (!amount) return usage_error("--amount: " + amount.error().message);
  const auto reasons = text_hash(session, options);
  if (!reasons) return std::unexpected(reasons.error());
  return write_call(session, options.write, "dispute.decide",
                    chain::to_json(dispute::DecideDispute{*key, *finding, *amount, *reasons, *follow_up}));
}

Outcome<Document> withdraw(Session& session, const DisputeOptions& options) {
  const auto key = record_option(options.key, "a dispute's key");
  if (!key) return std::unexpected(key.error());
  return write_call(session, options.write, "dispute.withdraw", chain::to_json(dispute::WithdrawDispute{*key}));
}

Outcome<Document> request_aid(Session& session, const DisputeOptions& options) {
  dispute::RequestAid args;
  const auto kind = enum_option<dispute::AidKind>(options.kind, "kind of aid");
  if (!kind) return std::unexpected(kind.error());
  if (!options.key.empty()) {
    const auto key = record_option(options.key, "--dispute");
    if (!key) return std::unexpected(key.error());
    args.dispute = *key;
  }
  const auto statement = text_hash(session, options);
  if (!statement) return std::unexpected(statement.error());
  args.kind = *kind;
  args.statement = *statement;
  return write_call(session, options.write, "dispute.request_aid", chain::to_json(args));
}

Outcome<Document> assign(Session& session, const DisputeOptions& options) {
  const auto key = record_option(options.key, "a request's key");
  if (!key) return std::unexpected(key.error());
  const auto adviser = session.keys().account(options.who);
  if (!adviser) return std::unexpected(adviser.error());
  return write_call(session, options.write, "dispute.assign_aid", chain::to_json(dispute::AssignAid{*key, *adviser}));
}

Outcome<Document> liability(Session& session, const DisputeOptions& options) {
  dispute::LiabilityTerms terms;
  const auto agreement = record_option(options.key, "an agreement's key");
  if (!agreement) return std::unexpected(agreement.error());
  const auto borrower = session.keys().account(options.borrower);
  if (!borrower) return std::unexpected(borrower.error());
  const auto payer = session.keys().account(options.wage_payer);
  if (!payer) return std::unexpected(payer.error());
  const auto bearer = session.keys().account(options.injury_bearer);
  if (!bearer) return std::unexpected(bearer.error());
  const auto from = parse_day(options.from);
  if (!from) return usage_error("--from: " + from.error().message);
  const auto until = parse_day(options.until);
  if (!until) return usage_error("--until: " + until.error().message);
  const auto text = text_hash(session, options);
  if (!text) return std::unexpected(text.error());
  terms = {*agreement, *borrower, *payer, *bearer, *from, *until, *text};
  return write_call(session, options.write, "dispute.declare_liability",
                    chain::to_json(dispute::DeclareLiability{terms}));
}

Outcome<Document> list(Session& session, const DisputeOptions& options) {
  const auto target = account_target(session, "/v1/disputes", options.who, options.aid ? "aid" : "", options.cursor);
  if (!target) return std::unexpected(target.error());
  if (options.aid) return signed_document(session, *target, "items", {"key", "kind", "state", "adviser", "assign_due"});
  return signed_document(session, *target, "items",
                         {"key", "kind", "state", "filer", "respondent", "claim", "answer_due", "decide_due"});
}

Outcome<Document> desk(Session& session, const DisputeOptions& options) {
  std::string target = "/v1/disputes/desk/" + url_escape(options.part);
  if (!options.cursor.empty()) target += "?cursor=" + url_escape(options.cursor);
  return signed_document(session, target, "items", {"key", "kind", "state", "escalated", "decide_due"});
}

void key_option(CLI::App& command, DisputeOptions& state, const std::string& name) {
  command.add_option(name, state.key, "record key, hex")->required();
}

void text_and_write(CLI::App& command, DisputeOptions& state) {
  add_text_options(command, state.text);
  add_write_options(command, state.write);
}

void add_party_commands(CLI::App& group, Session& session) {
  add_command<DisputeOptions>(
      group, session, "file", "brings a dispute against another party of a record",
      [](CLI::App& command, DisputeOptions& state) {
        command.add_option("kind", state.kind, "wage, work_log, contract, insurance, injury or dismissal")->required();
        command.add_option("--against", state.against, "key name or address")->required();
        command.add_option("--subject", state.subject, "agreement or insurance contract, hex")->required();
        command.add_option("--day", state.day, "of a work log");
        command.add_option("--claim", state.claim, "amount in yuan");
        command.add_option("--evidence", state.evidence, "salted hashes; repeat it");
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) { return file(session, state); });
  add_command<DisputeOptions>(
      group, session, "answer", "answers a dispute (the other side)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "dispute");
        command.add_option("--evidence", state.evidence, "salted hashes; repeat it");
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) {
        return with_text(session, state, "dispute.answer", "dispute", "answer");
      });
  add_command<DisputeOptions>(
      group, session, "withdraw", "takes a dispute back (who filed it)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "dispute");
        add_write_options(command, state.write);
      },
      [&session](const DisputeOptions& state) { return withdraw(session, state); });
  add_command<DisputeOptions>(
      group, session, "appeal", "asks the regulator to decide, once (either side)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "dispute");
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) {
        return with_text(session, state, "dispute.appeal", "dispute", "grounds");
      });
}

void add_deciding_commands(CLI::App& group, Session& session) {
  add_command<DisputeOptions>(
      group, session, "hear", "sets the hearing (who decides)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "dispute");
        command.add_option("--at", state.at, "e.g. 2026-06-30T09:00")->required();
        add_write_options(command, state.write);
      },
      [&session](const DisputeOptions& state) { return hear(session, state); });
  add_command<DisputeOptions>(
      group, session, "decide", "decides (union; regulator on appeal or when the union is late or a party)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "dispute");
        command.add_option("finding", state.finding, "upheld, partly, dismissed or settled")->required();
        command.add_option("--amount", state.amount, "yuan")->capture_default_str();
        command
            .add_option("--follow-up", state.follow_up,
                        "the call that carries it out: none, payroll_revision, payroll_reversal, transfer, insurance")
            ->capture_default_str();
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) { return decide(session, state); });
}

void add_aid_commands(CLI::App& group, Session& session) {
  add_command<DisputeOptions>(
      group, session, "aid", "asks for legal aid (worker or employer)",
      [](CLI::App& command, DisputeOptions& state) {
        command.add_option("kind", state.kind, "advice, contract_review, compensation or injury_recognition")
            ->required();
        command.add_option("--dispute", state.key, "in this dispute, hex");
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) { return request_aid(session, state); });
  add_command<DisputeOptions>(
      group, session, "assign", "gives a request to an adviser (union)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "request");
        command.add_option("adviser", state.who, "key name or address")->required();
        add_write_options(command, state.write);
      },
      [&session](const DisputeOptions& state) { return assign(session, state); });
  add_command<DisputeOptions>(
      group, session, "close-aid", "closes a request with its result (who asked, adviser, union)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "request");
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) {
        return with_text(session, state, "dispute.close_aid", "request", "result");
      });
  add_command<DisputeOptions>(
      group, session, "liability", "declares who answers for a shared worker (lender; --co union and borrower)",
      [](CLI::App& command, DisputeOptions& state) {
        key_option(command, state, "agreement");
        command.add_option("--borrower", state.borrower, "the enterprise that uses the worker")->required();
        command.add_option("--wage-payer", state.wage_payer, "lender or borrower")->required();
        command.add_option("--injury-bearer", state.injury_bearer, "lender or borrower")->required();
        command.add_option("--from", state.from, "first day")->required();
        command.add_option("--until", state.until, "last day")->required();
        text_and_write(command, state);
      },
      [&session](const DisputeOptions& state) { return liability(session, state); });
}

void add_read_commands(CLI::App& group, Session& session) {
  add_command<DisputeOptions>(
      group, session, "show", "one dispute",
      [](CLI::App& command, DisputeOptions& state) { key_option(command, state, "dispute"); },
      [&session](const DisputeOptions& state) {
        return signed_document(session, "/v1/disputes/" + url_escape(state.key));
      });
  add_command<DisputeOptions>(
      group, session, "list", "disputes of the acting account, or its requests for aid",
      [](CLI::App& command, DisputeOptions& state) {
        command.add_option("--account", state.who, "whose (default: --as)");
        command.add_flag("--aid", state.aid, "requests for legal aid");
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const DisputeOptions& state) { return list(session, state); });
  add_command<DisputeOptions>(
      group, session, "desk", "what waits: open, escalated or aid (union; escalated also the regulator)",
      [](CLI::App& command, DisputeOptions& state) {
        command.add_option("part", state.part, "open, escalated or aid")->required();
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const DisputeOptions& state) { return desk(session, state); });
}

}  // namespace

void add_dispute_commands(CLI::App& app, Session& session) {
  CLI::App& group = *app.add_subcommand("dispute", "disputes and legal aid")->require_subcommand(1);
  add_party_commands(group, session);
  add_deciding_commands(group, session);
  add_aid_commands(group, session);
  add_read_commands(group, session);
}

}  // namespace xh::cli
