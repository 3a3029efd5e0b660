// Agreements: made by three signatures, ended by two (PY-01 to PY-03, OP-12).
#include <algorithm>

#include "contracts/payroll/agreement_checks.h"
#include "contracts/payroll/book.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"

namespace xh::contracts::payroll {

using chain::Day;

Outcome sign_agreement(Context& context, const SignAgreementArgs& args) {
  CalendarReader calendar(context);
  if (auto ok = check_parties(context, args.terms); !ok) return ok;
  if (auto ok = check_terms(context, args.terms, calendar); !ok) return ok;
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
