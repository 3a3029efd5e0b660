// Offers, risk profiles and interest. Nothing here moves money.
#include <set>

#include "contracts/engine/calendar.h"
#include "contracts/guidance/classes.h"
#include "contracts/guidance/handlers.h"
#include "contracts/identity/members.h"
#include "contracts/matching/ranking.h"

namespace xh::contracts::guidance {
namespace {

using identity::Role;

constexpr std::int64_t kMaxLeastFen = 1'000'000'000'000;

Outcome check_goals(const std::vector<std::uint32_t>& goals) {
  std::set<std::uint32_t> seen;
  for (const auto goal : goals) {
    if (goal < 1 || goal > kMaxCode || !seen.insert(goal).second)
      return refuse("BAD_CODES", "FN-08", "name each goal's code once; codes run from 1 to 999999999");
  }
  return {};
}

Outcome check_kind(const Context& context, const OfferTerms& terms) {
  if (is_finance(terms.kind)) {
    const bool fits = terms.risk >= 1 && terms.risk <= kMaxRisk && terms.least.value >= 0 &&
                      terms.least.value <= kMaxLeastFen && !terms.opening;
    if (!fits) return refuse("BAD_OFFER", "FN-08", "a finance offer has a risk of 1 to 5 and no opening");
    return {};
  }
  if (terms.risk != 0 || terms.least.value != 0)
    return refuse("BAD_OFFER", "FN-02", "a job has neither a risk class nor a smallest sum");
  if (!terms.opening || !matching::find_opening(context, *terms.opening))
    return refuse("BAD_OFFER", "FN-02", "a job names its opening in matching");
  return {};
}

Outcome check_offer(const Context& context, const OfferTerms& terms) {
  if (terms.title.is_zero() || terms.content.is_zero())
    return refuse("NO_CONTENT", "FN-08", "name the hashes of title and content");
  if (auto ok = check_pointer(terms.pointer); !ok) return ok;
  if (auto ok = check_goals(terms.goals); !ok) return ok;
  if (!is_plausible(terms.closes_at) || terms.closes_at <= context.now())
    return refuse("BAD_CLOSING", "FN-08", "an offer closes after now");
  return check_kind(context, terms);
}

OutcomeOf<Offer> require_offer(const Context& context, const chain::RecordKey& key) {
  auto offer = find_offer(context, key);
  if (!offer) return refuse("UNKNOWN_OFFER", "FN-08", "there is no offer " + chain::to_hex(key.view()));
  return std::move(*offer);
}

Outcome note(Context& context, const NoteInterest& args, const Offer& offer, const chain::AccountId& sender) {
  if (auto ok = may_take(context, sender, offer); !ok) return ok;
  const auto list = list_of(ListKind::kInterested, args.offer);
  const auto item = chain::retag<chain::Hash256>(sender);
  if (list_contains(context, list, item))
    return refuse("INTEREST_NOTED", "FN-08", "your interest in this offer is noted");
  list_add(context, list, item);
  list_add(context, list_of(ListKind::kInterestOf, sender), chain::retag<chain::Hash256>(args.offer));
  return {};
}

// Open to whoever noted it once, whatever became of class and offer.
Outcome take_back(Context& context, const NoteInterest& args, const chain::AccountId& sender) {
  const auto list = list_of(ListKind::kInterested, args.offer);
  const auto item = chain::retag<chain::Hash256>(sender);
  if (!list_contains(context, list, item))
    return refuse("NO_INTEREST", "FN-08", "you have noted no interest in this offer");
  list_remove(context, list, item);
  list_remove(context, list_of(ListKind::kInterestOf, sender), chain::retag<chain::Hash256>(args.offer));
  return {};
}

}  // namespace

Outcome publish_offer(Context& context, const PublishOffer& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  if (auto ok = check_offer(context, args.terms); !ok) return ok;
  const auto list = all_of(ListKind::kOffers);
  if (list_count(context, list) >= kMaxOpenOffers)
    return refuse("TOO_MANY_OFFERS", "FN-08", "at most 512 offers are open at a time; withdraw one first");
  const auto key = context.new_record_key();
  const Offer offer{args.terms, context.now(), false};
  context.write(offer_key(key), offer);
  list_add(context, list, chain::retag<chain::Hash256>(key));
  emit(context, EventKind::kOfferPublished, OfferChanged{key, offer}, {context.info().sender});
  return {};
}

Outcome withdraw_offer(Context& context, const WithdrawOffer& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  auto offer = require_offer(context, args.offer);
  if (!offer) return std::unexpected(offer.error());
  if (offer->withdrawn) return refuse("OFFER_CLOSED", "FN-08", "the offer was withdrawn before");
  offer->withdrawn = true;
  context.write(offer_key(args.offer), *offer);
  list_remove(context, all_of(ListKind::kOffers), chain::retag<chain::Hash256>(args.offer));
  emit(context, EventKind::kOfferWithdrawn, OfferChanged{args.offer, *offer}, {context.info().sender});
  return {};
}

Outcome declare_risk(Context& context, const DeclareRisk& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_sender(context, Role::kWorker); !ok) return ok;
  const auto in_range = [](std::uint32_t level) { return level >= 1 && level <= kMaxRisk; };
  if (!in_range(args.capacity) || !in_range(args.preference))
    return refuse("BAD_RISK", "FN-07", "capacity and preference are levels of 1 to 5");
  if (auto ok = check_goals(args.goals); !ok) return ok;
  context.write(risk_key(sender), RiskProfile{args.capacity, args.preference, args.goals, context.now()});
  emit(context, EventKind::kRiskDeclared, RiskDeclared{sender}, {sender});
  return {};
}

Outcome forget_risk(Context& context, const ForgetRisk& /*args*/) {
  const auto sender = context.info().sender;
  if (!find_risk(context, sender)) return refuse("NO_RISK_PROFILE", "FN-07", "you have declared no risk profile");
  context.erase(risk_key(sender));
  emit(context, EventKind::kRiskForgotten, RiskDeclared{sender}, {sender});
  return {};
}

Outcome note_interest(Context& context, const NoteInterest& args) {
  const auto sender = context.info().sender;
  const auto offer = require_offer(context, args.offer);
  if (!offer) return std::unexpected(offer.error());
  auto ok = args.withdraw ? take_back(context, args, sender) : note(context, args, *offer, sender);
  if (!ok) return ok;
  emit(context, EventKind::kInterestNoted, InterestNoted{args.offer, sender, args.withdraw}, {sender});
  return {};
}

}  // namespace xh::contracts::guidance
