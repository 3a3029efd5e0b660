#include "contracts/catalog/record_entries.h"
#include "contracts/contribution/records.h"

namespace xh::contracts {

void add_contribution_records(RecordCatalog& c) {
  using namespace contribution;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kContribution;
  const auto parties = [](const Act& act) { return std::vector{act.provider, act.counterpart}; };
  c.add<Act>(id, kTableAct, "contribution.act", {KeyPart::kRecord}, by_value<Act>(parties));
  c.add<EvidenceUse>(id, kTableEvidence, "contribution.evidence", {KeyPart::kRecord},
                     [parties](const ReadQuestion<EvidenceUse>& q) {
                       const auto act = q.value ? read_record<Act>(q.state, act_key(q.value->act)) : std::nullopt;
                       return act ? Readers{false, parties(*act)} : Readers{};
                     });
  c.add<CvBalance>(id, kTableBalance, "contribution.balance", {KeyPart::kAccount}, by_key<CvBalance>());
}

}  // namespace xh::contracts
