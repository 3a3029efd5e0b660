// What the routes of matching, disputes and guidance share: reading the ledger through the contracts' own functions on
// the core thread, naming for the read log whose records an answer shows, and lists in pages. Internal to node/api.
#pragma once

#include <functional>

#include "contracts/engine/index_list.h"
#include "contracts/identity/members.h"
#include "node/api/presenter.h"
#include "node/api/routes.h"

namespace xh::node::api {

struct ServiceAsk {
  contracts::Context& context;
  const Caller& caller;
  std::vector<chain::AccountId>& subjects;  // filled by who answers

  [[nodiscard]] bool is(contracts::identity::Role role) const { return (caller.roles & bit(role)) != 0; }
  [[nodiscard]] bool is_union() const { return is(contracts::identity::Role::kUnion); }
  [[nodiscard]] bool may_read_of(const chain::AccountId& account) const {
    return caller.account == account || is_union();
  }
};
using ServiceRead = std::function<Answer<json::value>(const ServiceAsk&)>;

// `read` outlives the call and is named by the caller: GCC 12 destroys a temporary closure of a co_await twice (0009).
[[nodiscard]] Task<Answer<Response>> answer_service(Services& services, const Caller& caller, const ServiceRead& read);

[[nodiscard]] std::unexpected<Problem> not_a_party();

// One page of a list, each item turned into a row; `row` gives null for what is not shown.
[[nodiscard]] json::object list_json(const contracts::Context& context, const contracts::ListName& list,
                                     std::uint64_t page, const std::function<json::value(const chain::Hash256&)>& row);

// The member "key" with a record's hex beside what to_json gives.
[[nodiscard]] json::object keyed(json::object value, const chain::RecordKey& key);

// 64 hex digits, or the problem that says so.
[[nodiscard]] Answer<chain::RecordKey> record_of(const std::string& text);
[[nodiscard]] Answer<std::uint64_t> page_of(const Request& request);

}  // namespace xh::node::api
