// How the per-contract tables of this folder are written. Internal to cli/calls.
#pragma once

#include <vector>

#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "cli/calls/call_table.h"

namespace xh::cli {

template <chain::Message T>
chain::Result<json::object> decode_to_json(chain::BytesView bytes) {
  const auto value = chain::decode<T>(bytes);
  if (!value) return std::unexpected(value.error());
  return chain::to_json(*value);
}

template <chain::Message Args, class Contract, class Method>
CallEntry call_entry(std::string_view name, Contract contract, Method method) {
  const auto encode = [](const json::value& args) -> chain::Result<chain::Bytes> {
    const auto value = chain::from_json<Args>(args);
    if (!value) return std::unexpected(value.error());
    auto bytes = chain::encode(*value);
    // Limits on lists and texts are the decoder's: what no node would read is refused here.
    if (auto readable = chain::decode<Args>(bytes); !readable) return std::unexpected(readable.error());
    return bytes;
  };
  return {name, static_cast<std::uint32_t>(contract), static_cast<std::uint32_t>(method), encode,
          &decode_to_json<Args>};
}

void add_identity_calls(std::vector<CallEntry>& calls);
void add_lxr_calls(std::vector<CallEntry>& calls);
void add_payroll_calls(std::vector<CallEntry>& calls);
void add_insurance_calls(std::vector<CallEntry>& calls);
void add_credit_calls(std::vector<CallEntry>& calls);
void add_matching_calls(std::vector<CallEntry>& calls);
void add_dispute_calls(std::vector<CallEntry>& calls);
void add_guidance_calls(std::vector<CallEntry>& calls);
void add_contribution_calls(std::vector<CallEntry>& calls);
void add_governance_calls(std::vector<CallEntry>& calls);

}  // namespace xh::cli
