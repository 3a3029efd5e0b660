// Objections to entries of one's own file, answered by the union within a dated number of days (R-09b, R-10c).
#include <algorithm>

#include "contracts/credit/handlers.h"
#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/history.h"

namespace xh::contracts::credit {
namespace {

constexpr std::int64_t kMostDays = 3'660;

Outcome check_default(const Context& context, const chain::AccountId& worker, chain::Day month) {
  const auto all = insurance::defaults_of(context, worker);
  if (std::ranges::find(all, month, &insurance::DefaultStanding::month) != all.end()) return {};
  return refuse("UNKNOWN_ENTRY", "R-09b", "there is no default of the month " + to_text(month) + " in your file");
}

Outcome check_entry(const Context& context, const chain::AccountId& worker, const Object& args) {
  const bool by_month = args.entry == ObjectedEntry::kDefault || args.entry == ObjectedEntry::kMonth;
  if (by_month && (!args.month || !is_plausible(*args.month) || first_of_month(*args.month) != *args.month))
    return refuse("BAD_ENTRY", "R-09b", "name the month by its first day");
  if (args.entry == ObjectedEntry::kDefault) return check_default(context, worker, *args.month);
  if (args.entry != ObjectedEntry::kLoan) return {};
  const auto loan = args.record ? find_loan(context, *args.record) : std::nullopt;
  if (!loan || loan->worker != worker)
    return refuse("UNKNOWN_ENTRY", "R-09b", "name the record key of a loan of your own");
  return {};
}

void queue_due(Context& context, const chain::RecordKey& key, const Objection& objection) {
  DueItem item;
  item.due = objection.answer_by;
  item.contract = static_cast<std::uint32_t>(ContractId::kCredit);
  item.kind = static_cast<std::uint32_t>(ItemKind::kObjectionDue);
  item.record = key;
  item.accounts = {objection.worker};
  context.schedule(std::move(item));
}

// What an upheld objection takes out of the file; other entries are corrected where they were made.
void take_out(File& file, const Objection& objection) {
  if (objection.entry == ObjectedEntry::kDefault && objection.month) {
    if (file.set_aside.size() >= kMaxSetAside) file.set_aside.erase(file.set_aside.begin());
    if (std::ranges::find(file.set_aside, *objection.month) == file.set_aside.end())
      file.set_aside.push_back(*objection.month);
  }
  if (objection.entry == ObjectedEntry::kLoan && objection.record)
    std::erase_if(file.loan_defaults, [&](const LoanDefault& entry) { return entry.loan == *objection.record; });
}

}  // namespace

Outcome object(Context& context, const Object& args) {
  if (auto ok = require_worker(context); !ok) return ok;
  const auto worker = context.info().sender;
  if (args.text.is_zero())
    return refuse("NO_TEXT", "R-09b", "an objection carries the salted hash of what the worker says");
  if (auto ok = check_entry(context, worker, args); !ok) return ok;
  auto file = file_of(context, worker);
  if (file.open_objections.size() >= kMaxOpenObjections || file.objections >= kMaxObjections)
    return refuse("TOO_MANY_OBJECTIONS", "R-09b", "wait for the answer to your open objections");
  const auto key = context.new_record_key();
  Objection objection;
  objection.worker = worker;
  objection.entry = args.entry;
  objection.month = args.month;
  objection.record = args.record;
  objection.text = args.text;
  objection.at = context.now();
  objection.answer_by = days_from_now(context, number_now(context, "credit.objection.days", 1, kMostDays));
  context.write(objection_key(key), objection);
  context.write(objection_list_key(worker, file.objections), ObjectionRef{key});
  ++file.objections;
  file.open_objections.push_back(key);
  save_file(context, worker, file);
  queue_due(context, key, objection);
  emit(context, EventKind::kObjectionRaised, ObjectionEvent{key, objection}, {worker});
  return {};
}

Outcome answer_objection(Context& context, const AnswerObjection& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  auto objection = find_objection(context, args.objection);
  if (!objection) return refuse("UNKNOWN_OBJECTION", "R-09b", "there is no such objection");
  if (objection->answered_at) return refuse("ALREADY_ANSWERED", "R-09b", "the objection was answered");
  if (args.answer.is_zero()) return refuse("NO_TEXT", "R-10c", "an answer carries the salted hash of its reasons");
  objection->state = args.upheld ? ObjectionState::kUpheld : ObjectionState::kDismissed;
  objection->answered_at = context.now();
  objection->answer = args.answer;
  context.write(objection_key(args.objection), *objection);
  auto file = file_of(context, objection->worker);
  std::erase(file.open_objections, args.objection);
  if (args.upheld) take_out(file, *objection);
  save_file(context, objection->worker, file);
  emit(context, EventKind::kObjectionAnswered, ObjectionEvent{args.objection, *objection}, {objection->worker});
  return {};
}

Outcome run_objection_due(Context& context, const DueItem& item) {
  auto objection = find_objection(context, item.record);
  if (!objection || objection->answered_at) return {};  // erased or answered in time
  objection->state = ObjectionState::kOverdue;
  context.write(objection_key(item.record), *objection);
  emit(context, EventKind::kObjectionOverdue, ObjectionEvent{item.record, *objection}, {objection->worker});
  return {};
}

}  // namespace xh::contracts::credit
