#include "contracts/catalog/record_entries.h"
#include "contracts/engine/parameters.h"
#include "contracts/engine/records.h"

namespace xh::contracts {

void add_engine_records(RecordCatalog& c) {
  const auto id = ContractId::kEngine;
  c.add<engine::BlockMeta>(id, engine::kTableMeta, "engine.meta", {}, for_everyone<engine::BlockMeta>());
  c.add<chain::KeyPolicy>(id, engine::kTableAccount, "engine.account", {KeyPart::kAccount}, by_key<chain::KeyPolicy>());
  c.add<ParameterHistory>(id, engine::kTableParameter, "engine.parameter", {KeyPart::kText},
                          for_everyone<ParameterHistory>());
  c.add<chain::Zone>(id, engine::kTableZone, "engine.zone", {KeyPart::kText}, for_everyone<chain::Zone>());
  c.add<chain::HolidayTable>(id, engine::kTableHolidays, "engine.holidays", {KeyPart::kText},
                             for_everyone<chain::HolidayTable>());
  c.add<DueItem>(id, engine::kTableDue, "engine.due", {KeyPart::kNumber, KeyPart::kNumber},
                 by_value<DueItem>([](const DueItem& v) { return v.accounts; }));
  c.add<engine::KeyBucket>(id, engine::kTableKeyBucket, "engine.key_bucket", {KeyPart::kNumber},
                           for_everyone<engine::KeyBucket>());
}

}  // namespace xh::contracts
