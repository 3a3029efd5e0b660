// Rates of a city and an employer's cover by the order (OP-32, R-12).
#include "contracts/identity/members.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {

Outcome set_rates(Context& context, const SetRates& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  const auto table = replace_rates(context, args.city, args.rows, args.source);
  if (!table) return std::unexpected(table.error());
  RatesSet event{args.city, args.source, {}};
  for (const auto& row : table->rows) event.versions.push_back(row.version);
  emit_to(context, {}, EventKind::kRatesSet, event);
  return {};
}

Outcome set_order_cover(Context& context, const SetOrderCover& args) {
  if (auto ok = identity::require_role(context, args.employer, identity::Role::kEmployer); !ok) return ok;
  if (!context.signed_by(args.employer) || !context.signed_by(identity::union_account(context)))
    return refuse("SIGNATURE_MISSING", "R-12", "employer and union sign cover by the order together");
  const auto present = first_of_month(today(context));
  if (!is_plausible(args.entry.from) || first_of_month(args.entry.from) != args.entry.from || args.entry.from < present)
    return refuse("BAD_MONTH", "R-12", "cover begins on the first day of this month or of a later one");
  const auto table = find_rates(context, args.entry.city);
  if (!table || row_of(*table, args.entry.from) == nullptr)
    return refuse("NO_RATES", "OP-32", "the city '" + args.entry.city + "' has no rates for that month");
  auto cover = context.read<OrderCover>(order_cover_key(args.employer)).value_or(OrderCover{});
  while (!cover.entries.empty() && cover.entries.back().from >= args.entry.from) cover.entries.pop_back();
  if (cover.entries.size() >= kMaxCoverEntries) cover.entries.erase(cover.entries.begin());
  cover.entries.push_back(args.entry);
  context.write(order_cover_key(args.employer), cover);
  emit_to(context, {args.employer}, EventKind::kOrderCoverSet, OrderCoverSet{args.employer, args.entry});
  return {};
}

}  // namespace xh::contracts::insurance
