#include "cli/calls/entries.h"
#include "contracts/contribution/calls.h"

namespace xh::cli {

void add_contribution_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::contribution;  // NOLINT: a table of names from one contract
  constexpr auto kContract = contracts::ContractId::kContribution;
  calls.insert(calls.end(), {
                                call_entry<RecordAct>("contribution.record_act", kContract, MethodId::kRecordAct),
                                call_entry<RateAct>("contribution.rate_act", kContract, MethodId::kRateAct),
                            });
}

}  // namespace xh::cli
