#include "contracts/catalog/record_entries.h"
#include "contracts/governance/records.h"

namespace xh::contracts {

void add_governance_records(RecordCatalog& c) {
  using namespace governance;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kGovernance;
  c.add<EpochState>(id, kTableState, "governance.epoch_state", {}, for_everyone<EpochState>());
  c.add<EpochRecord>(id, kTableEpoch, "governance.epoch", {KeyPart::kNumber}, for_everyone<EpochRecord>());
  c.add<OpenChanges>(id, kTableOpen, "governance.open_changes", {}, for_everyone<OpenChanges>());
  c.add<Change>(id, kTableChange, "governance.change", {KeyPart::kRecord}, for_everyone<Change>());
  c.add<Convictions>(id, kTableConvictions, "governance.convictions", {KeyPart::kNumber}, for_everyone<Convictions>());
  c.add<ConvictedKey>(id, kTableConvictedKey, "governance.convicted_key", {KeyPart::kRecord},
                      for_everyone<ConvictedKey>());
}

}  // namespace xh::contracts
