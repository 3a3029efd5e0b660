// Paid months leave escrow for the agency: one withdrawal a call, settled by the bank like any other (IN-10 to IN-12,
// FN-10).
#include <set>

#include "contracts/identity/members.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/months.h"
#include "contracts/lxr/records.h"
#include "contracts/lxr/withdrawals.h"

namespace xh::contracts::insurance {
namespace {

using chain::Fen;

// What a bank gave back counts as never remitted.
template <class Record>
Outcome look_at_last(const Context& context, Record& record) {
  if (!record.remittance) return {};
  const auto last = context.read<lxr::Withdrawal>(lxr::withdrawal_key(record.remittance->withdrawal));
  CHECK(last.has_value());
  if (last->state == lxr::WithdrawalState::kRequested)
    return refuse("REMITTANCE_PENDING", "IN-12", "the bank has not settled the month's last remittance yet");
  if (last->state == lxr::WithdrawalState::kReturned) {
    record.remitted.value -= record.remittance->amount.value;
    record.remittance.reset();
  }
  return {};
}

OutcomeOf<Fen> rest_of(Fen paid, Fen remitted) {
  const Fen rest{paid.value - remitted.value};
  if (rest.value <= 0) return refuse("NOTHING_TO_REMIT", "IN-12", "all of the month was remitted before");
  return rest;
}

// The month as it will be, but for the withdrawal's key.
template <class Record>
void mark(Record& record, Fen amount, chain::Timestamp at) {
  record.remitted.value += amount.value;
  record.remittance = Remittance{{}, amount, at};
}

struct Marked {
  Fen sum;
  std::vector<Month> months;
  std::vector<std::pair<OrderMonthName, OrderMonth>> order_months;
};

Outcome add_month(const Context& context, const MonthName& name, Marked& out) {
  auto month = is_plausible(name.month) ? find_month(context, name.contract, name.month) : std::nullopt;
  if (!month) return refuse("UNKNOWN_MONTH", "IN-12", "there is no such month of such a contract");
  if (!month->is_paid())
    return refuse("MONTH_NOT_PAID", "IN-12", "money of the month is missing; it is remitted whole");
  if (auto ok = look_at_last(context, *month); !ok) return ok;
  const auto rest = rest_of(month->paid.total(), month->remitted);
  if (!rest) return std::unexpected(rest.error());
  mark(*month, *rest, context.now());
  out.sum.value += rest->value;
  out.months.push_back(std::move(*month));
  return {};
}

Outcome add_order_month(const Context& context, const OrderMonthName& name, Marked& out) {
  auto month =
      is_plausible(name.month) ? context.read<OrderMonth>(order_month_key(name.employer, name.month)) : std::nullopt;
  if (!month) return refuse("UNKNOWN_MONTH", "R-12", "the employer has no orders covered in that month");
  if (auto ok = look_at_last(context, *month); !ok) return ok;
  const auto rest = rest_of(month->paid, month->remitted);
  if (!rest) return std::unexpected(rest.error());
  mark(*month, *rest, context.now());
  out.sum.value += rest->value;
  out.order_months.emplace_back(name, std::move(*month));
  return {};
}

OutcomeOf<Marked> marked(const Context& context, const Remit& args) {
  Marked out;
  std::set<std::pair<chain::RecordKey, chain::Day>> named;
  for (std::size_t i = 0; i < args.months.size(); ++i) {
    const auto& name = args.months[i];
    if (!named.emplace(name.contract, name.month).second)
      return in_line(i, {"NAMED_TWICE", "IN-12", "the month stands in the list already"});
    if (auto ok = add_month(context, name, out); !ok) return in_line(i, std::move(ok.error()));
  }
  std::set<std::pair<chain::AccountId, chain::Day>> orders;
  for (std::size_t i = 0; i < args.order_months.size(); ++i) {
    const auto& name = args.order_months[i];
    const auto line = args.months.size() + i;
    if (!orders.emplace(name.employer, name.month).second)
      return in_line(line, {"NAMED_TWICE", "R-12", "the month stands in the list already"});
    if (auto ok = add_order_month(context, name, out); !ok) return in_line(line, std::move(ok.error()));
  }
  return out;
}

}  // namespace

Outcome remit(Context& context, const Remit& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  if (args.months.empty() && args.order_months.empty())
    return refuse("EMPTY_LIST", "IN-12", "the list of months is empty");
  if (args.destination.is_zero())
    return refuse("NO_DESTINATION", "IN-12", "a remittance needs a commitment to the agency's bank account");
  auto out = marked(context, args);
  if (!out) return std::unexpected(out.error());
  if (out->sum != args.amount) {
    return refuse("REMIT_SUM", "IN-12",
                  "the months hold " + std::to_string(out->sum.value) + " fen, the amount says " +
                      std::to_string(args.amount.value));
  }
  const auto key = lxr::open_withdrawal(context, {escrow_account(), args.bank, args.amount, args.destination});
  if (!key) return std::unexpected(key.error());
  for (auto& month : out->months) {
    month.remittance->withdrawal = *key;
    context.write(month_key(month.contract, month.month), month);
  }
  for (auto& [name, month] : out->order_months) {
    month.remittance->withdrawal = *key;
    context.write(order_month_key(name.employer, name.month), month);
  }
  emit_to(context, {args.bank}, EventKind::kRemitted,
          Remitted{*key, args.bank, args.amount, static_cast<std::uint32_t>(args.months.size()),
                   static_cast<std::uint32_t>(args.order_months.size())});
  return {};
}

}  // namespace xh::contracts::insurance
