// From the hearing to the final decision: who decides, when, what a decision must say, one appeal.
#include "contracts/dispute/default_parameters.h"
#include "contracts/dispute/handlers.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"

namespace xh::contracts::dispute {
namespace {

using identity::Role;

bool is_decidable(State state) {
  return state <= State::kHearing || state == State::kAppealed;
}

// Nobody decides his own case. The union decides first, the regulator on appeal, when the union is a party, and beside
// the union once it is late.
Outcome require_decider(const Context& context, const Dispute& dispute) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  const bool may_regulator =
      dispute.state == State::kAppealed || dispute.escalated || is_party(dispute, identity::union_account(context));
  const bool as_union = identity::has_role(context, sender, Role::kUnion) && dispute.state != State::kAppealed;
  const bool as_regulator = identity::has_role(context, sender, Role::kRegulator) && may_regulator;
  if (!is_party(dispute, sender) && (as_union || as_regulator)) return {};
  return refuse("NOT_THE_DECIDER", "LG-02",
                "the union decides; the regulator does on appeal, when the union is late, or when it is a party");
}

OutcomeOf<Dispute> require_open(const Context& context, const chain::RecordKey& key) {
  auto dispute = require_dispute(context, key);
  if (!dispute) return dispute;
  if (!is_decidable(dispute->state))
    return refuse("DISPUTE_OVER", "LG-03", "the dispute is " + std::string(enum_name(dispute->state)));
  if (auto ok = require_decider(context, *dispute); !ok) return std::unexpected(ok.error());
  return dispute;
}

bool pays(Finding finding) {
  return finding == Finding::kUpheld || finding == Finding::kPartly || finding == Finding::kSettled;
}

Outcome check_amount(const Dispute& dispute, const DecideDispute& args) {
  if (args.amount.value < 0 || args.amount.value > kMaxClaimFen)
    return refuse("BAD_AMOUNT", "LG-03", "an amount is between 0 and the ledger's limit");
  if (!pays(args.finding) && args.amount.value != 0)
    return refuse("BAD_AMOUNT", "LG-03", "a dismissed claim gives nothing");
  if (!dispute.claim) return {};
  if (args.amount > *dispute.claim) return refuse("BAD_AMOUNT", "LG-03", "a decision gives no more than the claim");
  if (args.finding == Finding::kUpheld && args.amount != *dispute.claim)
    return refuse("BAD_AMOUNT", "LG-03", "an upheld claim is given in full; use partly for less");
  if (args.finding == Finding::kPartly && (args.amount.value == 0 || args.amount == *dispute.claim))
    return refuse("BAD_AMOUNT", "LG-03", "partly means more than nothing and less than the claim");
  return {};
}

// Wages come right only through payroll: by a new version of the day, or by a reversal (0016).
Outcome check_follow_up(const Dispute& dispute, const DecideDispute& args) {
  const bool owes = pays(args.finding) && args.amount.value > 0;
  if (!owes && args.finding != Finding::kUpheld) return {};
  const bool about_pay = dispute.kind == Kind::kWage || dispute.kind == Kind::kWorkLog;
  const bool by_payroll = args.follow_up == FollowUp::kRevision || args.follow_up == FollowUp::kReversal;
  if (about_pay && !by_payroll)
    return refuse("FOLLOW_UP_REQUIRED", "PY-11", "name the payroll call that follows: a revision or a reversal");
  if (owes && args.follow_up == FollowUp::kNone)
    return refuse("FOLLOW_UP_REQUIRED", "LG-05", "name the call that carries the amount out");
  return {};
}

Outcome check_time(const Context& context, const Dispute& dispute) {
  if (dispute.state == State::kAppealed) return {};
  if (!dispute.answered_at && context.now() < dispute.answer_due)
    return refuse("TOO_EARLY", "LG-03", "the other side has not answered and still has time to");
  if (dispute.hearing_at && context.now() < *dispute.hearing_at)
    return refuse("TOO_EARLY", "LG-03", "the hearing has not been held");
  return {};
}

Decision make_decision(const Context& context, const Dispute& dispute, const DecideDispute& args) {
  return {context.info().sender,
          args.finding,
          args.amount,
          args.reasons,
          args.follow_up,
          context.now(),
          context.now() >= dispute.decide_due};
}

void decide_first(Context& context, const chain::RecordKey& key, Dispute& dispute, const Decision& decision) {
  dispute.decision = decision;
  const bool by_union = decision.by == identity::union_account(context);
  if (!by_union) {  // the regulator is the last instance here
    dispute.state = State::kFinal;
    return;
  }
  dispute.state = State::kDecided;
  dispute.appeal_until = days_from_now(context, parameters::kAppealDays);
  queue(context, key, ItemKind::kAppealEnds, *dispute.appeal_until, {});
}

}  // namespace

Outcome hear(Context& context, const SetHearing& args) {
  auto dispute = require_open(context, args.dispute);
  if (!dispute) return std::unexpected(dispute.error());
  const auto earliest = days_from_now(context, parameters::kHearingNoticeDays);
  if (!is_plausible(args.at) || args.at < earliest)
    return refuse("BAD_HEARING", "LG-03", "a hearing is announced with the notice that the rules ask for");
  if (context.now() < dispute->decide_due && args.at >= dispute->decide_due)
    return refuse("BAD_HEARING", "LG-03", "a hearing lies before the decision is due");
  dispute->hearing_at = args.at;
  if (dispute->state != State::kAppealed) dispute->state = State::kHearing;
  context.write(dispute_key(args.dispute), *dispute);
  emit_step(context, EventKind::kHearingSet, args.dispute, *dispute, args.at);
  return {};
}

Outcome decide(Context& context, const DecideDispute& args) {
  auto dispute = require_open(context, args.dispute);
  if (!dispute) return std::unexpected(dispute.error());
  if (args.reasons.is_zero())
    return refuse("NO_REASONS", "LG-02", "a decision gives its reasons, by their salted hash");
  if (auto ok = check_time(context, *dispute); !ok) return ok;
  if (auto ok = check_amount(*dispute, args); !ok) return ok;
  if (auto ok = check_follow_up(*dispute, args); !ok) return ok;
  const auto decision = make_decision(context, *dispute, args);
  const bool on_appeal = dispute->state == State::kAppealed;
  if (on_appeal) {
    dispute->on_appeal = decision;
    dispute->state = State::kFinal;
  } else {
    decide_first(context, args.dispute, *dispute, decision);
  }
  context.write(dispute_key(args.dispute), *dispute);
  leave_desk(context, args.dispute, *dispute);
  emit(context, EventKind::kDecided, DisputeDecided{args.dispute, decision, on_appeal, dispute->state == State::kFinal},
       {dispute->filer, dispute->respondent});
  return {};
}

Outcome appeal(Context& context, const AppealDispute& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  auto dispute = require_dispute(context, args.dispute);
  if (!dispute) return std::unexpected(dispute.error());
  if (!is_party(*dispute, sender)) return refuse("NOT_A_PARTY", "LG-02", "the two sides of a dispute may appeal");
  if (args.grounds.is_zero())
    return refuse("NO_STATEMENT", "LG-02", "an appeal gives its grounds, by their salted hash");
  if (dispute->appellant || dispute->on_appeal) return refuse("NO_APPEAL", "LG-02", "a dispute is appealed once");
  if (!dispute->decision) return refuse("NOT_DECIDED", "LG-02", "there is no decision to appeal against");
  if (dispute->state == State::kFinal && !dispute->appeal_until)
    return refuse("NO_APPEAL", "LG-02", "the regulator's decision is final here; arbitration and courts are open");
  if (dispute->state != State::kDecided || context.now() >= *dispute->appeal_until)
    return refuse("APPEAL_TOO_LATE", "LG-02", "the time to appeal is over");
  dispute->appellant = sender;
  dispute->grounds = args.grounds;
  dispute->state = State::kAppealed;
  dispute->escalated = false;
  dispute->hearing_at.reset();
  dispute->decide_due = days_from_now(context, parameters::kAppealDecideDays);
  context.write(dispute_key(args.dispute), *dispute);
  list_add(context, desk(ListKind::kEscalated), chain::retag<chain::Hash256>(args.dispute));
  queue(context, args.dispute, ItemKind::kDecideDue, dispute->decide_due, {});
  emit_step(context, EventKind::kAppealed, args.dispute, *dispute, {}, sender);
  return {};
}

// The first instance's item finds an appealed dispute when the appeal came before it: its own item comes later.
Outcome run_decide_due(Context& context, const DueItem& item) {
  auto dispute = find_dispute(context, item.record);
  CHECK(dispute.has_value());
  if (!is_decidable(dispute->state) || dispute->escalated || context.now() < dispute->decide_due) return {};
  dispute->escalated = true;
  context.write(dispute_key(item.record), *dispute);
  list_add(context, desk(ListKind::kEscalated), chain::retag<chain::Hash256>(item.record));
  emit_step(context, EventKind::kEscalated, item.record, *dispute, dispute->decide_due);
  return {};
}

Outcome run_appeal_ends(Context& context, const DueItem& item) {
  auto dispute = find_dispute(context, item.record);
  CHECK(dispute.has_value());
  if (dispute->state != State::kDecided) return {};
  dispute->state = State::kFinal;
  context.write(dispute_key(item.record), *dispute);
  emit_step(context, EventKind::kFinal, item.record, *dispute);
  return {};
}

}  // namespace xh::contracts::dispute
