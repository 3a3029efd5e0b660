// Handlers by subject. Each takes a bounded request and gives a response; the router (router.cpp) picks one by method and path.
#pragma once

#include <functional>

#include "node/api/auth.h"
#include "node/api/core_port.h"
#include "node/api/http.h"
#include "node/api/read_log.h"
#include "node/api/waiters.h"

namespace xh::node::api {

struct ServerConfig;

struct Services {
  CorePort& core;
  Waiters& waiters;
  const ServerConfig& config;
  SeenRequests& seen;
  ReadLog& reads;
};

[[nodiscard]] Task<Response> route(Services& services, const Request& request);

// public_routes.cpp
[[nodiscard]] Task<Answer<Response>> get_status(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_genesis(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_blocks(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_block(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_light_block(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_search(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_health(Services& services, const Request& request);

// governance_routes.cpp
[[nodiscard]] Task<Answer<Response>> get_validators(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_evidence(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_epochs(Services& services, const Request& request);

// transaction_routes.cpp
[[nodiscard]] Task<Answer<Response>> post_transactions(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_transactions(Services& services, const Request& request);
[[nodiscard]] Task<Answer<Response>> get_transaction(Services& services, const Request& request);

// record_routes.cpp: signed requests only
[[nodiscard]] Task<Answer<Response>> get_account(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_account_receipts(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_account_reads(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_receipt(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_transaction_receipt(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_record(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> simulate_transaction(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_supply(Services& services, const Request& request, const Caller& caller);
// contract_routes.cpp: signed requests only
[[nodiscard]] Task<Answer<Response>> get_payroll(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_contribution(Services& services, const Request& request, const Caller& caller);
// credit_routes.cpp: signed requests only
[[nodiscard]] Task<Answer<Response>> get_credit(Services& services, const Request& request, const Caller& caller);

// matching_routes.cpp, dispute_routes.cpp, guidance_routes.cpp: signed requests only
[[nodiscard]] Task<Answer<Response>> get_matching(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_disputes(Services& services, const Request& request, const Caller& caller);
[[nodiscard]] Task<Answer<Response>> get_guidance(Services& services, const Request& request, const Caller& caller);

}  // namespace xh::node::api
