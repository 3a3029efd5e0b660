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
//   calendar payday  settles the period's logs, queues the next payday
//   calendar retry   pays arrears, every day until they are paid
//
// Invariants: a fen is paid for a day at most once (DayLog.settled grows to the confirmed amount, never falls);
// superseded versions stay readable; a flagged day is paid after a human decision only; wage before fee. Threading:
// core thread; no state outside the ledger's.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts::payroll {

// Calendar item kinds. Their record is the agreement's key.
inline constexpr std::uint32_t kPaydayItem = 1;
inline constexpr std::uint32_t kRetryItem = 2;

}  // namespace xh::contracts::payroll

namespace xh::contracts {

void register_payroll(Registry& registry);

}  // namespace xh::contracts
