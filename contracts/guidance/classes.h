// Who may see what: worker classes and the recommendation of offers with their reasons (FN-01, FN-06 to FN-09, IN-17,
// AC-10, AC-11). What issue 5's funds ask before they take anybody's money.
//
// Who calls: the contract, API, the funds of the contribution economy. Pure reads; core thread. A recommendation reads
// every open offer once: at most kMaxOpenOffers.
#pragma once

#include "contracts/guidance/records.h"

namespace xh::contracts::guidance {

// The class that counts: signed by a human and not objected to; unclassified otherwise.
[[nodiscard]] WorkerClass class_of(const Context& context, const chain::AccountId& worker);

// Finance: an active worker. Jobs: a worker who is not active. Nothing: may see it. Otherwise why not.
[[nodiscard]] Outcome may_see(const Context& context, const chain::AccountId& worker, OfferKind kind);

// The same for taking part: also not closed or withdrawn, and for finance a risk profile whose capacity bears the
// offer's risk. Refusals: UNKNOWN_MEMBER, MEMBER_SUSPENDED, ROLE_REQUIRED, NOT_FOR_YOUR_CLASS, OFFER_CLOSED,
// NO_RISK_PROFILE, RISK_TOO_HIGH.
[[nodiscard]] Outcome may_take(const Context& context, const chain::AccountId& worker, const Offer& offer);

struct Recommendation {
  chain::RecordKey offer;
  Offer content;
  std::uint32_t goals_met = 0;
  std::uint32_t risk_left = 0;  // tolerance less the offer's risk; tolerance = the lower of capacity and preference
  std::vector<std::string> reasons;
};
// What the worker may take, and of finance only what keeps within the tolerance. Order: more of the worker's goals met,
// then the offer that uses the tolerance best, then the newer one, then the key.
[[nodiscard]] std::vector<Recommendation> recommend(const Context& context, const chain::AccountId& worker);

// What the rule says of a worker now, by the parameters of the context's time.
[[nodiscard]] DerivedClass derive_now(const Context& context, const chain::AccountId& worker);

}  // namespace xh::contracts::guidance
