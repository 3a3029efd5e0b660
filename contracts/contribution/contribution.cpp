#include "contracts/contribution/contribution.h"

#include "contracts/contribution/crediting.h"
#include "contracts/contribution/events.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/engine/parameters.h"
#include "contracts/identity/members.h"

namespace xh::contracts {
namespace contribution {
namespace {

using identity::Role;

std::string_view demand_name(Season season) {
  switch (season) {
    case Season::kPeak:
      return "cv.demand.peak_ppm";
    case Season::kLow:
      return "cv.demand.low_ppm";
    case Season::kNormal:
      break;
  }
  return "cv.demand.normal_ppm";
}

// The base value in force at completion; nothing for a resource that the price table does not have.
std::optional<RuleValue> base_of(const Context& context, const std::string& resource, chain::Timestamp at) {
  const auto history = find_parameter(context, "cv.resource." + resource);
  if (!history) return std::nullopt;
  const auto entry = value_at(*history, at);
  return RuleValue{entry.value, entry.version};
}

Outcome check_act(const Context& context, const RecordAct& args) {
  const auto now = context.now();
  if (auto ok = identity::require_sender(context, Role::kMember); !ok) return ok;
  if (auto ok = identity::require_role(context, args.counterpart, Role::kMember); !ok) return ok;
  if (args.counterpart == context.info().sender)
    return refuse("SAME_ACCOUNT", "CV-65", "using one's own resource is no contribution");
  if (args.evidence.is_zero()) return refuse("NO_EVIDENCE", "CV-43", "an act needs the hash of its evidence");
  if (context.exists(evidence_key(args.evidence)))
    return refuse("EVIDENCE_USED", "CV-43", "the evidence belongs to an act that is recorded");
  if (args.units < 1 || args.units > kMaxUnits)
    return refuse("BAD_UNITS", "CV-12", "units must be between 1 and " + std::to_string(kMaxUnits));
  if (args.completed_at > now)
    return refuse("NOT_COMPLETED", "OP-51", "the act's completion lies after the ledger's time");
  const auto age_days = context.parameter("cv.act.max_age_days", now).value;
  if (args.completed_at.value < 0 || args.completed_at.value < now.value - age_days * chain::kDayMs) {
    return refuse("TOO_OLD", "OP-51",
                  "an act is recorded within " + std::to_string(age_days) + " days of its completion");
  }
  return {};
}

Outcome record_act(Context& context, const RecordAct& args) {
  if (auto ok = check_act(context, args); !ok) return ok;
  const auto base = base_of(context, args.resource, args.completed_at);
  if (!base) return refuse("UNKNOWN_RESOURCE", "CV-15", "the price table has no resource '" + args.resource + "'");
  const auto demand = context.parameter(demand_name(args.season), args.completed_at);
  const auto key = context.new_record_key();
  Act act;
  act.provider = context.info().sender;
  act.counterpart = args.counterpart;
  act.resource = args.resource;
  act.units = args.units;
  act.season = args.season;
  act.completed_at = args.completed_at;
  act.recorded_at = context.now();
  act.evidence = args.evidence;
  act.base = *base;
  act.demand = {demand.value, demand.version};
  context.write(act_key(key), act);
  context.write(evidence_key(args.evidence), EvidenceUse{key});
  queue_item(context, key, act, ItemKind::kCredit, credit_time(context, act.completed_at));
  queue_item(context, key, act, ItemKind::kAutomatic, automatic_time(context, act.completed_at));
  const std::vector parties{act.provider, act.counterpart};
  context.emit(ContractId::kContribution, static_cast<std::uint32_t>(EventKind::kActRecorded),
               ActRecorded{key, std::move(act)}, parties);
  return {};
}

// The sender's rating of the other side goes here; null for someone who took no part.
Rating* place_of(Act& act, const chain::AccountId& sender) {
  if (sender == act.counterpart) return &act.rating_of_provider;
  if (sender == act.provider) return &act.rating_of_counterpart;
  return nullptr;
}

Outcome rate_act(Context& context, const RateAct& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  if (args.rating == Rating::kNone) return refuse("NO_RATING", "CV-14", "rate good, medium or bad");
  auto act = find_act(context, args.act);
  if (!act) return refuse("UNKNOWN_ACT", "CV-43", "there is no act " + chain::to_hex(args.act.view()));
  auto* place = place_of(*act, sender);
  if (place == nullptr) return refuse("NOT_A_PARTY", "CV-65", "only the two sides of an act rate it");
  if (*place != Rating::kNone) return refuse("ALREADY_RATED", "OP-51", "each side rates an act once");
  if (act->credited) return refuse("ALREADY_CREDITED", "OP-51", "the act was credited; it can be rated no more");
  *place = args.rating;
  context.write(act_key(args.act), *act);
  const bool is_complete = act->rating_of_provider != Rating::kNone && act->rating_of_counterpart != Rating::kNone;
  if (is_complete && context.now() >= credit_time(context, act->completed_at)) {
    queue_item(context, args.act, *act, ItemKind::kCredit, context.now());  // the first look came too early
  }
  context.emit(ContractId::kContribution, static_cast<std::uint32_t>(EventKind::kActRated),
               ActRated{args.act, sender, args.rating}, {act->provider, act->counterpart});
  return {};
}

}  // namespace
}  // namespace contribution

void register_contribution(Registry& registry) {
  using contribution::ItemKind;
  using contribution::MethodId;
  constexpr auto kContract = ContractId::kContribution;
  registry.add_method<contribution::RecordAct>(
      kContract, static_cast<std::uint32_t>(MethodId::kRecordAct), "contribution.record_act", contribution::record_act,
      [](const contribution::RecordAct& args) { return std::vector{args.counterpart}; });
  registry.add_method<contribution::RateAct>(kContract, static_cast<std::uint32_t>(MethodId::kRateAct),
                                             "contribution.rate_act", contribution::rate_act);
  registry.add_calendar(kContract, static_cast<std::uint32_t>(ItemKind::kCredit),
                        {"contribution.credit", contribution::run_credit});
  registry.add_calendar(kContract, static_cast<std::uint32_t>(ItemKind::kAutomatic),
                        {"contribution.automatic", contribution::run_automatic});
  require_parameters(registry, "cv.");
}

}  // namespace xh::contracts
