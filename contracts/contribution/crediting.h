// Crediting an act by the calendar (OP-51). Who calls: contribution.cpp. Core thread.
#pragma once

#include "contracts/contribution/calls.h"

namespace xh::contracts::contribution {

// When the calendar looks at an act: after the waiting time, and when a missing rating is replaced. Fixed by the rules
// of its completion.
[[nodiscard]] chain::Timestamp credit_time(const Context& context, chain::Timestamp completed_at);
[[nodiscard]] chain::Timestamp automatic_time(const Context& context, chain::Timestamp completed_at);

void queue_item(Context& context, const chain::RecordKey& key, const Act& act, ItemKind kind, chain::Timestamp due);

// The calendar's handlers. An act that is credited already, or not ready yet, is left as it is: the item has done its
// work.
[[nodiscard]] Outcome run_credit(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_automatic(Context& context, const DueItem& item);

}  // namespace xh::contracts::contribution
