// Lists of 32-byte names (accounts, record keys) that a contract keeps so that a person or a query finds its records:
// pages of kListPageSize under keys that a client can compute from contract, table, kind, owner and page.
//
// Who calls: contracts that list things. Three tables in a row belong to a list table: `table` holds ListHead, `table`
// + 1 ListPage, `table` + 2 ListPlace (of lists whose items can be removed). Invariants: items 0 .. count - 1 fill the
// pages without a gap; a removed item's place is taken by the last one, so order is that of adding until the first
// removal. Threading: core thread. Cost: at most five small records for a change.
#pragma once

#include <vector>

#include "contracts/engine/context.h"

namespace xh::contracts {

inline constexpr std::size_t kListPageSize = 64;

struct ListHead {
  std::uint64_t count = 0;

  static constexpr auto fields() { return std::tuple(chain::field<1>("count", &ListHead::count)); }
  friend bool operator==(const ListHead&, const ListHead&) = default;
};
struct ListPage {
  std::vector<chain::Hash256> items;

  static constexpr auto fields() { return std::tuple(chain::field<1>("items", &ListPage::items, kListPageSize)); }
  friend bool operator==(const ListPage&, const ListPage&) = default;
};
struct ListPlace {
  std::uint64_t place = 0;  // from 0

  static constexpr auto fields() { return std::tuple(chain::field<1>("place", &ListPlace::place)); }
  friend bool operator==(const ListPlace&, const ListPlace&) = default;
};

struct ListName {
  ContractId contract = ContractId::kEngine;
  std::uint8_t table = 0;
  std::uint64_t kind = 0;  // the contract's own numbering
  chain::Hash256 owner;    // whose list: an account, a record, or two numbers (list_owner)
};
// An owner that is no account and no record: two numbers, big-endian, then zeros.
[[nodiscard]] chain::Hash256 list_owner(std::uint64_t first, std::uint64_t second = 0);

[[nodiscard]] StateKey list_head_key(const ListName& name);
[[nodiscard]] StateKey list_page_key(const ListName& name, std::uint64_t page);
[[nodiscard]] StateKey list_place_key(const ListName& name, const chain::Hash256& item);

[[nodiscard]] std::uint64_t list_count(const Context& context, const ListName& name);
// Empty behind the end.
[[nodiscard]] std::vector<chain::Hash256> list_page(const Context& context, const ListName& name, std::uint64_t page);

// At the end, for a list that only grows. The caller sees to it that no item comes twice.
void list_append(Context& context, const ListName& name, const chain::Hash256& item);

// For a list that items leave again; adding what is there and removing what is not there changes nothing. Never mixed
// with list_append on one list.
[[nodiscard]] bool list_contains(const Context& context, const ListName& name, const chain::Hash256& item);
void list_add(Context& context, const ListName& name, const chain::Hash256& item);
void list_remove(Context& context, const ListName& name, const chain::Hash256& item);

}  // namespace xh::contracts
