// Openings, rankings, proposals and profiles, by signed request (docs/api.md). Who sees what: an opening everyone; a
// ranking the union whole, the employer as pseudonyms and scores of those who agreed, a worker the own row alone; a
// proposal its worker and the union whole, the employer without the account until the worker has accepted.
#include "contracts/matching/ranking.h"
#include "node/api/service_read.h"

namespace xh::node::api {
namespace {

namespace matching = contracts::matching;
using matching::ListKind;

json::object row_json(const matching::Candidate& candidate, const matching::Weights& weights) {
  const auto score = matching::score(candidate.parts, weights);
  json::array arithmetic;
  for (const auto& line : score.lines) arithmetic.push_back(json::value(std::string(line.name) + ": " + line.text));
  arithmetic.push_back(json::value(score.text));
  return {{"pseudonym", hex(candidate.pseudonym.view())},
          {"score", matching::points_text(score.value, matching::kScorePoint)},
          {"parts", chain::to_json(candidate.parts)},
          {"arithmetic", std::move(arithmetic)}};
}

json::object ranking_of(const chain::RecordKey& key, const matching::Weights& weights, json::array items) {
  return {{"opening", hex(key.view())}, {"weights", chain::to_json(weights)}, {"items", std::move(items)}};
}

// The asker's own row. Not the place among the others: that would cost the whole ranking for every asker.
Answer<json::value> own_row(const ServiceAsk& ask, const chain::RecordKey& key, const matching::Opening& opening) {
  const auto profile = matching::find_profile(ask.context, ask.caller.account);
  if (!profile) return not_a_party();
  const auto weights = matching::weights_at(ask.context, ask.context.now());
  auto row = row_json(matching::assess(ask.context, key, opening, ask.caller.account, *profile), weights);
  row["worker"] = chain::to_address(ask.caller.account);
  ask.subjects.push_back(ask.caller.account);
  json::array items;
  items.push_back(std::move(row));
  return json::value(ranking_of(key, weights, std::move(items)));
}

Answer<json::value> ranking_json(const ServiceAsk& ask, const chain::RecordKey& key, std::uint64_t limit) {
  const auto opening = matching::find_opening(ask.context, key);
  if (!opening) return missing("there is no such opening");
  if (!ask.may_read_of(opening->employer)) return own_row(ask, key, *opening);
  const auto ranking = matching::rank(ask.context, key, *opening, matching::grades_of(ask.context));
  json::array items;
  for (std::size_t i = 0; i < ranking.candidates.size() && items.size() < limit; ++i) {
    const auto& candidate = ranking.candidates[i];
    if (!ask.is_union() && !candidate.visible) continue;
    auto row = row_json(candidate, ranking.weights);
    row["place"] = i + 1;
    if (ask.is_union()) {
      row["worker"] = chain::to_address(candidate.worker);
      row["by_credit"] = candidate.by_credit;
    }
    ask.subjects.push_back(candidate.worker);
    items.push_back(std::move(row));
  }
  auto out = ranking_of(key, ranking.weights, std::move(items));
  out["candidates"] = ranking.candidates.size();
  out["cut"] = ranking.cut;
  return json::value(std::move(out));
}

json::object proposal_json(const ServiceAsk& ask, const chain::RecordKey& key, const matching::Proposal& proposal) {
  const bool whole = ask.may_read_of(proposal.worker);
  using enum matching::ProposalState;
  const bool known = proposal.state == kAccepted || proposal.state == kHired || proposal.state == kRejected;
  json::object out{{"key", hex(key.view())},
                   {"opening", hex(proposal.opening.view())},
                   {"employer", chain::to_address(proposal.employer)},
                   {"pseudonym", hex(proposal.pseudonym.view())},
                   {"state", std::string(enum_name(proposal.state))},
                   {"proposed_at", proposal.proposed_at.value},
                   {"answer_due", proposal.answer_due.value},
                   {"fee", std::to_string(proposal.fee.value)},
                   {"fee_paid", proposal.fee_paid}};
  if (whole || known) out["worker"] = chain::to_address(proposal.worker);
  if (whole || known || proposal.visible) {
    const auto score = matching::score(proposal.parts, proposal.weights);
    out["score"] = matching::points_text(score.value, matching::kScorePoint);
    out["arithmetic"] = json::array{json::value(score.text)};
    out["parts"] = chain::to_json(proposal.parts);
    out["weights"] = chain::to_json(proposal.weights);
  }
  ask.subjects.push_back(proposal.worker);
  return out;
}

json::value proposal_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto key = chain::retag<chain::RecordKey>(item);
  const auto proposal = matching::find_proposal(ask.context, key);
  if (!proposal) return nullptr;
  return proposal_json(ask, key, *proposal);
}

json::value opening_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto key = chain::retag<chain::RecordKey>(item);
  const auto opening = matching::find_opening(ask.context, key);
  if (!opening) return nullptr;
  return keyed(chain::to_json(*opening), key);
}

// /v1/matching/openings/{key}[/ranking|/proposals]
Task<Answer<Response>> opening_route(Services& services, const Request& request, const Caller& caller) {
  const auto key = record_of(request.path[3]);
  if (!key) co_return std::unexpected(key.error());
  const std::string part = request.path.size() > 4 ? request.path[4] : "";
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const auto limit = parse_number(request.query_or("limit", "100"), "limit", matching::kMaxCandidates);
  if (!limit) co_return std::unexpected(limit.error());
  const ServiceRead read = [=, key = *key, page = *page, limit = *limit](const ServiceAsk& ask) -> Answer<json::value> {
    if (part == "ranking") return ranking_json(ask, key, limit);
    const auto opening = matching::find_opening(ask.context, key);
    if (!opening) return missing("there is no such opening");
    if (part.empty()) return json::value(keyed(chain::to_json(*opening), key));
    if (part != "proposals") return missing("no such part of an opening");
    if (!ask.may_read_of(opening->employer)) return not_a_party();
    return json::value(list_json(ask.context, matching::list_of(ListKind::kProposalsOfOpening, key), page,
                                 [&](const chain::Hash256& item) { return proposal_row(ask, item); }));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/matching/areas/{four digits}/openings
Task<Answer<Response>> area_route(Services& services, const Request& request, const Caller& caller) {
  const auto area = parse_number(request.path[3], "area", matching::kMaxPlace);
  if (!area) co_return std::unexpected(area.error());
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const ServiceRead read = [area = *area, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    return json::value(list_json(ask.context, matching::area_list(static_cast<std::uint32_t>(area)), page,
                                 [&](const chain::Hash256& item) { return opening_row(ask, item); }));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/matching/accounts/{a}/openings|proposals|profile
Task<Answer<Response>> party_route(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[3]);
  if (!account) co_return bad_input(account.error().message);
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const std::string part = request.path[4];
  const ServiceRead read = [=, id = *account, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    if (!ask.may_read_of(id)) return not_a_party();
    ask.subjects.push_back(id);
    if (part == "openings") {
      return json::value(list_json(ask.context, matching::list_of(ListKind::kOpeningsOf, id), page,
                                   [&](const chain::Hash256& item) { return opening_row(ask, item); }));
    }
    if (part == "proposals") {
      return json::value(list_json(ask.context, matching::list_of(ListKind::kProposalsOfWorker, id), page,
                                   [&](const chain::Hash256& item) { return proposal_row(ask, item); }));
    }
    if (part != "profile") return missing("no such list of an account");
    const auto profile = matching::find_profile(ask.context, id);
    if (!profile) return missing("there is no profile of this account");
    return json::value(chain::to_json(*profile));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/matching/proposals/{key}
Task<Answer<Response>> proposal_route(Services& services, const Request& request, const Caller& caller) {
  const auto key = record_of(request.path[3]);
  if (!key) co_return std::unexpected(key.error());
  const ServiceRead read = [key = *key](const ServiceAsk& ask) -> Answer<json::value> {
    const auto proposal = matching::find_proposal(ask.context, key);
    if (!proposal) return missing("there is no such proposal");
    if (!ask.may_read_of(proposal->worker) && ask.caller.account != proposal->employer) return not_a_party();
    return json::value(proposal_json(ask, key, *proposal));
  };
  co_return co_await answer_service(services, caller, read);
}

}  // namespace

Task<Answer<Response>> get_matching(Services& services, const Request& request, const Caller& caller) {
  const auto& path = request.path;
  const std::string kind = path.size() > 3 ? path[2] : "";
  if (kind == "openings" && path.size() <= 5) co_return co_await opening_route(services, request, caller);
  if (kind == "areas" && path.size() == 5 && path[4] == "openings")
    co_return co_await area_route(services, request, caller);
  if (kind == "accounts" && path.size() == 5) co_return co_await party_route(services, request, caller);
  if (kind == "proposals" && path.size() == 4) co_return co_await proposal_route(services, request, caller);
  co_return missing("no such record of matching: see docs/api.md");
}

}  // namespace xh::node::api
