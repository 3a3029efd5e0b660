#include "contracts/lxr/withdrawals.h"

#include "contracts/engine/calendar.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/daily_limit.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/payout_queue.h"

namespace xh::contracts::lxr {
namespace {

chain::Day today(const Context& context) {
  CalendarReader reader(context);
  const auto* zone = reader.zone(kUnionZone);
  CHECK(zone != nullptr);
  return civil_day(*zone, context.info().block_time);
}

// The account's record of this civil day; a new one when the last is of another day.
WithdrawalDay day_record(const Context& context, const chain::AccountId& account) {
  const auto day = today(context);
  const auto record = context.read<WithdrawalDay>(withdrawal_day_key(account));
  if (record && record->day == day) return *record;
  WithdrawalDay fresh;
  fresh.day = day;
  return fresh;
}

}  // namespace

OutcomeOf<chain::RecordKey> open_withdrawal(Context& context, const WithdrawalRequest& request) {
  if (auto ok = identity::require_role(context, request.bank, identity::Role::kBank); !ok)
    return std::unexpected(ok.error());
  if (auto ok = reserve(context, request.account, request.amount); !ok) return std::unexpected(ok.error());
  const auto key = context.new_record_key();
  Withdrawal record;
  record.account = request.account;
  record.bank = request.bank;
  record.amount = request.amount;
  record.destination = request.destination;
  record.requested_at = context.now();
  record.position = add_waiting(context, request.bank, {key, request.account, request.amount, request.destination});
  context.write(withdrawal_key(key), record);
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(EventKind::kWithdrawalRequested),
               WithdrawalRequested{key, request.account, request.bank, request.amount, request.destination},
               {request.account, request.bank});
  return key;
}

void lift_daily_limit(Context& context, const chain::AccountId& account) {
  auto record = day_record(context, account);
  record.unlimited = true;
  context.write(withdrawal_day_key(account), record);
}

Outcome count_against_daily_limit(Context& context, const chain::AccountId& account, chain::Fen amount) {
  auto record = day_record(context, account);
  const auto sum = chain::checked_add(record.requested, amount);
  const auto limit = context.parameter("lxr.withdrawal.daily_limit_fen", context.now()).value;
  if (!sum || (!record.unlimited && sum->value > limit)) {
    return refuse("DAILY_LIMIT", "OP-30",
                  "withdrawals of one day may sum up to " + std::to_string(limit) + " fen, " +
                      std::to_string(record.requested.value) +
                      " fen were asked for today already; wait for tomorrow or a payday");
  }
  record.requested = *sum;
  context.write(withdrawal_day_key(account), record);
  return {};
}

}  // namespace xh::contracts::lxr
