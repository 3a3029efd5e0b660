// Amendments: other terms of the same agreement from a day on, made by three signatures (PY-01 to PY-03).
#include "contracts/payroll/agreement_checks.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/versions.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;

// What is left as it is: who, where, and the periods that paydays are counted by.
Outcome check_unchanged(const Terms& before, const Terms& after) {
  if (before.employer != after.employer || before.worker != after.worker ||
      before.union_account != after.union_account) {
    return refuse("PARTIES_CHANGED", "PY-03", "an amendment has the agreement's parties; sign a new one for others");
  }
  if (before.zone == after.zone && before.holidays == after.holidays && before.schedule == after.schedule) return {};
  return refuse("SCHEDULE_CHANGED", "PY-03",
                "an amendment keeps zone, holidays and schedule; end the agreement and sign a new one to change them");
}

Outcome check_day(const Context& context, const OpenAgreement& agreement, Day effective) {
  const auto wrong = [](const std::string& why) { return refuse("BAD_EFFECTIVE_DAY", "PY-03", why); };
  const Day today = civil_day(*agreement.zone, context.now());
  const Agreement& content = agreement.content;
  if (effective < today) return wrong("new terms hold from today on at the earliest");
  if (effective < agreement.terms().effective) return wrong("new terms cannot hold before the agreement does");
  if (!content.amendments.empty() && effective < content.amendments.back())
    return wrong("the last amendment holds from " + to_text(content.amendments.back()) + " on; take that day or later");
  if (content.last_day && effective > *content.last_day) return wrong("the agreement ends before that day");
  if (effective == today && context.exists(day_log_key(agreement.key, today)))
    return wrong("today's work is uploaded already; take tomorrow");
  return {};
}

}  // namespace

Outcome amend_agreement(Context& context, const AmendAgreementArgs& args) {
  CalendarReader calendar(context);
  auto agreement = open_agreement(context, calendar, args.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  if (auto ok = check_unchanged(agreement->terms(), args.terms); !ok) return ok;
  if (auto ok = check_parties(context, args.terms); !ok) return ok;
  if (auto ok = check_terms(context, args.terms, calendar); !ok) return ok;
  if (auto ok = check_day(context, *agreement, args.terms.effective); !ok) return ok;
  Agreement& content = agreement->content;
  if (content.amendments.size() == kMaxAmendments)
    return refuse("TOO_MANY_AMENDMENTS", "PY-03", "the agreement was amended too often; sign a new one");
  content.amendments.push_back(args.terms.effective);
  content.version = static_cast<std::uint32_t>(content.amendments.size()) + 1;
  const Amendment amendment{content.version - 1, args.terms, context.now()};
  context.write(amendment_key(agreement->key, amendment.number), amendment);
  context.write(agreement_key(agreement->key), content);
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kAgreementAmended),
               AgreementAmendedEvent{agreement->key, amendment}, agreement->parties());
  return {};
}

}  // namespace xh::contracts::payroll
