#include "contracts/payroll/queries.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/payroll/flags.h"
#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {
namespace {

using chain::AccountId;
using chain::Day;
using chain::Int128;
using chain::RecordKey;
using chain::StateView;
using chain::Timestamp;

template <chain::Message T>
std::optional<T> read(const StateView& state, const StateKey& key) {
  const auto record = state.find(chain::StateKey(key.view()));
  if (!record) return std::nullopt;
  auto value = chain::decode<T>(record->value);
  CHECK(value.has_value());
  return std::move(*value);
}

void add_agreement(const StateView& state, const RecordKey& agreement, std::int64_t fee_ppm, Owed& owed) {
  const auto book = find_book(state, agreement);
  CHECK(book.has_value());
  chain::Fen gross;
  for (const auto& open : open_logs(state, agreement)) {
    if (open.log.confirmed()) gross = add(gross, sub(open.log.sums.amount, open.log.settled));
  }
  owed.gross += gross.value;
  owed.fee += fee_of(gross, fee_ppm).value;
  for (const auto sequence : book->arrears) {
    const auto settlement = find_settlement(state, agreement, sequence);
    CHECK(settlement.has_value());
    const auto& progress = settlement->progress;
    owed.gross += progress.wage.value - progress.paid.wages.value;
    owed.charges += settlement->deductions.insurance.employer.value - progress.paid.charges.value;
    owed.fee += settlement->fee.value - progress.paid.fees.value;
  }
}

}  // namespace

std::optional<Agreement> find_agreement(const StateView& state, const RecordKey& agreement) {
  return read<Agreement>(state, agreement_key(agreement));
}

std::optional<AgreementBook> find_book(const StateView& state, const RecordKey& agreement) {
  return read<AgreementBook>(state, book_key(agreement));
}

std::optional<Period> next_period(const StateView& state, const RecordKey& agreement) {
  const auto content = find_agreement(state, agreement);
  const auto book = find_book(state, agreement);
  if (!content || !book) return std::nullopt;
  CalendarReader calendar(state);
  const auto* holidays = calendar.holidays(content->terms.holidays);
  CHECK(holidays != nullptr);
  return period_at(content->terms, *holidays, book->next_period);
}

std::optional<DayLog> find_day_log(const StateView& state, const RecordKey& agreement, Day day,
                                   std::optional<std::uint32_t> version) {
  auto current = read<DayLog>(state, day_log_key(agreement, day));
  if (!version || (current && current->version == *version)) return current;
  return read<DayLog>(state, superseded_key(agreement, day, *version));
}

std::optional<DayContent> find_content(const StateView& state, const RecordKey& agreement, Day day,
                                       std::uint32_t version) {
  return read<DayContent>(state, content_key(agreement, day, version));
}

std::vector<OpenLog> open_logs(const StateView& state, const RecordKey& agreement) {
  std::vector<OpenLog> out;
  const auto book = find_book(state, agreement);
  if (!book) return out;
  for (const Day day : book->open_days) {
    auto log = find_day_log(state, agreement, day);
    CHECK(log.has_value());
    out.push_back({day, std::move(*log)});
  }
  return out;
}

std::optional<Batch> find_batch(const StateView& state, const RecordKey& batch) {
  return read<Batch>(state, batch_key(batch));
}

std::optional<Accrual> find_accrual(const StateView& state, const RecordKey& agreement, std::uint64_t period) {
  return read<Accrual>(state, accrual_key(agreement, period));
}

std::optional<Settlement> find_settlement(const StateView& state, const RecordKey& agreement, std::uint64_t sequence) {
  return read<Settlement>(state, settlement_key(agreement, sequence));
}

std::vector<Settlement> settlements(const StateView& state, const RecordKey& agreement, std::uint64_t from,
                                    std::size_t limit) {
  std::vector<Settlement> out;
  while (out.size() < limit) {
    auto next = find_settlement(state, agreement, from + out.size());
    if (!next) break;
    out.push_back(std::move(*next));
  }
  return out;
}

PartyBook party_of(const StateView& state, const AccountId& account) {
  return read<PartyBook>(state, party_key(account)).value_or(PartyBook{});
}

std::vector<RecordKey> agreements_of(const StateView& state, const AccountId& party, std::uint64_t page) {
  return read<AgreementPage>(state, party_agreements_key(party, page)).value_or(AgreementPage{}).agreements;
}

std::uint64_t flag_page_count(const StateView& state, const AccountId& employer) {
  return (party_of(state, employer).flagged_logs + kIndexPageSize - 1) / kIndexPageSize;
}

std::vector<FlagView> flags_of(const StateView& state, const AccountId& employer, std::uint64_t page) {
  std::vector<FlagView> out;
  const auto listed = read<FlagPage>(state, party_flags_key(employer, page)).value_or(FlagPage{});
  for (const auto& item : listed.logs) {
    const auto current = find_day_log(state, item.agreement, item.day);
    const auto named = find_day_log(state, item.agreement, item.day, item.version);
    CHECK(current.has_value() && named.has_value());
    out.push_back({item, named->flags, named->flag_count, current->version != item.version, named->flag_decision});
  }
  return out;
}

std::vector<MeetingEntry> entries_meeting(const StateView& state, const RecordKey& agreement, Day day,
                                          std::uint32_t entry) {
  std::vector<MeetingEntry> out;
  const auto content = find_agreement(state, agreement);
  const auto log = find_day_log(state, agreement, day);
  if (!content || !log) return out;
  const auto work = find_content(state, agreement, day, log->version);
  CHECK(work.has_value());
  if (entry >= work->entries.size() || !work->entries[entry].start) return out;
  const Timestamp start = *work->entries[entry].start;
  const Timestamp end = end_of(work->entries[entry]);
  for (std::int64_t shift = -1; shift <= 1; ++shift) {
    const Day near = add_days(utc_day(start), shift);
    const auto spans = read<WorkerSpans>(state, worker_spans_key(content->terms.worker, near)).value_or(WorkerSpans{});
    for (const auto& other : spans.logs) {
      for (const auto& span : other.spans) {
        if (other.agreement == agreement && other.day == day && span.entry == entry) continue;
        const Timestamp from{near.value * chain::kDayMs + span.start_ms};
        const Timestamp till{from.value + span.length_ms};
        const bool meets = (from < end && start < till) || (from == start && till == end);
        if (meets) out.push_back({other.agreement, other.day, span.entry, from, till});
      }
    }
  }
  return out;
}

Owed owed_by(const StateView& state, const AccountId& employer, std::int64_t fee_ppm) {
  Owed owed;
  const std::uint64_t count = party_of(state, employer).agreements;
  for (std::uint64_t page = 0; page * kIndexPageSize < count; ++page) {
    for (const auto& agreement : agreements_of(state, employer, page)) {
      const auto content = find_agreement(state, agreement);
      CHECK(content.has_value());
      if (content->terms.employer == employer)
        add_agreement(state, agreement, fee_ppm, owed);  // it may be a worker elsewhere (AC-20)
    }
  }
  return owed;
}

std::optional<std::int64_t> coverage_bp(chain::Fen balance, const Owed& owed) {
  const Int128 total = owed.gross + owed.charges + owed.fee;
  if (total == 0) return std::nullopt;
  const Int128 bp = Int128{balance.value} * 10'000 / total;
  return static_cast<std::int64_t>(std::min(bp, Int128{1} << 62));
}

}  // namespace xh::contracts::payroll
