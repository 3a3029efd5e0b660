#include "cli/calls/call_table.h"

#include <algorithm>

#include "cli/calls/entries.h"
#include "contracts/catalog/event_catalog.h"

namespace xh::cli {
namespace {

std::string known_names(std::string_view like) {
  const auto contract = like.substr(0, like.find('.'));
  std::string out;
  for (const auto& call : all_calls()) {
    if (call.name.substr(0, call.name.find('.')) == contract) out += (out.empty() ? "" : ", ") + std::string(call.name);
  }
  return out.empty() ? "contracts are identity, lxr, payroll, insurance, credit, matching, dispute, guidance, "
                       "contribution, governance"
                     : "known: " + out;
}

}  // namespace

std::span<const CallEntry> all_calls() {
  static const std::vector<CallEntry> all = [] {
    std::vector<CallEntry> out;
    add_identity_calls(out);
    add_lxr_calls(out);
    add_payroll_calls(out);
    add_insurance_calls(out);
    add_credit_calls(out);
    add_matching_calls(out);
    add_dispute_calls(out);
    add_guidance_calls(out);
    add_contribution_calls(out);
    add_governance_calls(out);
    return out;
  }();
  return all;
}

const CallEntry* find_call(std::string_view name) {
  const auto at = std::ranges::find(all_calls(), name, &CallEntry::name);
  return at == all_calls().end() ? nullptr : &*at;
}

const CallEntry* find_call(std::uint32_t contract, std::uint32_t method) {
  const auto at = std::ranges::find_if(
      all_calls(), [&](const CallEntry& c) { return c.contract == contract && c.method == method; });
  return at == all_calls().end() ? nullptr : &*at;
}

chain::Result<chain::Call> make_call(std::string_view name, const json::value& args) {
  const auto* entry = find_call(name);
  if (entry == nullptr) return chain::invalid("there is no call '" + std::string(name) + "'; " + known_names(name));
  auto bytes = entry->encode(args);
  if (!bytes) return chain::invalid(std::string(name) + ": " + bytes.error().message);
  if (bytes->size() > chain::kMaxArgsBytes)
    return chain::invalid(std::string(name) + ": larger than a transaction may be; split it");
  return chain::Call{entry->contract, entry->method, std::move(*bytes)};
}

json::object call_to_json(const chain::Call& call) {
  json::object out;
  const auto* entry = find_call(call.contract, call.method);
  const auto args =
      entry != nullptr ? entry->decode(call.args) : chain::Result<json::object>(chain::invalid("unknown"));
  if (entry != nullptr) {
    out["call"] = std::string(entry->name);
  } else {
    out["contract"] = call.contract;
    out["method"] = call.method;
  }
  if (args)
    out["args"] = *args;
  else
    out["args_hex"] = chain::to_hex(call.args);
  return out;
}

json::object receipt_to_json(const chain::Receipt& receipt) {
  json::object out;
  out["height"] = receipt.height.value;
  out["effective"] = receipt.effective.value;
  if (receipt.source == chain::ReceiptSource::kTransaction)
    out["transaction"] = chain::to_hex(receipt.transaction.view());
  else
    out["due_sequence"] = receipt.due_sequence;
  out["code"] = receipt.code;
  if (!receipt.rule.empty()) out["rule"] = receipt.rule;
  if (!receipt.message.empty()) out["message"] = receipt.message;
  json::array events;
  for (const auto& event : receipt.events) events.push_back(contracts::event_to_json(event));
  out["events"] = std::move(events);
  return out;
}

}  // namespace xh::cli
