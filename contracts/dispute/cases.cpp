// A case until the answer: who may bring what against whom, the other side's answer, taking it back.
#include <algorithm>
#include <set>

#include "chain/crypto/sha256.h"
#include "contracts/dispute/default_parameters.h"
#include "contracts/dispute/handlers.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/records.h"
#include "contracts/payroll/records.h"

namespace xh::contracts::dispute {
namespace {

std::string hex(const chain::RecordKey& key) {
  return chain::to_hex(key.view());
}

// Who has rights by the record; empty when there is no such record.
std::vector<chain::AccountId> parties_of(const Context& context, Kind kind, const chain::RecordKey& subject) {
  if (const auto agreement = context.read<payroll::Agreement>(payroll::agreement_key(subject))) {
    return {agreement->terms.worker, agreement->terms.employer, agreement->terms.union_account};
  }
  if (kind != Kind::kInsurance) return {};
  const auto contract = context.read<insurance::Contract>(insurance::contract_key(subject));
  if (!contract) return {};
  std::vector out{contract->terms.worker, identity::union_account(context)};
  if (!contract->terms.employer.is_zero()) out.push_back(contract->terms.employer);
  return out;
}

Outcome check_parties(const Context& context, const FileDispute& args) {
  const auto sender = context.info().sender;
  if (args.respondent == sender) return refuse("SAME_ACCOUNT", "LG-03", "a dispute has two sides");
  const auto parties = parties_of(context, args.kind, args.subject);
  if (parties.empty()) {
    return refuse("UNKNOWN_SUBJECT", "LG-03",
                  "there is no record " + hex(args.subject) + " that a dispute of this kind can be about");
  }
  const auto is_one = [&](const chain::AccountId& account) {
    return std::ranges::find(parties, account) != parties.end();
  };
  if (!is_one(sender) || !is_one(args.respondent))
    return refuse("NOT_A_PARTY", "LG-03", "both sides of a dispute are parties of the record it is about");
  return identity::require_active(context, args.respondent);
}

Outcome check_day(const Context& context, const FileDispute& args) {
  if (args.kind != Kind::kWorkLog) {
    if (args.day && !is_plausible(*args.day)) return refuse("UNKNOWN_LOG", "LG-03", "the day is not a civil day");
    return {};
  }
  if (!args.day) return refuse("DAY_REQUIRED", "LG-03", "a dispute about a work log names its day");
  if (!is_plausible(*args.day) || !context.exists(payroll::day_log_key(args.subject, *args.day)))
    return refuse("UNKNOWN_LOG", "LG-03", "the agreement has no work log of that day");
  return {};
}

Outcome check_papers(const chain::Hash256& statement, const std::vector<chain::Hash256>& evidence) {
  if (statement.is_zero())
    return refuse("NO_STATEMENT", "LG-03", "a statement is named by its salted hash and kept off chain");
  std::set<chain::Hash256> seen;
  for (const auto& hash : evidence) {
    if (hash.is_zero() || !seen.insert(hash).second)
      return refuse("BAD_EVIDENCE", "LG-03", "name each piece of evidence once, by its salted hash");
  }
  return {};
}

Outcome check_claim(const std::optional<chain::Fen>& claim) {
  if (!claim || (claim->value > 0 && claim->value <= kMaxClaimFen)) return {};
  return refuse("BAD_CLAIM", "LG-03", "a claim is a positive amount, or left out");
}

chain::Hash256 subject_hash(Kind kind, const chain::RecordKey& subject, const std::optional<chain::Day>& day) {
  chain::Bytes bytes;
  chain::append_be32(bytes, static_cast<std::uint32_t>(kind));
  chain::append(bytes, subject.view());
  if (day) chain::append_be64(bytes, static_cast<std::uint64_t>(day->value));
  return chain::sha256(bytes);
}

Dispute make_dispute(const Context& context, const FileDispute& args) {
  Dispute out;
  out.kind = args.kind;
  out.filer = context.info().sender;
  out.respondent = args.respondent;
  out.subject = args.subject;
  out.day = args.day;
  out.claim = args.claim;
  out.statement = args.statement;
  out.evidence = args.evidence;
  out.filed_at = context.now();
  out.answer_due = days_from_now(context, parameters::kAnswerDays);
  out.decide_due = std::max(out.answer_due, days_from_now(context, parameters::kDecideDays));
  return out;
}

void enter_lists(Context& context, const chain::RecordKey& key, const Dispute& dispute) {
  const auto item = chain::retag<chain::Hash256>(key);
  list_append(context, list_of(ListKind::kDisputesOf, dispute.filer), item);
  list_append(context, list_of(ListKind::kDisputesOf, dispute.respondent), item);
  list_add(context, list_of(ListKind::kOpenOf, dispute.filer), item);
  list_add(context, desk(ListKind::kOpenDisputes), item);
  const auto union_account = identity::union_account(context);
  if (is_party(dispute, union_account)) list_add(context, desk(ListKind::kEscalated), item);
}

}  // namespace

OutcomeOf<Dispute> require_dispute(const Context& context, const chain::RecordKey& key) {
  auto dispute = find_dispute(context, key);
  if (!dispute) return refuse("UNKNOWN_DISPUTE", "LG-03", "there is no dispute " + hex(key));
  return std::move(*dispute);
}

bool is_party(const Dispute& dispute, const chain::AccountId& account) {
  return account == dispute.filer || account == dispute.respondent;
}

void leave_desk(Context& context, const chain::RecordKey& key, const Dispute& dispute) {
  const auto item = chain::retag<chain::Hash256>(key);
  list_remove(context, list_of(ListKind::kOpenOf, dispute.filer), item);
  list_remove(context, desk(ListKind::kOpenDisputes), item);
  list_remove(context, desk(ListKind::kEscalated), item);
  // A newer one on the same subject may be open while this one comes back by an appeal.
  const auto open = open_on_key(dispute.filer, subject_hash(dispute.kind, dispute.subject, dispute.day));
  const auto holder = context.read<OpenOn>(open);
  if (holder && holder->dispute == key) context.erase(open);
}

chain::Timestamp days_from_now(const Context& context, const char* parameter) {
  return chain::Timestamp{context.now().value + context.parameter(parameter, context.now()).value * chain::kDayMs};
}

void queue(Context& context, const chain::RecordKey& record, ItemKind kind, chain::Timestamp due,
           std::vector<chain::AccountId> accounts) {
  context.schedule({due, static_cast<std::uint32_t>(ContractId::kDispute), static_cast<std::uint32_t>(kind), record,
                    std::move(accounts)});
}

Outcome file(Context& context, const FileDispute& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  if (auto ok = check_papers(args.statement, args.evidence); !ok) return ok;
  if (auto ok = check_claim(args.claim); !ok) return ok;
  if (auto ok = check_parties(context, args); !ok) return ok;
  if (auto ok = check_day(context, args); !ok) return ok;
  const auto open_key = open_on_key(sender, subject_hash(args.kind, args.subject, args.day));
  if (const auto open = context.read<OpenOn>(open_key))
    return refuse("ALREADY_OPEN", "LG-03", "you have an open dispute about this: " + hex(open->dispute));
  if (list_count(context, list_of(ListKind::kOpenOf, sender)) >= kMaxOpenPerAccount)
    return refuse("TOO_MANY_OPEN", "LG-03", "an account has at most 100 open disputes; withdraw one first");
  const auto key = context.new_record_key();
  const auto dispute = make_dispute(context, args);
  context.write(dispute_key(key), dispute);
  context.write(open_key, OpenOn{key});
  enter_lists(context, key, dispute);
  queue(context, key, ItemKind::kAnswerDue, dispute.answer_due, {dispute.respondent});
  queue(context, key, ItemKind::kDecideDue, dispute.decide_due, {});
  emit(context, EventKind::kFiled, DisputeFiled{key, dispute}, {dispute.filer, dispute.respondent});
  return {};
}

Outcome answer(Context& context, const AnswerDispute& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  auto dispute = require_dispute(context, args.dispute);
  if (!dispute) return std::unexpected(dispute.error());
  if (sender != dispute->respondent)
    return refuse("NOT_THE_RESPONDENT", "LG-03", "the side that the dispute is against answers it");
  if (auto ok = check_papers(args.answer, args.evidence); !ok) return ok;
  if (dispute->answered_at) return refuse("ALREADY_ANSWERED", "LG-03", "the dispute is answered");
  if (dispute->state > State::kHearing)
    return refuse("DISPUTE_OVER", "LG-03", "the dispute is " + std::string(enum_name(dispute->state)));
  if (context.now() >= dispute->answer_due)
    return refuse("ANSWER_TOO_LATE", "LG-03", "the time to answer is over; speak at the hearing");
  dispute->answered_at = context.now();
  dispute->answer = args.answer;
  dispute->counter_evidence = args.evidence;
  if (dispute->state == State::kFiled) dispute->state = State::kAnswered;
  context.write(dispute_key(args.dispute), *dispute);
  emit_step(context, EventKind::kAnswered, args.dispute, *dispute);
  return {};
}

Outcome withdraw(Context& context, const WithdrawDispute& args) {
  const auto sender = context.info().sender;
  auto dispute = require_dispute(context, args.dispute);
  if (!dispute) return std::unexpected(dispute.error());
  if (sender != dispute->filer) return refuse("NOT_THE_FILER", "LG-03", "a dispute is withdrawn by who filed it");
  if (dispute->state > State::kHearing)
    return refuse("DISPUTE_OVER", "LG-03", "the dispute is " + std::string(enum_name(dispute->state)));
  dispute->state = State::kWithdrawn;
  context.write(dispute_key(args.dispute), *dispute);
  leave_desk(context, args.dispute, *dispute);
  emit_step(context, EventKind::kWithdrawn, args.dispute, *dispute);
  return {};
}

Outcome run_answer_due(Context& context, const DueItem& item) {
  const auto dispute = find_dispute(context, item.record);
  CHECK(dispute.has_value());
  if (dispute->answered_at || dispute->state > State::kHearing) return {};
  emit_step(context, EventKind::kUnanswered, item.record, *dispute);
  return {};
}

}  // namespace xh::contracts::dispute
