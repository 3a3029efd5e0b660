// Signed requests (docs/api.md): who asks, checked against the account's key policy on the ledger, with a time window on the node's real clock.
// Errors are problems 401 (not signed, wrong signature, outside the window, answered before) and 403. A stranger is not told whether an account
// exists: an unknown account and a key that is not the account's get the same answer.
#pragma once

#include "chain/codec/domain.h"
#include "node/api/core_port.h"
#include "node/api/http.h"
#include "node/api/seen_requests.h"

namespace xh::node::api {

inline constexpr std::int64_t kRequestWindowMs = 60'000;

struct Caller {
  chain::AccountId account;
  std::uint32_t roles = 0;
};

// The digest that a signed request signs.
[[nodiscard]] chain::Hash256 request_digest(const chain::ChainTag& chain, std::string_view method, std::string_view target,
                                            std::string_view account, std::string_view time, std::string_view body);

// A request is good once: `seen` remembers it for as long as its time lies within the window.
[[nodiscard]] Task<Answer<Caller>> authenticate(CorePort& core, SeenRequests& seen, const Request& request, std::int64_t now_ms);

}  // namespace xh::node::api
