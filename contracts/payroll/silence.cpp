#include "contracts/payroll/silence.h"

#include <map>

#include "contracts/identity/members.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll {
namespace {

constexpr std::int64_t kMaxHours = 8'760;  // a number above a year means never

void queue(Context& context, const chain::RecordKey& batch, std::uint32_t kind, const char* parameter) {
  const auto hours = context.parameter(parameter, context.now()).value;
  if (hours <= 0 || hours > kMaxHours) return;
  const chain::Timestamp due{context.now().value + hours * chain::kHourMs};
  context.schedule({due, static_cast<std::uint32_t>(ContractId::kPayroll), kind, batch, {}});
}

Batch batch_of(const Context& context, const DueItem& item) {
  auto batch = context.read<Batch>(batch_key(item.record));
  CHECK(batch.has_value());  // uploads are never removed
  return std::move(*batch);
}

// A version that was replaced asks nothing of anybody any more.
bool is_unanswered(const Context& context, const LogRef& ref) {
  const auto log = context.read<DayLog>(day_log_key(ref.agreement, ref.day));
  CHECK(log.has_value());
  return log->version == ref.version && !log->worker_at && !log->disputed_at && !log->ruled;
}

}  // namespace

void queue_silence(Context& context, const chain::RecordKey& batch) {
  queue(context, batch, kReminderItem, parameters::kReminderHours);
  queue(context, batch, kEscalationItem, parameters::kEscalationHours);
}

Outcome run_reminder(Context& context, const DueItem& item) {
  std::map<chain::AccountId, std::vector<LogRef>> silent;
  for (const auto& ref : batch_of(context, item).logs) {
    if (!is_unanswered(context, ref)) continue;
    const auto agreement = context.read<Agreement>(agreement_key(ref.agreement));
    CHECK(agreement.has_value());
    silent[agreement->terms.worker].push_back(ref);
  }
  for (auto& [worker, logs] : silent) {
    context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kReminder),
                 ReminderEvent{item.record, worker, std::move(logs)}, {worker});
  }
  return {};
}

Outcome run_escalation(Context& context, const DueItem& item) {
  const Batch batch = batch_of(context, item);
  EscalatedEvent event{item.record, batch.employer, {}};
  for (const auto& ref : batch.logs) {
    if (is_unanswered(context, ref)) event.logs.push_back(ref);
  }
  if (event.logs.empty()) return {};
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kEscalated), event,
               {identity::union_account(context)});
  return {};
}

}  // namespace xh::contracts::payroll
