// The versions of an agreement's terms (PY-03): a day belongs to the terms in force on it. Amendments are made in
// amendments.cpp; used by upload.cpp, settlement.cpp and readers of payslips. Core thread; rules_for() is pure.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

[[nodiscard]] StateKey amendment_key(const chain::RecordKey& agreement, std::uint32_t number);

// The terms of an amendment of this agreement; 0: those first signed. Needs a number that the agreement has.
[[nodiscard]] Terms terms_of(const Context& context, const OpenAgreement& agreement, std::uint32_t amendment);
[[nodiscard]] PayRules rules_of(const Terms& terms, std::uint32_t amendment);

// The settlement's period bounds and rules: terms_version, items and rules, as in force on the last day of its period,
// and those of its days that follow others. To be called when days, from and to are set; gives gross: the sum of the
// days within the period's bounds.
[[nodiscard]] chain::Fen apply_rules(const Context& context, const OpenAgreement& agreement, Settlement& settlement);

// The rules that a payslip names for its days of an amendment; nothing when it names none. Pure.
[[nodiscard]] std::optional<PayRules> rules_for(const Settlement& settlement, std::uint32_t amendment);
// Does it pay for a day of its own period for the first time? Only then a period floor holds.
[[nodiscard]] bool pays_fresh_day(const Settlement& settlement);

}  // namespace xh::contracts::payroll
