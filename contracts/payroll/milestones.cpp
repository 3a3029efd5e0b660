#include "contracts/payroll/milestones.h"

#include <algorithm>

namespace xh::contracts::payroll {
namespace {

StateKey milestone_key(const chain::RecordKey& agreement, const std::string& name) {
  return StateKey(ContractId::kPayroll, kMilestoneTable).add(agreement).add_last(name);
}

}  // namespace

Outcome claim_milestones(Context& context, const chain::RecordKey& agreement, chain::Day day,
                         const std::vector<std::string>& named, const std::vector<std::string>& before) {
  for (const auto& name : before) {
    if (std::ranges::find(named, name) == named.end()) context.erase(milestone_key(agreement, name));
  }
  for (const auto& name : named) {
    const auto key = milestone_key(agreement, name);
    const auto done = context.read<MilestoneDone>(key);
    if (done && done->day != day) {
      return refuse("MILESTONE_DONE", "PY-15",
                    "milestone '" + name + "' was reached on " + to_text(done->day) + "; it is paid once");
    }
    context.write(key, MilestoneDone{day});
  }
  return {};
}

}  // namespace xh::contracts::payroll
