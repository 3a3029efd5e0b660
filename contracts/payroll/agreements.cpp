// Agreements: made by three signatures, ended by two (PY-01 to PY-03, OP-12).
#include <algorithm>

#include "contracts/identity/members.h"
#include "contracts/payroll/book.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;

Outcome check_parties(const Context& context, const Terms& terms) {
  if (terms.employer == terms.worker || terms.employer == terms.union_account || terms.worker == terms.union_account) {
    return refuse("PARTIES_NOT_DISTINCT", "OP-12", "employer, worker and union must be three different accounts");
  }
  if (terms.union_account != identity::union_account(context)) {
    return refuse("NOT_THE_UNION", "OP-12", "the agreement names an account as union that is not the union's");
  }
  if (auto ok = identity::require_role(context, terms.employer, identity::Role::kEmployer); !ok) return ok;
  if (auto ok = identity::require_role(context, terms.worker, identity::Role::kWorker); !ok) return ok;
  for (const auto& party : {terms.employer, terms.worker, terms.union_account}) {
    if (!context.signed_by(party)) {
      return refuse("SIGNATURE_MISSING", "PY-07",
                    "employer, worker and union must all sign the agreement in one joint transaction");
    }
  }
  return {};
}

Outcome check_item(const PayItem& item, std::size_t index) {
  const std::string where = "pay item " + std::to_string(index + 1);
  if (item.name.empty()) return refuse("BAD_TERMS", "PY-03", where + " needs a name");
  if (item.kind == PayKind::kAgreedAmount) {
    if (item.rate.value != 0) return refuse("BAD_TERMS", "PY-03", where + " pays agreed amounts: its rate must be 0");
  } else if (item.rate.value < 1 || item.rate.value > kMaxRateFen) {
    return refuse("BAD_TERMS", "PY-03",
                  where + ": the rate must lie between 1 and " + std::to_string(kMaxRateFen) + " fen");
  }
  return {};
}

Outcome check_terms(const Terms& terms, CalendarReader& calendar) {
  if (!is_plausible(terms.effective))
    return refuse("BAD_TERMS", "PY-03", "the effective day must lie in the years 1 to 9999");
  if (!calendar.zone(terms.zone))
    return refuse("UNKNOWN_ZONE", "OP-06", "the ledger has no time zone '" + terms.zone + "'");
  if (!calendar.holidays(terms.holidays)) {
    return refuse("UNKNOWN_HOLIDAYS", "OP-16", "the ledger has no holiday table '" + terms.holidays + "'");
  }
  if (terms.items.empty()) return refuse("BAD_TERMS", "PY-03", "an agreement needs at least one pay item");
  for (std::size_t i = 0; i < terms.items.size(); ++i) {
    if (auto ok = check_item(terms.items[i], i); !ok) return ok;
  }
  if (std::ranges::count(terms.items, PayKind::kAgreedAmount, &PayItem::kind) > 1) {
    return refuse("BAD_TERMS", "PY-03", "only one pay item can pay the entries' agreed amounts");
  }
  if (terms.schedule.days < 1 || terms.schedule.days > kMaxCycleDays) {
    return refuse("BAD_TERMS", "OP-15",
                  "payday or cycle must be a number of days from 1 to " + std::to_string(kMaxCycleDays));
  }
  return {};
}

}  // namespace

Outcome sign_agreement(Context& context, const SignAgreementArgs& args) {
  CalendarReader calendar(context);
  if (auto ok = check_parties(context, args.terms); !ok) return ok;
  if (auto ok = check_terms(args.terms, calendar); !ok) return ok;
  if (args.agreement.is_zero() || context.exists(agreement_key(args.agreement))) {
    return refuse("AGREEMENT_KEY_USED", "PY-03", "the agreement's key is in use or zero; make a new random key");
  }
  OpenAgreement made{args.agreement, {}, {}, calendar.zone(args.terms.zone), calendar.holidays(args.terms.holidays)};
  made.content.terms = args.terms;
  made.content.signed_at = context.now();
  made.content.fee_ppm = use_parameter(context, parameters::kFeePpm, context.now());
  made.content.cutoff_s = use_parameter(context, parameters::kCutoffS, context.now());
  queue_payday(context, made);
  context.write(agreement_key(made.key), made.content);
  save_book(context, made);
  list_agreement(context, args.terms.employer, made.key);
  list_agreement(context, args.terms.worker, made.key);
  const Day first_payday = period_at(args.terms, *made.holidays, made.book.next_period).payday;
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kAgreementSigned),
               AgreementSignedEvent{made.key, made.content, first_payday}, made.parties());
  return {};
}

Outcome end_agreement(Context& context, const EndAgreementArgs& args) {
  CalendarReader calendar(context);
  auto agreement = open_agreement(context, calendar, args.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  const Terms& terms = agreement->terms();
  if (!context.signed_by(terms.union_account) ||
      !(context.signed_by(terms.employer) || context.signed_by(terms.worker))) {
    return refuse("SIGNATURE_MISSING", "PY-07",
                  "the union and either the employer or the worker must sign the end together");
  }
  if (agreement->content.last_day) {
    return refuse("ALREADY_ENDED", "PY-03",
                  "the agreement ends on " + to_text(*agreement->content.last_day) + " already");
  }
  const Day today = civil_day(*agreement->zone, context.now());
  if (!is_plausible(args.last_day) || args.last_day < std::max(today, terms.effective)) {
    return refuse("BAD_LAST_DAY", "PY-03", "the last day must be today or later, and not before the agreement's first");
  }
  agreement->content.last_day = args.last_day;
  context.write(agreement_key(agreement->key), agreement->content);
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kAgreementEnded),
               AgreementEndedEvent{agreement->key, args.last_day}, agreement->parties());
  return {};
}

}  // namespace xh::contracts::payroll
