// The contract's methods and calendar handlers, one file a subject. Called through the registry only (insurance.cpp). A
// refusal undoes everything: the executor drops the call's overlay. Calendar handlers never refuse.
#pragma once

#include "contracts/engine/context.h"
#include "contracts/insurance/calls.h"

namespace xh::contracts::insurance {

// rate_calls.cpp
[[nodiscard]] Outcome set_rates(Context& context, const SetRates& args);
[[nodiscard]] Outcome set_order_cover(Context& context, const SetOrderCover& args);
// classify.cpp
[[nodiscard]] Outcome classify(Context& context, const Classify& args);
[[nodiscard]] Outcome overturn(Context& context, const Overturn& args);
// contracts.cpp
[[nodiscard]] Outcome sign(Context& context, const Sign& args);
[[nodiscard]] Outcome renew(Context& context, const Renew& args);
[[nodiscard]] Outcome end(Context& context, const End& args);
// pay.cpp
[[nodiscard]] Outcome pay_month(Context& context, const PayMonth& args);
[[nodiscard]] Outcome state_hardship(Context& context, const StateHardship& args);
[[nodiscard]] Outcome decide_hardship(Context& context, const DecideHardship& args);
// remit.cpp
[[nodiscard]] Outcome remit(Context& context, const Remit& args);
// plans.cpp
[[nodiscard]] Outcome offer_plan(Context& context, const OfferPlan& args);
[[nodiscard]] Outcome accept_plan(Context& context, const AcceptPlan& args);
// steps.cpp
[[nodiscard]] Outcome run_bill(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_due(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_default(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_terminate(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_renewal(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_unlink(Context& context, const DueItem& item);

}  // namespace xh::contracts::insurance
