// The worker's and the union's signatures on day logs: confirm, reject, approve, rule (PY-06, PY-07, OP-10 to OP-12,
// OP-26). One signature covers many logs; each names the version and the hash that the enterprise signed by uploading
// it.
#include <algorithm>
#include <set>

#include "contracts/identity/members.h"
#include "contracts/payroll/accrual.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/history.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;
using chain::kDayMs;
using chain::Timestamp;

std::string name_of(const LogRef& ref) {
  return "log of " + (is_plausible(ref.day) ? to_text(ref.day) : "day " + std::to_string(ref.day.value)) + " version " +
         std::to_string(ref.version);
}

// A log with its agreement, found under the name that the parties sign.
struct NamedLog {
  OpenAgreement agreement;
  DayLog log;
};

OutcomeOf<NamedLog> find_log(const Context& context, CalendarReader& calendar, const LogRef& ref) {
  auto agreement = open_agreement(context, calendar, ref.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  auto log = context.read<DayLog>(day_log_key(ref.agreement, ref.day));
  if (!log || ref.version > log->version || ref.version == 0) {
    return refuse("UNKNOWN_LOG", "PY-06", name_of(ref) + " does not exist");
  }
  if (ref.version < log->version) {
    return refuse("SUPERSEDED", "OP-12",
                  name_of(ref) + " is superseded by version " + std::to_string(log->version) + "; look at that one");
  }
  if (ref.hash != log->hash) {
    return refuse("HASH_MISMATCH", "OP-12",
                  name_of(ref) + " has another content than the one named; all parties sign the same hash");
  }
  return NamedLog{std::move(*agreement), std::move(*log)};
}

template <class Event>
void emit(Context& context, const OpenAgreement& agreement, EventKind kind, const Event& event) {
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(kind), event, agreement.parties());
}

void save_log(Context& context, const LogRef& ref, const DayLog& log) {
  context.write(day_log_key(ref.agreement, ref.day), log);
}

Outcome require_worker(const Context& context, const OpenAgreement& agreement) {
  if (agreement.terms().worker == context.info().sender) return {};
  return refuse("NOT_YOUR_LOG", "PY-06", "the log is another worker's");
}

Outcome confirm_one(Context& context, CalendarReader& calendar, const LogRef& ref) {
  auto found = find_log(context, calendar, ref);
  if (!found) return std::unexpected(found.error());
  if (auto ok = require_worker(context, found->agreement); !ok) return ok;
  DayLog& log = found->log;
  if (log.worker_at) return {};  // the same signature again
  log.worker_at = context.now();
  // What the union turned down stays in dispute whatever the worker says.
  if (log.flag_decision != FlagDecision::kRejected) log.disputed_at.reset();
  emit(context, found->agreement, EventKind::kDayConfirmed, DayConfirmedEvent{ref, Signer::kWorker, false});
  settle_confirmation(context, found->agreement, ref.day, log);
  save_log(context, ref, log);
  return {};
}

Outcome check_disputable(const Context& context, const LogRef& ref, const DayLog& log) {
  if (log.confirmed() || log.ruled) {
    return refuse("LOG_FINAL", "PY-07", "the day is final; it can be changed by a reversal only");
  }
  if (log.flag_decision == FlagDecision::kRejected) {
    return refuse("ALREADY_DISPUTED", "OP-26",
                  "the union has turned the day down; the enterprise revises it or the union rules");
  }
  if (log.worker_at) return refuse("ALREADY_CONFIRMED", "PY-06", "you have confirmed this version; ask the union");
  if (log.settlement == 0) return {};
  const auto settlement = context.read<Settlement>(settlement_key(ref.agreement, log.settlement - 1));
  CHECK(settlement.has_value());
  const auto days = context.parameter(parameters::kDisputeDays, settlement->settled_at).value;
  if (context.now().value - settlement->settled_at.value <= days * kDayMs) return {};
  return refuse("DISPUTE_TOO_LATE", "OP-10",
                "a day paid unanswered can be disputed for " + std::to_string(days) + " days");
}

// The month's counters of employer and worker (history.h).
void count_dispute(Context& context, const OpenAgreement& agreement) {
  const auto& employer = agreement.terms().employer;
  auto month = open_employer_month(context, employer, civil_day(*agreement.zone, context.now()));
  ++month.disputed;
  save_employer_month(context, employer, month);
}

void count_lost(Context& context, const OpenAgreement& agreement, Day day) {
  const auto& worker = agreement.terms().worker;
  auto month = open_worker_month(context, worker, day);
  ++month.disputes_lost;
  save_worker_month(context, worker, month);
}

Outcome reject_one(Context& context, CalendarReader& calendar, const LogRef& ref, DisputeReason reason) {
  auto found = find_log(context, calendar, ref);
  if (!found) return std::unexpected(found.error());
  if (auto ok = require_worker(context, found->agreement); !ok) return ok;
  DayLog& log = found->log;
  if (auto ok = check_disputable(context, ref, log); !ok) return ok;
  if (!log.disputed_at) {
    log.disputed_at = context.now();
    count_dispute(context, found->agreement);
  }
  log.dispute_reason = reason;
  save_log(context, ref, log);
  const auto opened = add_open_day(context, found->agreement, ref.day);
  if (!opened) return std::unexpected(opened.error());
  if (*opened) save_book(context, found->agreement);
  emit(context, found->agreement, EventKind::kDayDisputed, DayDisputedEvent{ref, reason, log.settled});
  return {};
}

Outcome check_reason(DisputeReason reason) {
  if (reason != DisputeReason::kFlagsRejected) return {};
  return refuse("NOT_YOUR_REASON", "OP-11", "flags_rejected is the union's; give your own reason");
}

Outcome approve_one(Context& context, CalendarReader& calendar, const LogRef& ref, bool accept_flags) {
  auto found = find_log(context, calendar, ref);
  if (!found) return std::unexpected(found.error());
  if (found->agreement.terms().union_account != context.info().sender) {
    return refuse("NOT_THE_UNION", "OP-12", "the agreement names another account as union");
  }
  DayLog& log = found->log;
  if (log.flags_open() && !accept_flags) {
    return refuse("FLAGS_UNDECIDED", "OP-26",
                  name_of(ref) + " of agreement " + chain::to_hex(ref.agreement.view()) +
                      " is flagged; accept its flags or leave it out");
  }
  const bool accepts = log.flags_open() && accept_flags;
  if (log.union_at && !accepts) return {};  // the same signature again
  if (accepts) log.flag_decision = FlagDecision::kAccepted;
  log.union_at = context.now();
  emit(context, found->agreement, EventKind::kDayConfirmed, DayConfirmedEvent{ref, Signer::kUnion, accepts});
  settle_confirmation(context, found->agreement, ref.day, log);
  save_log(context, ref, log);
  return {};
}

// A list that names logs of an approval, e.g. its exceptions: all of them must be among `logs`.
Outcome check_subset(const std::set<DayKey>& named, const std::vector<LogRef>& logs, const std::string& what) {
  std::set<DayKey> known;
  for (const auto& ref : logs) known.insert({ref.agreement, ref.day});
  if (std::ranges::includes(known, named)) return {};
  return refuse("UNKNOWN_LOG", "PY-07", what + " names a log that the approval does not cover");
}

Outcome approve_all(Context& context, const std::vector<LogRef>& logs, const std::set<DayKey>& exceptions,
                    const std::set<DayKey>& accept_flags) {
  CalendarReader calendar(context);
  for (const auto& ref : logs) {
    const DayKey key{ref.agreement, ref.day};
    if (exceptions.contains(key)) continue;
    if (auto ok = approve_one(context, calendar, ref, accept_flags.contains(key)); !ok) return ok;
  }
  return {};
}

std::set<DayKey> as_set(const std::vector<DayKey>& keys) {
  return {keys.begin(), keys.end()};
}

}  // namespace

Outcome confirm_work(Context& context, const ConfirmWorkArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kWorker); !ok) return ok;
  if (args.logs.empty()) return refuse("EMPTY_LIST", "PY-06", "name the logs to confirm");
  CalendarReader calendar(context);
  for (const auto& ref : args.logs) {
    if (auto ok = confirm_one(context, calendar, ref); !ok) return ok;
  }
  return {};
}

Outcome reject_work(Context& context, const RejectWorkArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kWorker); !ok) return ok;
  if (auto ok = check_reason(args.reason); !ok) return ok;
  CalendarReader calendar(context);
  return reject_one(context, calendar, args.log, args.reason);
}

Outcome reject_many(Context& context, const RejectManyArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kWorker); !ok) return ok;
  if (args.logs.empty()) return refuse("EMPTY_LIST", "PY-06", "name the logs to reject");
  if (auto ok = check_reason(args.reason); !ok) return ok;
  CalendarReader calendar(context);
  for (std::size_t i = 0; i < args.logs.size(); ++i) {
    if (auto ok = reject_one(context, calendar, args.logs[i], args.reason); !ok) return in_line(i, ok.error());
  }
  return {};
}

Outcome reject_flags(Context& context, const RejectFlagsArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  CalendarReader calendar(context);
  auto found = find_log(context, calendar, args.log);
  if (!found) return std::unexpected(found.error());
  if (found->agreement.terms().union_account != context.info().sender)
    return refuse("NOT_THE_UNION", "OP-12", "the agreement names another account as union");
  DayLog& log = found->log;
  if (!log.flags_open())
    return refuse("NO_OPEN_FLAGS", "OP-26", name_of(args.log) + " has no flags, or they were decided on already");
  log.flag_decision = FlagDecision::kRejected;
  log.flag_reason = args.reason;
  log.union_at.reset();
  if (!log.disputed_at) log.disputed_at = context.now();
  log.dispute_reason = DisputeReason::kFlagsRejected;
  save_log(context, args.log, log);
  emit(context, found->agreement, EventKind::kFlagsRejected, FlagsRejectedEvent{args.log, args.reason});
  return {};
}

Outcome approve_work(Context& context, const ApproveWorkArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  if (args.logs.empty()) return refuse("EMPTY_LIST", "PY-07", "name the logs to approve");
  const auto accept_flags = as_set(args.accept_flags);
  if (auto ok = check_subset(accept_flags, args.logs, "accept_flags"); !ok) return ok;
  return approve_all(context, args.logs, {}, accept_flags);
}

Outcome approve_batch(Context& context, const ApproveBatchArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  const auto batch = context.read<Batch>(batch_key(args.batch));
  if (!batch) return refuse("UNKNOWN_BATCH", "PY-07", "there is no upload " + chain::to_hex(args.batch.view()));
  if (batch->root != args.root) {
    return refuse("ROOT_MISMATCH", "OP-12",
                  "the upload has another root than the one named; all parties sign the same hashes");
  }
  const auto exceptions = as_set(args.exceptions);
  const auto accept_flags = as_set(args.accept_flags);
  if (auto ok = check_subset(exceptions, batch->logs, "exceptions"); !ok) return ok;
  if (auto ok = check_subset(accept_flags, batch->logs, "accept_flags"); !ok) return ok;
  return approve_all(context, batch->logs, exceptions, accept_flags);
}

Outcome decide_dispute(Context& context, const DecideDisputeArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  CalendarReader calendar(context);
  auto found = find_log(context, calendar, args.log);
  if (!found) return std::unexpected(found.error());
  DayLog& log = found->log;
  if (!log.disputed_at) return refuse("NOT_DISPUTED", "OP-11", "the worker does not dispute this version");
  if (log.flags_open())
    return refuse("FLAGS_UNDECIDED", "OP-26", "the day is flagged; approve it with its flags first");
  const auto days = context.parameter(parameters::kDisputeDecisionDays, context.now()).value;
  if (context.now().value - log.disputed_at->value < days * kDayMs) {
    return refuse("TOO_EARLY", "OP-11",
                  "the enterprise may revise for " + std::to_string(days) + " days before the union decides");
  }
  const bool workers_dispute = log.dispute_reason != DisputeReason::kFlagsRejected;
  if (log.flag_decision == FlagDecision::kRejected) log.flag_decision = FlagDecision::kAccepted;
  log.ruled = true;
  log.union_at = context.now();
  log.disputed_at.reset();
  if (workers_dispute) count_lost(context, found->agreement, args.log.day);
  emit(context, found->agreement, EventKind::kDisputeDecided, DisputeDecidedEvent{args.log});
  settle_confirmation(context, found->agreement, args.log.day, log);
  save_log(context, args.log, log);
  return {};
}

}  // namespace xh::contracts::payroll
