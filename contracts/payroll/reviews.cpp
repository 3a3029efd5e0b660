// The end of a part-time week and the union's word on a limit that was passed (PY-17, OP-25).
#include "contracts/identity/members.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/weeks.h"

namespace xh::contracts::payroll {

// Due when the week is over, at the next Monday's first moment.
Outcome run_part_time(Context& context, const DueItem& item) {
  CalendarReader calendar(context);
  const auto agreement = open_agreement(context, calendar, item.record);
  CHECK(agreement.has_value());  // agreements are never removed
  watch_part_time(context, *agreement, add_days(civil_day(*agreement->zone, item.due), -1));
  return {};
}

Outcome close_review(Context& context, const CloseReviewArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  auto review = context.read<Review>(review_key(args.number));
  if (!review) return refuse("UNKNOWN_REVIEW", "OP-25", "there is no review " + std::to_string(args.number));
  if (args.outcome == ReviewOutcome::kOpen)
    return refuse("NO_OUTCOME", "OP-25", "say what came of it: noted, reclassify or unfounded");
  if (review->outcome != ReviewOutcome::kOpen)
    return refuse("REVIEW_CLOSED", "OP-25", "review " + std::to_string(args.number) + " was closed before");
  review->outcome = args.outcome;
  review->closed_at = context.now();
  context.write(review_key(args.number), *review);
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kReviewClosed),
               ReviewClosedEvent{args.number, *review}, {review->employer, review->worker});
  return {};
}

}  // namespace xh::contracts::payroll
