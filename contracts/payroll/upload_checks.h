// What makes a day's log acceptable (PY-04, PY-05, OP-06, OP-26). Used by upload.cpp and reversal.cpp. Core thread;
// nothing is written.
#pragma once

#include "contracts/payroll/book.h"
#include "contracts/payroll/calls.h"

namespace xh::contracts::payroll {

// The employer's own agreement, in force on a day that has come.
[[nodiscard]] Outcome check_day(const Context& context, const OpenAgreement& agreement, chain::Day day);
// `terms` are those in force on the day. Refusals name the entry.
[[nodiscard]] Outcome check_entries(const DayUpload& log, const OpenAgreement& agreement, const Terms& terms);

// A log as it would be recorded, with the terms that hold on its day.
struct PreparedDay {
  Terms terms;
  DayContent content;
};
// Both checks, and what the entries come to.
[[nodiscard]] OutcomeOf<PreparedDay> prepare_day(const Context& context, const OpenAgreement& agreement,
                                                 const DayUpload& log);

// The refusal with the place it belongs to in front.
[[nodiscard]] std::unexpected<Refusal> at(const std::string& where, Refusal refusal);

}  // namespace xh::contracts::payroll
