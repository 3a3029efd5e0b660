#include "contracts/guidance/classes.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/guidance/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/history.h"

namespace xh::contracts::guidance {
namespace {

using identity::Role;

std::uint32_t goals_met(const std::vector<std::uint32_t>& wanted, const std::vector<std::uint32_t>& served) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      wanted, [&](std::uint32_t goal) { return std::ranges::find(served, goal) != served.end(); }));
}

std::string reason_of(const std::string& what, std::uint32_t a, std::uint32_t b) {
  return what + " " + std::to_string(a) + " of " + std::to_string(b);
}

Recommendation of_job(const chain::RecordKey& key, const Offer& offer, WorkerClass worker_class) {
  return {key, offer, 0, 0, {"class: " + std::string(enum_name(worker_class)) + ", jobs first (FN-06)"}};
}

std::optional<Recommendation> of_finance(const chain::RecordKey& key, const Offer& offer, const RiskProfile& risk) {
  const auto tolerance = std::min(risk.capacity, risk.preference);
  if (offer.terms.risk > tolerance) return std::nullopt;
  Recommendation out{key, offer, goals_met(risk.goals, offer.terms.goals), tolerance - offer.terms.risk, {}};
  out.reasons = {"class: active (FN-06)", reason_of("risk", offer.terms.risk, tolerance),
                 reason_of("goals met", out.goals_met, static_cast<std::uint32_t>(risk.goals.size()))};
  return out;
}

bool better(const Recommendation& a, const Recommendation& b) {
  if (a.goals_met != b.goals_met) return a.goals_met > b.goals_met;
  if (a.risk_left != b.risk_left) return a.risk_left < b.risk_left;
  if (a.content.published_at != b.content.published_at) return a.content.published_at > b.content.published_at;
  return a.offer < b.offer;
}

// Gross of each month from the first to the last with work; a gap is a month of zero.
std::vector<chain::Fen> incomes_of(const std::vector<payroll::WorkerMonth>& months, std::size_t limit) {
  std::vector<chain::Fen> out;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (i > 0) {
      for (auto day = add_months(months[i - 1].month, 1); day < months[i].month && out.size() < kMaxClassMonths;
           day = add_months(day, 1)) {
        out.emplace_back(0);
      }
    }
    out.push_back(months[i].gross);
  }
  if (out.size() > limit) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(limit));
  return out;
}

}  // namespace

WorkerClass class_of(const Context& context, const chain::AccountId& worker) {
  const auto found = find_class(context, worker);
  return found ? found->effective() : WorkerClass::kUnclassified;
}

Outcome may_see(const Context& context, const chain::AccountId& worker, OfferKind kind) {
  if (auto ok = identity::require_role(context, worker, Role::kWorker); !ok) return ok;
  const bool active = class_of(context, worker) == WorkerClass::kActive;
  if (is_finance(kind) == active) return {};
  return refuse("NOT_FOR_YOUR_CLASS", "FN-06",
                active ? "charity jobs are for workers who are not classified as active"
                       : "finance offers are for active workers; ask the union about your class");
}

Outcome may_take(const Context& context, const chain::AccountId& worker, const Offer& offer) {
  if (auto ok = may_see(context, worker, offer.terms.kind); !ok) return ok;
  if (offer.withdrawn || context.now() >= offer.terms.closes_at)
    return refuse("OFFER_CLOSED", "FN-08", "the offer is closed");
  if (!is_finance(offer.terms.kind)) return {};
  const auto risk = find_risk(context, worker);
  if (!risk) return refuse("NO_RISK_PROFILE", "FN-07", "declare your risk profile first (guidance.declare_risk)");
  if (offer.terms.risk > risk->capacity) {
    return refuse("RISK_TOO_HIGH", "FN-07",
                  "the offer's risk " + std::to_string(offer.terms.risk) + " is above your capacity " +
                      std::to_string(risk->capacity));
  }
  return {};
}

std::vector<Recommendation> recommend(const Context& context, const chain::AccountId& worker) {
  std::vector<Recommendation> out;
  const auto list = all_of(ListKind::kOffers);
  const auto risk = find_risk(context, worker);
  const auto worker_class = class_of(context, worker);
  const std::uint64_t count = std::min<std::uint64_t>(list_count(context, list), kMaxOpenOffers);
  for (std::uint64_t page = 0; page * kListPageSize < count; ++page) {
    for (const auto& item : list_page(context, list, page)) {
      const auto key = chain::retag<chain::RecordKey>(item);
      const auto offer = find_offer(context, key);
      if (!offer || !may_take(context, worker, *offer)) continue;
      auto row = is_finance(offer->terms.kind) ? of_finance(key, *offer, *risk)
                                               : std::optional(of_job(key, *offer, worker_class));
      if (row) out.push_back(std::move(*row));
    }
  }
  std::ranges::sort(out, better);
  return out;
}

DerivedClass derive_now(const Context& context, const chain::AccountId& worker) {
  const auto number = [&](const char* name) { return context.parameter(name, context.now()).value; };
  const auto limit =
      static_cast<std::size_t>(std::clamp<std::int64_t>(number(parameters::kClassMonths), 1, kMaxClassMonths));
  const auto months = payroll::worker_months(context, worker, limit);
  const auto incomes = incomes_of(months, limit);
  const ClassRule rule{number(parameters::kLeastMonths), chain::Fen{number(parameters::kActiveIncomeFen)},
                       number(parameters::kActiveSwingPpm), chain::Fen{number(parameters::kPassiveIncomeFen)},
                       number(parameters::kPassiveSwingPpm)};
  return derive_class(incomes, static_cast<std::uint32_t>(months.size()), rule);
}

}  // namespace xh::contracts::guidance
