// One table from method and path to handler. Paths with a person's records pass through authenticate() here and nowhere else.
#include <chrono>

#include "node/api/routes.h"
#include "node/api/server.h"

namespace xh::node::api {
namespace {

using PublicHandler = Task<Answer<Response>> (*)(Services&, const Request&);
using SignedHandler = Task<Answer<Response>> (*)(Services&, const Request&, const Caller&);

// "*" stands for one segment; a trailing "**" for any number.
struct Route {
  http::verb method;
  std::vector<std::string_view> pattern;
  PublicHandler open = nullptr;
  SignedHandler secured = nullptr;
};

const std::vector<Route>& routes() {
  using enum http::verb;
  static const std::vector<Route> kRoutes = {
      {get, {"v1", "status"}, get_status},
      {get, {"v1", "genesis"}, get_genesis},
      {get, {"v1", "validators"}, get_validators},
      {get, {"v1", "evidence"}, get_evidence},
      {get, {"v1", "epochs"}, get_epochs},
      {get, {"v1", "blocks"}, get_blocks},
      {get, {"v1", "blocks", "*"}, get_block},
      {get, {"v1", "light-blocks", "*"}, get_light_block},
      {get, {"v1", "search"}, get_search},
      {get, {"health", "live"}, get_health},
      {get, {"health", "ready"}, get_health},
      {post, {"v1", "txs"}, post_transactions},
      {post, {"v1", "txs", "simulate"}, nullptr, simulate_transaction},
      {get, {"v1", "txs"}, get_transactions},
      {get, {"v1", "txs", "*"}, get_transaction},
      {get, {"v1", "txs", "*", "receipt"}, nullptr, get_transaction_receipt},
      {get, {"v1", "receipts", "*", "*"}, nullptr, get_receipt},
      {get, {"v1", "accounts", "*"}, nullptr, get_account},
      {get, {"v1", "accounts", "*", "txs"}, nullptr, get_account_receipts},
      {get, {"v1", "records", "*"}, nullptr, get_record},
      {get, {"v1", "lxr", "supply"}, nullptr, get_supply},
      {get, {"v1", "payroll", "**"}, nullptr, get_payroll},
      {get, {"v1", "contribution", "**"}, nullptr, get_contribution},
  };
  return kRoutes;
}

bool matches(const Route& route, const Request& request) {
  const auto& pattern = route.pattern;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "**") return true;
    if (i >= request.path.size()) return false;
    if (pattern[i] != "*" && pattern[i] != request.path[i]) return false;
  }
  return request.path.size() == pattern.size();
}

std::int64_t now_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

Task<Answer<Response>> run(Services& services, const Route& route, const Request& request) {
  if (route.open != nullptr) co_return co_await route.open(services, request);
  const auto caller = co_await authenticate(services.core, request, now_ms());
  if (!caller) co_return std::unexpected(caller.error());
  services.config.log_read(chain::to_address(caller->account) + " read " + request.target);
  co_return co_await route.secured(services, request, *caller);
}

}  // namespace

Task<Response> route(Services& services, const Request& request) {
  bool path_known = false;
  for (const auto& candidate : routes()) {
    if (!matches(candidate, request)) continue;
    path_known = true;
    if (candidate.method != request.method) continue;
    auto answer = co_await run(services, candidate, request);
    co_return answer ? std::move(*answer) : problem_response(answer.error());
  }
  if (path_known) co_return problem_response({http::status::method_not_allowed, "METHOD_NOT_ALLOWED", "this path does not take that method"});
  co_return problem_response({http::status::not_found, "NOT_FOUND", "there is nothing at this path: see docs/api.md"});
}

}  // namespace xh::node::api
