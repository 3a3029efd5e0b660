// Signed requests (docs/api.md): who asks, checked against the account's key policy on the ledger, with a time window on the node's real clock.
// Errors are problems 401 (not signed, wrong signature, outside the window) and 403.
#pragma once

#include "chain/codec/domain.h"
#include "node/api/core_port.h"
#include "node/api/http.h"

namespace xh::node::api {

inline constexpr std::int64_t kRequestWindowMs = 60'000;

struct Caller {
  chain::AccountId account;
  std::uint32_t roles = 0;
};

// The digest that a signed request signs.
[[nodiscard]] chain::Hash256 request_digest(const chain::ChainTag& chain, std::string_view method, std::string_view target,
                                            std::string_view account, std::string_view time, std::string_view body);

[[nodiscard]] Task<Answer<Caller>> authenticate(CorePort& core, const Request& request, std::int64_t now_ms);

}  // namespace xh::node::api
