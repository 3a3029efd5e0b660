// Contract 5, insurance: the union's contracts with workers, what a month of them costs and who bears it, due dates,
// default and its cure, remittance to the agency (rulebook IN-01 to IN-18, OP-32 to OP-44; docs/decisions/0015).
// Payroll asks through payday.h, credit reads through history.h; calls are in calls.h, state in records.h, receipts in
// events.h.
//
//   set_rates        union: a city's dated rates
//   classify         union: the rule score is computed, a person decides; overturn changes the decision
//   sign, renew      worker + union (+ the employer that owes a share); end: worker + union
//   set_order_cover  employer + union: injury cover by the order
//   pay_month        worker: a month in full
//   state_hardship   worker: is heard before a termination; decide_hardship: the union gives more days
//   remit            union: months that are paid leave escrow for the agency
//   offer_plan, accept_plan   commercial insurance, as a record
//   calendar bill (1st of the next month), due (end of the 10th), default (after the grace), terminate (after the
//   cure),
//            renewal (30 days before the end), unlink (5 years after a default ended)
//
// Refusals: those of rates.h; ROLE_REQUIRED, UNKNOWN_MEMBER, MEMBER_SUSPENDED (identity); SIGNATURE_MISSING, NO_RATES,
// BAD_TERM, NO_REASON, NOTHING_CHANGES, NOT_CLASSIFIED, CONTRACT_DECLINED, CLASSIFICATION_USED, CLASSIFICATION_OLD,
// CONTRACT_KEY_USED, EMPLOYER_REQUIRED, EMPLOYER_NOT_NEEDED, BAD_HOUSING_RATE, BAD_BASE, BAD_MONTH, CONTRACT_OVERLAP,
// TOO_MANY, UNKNOWN_CONTRACT, CONTRACT_OVER, RENEWAL_TOO_EARLY, ALREADY_RENEWED, UNKNOWN_MONTH, ALREADY_PAID,
// PARTIAL_PAYMENT, AMOUNT_TOO_LARGE, INSUFFICIENT_BALANCE, NOT_YOURS, NOT_IN_DEFAULT, ALREADY_STATED, NOT_HEARD,
// BAD_DAYS, MONTH_NOT_PAID, NOTHING_TO_REMIT, REMITTANCE_PENDING, NAMED_TWICE, REMIT_SUM, UNKNOWN_PLAN, OFFER_OVER.
//
// Invariants: the lines of a month sum to what worker, subsidy and employer bear; nothing is collected twice; the
// escrow account holds what was collected less what was remitted and paid out. Threading: core thread; no state but the
// ledger's.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts::insurance {

// Calendar item kinds, stable for ever. Their record is the contract's key; of kUnlinkItem the default's.
inline constexpr std::uint32_t kBillItem = 1;
inline constexpr std::uint32_t kDueItem = 2;
inline constexpr std::uint32_t kDefaultItem = 3;
inline constexpr std::uint32_t kTerminateItem = 4;
inline constexpr std::uint32_t kRenewalItem = 5;
inline constexpr std::uint32_t kUnlinkItem = 6;

}  // namespace xh::contracts::insurance

namespace xh::contracts {

void register_insurance(Registry& registry);

}  // namespace xh::contracts
