// The moving part of an agreement (AgreementBook) and its place in the due-queue; counters and index pages of the
// parties. Used by the handlers of this contract. Core thread.
#pragma once

#include "contracts/engine/calendar.h"
#include "contracts/payroll/records.h"
#include "contracts/payroll/schedule.h"

namespace xh::contracts::payroll {

// Agreement, book and calendar of one agreement for the length of a call.
struct OpenAgreement {
  chain::RecordKey key;
  Agreement content;
  AgreementBook book;
  const chain::Zone* zone = nullptr;
  const chain::HolidayTable* holidays = nullptr;

  [[nodiscard]] const Terms& terms() const { return content.terms; }
  [[nodiscard]] std::vector<chain::AccountId> parties() const { return {content.terms.employer, content.terms.worker}; }
};

// Refusal: UNKNOWN_AGREEMENT. The calendar outlives the result.
[[nodiscard]] OutcomeOf<OpenAgreement> open_agreement(const Context& context, CalendarReader& calendar,
                                                      const chain::RecordKey& key);
void save_book(Context& context, const OpenAgreement& agreement);

[[nodiscard]] UsedParameter use_parameter(const Context& context, const char* name, chain::Timestamp at);
[[nodiscard]] chain::Timestamp payday_time(const Context& context, const chain::Zone& zone, chain::Day payday);

// The day waits for a payday: lists it and sees to it that one is queued. Refusal: TOO_MANY_OPEN_DAYS. Saves nothing;
// true: book changed.
[[nodiscard]] OutcomeOf<bool> add_open_day(Context& context, OpenAgreement& agreement, chain::Day day);
[[nodiscard]] bool remove_open_day(OpenAgreement& agreement, chain::Day day);

// Queues the next payday that lies after now (or at the given time), unless one is queued. Changes the book only.
void queue_payday(Context& context, OpenAgreement& agreement);
void queue_item(Context& context, const OpenAgreement& agreement, std::uint32_t kind, chain::Timestamp due);

// Index lists of a party (queries.h reads them).
void list_agreement(Context& context, const chain::AccountId& party, const chain::RecordKey& agreement);
void count_upload(Context& context, const chain::AccountId& employer, std::uint64_t late,
                  const std::vector<FlaggedLog>& flagged);
void count_shortage(Context& context, const chain::AccountId& employer);

}  // namespace xh::contracts::payroll
