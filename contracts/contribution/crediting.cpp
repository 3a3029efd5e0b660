#include "contracts/contribution/crediting.h"

#include "contracts/contribution/events.h"
#include "contracts/contribution/formula.h"

namespace xh::contracts::contribution {
namespace {

RuleValue rule(const Context& context, std::string_view name, chain::Timestamp at) {
  const auto found = context.parameter(name, at);
  return {found.value, found.version};
}

std::string_view factor_name(Rating rating) {
  switch (rating) {
    case Rating::kGood:
      return "cv.rating.good_ppm";
    case Rating::kBad:
      return "cv.rating.bad_ppm";
    case Rating::kNone:
    case Rating::kMedium:
      break;
  }
  return "cv.rating.medium_ppm";  // also for a rating that never came (OP-51)
}

chain::Timestamp days_after(const Context& context, std::string_view parameter, chain::Timestamp completed_at) {
  return chain::Timestamp{completed_at.value + context.parameter(parameter, completed_at).value * chain::kDayMs};
}

Outcome credit(Context& context, const chain::RecordKey& key, Act act) {
  CvCredited event;
  event.is_automatic = act.rating_of_provider == Rating::kNone || act.rating_of_counterpart == Rating::kNone;
  event.rating = act.rating_of_provider == Rating::kNone ? Rating::kMedium : act.rating_of_provider;
  event.factor = rule(context, factor_name(event.rating), act.completed_at);
  const auto result = resource_cv(
      {chain::MicroCv{act.base.value}, act.units, chain::Ppm{act.demand.value}, chain::Ppm{event.factor.value}});
  auto balance = cv_balance_of(context, act.provider);
  const auto global = result ? chain::checked_add(balance.global, *result) : std::nullopt;
  const auto lifetime = result ? chain::checked_add(balance.lifetime, *result) : std::nullopt;
  if (!global || !lifetime)
    return refuse("CV_OVERFLOW", "OP-02", "the CV would leave the range of the ledger's numbers");
  balance = {*global, *lifetime, balance.acts + 1};
  context.write(cv_balance_key(act.provider), balance);
  act.credited = true;
  act.result = *result;
  context.write(act_key(key), act);
  event.act = key;
  event.provider = act.provider;
  event.resource = act.resource;
  event.base = act.base;
  event.units = act.units;
  event.demand = act.demand;
  event.result = *result;
  event.balance = balance.global;
  event.lifetime = balance.lifetime;
  context.emit(ContractId::kContribution, static_cast<std::uint32_t>(EventKind::kCvCredited), event,
               {act.provider, act.counterpart});
  return {};
}

}  // namespace

chain::Timestamp credit_time(const Context& context, chain::Timestamp completed_at) {
  return days_after(context, "cv.credit.wait_days", completed_at);
}
chain::Timestamp automatic_time(const Context& context, chain::Timestamp completed_at) {
  return days_after(context, "cv.credit.automatic_days", completed_at);
}

void queue_item(Context& context, const chain::RecordKey& key, const Act& act, ItemKind kind, chain::Timestamp due) {
  DueItem item;
  item.due = due;
  item.contract = static_cast<std::uint32_t>(ContractId::kContribution);
  item.kind = static_cast<std::uint32_t>(kind);
  item.record = key;
  item.accounts = {act.provider, act.counterpart};  // a rating may not slip in before overdue crediting
  context.schedule(std::move(item));
}

Outcome run_credit(Context& context, const DueItem& item) {
  auto act = find_act(context, item.record);
  CHECK(act.has_value());
  const bool is_ready = act->rating_of_provider != Rating::kNone && act->rating_of_counterpart != Rating::kNone;
  if (act->credited || !is_ready) return {};
  return credit(context, item.record, std::move(*act));
}

Outcome run_automatic(Context& context, const DueItem& item) {
  auto act = find_act(context, item.record);
  CHECK(act.has_value());
  if (act->credited) return {};
  return credit(context, item.record, std::move(*act));
}

}  // namespace xh::contracts::contribution
