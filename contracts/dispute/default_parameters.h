// The dispute contract's parameters with their proposed values. Genesis takes them from here unless the consortium
// decides otherwise; the contract reads them from the state only. Days are civil days of 24 hours on the ledger's
// clock.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::dispute {

namespace parameters {
inline constexpr const char* kAnswerDays = "dispute.answer_days";
inline constexpr const char* kHearingNoticeDays = "dispute.hearing_notice_days";
inline constexpr const char* kDecideDays = "dispute.decide_days";
inline constexpr const char* kAppealDays = "dispute.appeal_days";
inline constexpr const char* kAppealDecideDays = "dispute.appeal_decide_days";
inline constexpr const char* kAidAssignDays = "dispute.aid_assign_days";
}  // namespace parameters

[[nodiscard]] inline std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  using chain::Parameter;
  return {
      Parameter{parameters::kAnswerDays, from, 10, "LG-03: time to answer (proposed, as in labour arbitration)"},
      Parameter{parameters::kHearingNoticeDays, from, 5,
                "LG-03: notice of a hearing (proposed, as in labour arbitration)"},
      Parameter{parameters::kDecideDays, from, 45,
                "LG-03: from filing to decision (proposed, as in labour arbitration)"},
      Parameter{parameters::kAppealDays, from, 15, "LG-02: time to appeal once (proposed)"},
      Parameter{parameters::kAppealDecideDays, from, 45, "LG-02: the regulator's time (proposed)"},
      Parameter{parameters::kAidAssignDays, from, 5, "LG-03: time to assign an adviser (proposed)"},
  };
}

}  // namespace xh::contracts::dispute
