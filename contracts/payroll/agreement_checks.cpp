#include "contracts/payroll/agreement_checks.h"

#include <algorithm>
#include <set>

#include "contracts/engine/parameters.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/book.h"
#include "contracts/payroll/default_parameters.h"

namespace xh::contracts::payroll {
namespace {

std::unexpected<Refusal> bad(const std::string& message) {
  return refuse("BAD_TERMS", "PY-03", message);
}

bool counts_units(const PayItem& item) {
  return item.kind == PayKind::kPerOrder || item.kind == PayKind::kPerMinute;
}

bool has_rate(const PayItem& item) {
  return counts_units(item) || item.kind == PayKind::kPerDay;
}

Outcome check_rate(chain::Fen rate, const std::string& where) {
  if (rate.value >= 1 && rate.value <= kMaxRateFen) return {};
  return bad(where + ": the rate must lie between 1 and " + std::to_string(kMaxRateFen) + " fen");
}

Outcome check_tiers(const PayItem& item, const std::string& where) {
  if (!item.tiers.empty() && !counts_units(item)) return bad(where + ": only per_order and per_minute have tiers");
  std::uint32_t above = 1;
  for (const auto& tier : item.tiers) {
    if (tier.from <= above) return bad(where + ": tiers begin at 2 or later, each after the one before");
    above = tier.from;
    if (auto ok = check_rate(tier.rate, where + ", tier from " + std::to_string(tier.from)); !ok) return ok;
  }
  return {};
}

Outcome check_milestones(const PayItem& item, const std::string& where, std::set<std::string>& names) {
  if (item.milestones.empty() != (item.kind != PayKind::kMilestones))
    return bad(where + ": milestones are what an item of kind milestones has, and only such a one");
  for (const auto& milestone : item.milestones) {
    if (milestone.name.empty()) return bad(where + ": a milestone needs a name");
    if (milestone.amount.value < 1 || milestone.amount.value > kMaxEntryFen)
      return bad(where + ", milestone '" + milestone.name + "': the amount must lie between 1 and " +
                 std::to_string(kMaxEntryFen) + " fen");
    if (!names.insert(milestone.name).second)
      return bad(where + ": the agreement has two milestones '" + milestone.name + "'");
  }
  return {};
}

Outcome check_item(const PayItem& item, const std::string& where, bool has_night, std::set<std::string>& milestones) {
  if (item.name.empty()) return bad(where + " needs a name");
  if (has_rate(item)) {
    if (auto ok = check_rate(item.rate, where); !ok) return ok;
  } else if (item.rate.value != 0) {
    return bad(where + " pays agreed amounts: its rate must be 0");
  }
  if (auto ok = check_tiers(item, where); !ok) return ok;
  if (item.night_ppm > kMaxNightPpm)
    return bad(where + ": a night supplement is at most " + std::to_string(kMaxNightPpm) + " ppm");
  if (item.night_ppm > 0 && !counts_units(item))
    return bad(where + ": only per_order and per_minute have a night supplement");
  if (item.night_ppm > 0 && !has_night) return bad(where + " has a night supplement, but the terms name no night");
  return check_milestones(item, where, milestones);
}

Outcome check_bounds(chain::Fen floor, chain::Fen cap, const std::string& what) {
  for (const auto amount : {floor, cap}) {
    if (amount.value < 0 || amount.value > kMaxFactorFen)
      return bad(what + " floor and cap lie between 0 (none) and " + std::to_string(kMaxFactorFen) + " fen");
  }
  if (cap.value > 0 && floor > cap) return bad("the " + what + " floor lies above the cap");
  return {};
}

Outcome check_factors(const PayFactors& factors) {
  if (factors.night_from >= kMinutesOfDay || factors.night_to >= kMinutesOfDay)
    return bad("the night's limits are minutes of the day, 0 to 1439");
  if (auto ok = check_bounds(factors.day_floor, factors.day_cap, "day's"); !ok) return ok;
  return check_bounds(factors.period_floor, factors.period_cap, "period's");
}

Outcome check_items(const Terms& terms) {
  const PayFactors factors = terms.factors.value_or(PayFactors{});
  if (terms.items.empty()) return bad("an agreement needs at least one pay item");
  std::set<std::string> milestones;
  for (std::size_t i = 0; i < terms.items.size(); ++i) {
    const std::string where = "pay item " + std::to_string(i + 1);
    if (auto ok = check_item(terms.items[i], where, factors.night_from != factors.night_to, milestones); !ok) return ok;
  }
  if (std::ranges::count(terms.items, PayKind::kAgreedAmount, &PayItem::kind) > 1)
    return bad("only one pay item can pay the entries' agreed amounts");
  return {};
}

// AC-15: members of the ledger, and never the worker himself.
Outcome check_roles(const Context& context, const Terms& terms) {
  if (!terms.roles) return {};
  const ChainRoles& roles = *terms.roles;
  for (const auto& [name, account] : {std::pair("manager", roles.manager),
                                      {"contract_signer", roles.contract_signer},
                                      {"wage_payer", roles.wage_payer},
                                      {"tax_payer", roles.tax_payer}}) {
    if (!account) continue;
    if (*account == terms.worker || !identity::find_member(context, *account))
      return refuse("BAD_ROLE", "AC-15", std::string(name) + " must be a member of the ledger other than the worker");
  }
  return {};
}

Outcome check_trade(const Context& context, const Terms& terms) {
  if (terms.trade.empty() || find_parameter(context, parameters::kTradeOrdersPerHour + terms.trade)) return {};
  return refuse("UNKNOWN_TRADE", "OP-26",
                "the ledger has no parameter " + std::string(parameters::kTradeOrdersPerHour) + terms.trade);
}

bool is_strict(const Context& context) {
  const auto mode = find_parameter(context, "ins.mode");
  return !mode || value_at(*mode, context.now()).value == 0;
}

// What an hour earns at least, whatever is done in it: the lowest rates of the items by the hour.
chain::Fen sure_hour(const std::vector<PayItem>& items) {
  std::int64_t sum = 0;
  for (const auto& item : items) {
    if (item.kind != PayKind::kPerMinute) continue;
    std::int64_t lowest = item.rate.value;
    for (const auto& tier : item.tiers) lowest = std::min(lowest, tier.rate.value);
    sum += lowest;
  }
  return chain::Fen{sum};
}

Outcome check_part_time(const Context& context, const Terms& terms, const chain::Zone& zone) {
  if (terms.form != EmploymentForm::kPartTime) return {};
  const auto from = local_time(zone, terms.effective, 0);
  const auto longest = context.parameter(parameters::kPartTimeCycleDays, from).value;
  if (terms.schedule.kind != ScheduleKind::kCycle || terms.schedule.days > longest) {
    return refuse("PART_TIME_CYCLE", "OP-15",
                  "part-time work is paid in cycles of at most " + std::to_string(longest) + " days");
  }
  const auto minimum = context.parameter(parameters::kMinHourFen, from).value;
  const bool topped_up = terms.factors && terms.factors->min_wage_top_up;
  if (is_strict(context) && !topped_up && sure_hour(terms.items).value < minimum) {
    return refuse("BELOW_HOURLY_MINIMUM", "PY-17",
                  "part-time work earns at least " + std::to_string(minimum) +
                      " fen an hour: raise the hourly rate or agree on the minimum-wage top-up");
  }
  return {};
}

}  // namespace

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

Outcome check_terms(const Context& context, const Terms& terms, CalendarReader& calendar) {
  if (!is_plausible(terms.effective)) return bad("the effective day must lie in the years 1 to 9999");
  const auto* zone = calendar.zone(terms.zone);
  if (zone == nullptr) return refuse("UNKNOWN_ZONE", "OP-06", "the ledger has no time zone '" + terms.zone + "'");
  if (calendar.holidays(terms.holidays) == nullptr) {
    return refuse("UNKNOWN_HOLIDAYS", "OP-16", "the ledger has no holiday table '" + terms.holidays + "'");
  }
  if (terms.factors) {
    if (auto ok = check_factors(*terms.factors); !ok) return ok;
  }
  if (auto ok = check_items(terms); !ok) return ok;
  if (terms.schedule.days < 1 || terms.schedule.days > kMaxCycleDays) {
    return refuse("BAD_TERMS", "OP-15",
                  "payday or cycle must be a number of days from 1 to " + std::to_string(kMaxCycleDays));
  }
  if (auto ok = check_roles(context, terms); !ok) return ok;
  if (auto ok = check_trade(context, terms); !ok) return ok;
  return check_part_time(context, terms, *zone);
}

}  // namespace xh::contracts::payroll
