#include "contracts/payroll/book.h"

#include <algorithm>

#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll {

using chain::AccountId;
using chain::Day;
using chain::RecordKey;
using chain::Timestamp;

OutcomeOf<OpenAgreement> open_agreement(const Context& context, CalendarReader& calendar, const RecordKey& key) {
  auto content = context.read<Agreement>(agreement_key(key));
  if (!content) return refuse("UNKNOWN_AGREEMENT", "PY-03", "there is no agreement " + chain::to_hex(key.view()));
  auto book = context.read<AgreementBook>(book_key(key));
  CHECK(book.has_value());
  OpenAgreement out{key, std::move(*content), std::move(*book)};
  out.zone = calendar.zone(out.terms().zone);
  out.holidays = calendar.holidays(out.terms().holidays);
  CHECK(out.zone != nullptr && out.holidays != nullptr);  // sign_agreement asked for them; tables are never removed
  return out;
}

void save_book(Context& context, const OpenAgreement& agreement) {
  context.write(book_key(agreement.key), agreement.book);
}

UsedParameter use_parameter(const Context& context, const char* name, Timestamp at) {
  const auto found = context.parameter(name, at);
  return {found.value, found.version};
}

Timestamp payday_time(const Context& context, const chain::Zone& zone, Day payday) {
  const auto seconds = context.parameter(parameters::kPaydayS, local_time(zone, payday, 0)).value;
  return local_time(zone, payday, seconds * chain::kSecondMs);
}

OutcomeOf<bool> add_open_day(Context& context, OpenAgreement& agreement, Day day) {
  auto& days = agreement.book.open_days;
  bool changed = false;
  const auto at = std::ranges::lower_bound(days, day);
  if (at == days.end() || *at != day) {
    if (days.size() == kMaxOpenDays) {
      return refuse(
          "TOO_MANY_OPEN_DAYS", "OP-09",
          "the agreement has " + std::to_string(kMaxOpenDays) + " days that wait for a payday; let them settle first");
    }
    days.insert(at, day);
    changed = true;
  }
  if (!agreement.book.payday_queued) {
    queue_payday(context, agreement);
    changed = true;
  }
  return changed;
}

bool remove_open_day(OpenAgreement& agreement, Day day) {
  auto& days = agreement.book.open_days;
  const auto at = std::ranges::lower_bound(days, day);
  if (at == days.end() || *at != day) return false;
  days.erase(at);
  return true;
}

void queue_payday(Context& context, OpenAgreement& agreement) {
  if (agreement.book.payday_queued) return;
  const Terms& terms = agreement.terms();
  const Day today = civil_day(*agreement.zone, context.now());
  // Paydays that have passed are skipped: a payday settles every open day up to its period's end, so nothing is lost. A
  // monthly period is paid in the next month, so the first candidate lies two periods back.
  std::uint64_t index = agreement.book.next_period;
  if (today >= terms.effective) {
    const auto current = period_index_of(terms, today);
    index = std::max(index, current < 2 ? 0 : current - 2);
  }
  Period period = period_at(terms, *agreement.holidays, index);
  while (payday_time(context, *agreement.zone, period.payday) <= context.now()) {
    period = period_at(terms, *agreement.holidays, ++index);
  }
  agreement.book.next_period = index;
  agreement.book.payday_queued = true;
  queue_item(context, agreement, kPaydayItem, payday_time(context, *agreement.zone, period.payday));
}

// The union's account is left out on purpose: its transactions must not wait while a payday of many people spreads over
// blocks. What it signs after the effective time counts for the next payday (payday.cpp compares the times).
void queue_item(Context& context, const OpenAgreement& agreement, std::uint32_t kind, Timestamp due) {
  context.schedule({due, static_cast<std::uint32_t>(ContractId::kPayroll), kind, agreement.key, agreement.parties()});
}

void list_agreement(Context& context, const AccountId& party, const RecordKey& agreement) {
  auto book = context.read<PartyBook>(party_key(party)).value_or(PartyBook{});
  const auto page_key = party_agreements_key(party, book.agreements / kIndexPageSize);
  auto page = context.read<AgreementPage>(page_key).value_or(AgreementPage{});
  page.agreements.push_back(agreement);
  ++book.agreements;
  context.write(page_key, page);
  context.write(party_key(party), book);
}

void count_upload(Context& context, const AccountId& employer, std::uint64_t late,
                  const std::vector<FlaggedLog>& flagged) {
  if (late == 0 && flagged.empty()) return;
  auto book = context.read<PartyBook>(party_key(employer)).value_or(PartyBook{});
  book.late_uploads += late;
  for (std::size_t done = 0; done < flagged.size();) {
    const auto page_key = party_flags_key(employer, book.flagged_logs / kIndexPageSize);
    auto page = context.read<FlagPage>(page_key).value_or(FlagPage{});
    while (done < flagged.size() && page.logs.size() < kIndexPageSize) {
      page.logs.push_back(flagged[done++]);
      ++book.flagged_logs;
    }
    context.write(page_key, page);
  }
  context.write(party_key(employer), book);
}

void count_shortage(Context& context, const AccountId& employer) {
  auto book = context.read<PartyBook>(party_key(employer)).value_or(PartyBook{});
  ++book.shortages;
  context.write(party_key(employer), book);
}

}  // namespace xh::contracts::payroll
