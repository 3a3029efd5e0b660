// The payroll contract: agreements signed by three parties, daily work logs, three-party confirmation, daily accrual,
// paydays and arrears (rulebook PY-01 to PY-11, OP-06 to OP-20, OP-26). Calls are in calls.h, state in records.h,
// receipts in events.h, reading in queries.h.
//
//   sign_agreement   employer + worker + union together
//   end_agreement    union + one of the others
//   submit_work      employer: day logs of many agreements, all or nothing
//   confirm_work     worker: many logs, current versions only
//   reject_work      worker: DISPUTED with a reason, before or (365 days) after an unanswered log was paid
//   approve_work     union: many logs; flagged ones need accept_flags
//   approve_batch    union: a whole upload by its root
//   decide_dispute   union: the enterprise's version stands
//   amend_agreement  employer + worker + union together: other terms from a day on
//   reject_many      worker: like reject_work, many logs with one reason
//   reject_flags     union: a flagged log is turned down, it is disputed then
//   close_review     union: a part-time limit that was passed has been looked at
//   reverse_day      employer + worker + union together: a final day was something else
//   draw_advance     worker: part of accrued and funded pay before the payday; off by default
//   remit_tax        union: withheld tax goes to the tax office
//
//   calendar payday       T, an agreement: settles the period's days, queues the next payday
//   calendar vault        T + 1 ms, an employer: what the money covers of that payday, reserved
//   calendar pay          T + 2 ms, an agreement: postings, deductions, payout, payslip
//   calendar arrears      daily, an employer with arrears: the same for what is open, with late interest
//   calendar arrears_pay  one entry of that, then the next
//   calendar coverage     5, 3, 1 days before a payday: is the money there?
//   calendar reminder, escalation
//                         12 and 24 hours after an upload: whoever has not answered is reminded, the union is told
//   calendar part_time    a week of part-time work is over: was its average within the limit?
//
// Invariants: a fen is paid for a day at most once (DayLog.settled grows to the day's amount; a reversal lowers it and
// claims the difference back); superseded versions stay readable; a flagged day is paid after a human decision only;
// wages before interest before contributions before fees; what is granted is reserved until it is paid. Threading: core
// thread; no state outside the ledger's. Cost of a payday for one worker: see docs/decisions/0013.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts::payroll {

// Calendar item kinds. Their record is the agreement's key.
inline constexpr std::uint32_t kPaydayItem = 1;
inline constexpr std::uint32_t kReminderItem = 3;    // its record is a batch's key
inline constexpr std::uint32_t kEscalationItem = 4;  // its record is a batch's key
inline constexpr std::uint32_t kPartTimeItem = 5;    // at the end of a week
inline constexpr std::uint32_t kVaultItem = 6;       // its record is an employer's account
inline constexpr std::uint32_t kPayItem = 7;
inline constexpr std::uint32_t kArrearsItem = 8;     // its record is an employer's account
inline constexpr std::uint32_t kArrearsPayItem = 9;  // its record is an employer's account
inline constexpr std::uint32_t kCoverageItem = 10;   // its record is a coverage check's key

}  // namespace xh::contracts::payroll

namespace xh::contracts {

void register_payroll(Registry& registry);

}  // namespace xh::contracts
