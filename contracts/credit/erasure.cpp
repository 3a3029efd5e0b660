// A worker's wish to be forgotten (OP-41, R-10e, S15): what nothing obliges the ledger to keep is destroyed, the wage
// ledger is blocked until its retention ends (R-04c), and sums, vouchers and proofs stay as they are. The salts and
// keys that make pseudonyms a person are in the union's store off the ledger, which does its part on the same event.
#include <algorithm>

#include "contracts/credit/handlers.h"
#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/records.h"

namespace xh::contracts::credit {
namespace {

constexpr std::int64_t kMostMonths = 1'200;
constexpr std::int64_t kMostDays = 3'660;
constexpr std::uint64_t kPagesASlice = 64;

// The payday of the newest payslip over all agreements.
std::optional<chain::Day> last_settlement_of(const Context& context, const chain::AccountId& worker) {
  std::optional<chain::Day> newest;
  const auto book = context.read<payroll::PartyBook>(payroll::party_key(worker)).value_or(payroll::PartyBook{});
  for (std::uint64_t page = 0; page * payroll::kIndexPageSize < book.agreements; ++page) {
    const auto list = context.read<payroll::AgreementPage>(payroll::party_agreements_key(worker, page));
    if (!list) continue;
    for (const auto& agreement : list->agreements) {
      const auto own = context.read<payroll::AgreementBook>(payroll::book_key(agreement));
      if (!own || own->settlements == 0) continue;
      const auto payslip = context.read<payroll::Settlement>(payroll::settlement_key(agreement, own->settlements - 1));
      if (payslip && payslip->worker == worker && (!newest || payslip->payday > *newest)) newest = payslip->payday;
    }
  }
  return newest;
}

// Without any payslip there is nothing to hold.
chain::Day hold_end(const Context& context, const std::optional<chain::Day>& last) {
  const auto today = civil_day_of(context, context.now());
  if (!last) return today;
  return std::max(today, add_months(*last, number_now(context, "credit.retention.wage_months", 0, kMostMonths)));
}

void queue_hold(Context& context, const chain::AccountId& worker, chain::Timestamp due) {
  DueItem item;
  item.due = due;
  item.contract = static_cast<std::uint32_t>(ContractId::kCredit);
  item.kind = static_cast<std::uint32_t>(ItemKind::kHoldEnds);
  item.record = chain::retag<chain::RecordKey>(worker);
  item.accounts = {worker};
  context.schedule(std::move(item));
}

chain::Timestamp start_of(const Context& context, chain::Day day) {
  CalendarReader reader(context);
  const auto* zone = reader.zone(kUnionZone);
  CHECK(zone != nullptr);
  return local_time(*zone, day, 0);
}

bool is_over(const Loan& loan) {
  const bool ended = loan.state == LoanState::kDeclined || loan.state == LoanState::kClosed;
  return ended && loan.recourse.value == 0 && loan.reserved.value == 0;
}

Outcome require_no_open_loan(const Context& context, const File& file) {
  for (const auto& key : file.loans) {
    const auto loan = find_loan(context, key);
    if (loan && !is_over(*loan))
      return refuse("LOAN_OPEN", "OP-41", "a loan is not over; withdraw, close or settle it before the file is erased");
  }
  return {};
}

// Everything but the log of disclosures, which proves who was told what until the hold ends.
ErasureEvent destroy(Context& context, const chain::AccountId& worker, File& file) {
  ErasureEvent out;
  out.worker = worker;
  for (const auto& ref : file.consents) context.erase(consent_key(worker, ref.recipient, ref.purpose));
  for (const auto& key : file.loans) context.erase(loan_key(key));
  for (std::uint64_t number = 0; number < file.objections; ++number) {
    const auto ref = context.read<ObjectionRef>(objection_list_key(worker, number));
    if (!ref) continue;
    context.erase(objection_key(ref->objection));
    context.erase(objection_list_key(worker, number));
    ++out.objections;
  }
  out.consents = static_cast<std::uint32_t>(file.consents.size());
  out.statements = static_cast<std::uint32_t>(file.statements.size());
  out.loans = static_cast<std::uint32_t>(file.loans.size());
  out.attestations = static_cast<std::uint32_t>(file.attestations.size());
  out.commitments = static_cast<std::uint32_t>(file.commitments.size());
  File left;
  left.disclosures = file.disclosures;
  file = left;
  return out;
}

}  // namespace

// Open to suspended workers: the right does not depend on the union's good will.
Outcome request_erasure(Context& context, const RequestErasure& args) {
  const auto worker = context.info().sender;
  const auto member = identity::find_member(context, worker);
  if (!member || (member->roles & bit(identity::Role::kWorker)) == 0)
    return refuse("ROLE_REQUIRED", "AC-20", "only a worker has a file to be erased");
  if (find_erasure(context, worker))
    return refuse("ALREADY_REQUESTED", "R-10e", "the erasure was asked for already; see credit report");
  if (args.text.is_zero()) return refuse("NO_TEXT", "R-10e", "a request carries the salted hash of its text");
  Erasure erasure;
  erasure.requested_at = context.now();
  erasure.answer_by = days_from_now(context, number_now(context, "credit.erasure.days", 1, kMostDays));
  context.write(erasure_key(worker), erasure);
  ErasureEvent event;
  event.worker = worker;
  event.text = args.text;
  event.content = erasure;
  emit(context, EventKind::kErasureRequested, event, {worker});
  return {};
}

Outcome erase(Context& context, const Erase& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  auto erasure = find_erasure(context, args.worker);
  if (!erasure || erasure->state != ErasureState::kRequested)
    return refuse("NO_REQUEST", "R-10e", "there is no open request of this worker; data are erased on request only");
  auto file = file_of(context, args.worker);
  if (auto ok = require_no_open_loan(context, file); !ok) return ok;
  auto event = destroy(context, args.worker, file);
  save_file(context, args.worker, file);
  erasure->state = ErasureState::kBlocked;
  erasure->erased_at = context.now();
  erasure->last_settlement = last_settlement_of(context, args.worker);
  erasure->hold_until = hold_end(context, erasure->last_settlement);
  context.write(erasure_key(args.worker), *erasure);
  queue_hold(context, args.worker, start_of(context, *erasure->hold_until));
  event.content = *erasure;
  emit(context, EventKind::kErased, event, {args.worker});
  return {};
}

// Work that was settled after the erasure moves the end; then the log goes, in slices, and nothing is left here.
Outcome run_hold_ends(Context& context, const DueItem& item) {
  const auto worker = chain::retag<chain::AccountId>(item.record);
  auto erasure = find_erasure(context, worker);
  CHECK(erasure.has_value() && erasure->hold_until.has_value());
  erasure->last_settlement = last_settlement_of(context, worker);
  const auto end = hold_end(context, erasure->last_settlement);
  if (end > civil_day_of(context, context.now())) {
    erasure->hold_until = end;
    context.write(erasure_key(worker), *erasure);
    queue_hold(context, worker, start_of(context, end));
    return {};
  }
  auto file = file_of(context, worker);
  const auto pages = (file.disclosures + kPageSize - 1) / kPageSize;
  const auto slice = std::min(pages, kPagesASlice);
  for (std::uint64_t i = 0; i < slice; ++i) context.erase(disclosure_key(worker, pages - 1 - i));
  file.disclosures = (pages - slice) * kPageSize;
  if (file.disclosures > 0) {
    save_file(context, worker, file);
    queue_hold(context, worker, chain::Timestamp{context.now().value + 1});
    return {};
  }
  context.erase(file_key(worker));
  erasure->state = ErasureState::kReleased;
  context.write(erasure_key(worker), *erasure);
  ErasureEvent event;
  event.worker = worker;
  event.content = *erasure;
  emit(context, EventKind::kHoldEnded, event, {worker});
  return {};
}

}  // namespace xh::contracts::credit
