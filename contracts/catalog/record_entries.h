// How the per-contract lists of records are written; internal to contracts/catalog. A contract adds one file
// (<contract>_records.cpp) with one function, declared at the end of this header and called in record_catalog.cpp:
//
//   void add_insurance_records(RecordCatalog& c) {
//     using namespace insurance;
//     c.add<Month>(ContractId::kInsurance, kMonthTable, "insurance.month", {KeyPart::kAccount, KeyPart::kMonth},
//                  by_key<Month>());                                      // every account in the key
//     c.add<Contract>(ContractId::kInsurance, kContractTable, "insurance.contract", {KeyPart::kRecord},
//                     by_value<Contract>([](const Contract& v) { return std::vector{v.worker, v.employer}; }));
//   }
#pragma once

#include <functional>
#include <map>

#include "chain/primitives/check.h"
#include "contracts/catalog/record_catalog.h"
#include "contracts/engine/context.h"

namespace xh::contracts {

// What a rule about readers is given. `value` is null when the record is absent.
template <class T>
struct ReadQuestion {
  const chain::StateView& state;
  std::span<const chain::RecordKey> ids;  // accounts and records of the key, in its order
  Readers by_key;                         // the accounts that the key names
  const T* value = nullptr;
};
template <class T>
using ReaderRule = std::function<Readers(const ReadQuestion<T>&)>;

template <class T>
ReaderRule<T> for_everyone() {
  return [](const ReadQuestion<T>&) { return Readers{true, {}}; };
}
template <class T>
ReaderRule<T> for_union_only() {
  return [](const ReadQuestion<T>&) { return Readers{}; };
}
template <class T>
ReaderRule<T> by_key() {
  return [](const ReadQuestion<T>& q) { return q.by_key; };
}
template <class T>
ReaderRule<T> by_value(std::function<std::vector<chain::AccountId>(const T&)> accounts) {
  return [accounts = std::move(accounts)](const ReadQuestion<T>& q) {
    Readers out = q.by_key;
    if (q.value == nullptr) return out;
    for (const auto& account : accounts(*q.value)) out.accounts.push_back(account);
    return out;
  };
}

// A record of another table, for rules such as "the parties of the agreement that the key names".
template <chain::Message T>
std::optional<T> read_record(const chain::StateView& state, const StateKey& key) {
  const auto record = state.find(chain::StateKey(key.view()));
  if (!record) return std::nullopt;
  auto value = chain::decode<T>(record->value);
  CHECK(value.has_value());
  return std::move(*value);
}

class RecordCatalog {
 public:
  struct Entry {
    RecordKind kind;
    std::function<chain::Result<chain::json::object>(chain::BytesView)> render;
    std::function<Readers(const chain::StateView&, std::span<const chain::RecordKey>, Readers, const chain::RecordPtr&)>
        readers;
  };

  template <chain::Message T>
  void add(ContractId contract, std::uint8_t table, std::string_view name, std::vector<KeyPart> key,
           ReaderRule<T> rule) {
    Entry entry;
    entry.kind = {name, std::move(key)};
    entry.render = [](chain::BytesView bytes) -> chain::Result<chain::json::object> {
      const auto value = chain::decode<T>(bytes);
      if (!value) return std::unexpected(value.error());
      return chain::to_json(*value);
    };
    entry.readers = [rule = std::move(rule)](const chain::StateView& state, std::span<const chain::RecordKey> ids,
                                             Readers named, const chain::RecordPtr& record) {
      std::optional<T> value;
      if (record) {
        auto decoded = chain::decode<T>(record->value);
        if (!decoded) return Readers{};
        value = std::move(*decoded);
      }
      return rule({state, ids, std::move(named), value ? &*value : nullptr});
    };
    const bool is_new =
        entries_.emplace(std::pair{static_cast<std::uint8_t>(contract), table}, std::move(entry)).second;
    CHECK(is_new);
  }

  [[nodiscard]] const Entry* find(chain::BytesView raw_key) const;
  [[nodiscard]] const Entry* find(std::string_view name, chain::Bytes& prefix) const;
  [[nodiscard]] std::vector<RecordKind> kinds() const;

 private:
  std::map<std::pair<std::uint8_t, std::uint8_t>, Entry> entries_;
};

void add_engine_records(RecordCatalog& catalog);
void add_identity_records(RecordCatalog& catalog);
void add_lxr_records(RecordCatalog& catalog);
void add_payroll_records(RecordCatalog& catalog);
void add_insurance_records(RecordCatalog& catalog);
void add_credit_records(RecordCatalog& catalog);
void add_matching_records(RecordCatalog& catalog);
void add_dispute_records(RecordCatalog& catalog);
void add_guidance_records(RecordCatalog& catalog);
void add_contribution_records(RecordCatalog& catalog);
void add_governance_records(RecordCatalog& catalog);

}  // namespace xh::contracts
