// The worker pays a month in full, is heard before a termination; the union may give more days (OP-38, OP-40).
#include "contracts/identity/members.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/insurance.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

struct Named {
  OpenContract contract;
  Month month;
};
OutcomeOf<Named> named_month(const Context& context, const chain::RecordKey& key, chain::Day day) {
  auto contract = open_contract(context, key);
  if (!contract) return refuse("UNKNOWN_CONTRACT", "IN-12", "there is no insurance contract with that key");
  if (!is_plausible(day)) return refuse("BAD_MONTH", "IN-12", "a month is named by its first day");
  auto month = find_month(context, key, day);
  if (!month) return refuse("UNKNOWN_MONTH", "IN-12", "the month is not billed yet: that is done when it is over");
  return Named{std::move(*contract), std::move(*month)};
}

// Whoever has to pay now: the worker, or the union when only its subsidy is missing.
Outcome check_payer(const Context& context, const Named& named) {
  const auto& worker = named.contract.content.terms.worker;
  const auto sender = context.info().sender;
  if (sender == worker) return {};
  if (sender == identity::union_account(context) && named.month.is_charged() && named.month.missing_worker().value <= 0)
    return {};
  return refuse("NOT_YOURS", "OP-38", "the worker pays the month; the union only a subsidy that is missing");
}

Outcome check_amount(const Month& month, chain::Fen amount) {
  const auto missing = month.missing_worker();
  if (amount.value == 0 || amount == missing) return {};
  const auto all = std::to_string(missing.value) + " fen are missing";
  if (amount < missing)
    return refuse("PARTIAL_PAYMENT", "OP-38", all + "; a month is paid whole or not at all, the money stays with you");
  return refuse("AMOUNT_TOO_LARGE", "OP-38", "only " + all);
}

Outcome check_payable(const Named& named) {
  if (named.contract.content.state == ContractState::kTerminated && !named.month.is_charged())
    return refuse("CONTRACT_OVER", "IN-14", "the contract was terminated; the union pays this month no more");
  if (named.month.is_paid()) return refuse("ALREADY_PAID", "IN-12", "nothing of the month is missing");
  return {};
}

OutcomeOf<Default> open_default(const Context& context, const Named& named) {
  auto record = context.read<Default>(default_key(named.month.default_record));
  if (named.month.state != MonthState::kDefaulted || !record || record->ended)
    return refuse("NOT_IN_DEFAULT", "OP-40", "the month is not in a default that can be cured");
  return std::move(*record);
}

}  // namespace

Outcome pay_month(Context& context, const PayMonth& args) {
  auto named = named_month(context, args.contract, args.month);
  if (!named) return std::unexpected(named.error());
  if (auto ok = check_payer(context, *named); !ok) return ok;
  if (auto ok = check_payable(*named); !ok) return ok;
  if (auto ok = check_amount(named->month, args.amount); !ok) return ok;
  if (!collect_all(context, named->contract, named->month)) {
    return refuse("INSUFFICIENT_BALANCE", "OP-38",
                  "the month misses " + std::to_string(named->month.missing_worker().value) + " fen of yours and " +
                      std::to_string(named->month.due.subsidy.value - named->month.paid.subsidy.value) +
                      " fen of the union, and a balance does not cover it; nothing was taken");
  }
  save_month(context, named->contract, named->month);
  save_contract(context, named->contract);
  return {};
}

Outcome state_hardship(Context& context, const StateHardship& args) {
  const auto named = named_month(context, args.contract, args.month);
  if (!named) return std::unexpected(named.error());
  if (context.info().sender != named->month.worker)
    return refuse("NOT_YOURS", "OP-40", "only the worker of the contract is heard on it");
  if (args.statement.is_zero()) return refuse("NO_REASON", "OP-40", "a statement is kept by the hash of its text");
  auto record = open_default(context, *named);
  if (!record) return std::unexpected(record.error());
  if (!record->statement.is_zero())
    return refuse("ALREADY_STATED", "OP-40", "a statement on this month is on record; the union decides on it");
  record->statement = args.statement;
  context.write(default_key(named->month.default_record), *record);
  emit_to(context, {named->month.worker}, EventKind::kHardshipStated,
          HardshipEvent{args.contract, args.month, args.statement, record->cure_by});
  return {};
}

Outcome decide_hardship(Context& context, const DecideHardship& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  const auto named = named_month(context, args.contract, args.month);
  if (!named) return std::unexpected(named.error());
  auto record = open_default(context, *named);
  if (!record) return std::unexpected(record.error());
  if (record->statement.is_zero()) return refuse("NOT_HEARD", "OP-40", "the worker has made no statement to decide on");
  if (args.reason.is_zero()) return refuse("NO_REASON", "OP-40", "a decision is kept by the hash of its reason");
  const auto most = context.parameter(parameters::kHardshipDays, context.now()).value;
  if (args.days < 1 || args.days > most)
    return refuse("BAD_DAYS", "OP-40", "the union may add 1 to " + std::to_string(most) + " days");
  record->cure_by = local_midnight(context, add_days(today(context), static_cast<std::int64_t>(args.days) + 1));
  context.write(default_key(named->month.default_record), *record);
  queue(context, named->contract, kTerminateItem, record->cure_by);
  emit_to(context, {named->month.worker}, EventKind::kHardshipDecided,
          HardshipEvent{args.contract, args.month, args.reason, record->cure_by});
  return {};
}

}  // namespace xh::contracts::insurance
