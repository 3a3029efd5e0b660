// Commercial insurance for active workers (IN-17): an offer and its acceptance, as a record. No money moves here.
#include "contracts/identity/members.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {

Outcome offer_plan(Context& context, const OfferPlan& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  if (auto ok = identity::require_role(context, args.worker, identity::Role::kWorker); !ok) return ok;
  if (args.offer.is_zero()) return refuse("NO_REASON", "IN-17", "an offer is kept by the hash of its text");
  if (args.expires_at <= context.now() || !is_plausible(args.expires_at))
    return refuse("OFFER_OVER", "IN-17", "the offer must end after the present moment");
  auto book = worker_book(context, args.worker);
  if (book.plans.size() >= kMaxPlansPerWorker)
    return refuse("TOO_MANY", "IN-17", "the worker has as many offers as the ledger keeps");
  PlanEvent made{context.new_record_key(), {args.worker, args.offer, context.now(), args.expires_at, std::nullopt}};
  book.plans.push_back(made.key);
  context.write(worker_key(args.worker), book);
  context.write(plan_key(made.key), made.plan);
  emit_to(context, {args.worker}, EventKind::kPlanOffered, made);
  return {};
}

Outcome accept_plan(Context& context, const AcceptPlan& args) {
  auto plan = context.read<Plan>(plan_key(args.plan));
  if (!plan || plan->worker != context.info().sender)
    return refuse("UNKNOWN_PLAN", "IN-17", "you have no offer with that key");
  if (plan->accepted_at) return refuse("NOTHING_CHANGES", "IN-17", "the offer was accepted before");
  if (context.now() >= plan->expires_at) return refuse("OFFER_OVER", "IN-17", "the offer is over; ask for a new one");
  plan->accepted_at = context.now();
  context.write(plan_key(args.plan), *plan);
  emit_to(context, {plan->worker}, EventKind::kPlanAccepted, PlanEvent{args.plan, *plan});
  return {};
}

}  // namespace xh::contracts::insurance
