#include "contracts/catalog/record_entries.h"
#include "contracts/identity/records.h"

namespace xh::contracts {

void add_identity_records(RecordCatalog& c) {
  using namespace identity;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kIdentity;
  c.add<Member>(id, kTableMember, "identity.member", {KeyPart::kAccount}, by_key<Member>());
  c.add<Recovery>(id, kTableRecovery, "identity.recovery", {KeyPart::kAccount},
                  by_value<Recovery>([](const Recovery& v) { return std::vector{v.second}; }));
  c.add<UnionRecord>(id, kTableUnion, "identity.union", {}, for_everyone<UnionRecord>());
}

}  // namespace xh::contracts
