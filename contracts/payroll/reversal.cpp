// reverse_day: a final day is corrected by all three parties together, by reversal only (S04 row 9). The version that
// was final stays readable; its successor is final at once; a Reversal record links the two.
#include "contracts/identity/members.h"
#include "contracts/payroll/accrual.h"
#include "contracts/payroll/claims.h"
#include "contracts/payroll/coverage.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/flags.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/history.h"
#include "contracts/payroll/milestones.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/upload_checks.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;

Outcome check_signers(const Context& context, const Terms& terms) {
  if (context.signed_by(terms.employer) && context.signed_by(terms.worker) && context.signed_by(terms.union_account))
    return {};
  return refuse("SIGNATURE_MISSING", "PY-07",
                "employer, worker and union must all sign the reversal in one joint transaction");
}

Outcome check_log(const LogRef& ref, const std::optional<DayLog>& log) {
  if (!log || ref.version > log->version || ref.version == 0)
    return refuse("UNKNOWN_LOG", "PY-06", "there is no such version of the day");
  if (ref.version < log->version || ref.hash != log->hash) {
    return refuse("SUPERSEDED", "OP-12",
                  "the day stands at version " + std::to_string(log->version) + " with another hash; look at that one");
  }
  if (log->confirmed()) return {};
  return refuse("LOG_NOT_FINAL", "PY-07", "the day is not final; the enterprise revises it by an upload");
}

std::uint64_t moved(std::uint64_t total, std::uint64_t before, std::uint64_t after) {
  const auto sum = total + after;
  return sum < before ? 0 : sum - before;
}

class Reverser {
 public:
  Reverser(Context& context, OpenAgreement agreement, PreparedDay prepared, DayLog before)
      : context_(context),
        agreement_(std::move(agreement)),
        prepared_(std::move(prepared)),
        before_(std::move(before)),
        ref_{agreement_.key, prepared_.content.day, prepared_.content.version, content_hash(prepared_.content)} {}

  Outcome run() {
    make_log();
    if (log_.settlement == 0)
      correct_accrual(context_, agreement_.key, before_, log_.sums);
    else if (auto ok = after_payment(); !ok)
      return ok;
    store();
    return {};
  }

 private:
  // The new version: signed by all three, its flags seen by the union that signed it.
  void make_log() {
    log_ = before_;
    log_.version = ref_.version;
    log_.hash = ref_.hash;
    log_.sums = prepared_.content.sums;
    log_.amendment = prepared_.content.amendment;
    log_.entries = static_cast<std::uint32_t>(prepared_.content.entries.size());
    log_.uploaded_at = context_.now();
    log_.worker_at = context_.now();
    log_.union_at = context_.now();
    log_.ruled = false;
    auto flags = examine(context_, agreement_, prepared_.terms, prepared_.content, before_);
    log_.flags = std::move(flags.listed);
    log_.flag_count = flags.count;
    log_.flag_decision = FlagDecision::kAccepted;
    reversal_ = {before_.version, log_.version, before_.sums.amount, log_.sums.amount,
                 before_.settled, {},           context_.now()};
  }

  // Paid days: more waits for the next payday, less becomes a claim.
  Outcome after_payment() {
    correct_month();
    if (log_.sums.amount < log_.settled) {
      reversal_.claim = sub(log_.settled, log_.sums.amount);
      log_.settled = log_.sums.amount;
      auto claims = claims_of(context_, agreement_.key);
      claims.correction = add(claims.correction, reversal_.claim);
      save_claims(context_, agreement_.key, claims);
    }
    if (log_.sums.amount == log_.settled) {
      if (remove_open_day(agreement_, ref_.day)) save_book(context_, agreement_);
      return {};
    }
    const auto opened = add_open_day(context_, agreement_, ref_.day);
    if (!opened) return std::unexpected(opened.error());
    if (*opened) save_book(context_, agreement_);
    log_.accrued_period.reset();
    settle_confirmation(context_, agreement_, ref_.day, log_);
    return {};
  }

  void correct_month() {
    auto month = open_worker_month(context_, agreement_.terms().worker, ref_.day);
    month.minutes = moved(month.minutes, before_.sums.minutes, log_.sums.minutes);
    month.orders = moved(month.orders, before_.sums.orders, log_.sums.orders);
    if (log_.sums.amount < log_.settled) month.gross = sub(month.gross, sub(log_.settled, log_.sums.amount));
    save_worker_month(context_, agreement_.terms().worker, month);
  }

  void store() {
    expect_pay(context_, agreement_, ref_.day, sub(before_.sums.amount, before_.settled),
               sub(log_.sums.amount, log_.settled));
    context_.write(superseded_key(ref_.agreement, ref_.day, before_.version), before_);
    context_.write(content_key(ref_.agreement, ref_.day, ref_.version), prepared_.content);
    context_.write(day_log_key(ref_.agreement, ref_.day), log_);
    context_.write(reversal_key(ref_.agreement, ref_.day, ref_.version), reversal_);
    context_.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kDayReversed),
                  DayReversedEvent{ref_, reversal_}, agreement_.parties());
  }

  Context& context_;
  OpenAgreement agreement_;
  PreparedDay prepared_;
  DayLog before_;
  LogRef ref_;
  DayLog log_;
  Reversal reversal_;
};

}  // namespace

Outcome reverse_day(Context& context, const ReverseDayArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kEmployer); !ok) return ok;
  CalendarReader calendar(context);
  auto agreement = open_agreement(context, calendar, args.log.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  const auto log = context.read<DayLog>(day_log_key(args.log.agreement, args.log.day));
  if (auto ok = check_log(args.log, log); !ok) return ok;
  auto prepared = prepare_day(context, *agreement, {args.log.agreement, args.log.day, args.log.version, args.entries});
  if (!prepared) return std::unexpected(prepared.error());
  if (auto ok = check_signers(context, agreement->terms()); !ok) return ok;
  if (auto ok = claim_milestones(context, args.log.agreement, args.log.day, prepared->content.sums.milestones,
                                 log->sums.milestones);
      !ok) {
    return ok;
  }
  return Reverser(context, std::move(*agreement), std::move(*prepared), *log).run();
}

}  // namespace xh::contracts::payroll
