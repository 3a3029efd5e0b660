// How a running loan stands, as its bank says it: one report an instalment (CR-01: credit repayment).
#include "contracts/credit/handlers.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"

namespace xh::contracts::credit {
namespace {

Outcome check_days(const OpenLoan& loan, const RecordRepayment& args, chain::Day today) {
  const auto& last = loan.content.last_due;
  if (!is_plausible(args.due_day) || args.due_day > today || (last && args.due_day < *last))
    return refuse("BAD_DUE", "CR-01", "report instalments in the order of their due days, on the due day or later");
  if (args.paid_day && (!is_plausible(*args.paid_day) || *args.paid_day > today))
    return refuse("BAD_DUE", "CR-01", "an instalment cannot have been paid in the future");
  return {};
}

Outcome check_standing(const OpenLoan& loan, const RecordRepayment& args) {
  const bool in_range =
      args.outstanding.value >= 0 && args.outstanding <= loan.content.outstanding && args.arrears.value >= 0;
  if (!in_range)
    return refuse("BAD_STANDING", "CR-01", "the outstanding principal cannot grow, nor arrears be negative");
  const bool in_arrears = args.arrears.value > 0;
  if (in_arrears != args.unpaid_since.has_value() || (!args.paid_day && !in_arrears))
    return refuse("BAD_STANDING", "CR-01", "a missed instalment leaves arrears, with the due day of the oldest unpaid");
  if (args.unpaid_since && (!is_plausible(*args.unpaid_since) || *args.unpaid_since > args.due_day))
    return refuse("BAD_STANDING", "CR-01", "the oldest unpaid instalment was due on the reported day or before it");
  return {};
}

// A second report of the same instalment (it was paid late) changes the standing, not the counts.
void count_instalment(Context& context, OpenLoan& loan, const RecordRepayment& args, bool on_time) {
  if (loan.content.last_due && *loan.content.last_due == args.due_day) return;
  loan.content.last_due = args.due_day;
  ++loan.content.instalments;
  loan.content.on_time += on_time ? 1 : 0;
  auto file = file_of(context, loan.content.worker);
  ++file.instalments;
  file.instalments_on_time += on_time ? 1 : 0;
  save_file(context, loan.content.worker, file);
}

}  // namespace

Outcome record_repayment(Context& context, const RecordRepayment& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kBank); !ok) return ok;
  auto loan = open_loan(context, args.loan, Side::kBank);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_state(*loan, LoanState::kRunning, "only a running loan is repaid"); !ok) return ok;
  if (auto ok = check_days(*loan, args, civil_day_of(context, context.now())); !ok) return ok;
  if (auto ok = check_standing(*loan, args); !ok) return ok;
  const bool on_time = args.paid_day && *args.paid_day <= args.due_day;
  count_instalment(context, *loan, args, on_time);
  loan->content.outstanding = args.outstanding;
  loan->content.arrears = args.arrears;
  loan->content.default_since = args.unpaid_since;
  release_guarantee(context, *loan, args.outstanding);
  save_loan(context, *loan);
  emit(context, EventKind::kRepaymentRecorded,
       RepaymentRecorded{args.loan, loan->content.worker, args.due_day, args.paid_day, on_time, args.outstanding,
                         args.arrears},
       loan->parties());
  return {};
}

Outcome close_loan(Context& context, const LoanRef& args) {
  auto loan = open_loan(context, args.loan, Side::kBank);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_state(*loan, LoanState::kRunning, "only a running loan is closed"); !ok) return ok;
  release_guarantee(context, *loan, {});
  loan->content.outstanding = {};
  loan->content.arrears = {};
  loan->content.default_since.reset();
  loan->content.state = LoanState::kClosed;
  loan->content.closed_at = context.now();
  change_loan(context, *loan);
  return {};
}

}  // namespace xh::contracts::credit
