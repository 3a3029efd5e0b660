// One table from method and path to handler. Paths with a person's records pass through authenticate() here and nowhere
// else.
#include <chrono>
#include <set>

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
      {get, {"v1", "accounts", "*", "reads"}, nullptr, get_account_reads},
      {get, {"v1", "records", "*"}, nullptr, get_record},
      {get, {"v1", "lxr", "supply"}, nullptr, get_supply},
      {get, {"v1", "payroll", "**"}, nullptr, get_payroll},
      {get, {"v1", "contribution", "**"}, nullptr, get_contribution},
      {get, {"v1", "matching", "**"}, nullptr, get_matching},
      {get, {"v1", "disputes", "**"}, nullptr, get_disputes},
      {get, {"v1", "guidance", "**"}, nullptr, get_guidance},
      {get, {"v1", "credit", "**"}, nullptr, get_credit},
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

// Whose records an answer shows: what the handler said, or the accounts that the path names.
std::vector<chain::AccountId> subjects_of(const Response& answer, const Request& request) {
  std::set<chain::AccountId> out(answer.subjects.begin(), answer.subjects.end());
  for (const auto& segment : request.path) {
    if (!answer.subjects.empty()) break;
    if (const auto account = chain::from_address(segment)) out.insert(*account);
  }
  return {out.begin(), out.end()};
}

Task<Answer<Response>> run(Services& services, const Route& route, const Request& request) {
  if (route.open != nullptr) co_return co_await route.open(services, request);
  const auto caller = co_await authenticate(services.core, services.seen, request, now_ms());
  if (!caller) co_return std::unexpected(caller.error());
  auto answer = co_await route.secured(services, request, *caller);
  if (!answer) co_return answer;
  // The line comes before the answer: nothing is read unseen.
  const ReadEntry entry{now_ms(), answer->height, caller->account, subjects_of(*answer, request), request.target};
  if (auto logged = services.reads.append(entry); !logged) co_return problem_of(logged.error());
  co_return answer;
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
  if (path_known)
    co_return problem_response(
        {http::status::method_not_allowed, "METHOD_NOT_ALLOWED", "this path does not take that method"});
  co_return problem_response({http::status::not_found, "NOT_FOUND", "there is nothing at this path: see docs/api.md"});
}

}  // namespace xh::node::api
