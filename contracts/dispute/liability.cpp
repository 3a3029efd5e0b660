// Liability rules for a shared worker (LG-06): who pays and who answers for an injury while another enterprise uses the
// worker's labour. The union and both enterprises sign.
#include "contracts/dispute/handlers.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/records.h"

namespace xh::contracts::dispute {
namespace {

using identity::Role;

Outcome check_terms(const Context& context, const LiabilityTerms& terms, const payroll::Agreement& agreement) {
  const auto& lender = agreement.terms.employer;
  if (terms.borrower == lender) return refuse("SAME_ACCOUNT", "LG-06", "lender and borrower are two enterprises");
  if (auto ok = identity::require_role(context, terms.borrower, Role::kEmployer); !ok) return ok;
  for (const auto& bearer : {terms.wage_payer, terms.injury_bearer}) {
    if (bearer != lender && bearer != terms.borrower)
      return refuse("BAD_BEARER", "LG-06", "wages are paid and injuries borne by the lender or the borrower");
  }
  if (!is_plausible(terms.from) || !is_plausible(terms.until) || terms.until < terms.from ||
      terms.from < agreement.terms.effective)
    return refuse("BAD_DAYS", "LG-06", "sharing lies within the agreement and ends on or after its first day");
  if (terms.text.is_zero()) return refuse("NO_STATEMENT", "LG-06", "the rules' text is named by its salted hash");
  return {};
}

}  // namespace

Outcome declare_liability(Context& context, const DeclareLiability& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_sender(context, Role::kEmployer); !ok) return ok;
  const auto agreement = context.read<payroll::Agreement>(payroll::agreement_key(args.terms.agreement));
  if (!agreement) {
    return refuse("UNKNOWN_AGREEMENT", "LG-06", "there is no agreement " + chain::to_hex(args.terms.agreement.view()));
  }
  if (agreement->terms.employer != sender)
    return refuse("NOT_YOUR_AGREEMENT", "LG-06", "the employer of the agreement declares how its worker is shared");
  if (auto ok = check_terms(context, args.terms, *agreement); !ok) return ok;
  if (!context.signed_by(agreement->terms.union_account) || !context.signed_by(args.terms.borrower))
    return refuse("SIGNATURE_MISSING", "LG-06", "the union and the borrowing enterprise sign too");
  const auto before = find_liability(context, args.terms.agreement);
  const Liability liability{args.terms, sender, agreement->terms.worker, before ? before->version + 1 : 1,
                            context.now()};
  context.write(liability_key(args.terms.agreement), liability);
  emit(context, EventKind::kLiabilityDeclared, liability, {sender, args.terms.borrower, liability.worker});
  return {};
}

}  // namespace xh::contracts::dispute
