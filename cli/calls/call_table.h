// Every contract method by its name: how its arguments become bytes and readable again. One table drives `batch`, `tx
// decode` and the commands' own calls, so that a method that is missing here is missing everywhere. Immutable,
// thread-safe.
#pragma once

#include <boost/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "chain/ledger/receipt.h"
#include "chain/ledger/transaction.h"
#include "chain/primitives/result.h"

namespace xh::cli {

namespace json = boost::json;

struct CallEntry {
  std::string_view name;  // "payroll.confirm_work", as the registry names it
  std::uint32_t contract = 0;
  std::uint32_t method = 0;
  chain::Result<chain::Bytes> (*encode)(const json::value& args) = nullptr;  // strict: names the path of what is wrong
  chain::Result<json::object> (*decode)(chain::BytesView args) = nullptr;
};

[[nodiscard]] std::span<const CallEntry> all_calls();
[[nodiscard]] const CallEntry* find_call(std::string_view name);
[[nodiscard]] const CallEntry* find_call(std::uint32_t contract, std::uint32_t method);

// A call from a name and arguments as JSON. Error: unknown name (the known ones of that contract are listed) or
// arguments that do not fit.
[[nodiscard]] chain::Result<chain::Call> make_call(std::string_view name, const json::value& args);
// {"call": name, "args": {...}}; contract, method and hex for a method that this version does not know.
[[nodiscard]] json::object call_to_json(const chain::Call& call);
// A receipt for people: events named and decoded.
[[nodiscard]] json::object receipt_to_json(const chain::Receipt& receipt);

}  // namespace xh::cli
